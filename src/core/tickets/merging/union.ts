import type { Trx } from '../../database/database.ts';
import { reckon, timeOf } from '../clocks/clock.ts';
import { readRules } from '../clocks/rules.ts';
import { type TicketAtMoment, type TicketColumns, writeTicket } from '../work.ts';
import { lastColumns, type Talk } from './messages.ts';

const isTodo = ({ status }: Standing) => status === 'new' || status === 'open';
const isActive = ({ status }: Standing) => isUnsolved.includes(status);
const isUnsolved: readonly string[] = ['new', 'open', 'waiting', 'hold'];

/** What of a ticket its messages make, and the clocks that go by them. */
export type Standing = Pick<TicketColumns, (typeof standingColumns)[number]>;

/** The columns that a merge or a split sets, of whichever ticket. */
export const standingColumns = [
  'member_id',
  'name',
  'status',
  'snoozed_until',
  'merged_into',
  'excerpt',
  'messages',
  'last_message_id',
  'awaits_us',
  'last_at',
  'solved_at',
  'ask_at',
  'first_at',
  'asked_at',
  'first_used',
  'next_used',
  'solve_used',
  'first_due_at',
  'next_due_at',
  'solve_due_at',
  'opened_at',
] as const;

/**
 * What a ticket is that has all of another in it, both with their clocks run up to the same moment. One that waits for an
 * answer makes the whole wait for it, since whoever has waited longest began to.
 */
export function unionOf(into: Standing, from: Standing): Omit<Standing, 'opened_at' | 'merged_into'> {
  const both = [into, from];
  const member = into.member_id === null && from.member_id !== null ? from : into;
  const first = both.filter((it) => it.first_at !== null).toSorted(by('first_at'))[0];
  const waiting = both
    .map((row) => ({ row, since: waitsSince(row) }))
    .filter((it) => it.since !== null)
    .toSorted((a, b) => ((a.since ?? '') < (b.since ?? '') ? -1 : 1));
  const longest = waiting[0];
  const lastSaid = BigInt(from.last_message_id ?? 0) > BigInt(into.last_message_id ?? 0) ? from : into;
  const status = statusOf(into, from, first !== undefined);
  const isDone = status === 'solved' || status === 'closed';
  const owing = both.reduce((a, b) => (b.first_used > a.first_used ? b : a));
  const solving = both.reduce((a, b) => (b.solve_used > a.solve_used ? b : a));
  return {
    member_id: member.member_id,
    name: member.name,
    status,
    snoozed_until: sleepsUntil(both.filter(isActive)),
    excerpt: lastSaid.excerpt,
    messages: into.messages + from.messages,
    last_message_id: lastSaid.last_message_id,
    awaits_us: Number(both.some((it) => isTodo(it) && it.awaits_us) || lastSaid.awaits_us),
    last_at: both.map((it) => it.last_at).sort()[1] ?? into.last_at,
    solved_at: isDone ? (into.solved_at ?? from.solved_at) : null,
    ask_at: isDone ? into.ask_at : null,
    first_at: first?.first_at ?? null,
    asked_at: first === undefined ? earliest(both.map((it) => it.asked_at)) : (longest?.since ?? null),
    first_used: (first ?? owing).first_used,
    next_used: longest === undefined ? 0 : nextUsed(longest.row),
    solve_used: solving.solve_used,
    first_due_at: owing.first_due_at,
    next_due_at: longest?.row.next_due_at ?? longest?.row.first_due_at ?? null,
    solve_due_at: solving.solve_due_at,
  };
}

function statusOf(into: Standing, from: Standing, isAnswered: boolean): string {
  if (isTodo(into) || isTodo(from)) return isAnswered ? 'open' : 'new';
  const active = [into, from].find(isActive);
  if (active) return active.status;
  return into.status === 'closed' ? from.status : into.status;
}

/** Only what sleeps altogether sleeps on, until the first of it wakes. */
function sleepsUntil(active: readonly Standing[]): string | null {
  return active.some((it) => it.snoozed_until === null)
    ? null
    : earliest(active.map((it) => it.snoozed_until));
}

/** Since when the member waits for an answer, the first or the next one. */
function waitsSince(row: Standing): string | null {
  return row.asked_at ?? (isTodo(row) && row.first_at === null ? row.opened_at : null);
}

function nextUsed(row: Standing): number {
  return row.first_at === null ? row.first_used : row.next_used;
}

function by(column: 'first_at') {
  return (a: Standing, b: Standing) => ((a[column] ?? '') < (b[column] ?? '') ? -1 : 1);
}

function earliest(moments: readonly (string | null)[]): string | null {
  return moments.filter((it) => it !== null).sort()[0] ?? null;
}

/** The ticket with its clocks run up to the moment. */
export async function upToNow(trx: Trx, { row, moment }: TicketAtMoment): Promise<TicketColumns> {
  return { ...row, ...reckon(await readRules(trx), row, row, moment) };
}

/** What a ticket is that lost messages, for those that are left. One that waited for an answer may wait no longer. */
export async function leftOver(trx: Trx, at: TicketAtMoment, left: Talk): Promise<TicketColumns> {
  const now = await upToNow(trx, at);
  const isAnswered = left.unansweredSince === null && left.firstOutAt !== null;
  const askedAt = now.asked_at === null ? null : left.unansweredSince;
  const { office } = await readRules(trx);
  return {
    ...now,
    ...(left.last === undefined ? {} : await lastColumns(trx, left.last)),
    messages: left.count,
    status: isTodo(now) && isAnswered ? 'waiting' : now.status,
    asked_at: askedAt,
    next_used:
      askedAt === null || askedAt === now.asked_at
        ? now.next_used
        : Math.round(office.between(timeOf(askedAt), timeOf(at.moment))),
  };
}

/**
 * Saves what a ticket is for the messages that it has now. It was neither answered, solved nor opened again by that, so
 * none of it is counted.
 */
export async function saveStanding(
  trx: Trx,
  { row, moment }: TicketAtMoment,
  standing: Partial<TicketColumns>,
): Promise<TicketColumns> {
  const stands = { ...row, ...standing, clock_since: null };
  const clocks = reckon(await readRules(trx), stands, stands, moment);
  const warned = clocks.due_at === row.due_at ? row.warned : 0;
  return writeTicket(trx, row, { ...standing, ...clocks, warned });
}
