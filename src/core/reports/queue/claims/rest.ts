import { sql } from 'kysely';
import type { CaseId } from '../../../../contract/reports/values.ts';
import type { Utc } from '../../../../contract/values.ts';
import { idValue } from '../../../database/cursor.ts';
import type { Trx } from '../../../database/database.ts';
import { columnOf, utcOf } from '../../../database/time.ts';
import { Refused } from '../../../errors.ts';
import { momentWords } from '../../../members/actions/words.ts';
import { doOnce } from '../../../record/once.ts';
import type { SignedIn } from '../../../session/open.ts';
import type { CaseColumns } from '../../rows.ts';
import { addEvent, type CaseAtMoment, lockCase } from '../../work.ts';
import { claimEnd, nobodys } from './lease.ts';
import { refuseUnlessFree } from './refusals.ts';

const mostDays = 365;

/** Takes a case out of the queue until a moment. It is nobody's then; who did it finds it among theirs. */
export async function hold(
  signedIn: SignedIn,
  { requestId, caseId, until, note }: { requestId: string; caseId: CaseId; until: Utc; note: string },
): Promise<void> {
  const { user } = signedIn.person;
  const entry = {
    requestId,
    action: 'case.held',
    subjectKind: 'case',
    subjectId: caseId,
    detail: { until },
  } as const;
  await doOnce(signedIn, entry, async (trx) => {
    const at = await lockCase(trx, caseId);
    await refuseUnlessFree(trx, at, user);
    refuseMoment(until, utcOf(at.moment));
    await trx
      .updateTable('caretaker.report_case')
      .set({
        ...nobodys,
        state: 'held',
        held_until: columnOf(until),
        set_by: user,
        version: sql`version + 1`,
      })
      .where('id', '=', idValue(caseId))
      .execute();
    await addEvent(trx, { caseId, kind: 'held', detail: { until, note } });
  });
}

/** Puts a case that is on hold or escalated back into the queue. */
export async function resume(
  signedIn: SignedIn,
  { requestId, caseId }: { requestId: string; caseId: CaseId },
): Promise<void> {
  await endRest(signedIn, { requestId, caseId }, (trx) =>
    trx
      .updateTable('caretaker.report_case')
      .set({ ...inQueue, set_by: null })
      .where('id', '=', idValue(caseId))
      .execute(),
  );
}

/** Claims a case that is on hold or escalated: it goes back into the queue as the person's. */
export async function takeFromRest(
  signedIn: SignedIn,
  { caseId, claimId }: { caseId: CaseId; claimId: string },
): Promise<void> {
  const { user } = signedIn.person;
  await endRest(signedIn, { requestId: claimId, caseId }, (trx) =>
    trx
      .updateTable('caretaker.report_case')
      .set({ ...inQueue, set_by: null, holder: user, claim_id: claimId, claimed_until: claimEnd, handed: 0 })
      .where('id', '=', idValue(caseId))
      .execute(),
  );
}

/** What a case becomes that is no longer on hold or escalated. */
export const inQueue = { state: 'open', held_until: null, version: sql<number>`version + 1` } as const;

async function endRest(
  signedIn: SignedIn,
  { requestId, caseId }: { requestId: string; caseId: CaseId },
  work: (trx: Trx) => Promise<unknown>,
): Promise<void> {
  const entry = { requestId, action: 'case.resumed', subjectKind: 'case', subjectId: caseId } as const;
  await doOnce(signedIn, entry, async (trx) => {
    const at = await lockCase(trx, caseId);
    await refuseUnlessFree(trx, at, signedIn.person.user);
    if (!rests(at)) throw new Refused('CONFLICT', 'This case is in the queue already. Nothing was changed.');
    await work(trx);
    await addEvent(trx, { caseId, kind: 'resumed', detail: restOf(at.row) });
  });
}

function rests({ row }: CaseAtMoment): boolean {
  return row.state === 'held' || row.state === 'escalated';
}

/** For the history of the case: what it was that ended. */
export function restOf({ state, held_until, set_by }: Pick<CaseColumns, 'state' | 'held_until' | 'set_by'>) {
  return { was: state, by: set_by, ...(held_until === null ? {} : { until: utcOf(held_until) }) };
}

function refuseMoment(until: Utc, moment: Utc): void {
  const latest = new Date(Date.parse(moment) + mostDays * 86_400_000);
  if (utcOf(columnOf(until)) > moment && Date.parse(until) <= latest.getTime()) return;
  throw new Refused(
    'INVALID_INPUT',
    `A case can be on hold until a moment within a year, and ${momentWords(until)} is not. Nothing was changed; what you typed is kept.`,
    [{ path: 'until', problem: 'not within a year from now' }],
  );
}
