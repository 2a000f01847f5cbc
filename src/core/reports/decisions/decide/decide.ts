import type { CaseDecision } from '../../../../contract/reports/decisions.ts';
import type { Policy } from '../../../../contract/reports/policies.ts';
import type { CaseId } from '../../../../contract/reports/values.ts';
import type { EntryId, MemberId } from '../../../../contract/values.ts';
import type { Trx } from '../../../database/database.ts';
import { isKnownRequest } from '../../../database/errors.ts';
import { utcOf } from '../../../database/time.ts';
import { Refused, Unchanged } from '../../../errors.ts';
import { showInLists } from '../../../members/actions/listed.ts';
import { refuseIf } from '../../../members/actions/rules.ts';
import { addEntry } from '../../../record/entry.ts';
import type { SignedIn } from '../../../session/open.ts';
import { newestPolicy } from '../../policies/read.ts';
import { addEvent, type CaseAtMoment, lockCase, refuseIfAnothers } from '../../work.ts';
import { refuseIfChanged } from '../meanwhile.ts';
import { tellPeople } from '../messages/tell.ts';
import { bearingOf, isEscalation, isSanction, planOf } from '../plan.ts';
import { heldAlready, problemsOf, problemsOfCase } from '../rules.ts';
import { outcomeWords } from '../words.ts';
import { carryOut } from './carry-out.ts';
import { noteReporters } from './reporters.ts';
import { closeCase, escalateCase, writeDecision, writeSteps } from './write.ts';

/** What someone decided about one case; `decision` as `planOf` gives it. */
export interface Asked {
  readonly requestId: string;
  readonly caseId: CaseId;
  /** The version of the case that the person saw; null in a run, where nobody looks at each. */
  readonly seenVersion: number | null;
  readonly decision: CaseDecision;
  readonly runId: string | null;
}

export interface Decided {
  readonly decisionId: EntryId;
  /** Who had something done to them. */
  readonly sanctioned: MemberId | null;
}

/** Decides about a case, which must be as the person saw it. Asked twice with one request id, it decides once. */
export async function decide(
  signedIn: SignedIn,
  input: Pick<Asked, 'requestId' | 'caseId' | 'decision'> & { readonly seenVersion: number },
): Promise<{ decisionId: EntryId }> {
  const decision = planOf(input.decision);
  const { decisionId, sanctioned } = await decideOnce(signedIn, { ...input, decision, runId: null });
  if (sanctioned !== null) await showInLists(signedIn.database, [sanctioned]);
  return { decisionId };
}

/** Also where an earlier call with this request id had made the decision. */
export async function decideOnce(signedIn: SignedIn, asked: Asked): Promise<Decided> {
  try {
    return await signedIn.database.write(true, (trx) => decideWithin(trx, signedIn, asked));
  } catch (error) {
    if (!isKnownRequest(error)) throw error;
    const made = await signedIn.database.readPrimary(undefined, (db, run) =>
      db
        .selectFrom('caretaker.report_decision')
        .select(['id', 'case_id', 'actions', 'actor'])
        .where('request_id', '=', asked.requestId)
        .executeTakeFirst(run),
    );
    const isThis =
      made?.case_id === asked.caseId &&
      made.actions === JSON.stringify(asked.decision.actions) &&
      made.actor === signedIn.person.user;
    if (isThis) return { decisionId: made.id as EntryId, sanctioned: null };
    // The id of a run stands with its first decision, so any colleague could use up the requests of the others.
    const advice = asked.runId === null ? 'what you typed is kept' : 'decide this case by itself';
    throw new Refused(
      'CONFLICT',
      `This request was used for something else before. Nothing was changed; ${advice}.`,
    );
  }
}

/**
 * All of it, in the transaction. Begins with the entry of the record, so that a repeat after a lost line does nothing
 * twice; then the case, the member's turn, the outbox and the site's rows are locked in this order by every console.
 */
async function decideWithin(trx: Trx, signedIn: SignedIn, asked: Asked): Promise<Decided> {
  const { requestId, decision, runId } = asked;
  const policy = await newestPolicy(trx, decision.policyId);
  await enter(trx, asked, policy);
  const at = await lockCase(trx, asked.caseId);
  await refuseIfChanged(trx, at, asked.seenVersion, signedIn.person.user);
  await refuseIfAnothers(trx, at, signedIn.person.user);
  const { row } = at;
  refuseIfBroken(signedIn, asked, policy, at);

  const steps = await carryOut(trx, signedIn, asked, row);
  const decided = { requestId, runId, decision, policy };
  const decisionId = await writeDecision(trx, decided, row);
  await writeSteps(trx, decisionId, steps, at);
  const about = { subjectKind: row.subject_kind, actions: decision.actions, policy };
  await tellPeople(trx, { requestId, decisionId, row, decision, about });
  if (isEscalation(decision)) await escalateCase(trx, { policy, by: signedIn.person.user }, at);
  else await closeCase(trx, decided, at);
  await noteReporters(trx, row.id, bearingOf(decision.actions.map(({ kind }) => kind)));
  await addEvent(trx, {
    caseId: asked.caseId,
    kind: isEscalation(decision) ? 'escalated' : 'decided',
    detail: {
      decision: decisionId,
      outcome: outcomeWords(decision.actions),
      policy: policy.name,
      reason: decision.reason,
    },
  });
  const sanctioned = decision.actions.some(isSanction) ? (row.author_id as MemberId | null) : null;
  return { decisionId, sanctioned };
}

function refuseIfBroken(
  { person, site }: SignedIn,
  { decision }: Asked,
  policy: Policy | null,
  { row, moment }: CaseAtMoment,
): asserts policy is Policy {
  const circumstances = { role: person.role, site, policy, moment: utcOf(moment) };
  refuseIf([...problemsOf(decision, circumstances), ...problemsOfCase(decision, row, site)]);
  const held = heldAlready(decision, row);
  if (held !== null) throw new Unchanged('CONFLICT', `${held} Nothing was changed.`);
}

async function enter(
  trx: Trx,
  { requestId, caseId, decision, runId }: Asked,
  policy: Policy | null,
): Promise<void> {
  await addEntry(trx, {
    requestId,
    action: isEscalation(decision) ? 'case.escalated' : 'case.decided',
    subjectKind: 'case',
    subjectId: caseId,
    detail: {
      outcome: outcomeWords(decision.actions),
      reason: decision.reason,
      ...(policy === null ? {} : { policy: policy.name, version: policy.version }),
      authorTold: decision.memberMessage !== null,
      reportersTold: decision.reporterMessage !== null,
      ...(runId === null ? {} : { run: runId }),
    },
  });
}
