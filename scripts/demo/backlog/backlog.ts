import type { Connection } from 'mysql2/promise';
import { QueueFilter } from '../../../src/contract/reports/queue.ts';
import { utcOf } from '../../../src/core/database/time.ts';
import { Refused } from '../../../src/core/errors.ts';
import { createLog } from '../../../src/core/log.ts';
import { derivedId } from '../../../src/core/members/actions/request-id.ts';
import { deliverOutbox } from '../../../src/core/outbox/deliver.ts';
import { readAllReports } from '../../../src/core/reports/intake/job.ts';
import { claimNext } from '../../../src/core/reports/queue/claims/next.ts';
import type { CaseColumns } from '../../../src/core/reports/rows.ts';
import { openSession, type SignedIn } from '../../../src/core/session/open.ts';
import { closeLanes, openLane, type Root } from '../lane.ts';
import { isDone, markDone, readState } from '../schema.ts';
import { DAY } from '../world/calendar.ts';
import { Random } from '../world/random.ts';
import {
  type Deed,
  type Desk,
  decideAndUndo,
  decideCase,
  dismissAndMute,
  escalate,
  handOverCase,
  holdCase,
  noteOnCase,
  policiesOf,
} from './desk.ts';
import { goOn, type Turn } from './meanwhile.ts';

export interface Worker {
  readonly user: string;
  readonly password: string;
}

/** Of each so many cases, those at these places are dealt with so; of the others those that are old are decided. */
const ROUND = 25;
const OLD_MS = 4 * DAY;
const DEEDS: Readonly<Record<number, Deed>> = {
  1: decideCase,
  3: holdCase,
  4: decideCase,
  6: escalate,
  8: decideCase,
  10: handOverCase,
  12: decideCase,
  14: decideAndUndo,
  16: decideCase,
  18: dismissAndMute,
  20: noteOnCase,
  22: decideCase,
};
const TURNS: Readonly<Record<number, Turn>> = {
  2: 'edits',
  9: 'removes',
  11: 'edits and is reported again',
  18: 'is reported again',
  19: 'edits',
};
/** Those that nobody got to yet, however old. */
const LEFT: readonly number[] = [0, 13, 24];
/** The most of a large community that is worked on: its queue is long enough without. */
const MOST_CASES = 600;
/** The reports of a large community are not all waited for: the consoles read on. */
const READ_FOR_MS = 10_000;
const STEPS = { meanwhile: '(backlog: meanwhile)', all: '(backlog)' } as const;

/**
 * Gives the demo a queue in the middle of its day: the site's reports become cases as they do everywhere, two of the staff
 * deal with some by the calls that the console makes, and members go on on the site. What was stopped half way is gone
 * on with, and done once. @throws the signal's reason when stopped
 */
export async function workBacklog(o: {
  readonly root: Root;
  readonly workers: readonly [Worker, Worker];
  readonly signal?: AbortSignal;
  readonly say?: (line: string) => void;
}): Promise<void> {
  const lane = await openLane(o.root);
  const { connection } = lane;
  const open: SignedIn[] = [];
  try {
    const state = await readState(connection);
    if (!state || (await isDone(connection, STEPS.all))) return;
    o.say?.('Working on the reports of the demo community');
    for (const worker of o.workers) open.push(await signIn(o.root, worker));
    const [one, other] = open;
    if (!one || !other) throw new Error('two work on the backlog');
    await read(one, o.signal);
    if (!(await isDone(connection, STEPS.meanwhile))) {
      const cases = await firstCases(one);
      await deal([one, other], cases, { ...state, signal: o.signal });
      const turns = cases.flatMap((row, nr) => {
        const turn = TURNS[nr % ROUND];
        return turn ? [[row, turn] as const] : [];
      });
      await goOn(connection, turns, { ...state, step: STEPS.meanwhile });
    }
    await read(one, o.signal);
    await deliver(connection, one, o.signal);
    await claimSome([one, other]);
    await markDone(connection, STEPS.all);
  } finally {
    await Promise.all(open.map((it) => it.database.close()));
    await closeLanes([lane]);
  }
}

async function signIn({ host, port }: Root, { user, password }: Worker): Promise<SignedIn> {
  const primary = { host, port, user, password, tls: 'off', ca: null } as const;
  const opening = await openSession({ primary, replica: null });
  if (opening.outcome === 'opened') return opening.signedIn;
  throw new Error(`${user} could not sign in to the demo: ${opening.outcome}`);
}

async function read(who: SignedIn, stop: AbortSignal | undefined): Promise<void> {
  const enough = AbortSignal.timeout(READ_FOR_MS);
  const signal = stop ? AbortSignal.any([stop, enough]) : enough;
  await readAllReports({ database: who.database, site: who.site, signal }).catch((error) => {
    stop?.throwIfAborted();
    if (!enough.aborted) throw error;
  });
}

function firstCases({ database }: SignedIn): Promise<CaseColumns[]> {
  return database.readPrimary(undefined, (db, run) =>
    db.selectFrom('caretaker.report_case').selectAll().orderBy('id').limit(MOST_CASES).execute(run),
  );
}

async function deal(
  [one, other]: readonly [SignedIn, SignedIn],
  cases: readonly CaseColumns[],
  o: { readonly seed: number; readonly until: Date; readonly signal: AbortSignal | undefined },
): Promise<void> {
  const policies = await policiesOf(one);
  for (const [nr, row] of cases.entries()) {
    o.signal?.throwIfAborted();
    const deed = deedFor(row, nr % ROUND, o.until);
    if (deed === null) continue;
    const random = new Random(o.seed).of(310, nr);
    const [who, colleague] = random.chance(0.6) ? [one, other] : [other, one];
    const desk: Desk = { who, colleague, policies, random, row, until: o.until };
    await deed(desk).catch((error) => {
      // What cannot be decided so, as about a member who deleted their account, waits for the person at the demo.
      if (!(error instanceof Refused)) throw error;
    });
  }
}

function deedFor(row: CaseColumns, place: number, until: Date): Deed | null {
  const deed = DEEDS[place];
  if (deed) return deed;
  const isOld = Date.parse(utcOf(row.last_report_at)) < until.getTime() - OLD_MS;
  return isOld && !TURNS[place] && !LEFT.includes(place) ? decideCase : null;
}

/** Of two in three decisions the messages have waited long enough; those of the rest are on their way. */
async function deliver(
  connection: Connection,
  who: SignedIn,
  signal = new AbortController().signal,
): Promise<void> {
  await connection.query(
    "UPDATE caretaker.outbox SET due_at = UTC_TIMESTAMP(6) WHERE state = 'waiting' AND MOD(report_decision_id, 3) > 0",
  );
  await deliverOutbox.run(
    { database: who.database, site: who.site, log: createLog({ level: 'silent' }) },
    signal,
  );
}

/** Both have begun with what comes next for them. */
async function claimSome(workers: readonly SignedIn[]): Promise<void> {
  for (const who of workers) {
    const claimId = derivedId('demo next', who.person.user);
    await claimNext(who, { claimId, filter: QueueFilter.parse({}), passed: [] }).catch((error) => {
      if (!(error instanceof Refused)) throw error; // claimed at the start before, which was long ago
    });
  }
}
