import { sql } from 'kysely';
import type { CaseId, PolicyId } from '../../../../contract/reports/values.ts';
import type { EntryId } from '../../../../contract/values.ts';
import { idValue } from '../../../database/cursor.ts';
import type { Trx } from '../../../database/database.ts';
import { isKnownRequest } from '../../../database/errors.ts';
import { utcOf } from '../../../database/time.ts';
import { Refused } from '../../../errors.ts';
import { takeTurn } from '../../../members/actions/decide.ts';
import { showInLists } from '../../../members/actions/listed.ts';
import { derivedId } from '../../../members/actions/request-id.ts';
import { takeBackWithin } from '../../../members/actions/undo/undo.ts';
import { cancelMessages } from '../../../outbox/message.ts';
import { addEntry } from '../../../record/entry.ts';
import type { SignedIn } from '../../../session/open.ts';
import { readWeights } from '../../policies/weights.ts';
import { nobodys } from '../../queue/claims/lease.ts';
import { addEvent, type CaseAtMoment, lockCase } from '../../work.ts';
import { type BeforeCase, columnsOf } from '../decide/before-case.ts';
import { noteReporters } from '../decide/reporters.ts';
import { placeOf, standingOf } from '../decide/write.ts';
import { countsOf, statesOf } from '../messages/told.ts';
import { bearingOf } from '../plan.ts';
import { bringBack } from './content.ts';
import { decidedWords, refuseIfActedOn, refuseIfStoodOn } from './hindrance.ts';
import { type KeptDecision, type KeptSteps, readDecision, readSteps } from './kept.ts';
import { staysWords } from './stays.ts';

export interface AskedUndo {
  readonly requestId: string;
  readonly decisionId: EntryId;
}

/** What an undo gives: of the decision, what stays though all else was put back, a sentence each. */
export interface Undone {
  readonly caseId: CaseId;
  readonly stays: string[];
}

/** Puts back what was before the decision. Asked twice with one request id, it does so once. */
export async function undo(signedIn: SignedIn, asked: AskedUndo): Promise<Undone> {
  const { decision, steps } = await undoOnce(signedIn, asked);
  const sanctioned = steps.ofMember.map(({ memberId }) => memberId);
  if (sanctioned.length > 0) await showInLists(signedIn.database, [...new Set(sanctioned)]);
  const messages = await signedIn.database.readPrimary(undefined, (db, run) =>
    statesOf(db, decision.id, run),
  );
  return { caseId: decision.caseId, stays: staysWords(steps, countsOf(messages).delivered ?? 0) };
}

interface KeptWithSteps {
  readonly decision: KeptDecision;
  readonly steps: KeptSteps;
}

/** Also where an earlier call with this request id had taken the decision back. */
export async function undoOnce(
  signedIn: SignedIn,
  { requestId, decisionId }: AskedUndo,
): Promise<KeptWithSteps> {
  const { database } = signedIn;
  const kept = await database.readPrimary(undefined, async (db, run) => {
    const decision = await readDecision(db, decisionId, run);
    return decision && { decision, steps: await readSteps(db, decisionId, run) };
  });
  if (!kept?.decision.before) {
    throw new Refused('NOT_FOUND', 'This decision is not known, or was made by a newer Caretaker.');
  }
  const { before } = kept.decision;
  try {
    await database.write(true, (trx) => takeBack(trx, signedIn, { requestId, before, ...kept }));
  } catch (error) {
    if (!isKnownRequest(error) || !(await isUndoneBy(signedIn, decisionId, requestId))) throw error;
  }
  return kept;
}

/**
 * All of it, in the transaction, begun by the entry of the record, so that a repeat after a lost line does nothing twice.
 * Locks the case, the member's turn, the outbox and the site's rows in the order in which a decision does.
 */
async function takeBack(
  trx: Trx,
  signedIn: SignedIn,
  { requestId, before, steps, ...kept }: KeptWithSteps & { requestId: string; before: BeforeCase },
): Promise<void> {
  await addEntry(trx, {
    requestId,
    action: 'case.undone',
    subjectKind: 'case',
    subjectId: kept.decision.caseId,
    detail: {
      outcome: decidedWords(kept.decision),
      by: kept.decision.actor,
      reason: kept.decision.reason,
      decision: kept.decision.id,
    },
  });
  const at = await lockCase(trx, kept.decision.caseId);
  // Read again under the lock: it may have been taken back since.
  const decision = (await readDecision(trx, kept.decision.id)) ?? kept.decision;
  await refuseIfStoodOn(trx, signedIn, { decision, steps, at });
  const [first] = steps.ofMember;
  if (first) await takeTurn(trx, first.memberId);
  await refuseIfActedOn(trx, signedIn, steps);

  await cancelMessages(trx, { of: 'case', decisionId: decision.id });
  for (const member of steps.ofMember)
    await takeBackWithin(trx, signedIn, { requestId: derivedId(requestId, member.id), kept: member });
  if (steps.hidden !== null) {
    const { site, person } = signedIn;
    const content = { hidden: steps.hidden, decision, moment: utcOf(at.moment), me: person.user, site };
    await bringBack(trx, content, requestId);
  }
  await putCaseBack(trx, before, decision, at);
  await endReminders(trx, decision.id);
  await noteReporters(
    trx,
    decision.caseId,
    bearingOf(decision.actions.map(({ kind }) => kind)),
    'taken back',
  );
  await trx
    .insertInto('caretaker.report_undo')
    .values({ decision_id: idValue(decision.id), request_id: requestId })
    .execute();
  await addEvent(trx, {
    caseId: decision.caseId,
    kind: 'undone',
    detail: { undone: decision.id, outcome: decidedWords(decision) },
  });
}

async function putCaseBack(
  trx: Trx,
  before: BeforeCase,
  { policyId: decidedUnder }: KeptDecision,
  { row, moment }: CaseAtMoment,
): Promise<void> {
  const { weights } = await readWeights(trx);
  // Reports that joined an escalated case may have named a graver policy since: that is no part of the decision.
  const policyId = row.policy_id === decidedUnder ? before.policyId : (row.policy_id as PolicyId);
  const standing = policyId === row.policy_id ? standingOf(row) : before;
  await trx
    .updateTable('caretaker.report_case')
    .set({
      ...columnsOf({ ...before, policyId }),
      ...((await isTaken(trx, before.claimId, row.id)) ? nobodys : {}),
      ...placeOf(row, standing, weights, moment),
      version: sql<number>`version + 1`,
    })
    .where('id', '=', idValue(row.id))
    .execute();
}

/** Whether the same request claimed another case since: it was asked again when this one was decided. */
async function isTaken(trx: Trx, claimId: string | null, caseId: string): Promise<boolean> {
  if (claimId === null) return false;
  const other = await trx
    .selectFrom('caretaker.report_case')
    .select('id')
    .where('claim_id', '=', claimId)
    .where('id', '!=', idValue(caseId))
    .executeTakeFirst();
  return other !== undefined;
}

async function endReminders(trx: Trx, decisionId: EntryId): Promise<void> {
  await trx
    .updateTable('caretaker.report_ending')
    .set({ open_mark: null })
    .where('decision_id', '=', idValue(decisionId))
    .execute();
}

async function isUndoneBy({ database }: SignedIn, decisionId: EntryId, requestId: string): Promise<boolean> {
  const { rows } = await database.readPrimary(undefined, (db, run) =>
    sql`SELECT 1 FROM caretaker.report_undo
      WHERE decision_id = ${BigInt(decisionId)} AND request_id = ${requestId}`.execute(db, run),
  );
  return rows.length > 0;
}
