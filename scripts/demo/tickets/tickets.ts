import type { Connection, RowDataPacket } from 'mysql2/promise';
import type { TeamId } from '../../../src/contract/tickets/values.ts';
import { Refused } from '../../../src/core/errors.ts';
import type { Job } from '../../../src/core/jobs/job.ts';
import { createLog } from '../../../src/core/log.ts';
import { derivedId } from '../../../src/core/members/actions/request-id.ts';
import { deliverReplies } from '../../../src/core/outbox/deliver.ts';
import { openSession, type SignedIn } from '../../../src/core/session/open.ts';
import { saveTeam } from '../../../src/core/staff/teams.ts';
import { askSatisfaction } from '../../../src/core/tickets/due/ask.ts';
import { closeTickets } from '../../../src/core/tickets/due/close.ts';
import { readAllRequests } from '../../../src/core/tickets/intake/job.ts';
import type { TicketColumns } from '../../../src/core/tickets/work.ts';
import type { Worker } from '../backlog/backlog.ts';
import { closeLanes, openLane, type Root } from '../lane.ts';
import { isDone, markDone, readState } from '../schema.ts';
import { HOUR } from '../world/calendar.ts';
import { Random } from '../world/random.ts';
import { teamNames } from './advice.ts';
import * as desk from './desk.ts';
import { goOn, type Turn } from './members.ts';
import { moveIntoPast } from './past.ts';
import { mergeAndSplit } from './threads.ts';

/** Of each so many tickets, those at these places are dealt with so; most of the others are solved. */
const ROUND = 24;
const DEEDS: Readonly<Record<number, desk.Deed>> = {
  1: desk.answer,
  2: desk.sort,
  3: desk.answer,
  5: desk.askAndHold,
  7: desk.sleep,
  9: desk.handOver,
  10: desk.answer,
  11: desk.begin,
  13: desk.answerAndPromise,
  15: desk.answer,
  16: desk.raise,
  17: desk.answerAndPromise,
  19: desk.handToModerators,
  21: desk.answer,
};
const TURNS: Readonly<Record<number, Turn>> = {
  3: 'answers',
  4: 'rates',
  6: 'thanks',
  8: 'rates',
  10: 'asks something else',
  12: 'rates',
  14: 'answers',
  15: 'asks twice',
  17: 'answers',
  18: 'rates',
  20: 'thanks',
  22: 'rates',
};
/** Those that nobody got to yet; as everything of the last hours. */
const LEFT: readonly number[] = [0, 23];
const LEFT_MS = 3 * HOUR;
/** Of a large community the first of them; its desk is full enough without. */
const MOST_TICKETS = 150;
const READ_FOR_MS = 8000;
const STEPS = { meanwhile: '(tickets: meanwhile)', all: '(tickets)' } as const;

/**
 * Gives the demo a support desk in the middle of its day: what members ask through the site becomes tickets as it does
 * everywhere, two of the staff answer some by the calls that the console makes, and members go on on the site. What was
 * stopped half way is gone on with, and done once. @throws the signal's reason when stopped
 */
export async function workTickets(o: {
  readonly root: Root;
  readonly workers: readonly [support: Worker, admin: Worker];
  readonly signal?: AbortSignal;
  readonly say?: (line: string) => void;
}): Promise<void> {
  const lane = await openLane(o.root);
  const { connection } = lane;
  const open: SignedIn[] = [];
  try {
    const state = await readState(connection);
    if (!state || (await isDone(connection, STEPS.all))) return;
    o.say?.('Answering the requests of the demo community');
    for (const worker of o.workers) open.push(await signIn(o.root, worker));
    const [one, other] = open;
    if (!one || !other) throw new Error('two answer requests');
    const ground = { connection, one, other, seed: state.seed, until: state.until, signal: o.signal };
    await read(ground);
    const tickets = await firstTickets(ground);
    if (!(await isDone(connection, STEPS.meanwhile))) await workUntilMembersGoOn(ground, tickets);
    await read(ground);
    await mergeAndSplit(connection, one, turnsOf(ground, tickets));
    await moveIntoPast(connection, one, tickets, ground);
    await run(ground, closeTickets);
    await markDone(connection, STEPS.all);
  } finally {
    await Promise.all(open.map((it) => it.database.close()));
    await closeLanes([lane]);
  }
}

interface Ground {
  readonly connection: Connection;
  readonly one: SignedIn;
  readonly other: SignedIn;
  readonly seed: number;
  /** After this moment nothing happened in the community by itself. */
  readonly until: Date;
  readonly signal: AbortSignal | undefined;
}

async function workUntilMembersGoOn(ground: Ground, tickets: readonly TicketColumns[]): Promise<void> {
  const { connection } = ground;
  await deal(ground, tickets, await makeTeams(ground.other));
  // An hour has passed, as far as those are concerned who are asked how it was.
  await connection.query('UPDATE caretaker.ticket SET ask_at = UTC_TIMESTAMP(6) WHERE ask_at IS NOT NULL');
  await run(ground, askSatisfaction);
  await connection.query(
    "UPDATE caretaker.outbox SET due_at = UTC_TIMESTAMP(6) WHERE state = 'waiting' AND ticket_message_id IS NOT NULL",
  );
  await run(ground, deliverReplies);
  const questions = await questionsOf(connection);
  await goOn(connection, turnsOf(ground, tickets), {
    ...ground,
    step: STEPS.meanwhile,
    questionOf: (ticketId) => questions.get(ticketId),
  });
}

function turnsOf(ground: Ground, tickets: readonly TicketColumns[]): [TicketColumns, Turn][] {
  return tickets.flatMap((row, nr) => {
    const turn = TURNS[nr % ROUND];
    return turn && row.member_id !== null && !isLeft(row, nr, ground) ? [[row, turn]] : [];
  });
}

async function signIn({ host, port }: Root, { user, password }: Worker): Promise<SignedIn> {
  const primary = { host, port, user, password, tls: 'off', ca: null } as const;
  const opening = await openSession({ primary, replica: null });
  if (opening.outcome === 'opened') return opening.signedIn;
  throw new Error(`${user} could not sign in to the demo: ${opening.outcome}`);
}

/** The requests of a large community are not all waited for: the consoles read on. */
async function read({ one, signal: stop }: Ground): Promise<void> {
  const enough = AbortSignal.timeout(READ_FOR_MS);
  const signal = stop ? AbortSignal.any([stop, enough]) : enough;
  await readAllRequests({ database: one.database, signal }).catch((error) => {
    stop?.throwIfAborted();
    if (!enough.aborted) throw error;
  });
}

async function run({ one, signal = new AbortController().signal }: Ground, job: Job): Promise<void> {
  await job.run({ database: one.database, site: one.site, log: createLog({ level: 'silent' }) }, signal);
}

/** Those of the requests that were there at first: what members ask later comes after them. */
function firstTickets({ one, until }: Ground): Promise<TicketColumns[]> {
  const end = until.toISOString().replace('T', ' ').replace('Z', '');
  return one.database.readPrimary(undefined, (db, run) =>
    db
      .selectFrom('caretaker.ticket')
      .selectAll()
      .where('opened_at', '<=', end)
      .orderBy('id')
      .limit(MOST_TICKETS)
      .execute(run),
  );
}

async function makeTeams({ database }: SignedIn): Promise<Map<string, TeamId>> {
  for (const name of teamNames) {
    const requestId = derivedId('demo team', name);
    await saveTeam(database, { requestId, id: null, name }).catch((error) => {
      if (!/entry_request/.test(String(error)) && !(error instanceof Refused)) throw error; // made before
    });
  }
  const teams = await database.readPrimary(undefined, (db, run) =>
    db.selectFrom('caretaker.team').select(['id', 'name']).limit(100).execute(run),
  );
  return new Map(teams.map(({ id, name }) => [name, id as TeamId]));
}

async function deal(
  { one, other, seed, until, signal }: Ground,
  tickets: readonly TicketColumns[],
  teams: ReadonlyMap<string, TeamId>,
): Promise<void> {
  for (const [nr, row] of tickets.entries()) {
    signal?.throwIfAborted();
    if (isLeft(row, nr, { until })) continue;
    const random = new Random(seed).of(335, nr);
    const [who, colleague] = random.chance(0.7) ? [one, other] : [other, one];
    const deed = DEEDS[nr % ROUND] ?? desk.solve;
    await deed({ who, colleague, teams, random, row }).catch((error) => {
      // What cannot be done so, as to a member who deleted their account, waits for the person at the demo.
      if (!(error instanceof Refused)) throw error;
    });
  }
}

function isLeft(row: TicketColumns, nr: number, { until }: Pick<Ground, 'until'>): boolean {
  const since = until.getTime() - Date.parse(`${row.opened_at.replace(' ', 'T')}Z`);
  return LEFT.includes(nr % ROUND) || since < LEFT_MS;
}

/** The request ids of the questions how it was, by ticket. */
async function questionsOf(connection: Connection): Promise<Map<string, string>> {
  const [rows] = await connection.query<RowDataPacket[]>(
    "SELECT ticket_id, request_id FROM caretaker.ticket_message WHERE kind = 'question'",
  );
  return new Map(rows.map((row) => [String(row.ticket_id), String(row.request_id)]));
}
