import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Decision, Outcome, RunProgress } from '../../../contract/members/actions.ts';
import type { EntryId, MemberId, Utc } from '../../../contract/values.ts';
import type { Database } from '../../database/database.ts';
import { failureOf, refusalOf } from '../../database/errors.ts';
import { utcOf } from '../../database/time.ts';
import { Refused } from '../../errors.ts';
import type { SignedIn } from '../../session/open.ts';
import { decideOnce } from './act.ts';
import { Unchanged } from './decide.ts';
import { showInLists } from './listed.ts';
import { derivedId } from './request-id.ts';
import { problemsOf, refuseIf } from './rules.ts';
import { wholeSecond } from './state.ts';
import { undoOnce } from './undo/undo.ts';

const reportEveryMs = 100;
const reportEveryMembers = 20;
/** How often one member is tried again after a line that was lost and came back. */
const attempts = 3;

/** One member of a run: what is done to them, or what has long come of it. */
interface Item {
  readonly memberId: MemberId;
  work(): Promise<unknown>;
}

/**
 * Acts on each in a transaction of its own. Called again with the same `runId` it goes on where it was: the request of
 * each member is made from the run and the member, so none is acted on twice.
 */
export async function* actOnMany(
  signedIn: SignedIn,
  input: { runId: string; memberIds: readonly MemberId[]; decision: Decision },
  signal: AbortSignal | undefined,
): AsyncGenerator<RunProgress> {
  const { runId } = input;
  const memberIds = [...new Set(input.memberIds)];
  const decision = { ...input.decision, until: wholeSecond(input.decision.until) };
  const { moment, made } = await beginning(signedIn.database, runId, signal);
  refuseIf(
    problemsOf(decision, {
      role: signedIn.person.role,
      site: signedIn.site,
      hasMessage: decision.message !== null,
      members: memberIds.length,
      moment,
    }),
  );
  const { user } = signedIn.person;
  if (made.some((it) => it.action !== decision.action || it.actor !== user)) {
    throw new Refused('CONFLICT', 'This run was begun as another one. Nothing was changed; begin a new one.');
  }
  const known = new Map(made.map((it) => [it.memberId, it]));
  const items = memberIds.map((memberId) => ({
    memberId,
    async work() {
      const earlier = known.get(memberId);
      if (earlier && earlier.undoneBy !== null)
        throw new Unchanged('CONFLICT', 'This run did it, and it was taken back since.');
      if (earlier) return;
      const requestId = derivedId(runId, memberId);
      await decideOnce(signedIn, { requestId, memberId, decision, seenAt: null, runId });
    },
  }));
  yield* oneAfterTheOther(signedIn.database, items, signal);
}

/** Takes back what the run did, the newest first. Called again with the same request id it goes on where it was. */
export async function* undoRun(
  signedIn: SignedIn,
  { requestId, runId }: { requestId: string; runId: string },
  signal: AbortSignal | undefined,
): AsyncGenerator<RunProgress> {
  const { made } = await beginning(signedIn.database, runId, signal);
  if (made.length === 0) {
    throw new Refused('NOT_FOUND', 'This run did nothing, so there is nothing to take back.');
  }
  const items = made.map(({ id, memberId, undoneBy }) => ({
    memberId,
    async work() {
      const own = derivedId(requestId, id);
      if (undoneBy === own) return;
      if (undoneBy !== null) throw new Unchanged('CONFLICT', 'It was taken back already.');
      await undoOnce(signedIn, { requestId: own, decisionId: id });
    },
  }));
  yield* oneAfterTheOther(signedIn.database, items, signal);
}

interface Made {
  readonly id: EntryId;
  readonly memberId: MemberId;
  readonly action: string;
  readonly actor: string;
  /** The request that took it back. */
  readonly undoneBy: string | null;
}

/** What the run has done already, newest first, and the moment by the server's clock. */
async function beginning(
  database: Database,
  runId: string,
  signal: AbortSignal | undefined,
): Promise<{ moment: Utc; made: Made[] }> {
  return database.readPrimary(signal, async (db, run) => {
    const clock = await sql<{ moment: string }>`SELECT UTC_TIMESTAMP(6) AS moment`.execute(db, run);
    const made = await db
      .selectFrom('caretaker.member_decision as decision')
      .leftJoin('caretaker.member_undo as undo', 'undo.decision_id', 'decision.id')
      .select(['decision.id', 'decision.member_id', 'decision.action', 'decision.actor', 'undo.request_id'])
      .where('decision.run_id', '=', runId)
      .orderBy('decision.id', 'desc')
      .execute(run);
    return {
      moment: utcOf(clock.rows[0]?.moment ?? ''),
      made: made.map((row) => ({
        id: row.id as EntryId,
        memberId: row.member_id as MemberId,
        action: row.action,
        actor: row.actor,
        undoneBy: row.request_id,
      })),
    };
  });
}

async function* oneAfterTheOther(
  database: Database,
  items: readonly Item[],
  signal: AbortSignal | undefined,
): AsyncGenerator<RunProgress> {
  let outcomes: Outcome[] = [];
  let reportedAt = Date.now();
  try {
    for (const [done, item] of items.entries()) {
      if (outcomes.length >= reportEveryMembers || (done > 0 && Date.now() - reportedAt >= reportEveryMs)) {
        const reported = outcomes;
        outcomes = [];
        await showChanged(database, reported);
        yield { done, total: items.length, outcomes: reported, finished: false };
        reportedAt = Date.now();
      }
      signal?.throwIfAborted();
      outcomes.push(await outcomeOf(database, item, signal));
    }
  } finally {
    // Also where the run is stopped: what was done until then shows in the lists.
    await showChanged(database, outcomes);
  }
  yield { done: items.length, total: items.length, outcomes, finished: true };
}

async function showChanged(database: Database, outcomes: readonly Outcome[]): Promise<void> {
  const changed = outcomes.filter((it) => it.outcome === 'done').map((it) => it.memberId);
  if (changed.length > 0) await showInLists(database, changed);
}

/** A refusal concerns this member alone; a lost line is waited for, as long as the person does. */
async function outcomeOf(
  database: Database,
  { memberId, work }: Item,
  signal: AbortSignal | undefined,
): Promise<Outcome> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await work();
      return { memberId, outcome: 'done', why: null };
    } catch (error) {
      if (error instanceof Unchanged) return { memberId, outcome: 'unchanged', why: error.message };
      if (error instanceof Refused) {
        if (error.code === 'NOT_SIGNED_IN') throw error;
        return { memberId, outcome: 'refused', why: error.message };
      }
      const failure = failureOf(error);
      if (failure !== 'lost' || attempt === attempts) return failed(memberId, error);
      await untilUp(database, signal);
    }
  }
}

function failed(memberId: MemberId, error: unknown): Outcome {
  const failure = failureOf(error);
  const outcome = failure === 'refused' || failure === 'denied' ? 'refused' : 'failed';
  const why = refusalOf(error)?.message ?? 'The database met an error that Caretaker does not know.';
  return { memberId, outcome, why };
}

async function untilUp(database: Database, signal: AbortSignal | undefined): Promise<void> {
  do {
    // A line that has just broken may still pass for one that is up.
    await sleep(500);
    signal?.throwIfAborted();
    database.closed.throwIfAborted();
  } while (!(await database.link.untilUp(1000, signal)));
}
