import { sql } from 'kysely';
import type { Decision, RunProgress } from '../../../contract/members/actions.ts';
import type { EntryId, MemberId, Utc } from '../../../contract/values.ts';
import type { Database } from '../../database/database.ts';
import { utcOf } from '../../database/time.ts';
import { Refused, Unchanged } from '../../errors.ts';
import { goThrough, type Item } from '../../runs/go-through.ts';
import type { SignedIn } from '../../session/open.ts';
import { decideOnce } from './act.ts';
import { showInLists } from './listed.ts';
import { derivedId } from './request-id.ts';
import { problemsOf, refuseIf } from './rules.ts';
import { wholeSecond } from './state.ts';
import { undoOnce } from './undo/undo.ts';

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
    id: memberId,
    async work() {
      const earlier = known.get(memberId);
      if (earlier && earlier.undoneBy !== null)
        throw new Unchanged('CONFLICT', 'This run did it, and it was taken back since.');
      if (earlier) return;
      const requestId = derivedId(runId, memberId);
      await decideOnce(signedIn, { requestId, memberId, decision, seenAt: null, runId });
    },
  }));
  yield* progressOf(signedIn.database, items, signal);
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
    id: memberId,
    async work() {
      const own = derivedId(requestId, id);
      if (undoneBy === own) return;
      if (undoneBy !== null) throw new Unchanged('CONFLICT', 'It was taken back already.');
      await undoOnce(signedIn, { requestId: own, decisionId: id });
    },
  }));
  yield* progressOf(signedIn.database, items, signal);
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

/** The lists show at once what was done. */
async function* progressOf(
  database: Database,
  items: readonly Item<MemberId>[],
  signal: AbortSignal | undefined,
): AsyncGenerator<RunProgress> {
  const show = (done: readonly MemberId[]) => showInLists(database, done);
  for await (const { results, ...progress } of goThrough(database, items, { signal, show, atOnce: 1 })) {
    yield { ...progress, outcomes: results.map(({ id, ...result }) => ({ memberId: id, ...result })) };
  }
}
