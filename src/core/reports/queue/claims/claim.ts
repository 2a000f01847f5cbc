import { sql } from 'kysely';
import type { CaseId } from '../../../../contract/reports/values.ts';
import type { Utc } from '../../../../contract/values.ts';
import { idValue } from '../../../database/cursor.ts';
import { utcOf } from '../../../database/time.ts';
import type { SignedIn } from '../../../session/open.ts';
import { holderAt, readCase } from '../../work.ts';
import { claimEnd, isHeldBy, nobodys } from './lease.ts';
import { lostClaim, refuseUnlessFree } from './refusals.ts';
import { takeFromRest } from './rest.ts';

export interface Held {
  readonly until: Utc;
}

/** Claims a case; of one that is on hold or escalated it ends that state. One's own lasts longer by it. */
export async function claim(
  signedIn: SignedIn,
  { caseId, claimId }: { caseId: CaseId; claimId: string },
): Promise<Held> {
  const { database, person } = signedIn;
  const isMine = isHeldBy(person.user);
  // Columns are set from left to right, and each sees what those before it were set to: the holder comes last.
  const taken = await database.writeAtOnce((db) =>
    sql`
      UPDATE caretaker.report_case
      SET claim_id = IF(${isMine}, COALESCE(claim_id, ${claimId}), ${claimId}),
          set_by = IF(${isMine}, set_by, NULL),
          claimed_until = GREATEST(claimed_until, ${claimEnd}),
          handed = 0,
          holder = ${person.user}
      WHERE id = ${BigInt(caseId)} AND state = 'open' AND (claimed_until <= UTC_TIMESTAMP(6) OR ${isMine})`.execute(
      db,
    ),
  );
  if (taken.numAffectedRows === 0n) {
    await database.readPrimary(undefined, async (db, run) => {
      await refuseUnlessFree(db, await readCase(db, caseId, run), person.user, run);
    });
    await takeFromRest(signedIn, { caseId, claimId });
  }
  return heldNow(signedIn, caseId);
}

/** Makes one's claim last on. One that was handed over may last longer already. */
export async function renew(signedIn: SignedIn, { caseId }: { caseId: CaseId }): Promise<Held> {
  await signedIn.database.writeAtOnce((db) =>
    sql`
      UPDATE caretaker.report_case SET claimed_until = GREATEST(claimed_until, ${claimEnd})
      WHERE id = ${BigInt(caseId)} AND ${isHeldBy(signedIn.person.user)}`.execute(db),
  );
  return heldNow(signedIn, caseId);
}

/** Gives one's claim back. */
export async function release({ database, person }: SignedIn, { caseId }: { caseId: CaseId }): Promise<void> {
  await database.writeAtOnce((db) =>
    db
      .updateTable('caretaker.report_case')
      .set({ ...nobodys, set_by: null })
      .where('id', '=', idValue(caseId))
      .where('holder', '=', person.user)
      .execute(),
  );
}

/** Until when the person holds the case. @throws CONFLICT where they do not, with why */
async function heldNow({ database, person }: SignedIn, caseId: CaseId): Promise<Held> {
  return database.readPrimary(undefined, async (db, run) => {
    const at = await readCase(db, caseId, run);
    if (holderAt(at) !== person.user) throw await lostClaim(db, at, person.user, run);
    return { until: utcOf(at.row.claimed_until) };
  });
}
