import type { BulkTarget, CaseDecision, CaseRunProgress } from '../../../../contract/reports/decisions.ts';
import type { CaseId } from '../../../../contract/reports/values.ts';
import type { EntryId, MemberId } from '../../../../contract/values.ts';
import { serverMoment } from '../../../database/clock.ts';
import { idValue } from '../../../database/cursor.ts';
import type { Database } from '../../../database/database.ts';
import { utcOf } from '../../../database/time.ts';
import { Refused, Unchanged } from '../../../errors.ts';
import { showInLists } from '../../../members/actions/listed.ts';
import { derivedId } from '../../../members/actions/request-id.ts';
import { refuseIf } from '../../../members/actions/rules.ts';
import { goThrough, type Item } from '../../../runs/go-through.ts';
import type { SignedIn } from '../../../session/open.ts';
import { newestPolicy } from '../../policies/read.ts';
import { decideOnce } from '../decide/decide.ts';
import { planOf } from '../plan.ts';
import { problemsOf } from '../rules.ts';
import { undoOnce } from '../undo/undo.ts';
import { targetsOf } from './targets.ts';

/** Decisions that are made at the same time, of the eight connections of the console's pool: most of each is waiting for the server. */
const atOnce = 4;

/**
 * Decides about each case in a transaction of its own. Called again with the same `runId` it goes on where it was: the
 * request of each case is made from the run and the case, so none is decided twice. What a filter finds is looked up
 * anew then, and what the run had decided before is counted with it.
 */
export async function* decideMany(
  signedIn: SignedIn,
  input: { runId: string; target: BulkTarget; decision: CaseDecision },
  signal: AbortSignal | undefined,
): AsyncGenerator<CaseRunProgress> {
  const { runId, target } = input;
  const decision = planOf(input.decision);
  const made = await madeBy(signedIn.database, runId, signal);
  await refuseWhatCannotBe(signedIn, decision, signal);
  const actions = JSON.stringify(decision.actions);
  if (made.some((it) => it.actions !== actions || it.actor !== signedIn.person.user)) {
    throw new Refused('CONFLICT', 'This run was begun as another one. Nothing was changed; begin a new one.');
  }
  const { caseIds } = await targetsOf(signedIn, target, signal);
  const known = new Map(made.map((it) => [it.caseId, it]));
  const before = 'caseIds' in target ? [] : made.map((it) => it.caseId).toReversed();
  const sanctioned = new Map<CaseId, MemberId>();
  const items = [...new Set([...before, ...caseIds])].map((caseId) => ({
    id: caseId,
    async work() {
      const earlier = known.get(caseId);
      if (earlier && earlier.undoneBy !== null)
        throw new Unchanged('CONFLICT', 'This run decided it, and that was taken back since.');
      if (earlier) return;
      const requestId = derivedId(runId, caseId);
      const decided = await decideOnce(signedIn, { requestId, caseId, decision, seenVersion: null, runId });
      if (decided.sanctioned !== null) sanctioned.set(caseId, decided.sanctioned);
    },
  }));
  yield* progressOf(signedIn.database, items, sanctioned, signal);
}

/** Takes back what the run decided, the newest first. Called again with the same request id it goes on where it was. */
export async function* undoRun(
  signedIn: SignedIn,
  { requestId, runId }: { requestId: string; runId: string },
  signal: AbortSignal | undefined,
): AsyncGenerator<CaseRunProgress> {
  const made = await madeBy(signedIn.database, runId, signal);
  if (made.length === 0) {
    throw new Refused('NOT_FOUND', 'This run decided nothing, so there is nothing to take back.');
  }
  const sanctioned = new Map<CaseId, MemberId>();
  const items = made.map(({ id, caseId, undoneBy }) => ({
    id: caseId,
    async work() {
      const own = derivedId(requestId, id);
      if (undoneBy === own) return;
      if (undoneBy !== null) throw new Unchanged('CONFLICT', 'It was taken back already.');
      const { steps } = await undoOnce(signedIn, { requestId: own, decisionId: id });
      const [first] = steps.ofMember;
      if (first) sanctioned.set(caseId, first.memberId);
    },
  }));
  yield* progressOf(signedIn.database, items, sanctioned, signal);
}

async function refuseWhatCannotBe(
  { database, person, site }: SignedIn,
  decision: CaseDecision,
  signal: AbortSignal | undefined,
): Promise<void> {
  await database.readPrimary(signal, async (db, run) => {
    const policy = await newestPolicy(db, decision.policyId, run);
    const moment = utcOf(await serverMoment(db, run));
    refuseIf(problemsOf(decision, { role: person.role, site, policy, moment }));
  });
}

interface Made {
  readonly id: EntryId;
  readonly caseId: CaseId;
  readonly actions: string;
  readonly actor: string;
  /** The request that took it back. */
  readonly undoneBy: string | null;
}

const pageOfMade = 2000;

/** What the run has decided already, newest first. By the index report_decision_run (run_id, id). */
async function madeBy(database: Database, runId: string, signal: AbortSignal | undefined): Promise<Made[]> {
  const made: Made[] = [];
  for (;;) {
    const last = made.at(-1);
    const rows = await database.readPrimary(signal, (db, run) =>
      db
        .selectFrom('caretaker.report_decision as decision')
        .leftJoin('caretaker.report_undo as undo', 'undo.decision_id', 'decision.id')
        .select(['decision.id', 'decision.case_id', 'decision.actions', 'decision.actor', 'undo.request_id'])
        .where('decision.run_id', '=', runId)
        .$if(last !== undefined, (query) => query.where('decision.id', '<', idValue(last?.id ?? '0')))
        .orderBy('decision.id', 'desc')
        .limit(pageOfMade)
        .execute(run),
    );
    made.push(
      ...rows.map((row) => ({
        id: row.id as EntryId,
        caseId: row.case_id as CaseId,
        actions: row.actions,
        actor: row.actor,
        undoneBy: row.request_id,
      })),
    );
    if (rows.length < pageOfMade) return made;
  }
}

/** The lists of members show at once what was done to authors. */
async function* progressOf(
  database: Database,
  items: readonly Item<CaseId>[],
  sanctioned: ReadonlyMap<CaseId, MemberId>,
  signal: AbortSignal | undefined,
): AsyncGenerator<CaseRunProgress> {
  const show = async (done: readonly CaseId[]) => {
    const members = [...new Set(done.flatMap((id) => sanctioned.get(id) ?? []))];
    if (members.length > 0) await showInLists(database, members);
  };
  for await (const { results, ...progress } of goThrough(database, items, { signal, show, atOnce })) {
    yield { ...progress, outcomes: results.map(({ id, ...result }) => ({ caseId: id, ...result })) };
  }
}
