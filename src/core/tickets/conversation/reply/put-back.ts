import { idValue } from '../../../database/cursor.ts';
import type { Trx } from '../../../database/database.ts';
import { reckon } from '../../clocks/clock.ts';
import { readRules } from '../../clocks/rules.ts';
import { lastColumns, messagesOf, type Talk, talkOf } from '../../merging/messages.ts';
import { applyTags, columnsOf, type Parts, partsOf } from '../../queue/change/parts.ts';
import { type TicketAtMoment, type TicketColumns, type TicketSet, writeTicket } from '../../work.ts';
import { type Before, beforeOf } from './before.ts';

/** What clocks show, and what they go by besides the parts of a change. */
const clockColumns = [
  'first_used',
  'next_used',
  'solve_used',
  'clock_since',
  'first_due_at',
  'next_due_at',
  'solve_due_at',
  'due_at',
  'warn_at',
  'warned',
  'rules_version',
] as const;
const saidColumns = ['first_at', 'asked_at', 'awaits_us', 'last_at', 'last_message_id', 'excerpt'] as const;

/**
 * Puts back what an answer that is withdrawn by now made of its ticket, part by part where nothing later stands on it. The
 * clocks have run on as if it had not been.
 */
export async function putBack(
  trx: Trx,
  { row, moment }: TicketAtMoment,
  answer: { readonly id: string; readonly at: string; readonly before_ticket: string | null },
): Promise<void> {
  const before = beforeOf(answer.before_ticket) ?? { ticket: row, was: {}, became: {} };
  const talk = talkOf(await messagesOf(trx, row.id));
  const parts = await stillThere(trx, row, before);
  const set = {
    ...columnsOf(parts),
    ...('status' in parts ? pick(before.ticket, ['solved_at', 'ask_at']) : {}),
    ...(await saidNow(trx, row, talk, before.ticket)),
    messages: row.messages - 1,
  };
  await writeTicket(trx, row, { ...set, ...(await clocksOf(trx, { row, moment }, set, before.ticket)) });
  await applyTags(trx, row.id, parts);
  await forgetFacts(trx, row.id, answer.at, {
    first: row.first_at !== null && set.first_at === null,
    solved: 'status' in parts,
  });
}

/** Parts that are as the answer made them, as they were before. */
async function stillThere(trx: Trx, row: TicketColumns, { was, became }: Before): Promise<Parts> {
  const now = await partsOf(trx, row, Object.keys(became));
  return Object.fromEntries(Object.entries(was).filter(([name]) => now[name] === became[name]));
}

/** What the messages that are left make of the ticket. */
async function saidNow(
  trx: Trx,
  row: TicketColumns,
  { last, firstOutAt, unansweredSince }: Talk,
  before: TicketColumns,
): Promise<Pick<TicketColumns, (typeof saidColumns)[number]>> {
  if (isRightAfter(row, before) || (last?.id ?? null) === before.last_message_id)
    return pick(before, saidColumns);
  const isOwed = firstOutAt === null && row.channel !== 'staff';
  return {
    ...pick(row, saidColumns),
    ...(last === undefined ? {} : { ...(await lastColumns(trx, last)), last_at: last.at }),
    first_at: isOwed ? null : (before.first_at ?? firstOutAt),
    asked_at: unansweredSince,
  };
}

/** Exactly as they were where nothing else has happened; else from where they were, by what holds now. */
async function clocksOf(
  trx: Trx,
  { row, moment }: TicketAtMoment,
  set: TicketSet,
  before: TicketColumns,
): Promise<Partial<TicketColumns>> {
  if (isRightAfter(row, before)) return pick(before, clockColumns);
  const wanted = { ...row, ...set };
  // Merged since: the clocks of the ticket that it was written to are not those of this one.
  if (row.id !== before.id) return reckon(await readRules(trx), row, wanted, moment);
  const ran = { ...wanted, ...pick(before, [...clockColumns, 'status', 'first_at', 'asked_at']) };
  return reckon(await readRules(trx), ran, wanted, moment);
}

/** Whether nothing but the answer has happened to the ticket since. */
function isRightAfter(row: TicketColumns, before: TicketColumns): boolean {
  return row.id === before.id && row.version === before.version + 1;
}

function pick<Name extends keyof TicketColumns>(
  row: TicketColumns,
  names: readonly Name[],
): Pick<TicketColumns, Name> {
  return Object.fromEntries(names.map((name) => [name, row[name]])) as Pick<TicketColumns, Name>;
}

/** What the figures were told since the answer, of what is as before. */
async function forgetFacts(
  trx: Trx,
  ticketId: string,
  since: string,
  gone: { readonly first: boolean; readonly solved: boolean },
): Promise<void> {
  const kinds = [...(gone.first ? ['first'] : []), ...(gone.solved ? ['solved', 'reopened'] : [])];
  if (kinds.length === 0) return;
  await trx
    .deleteFrom('caretaker.ticket_fact')
    .where('ticket_id', '=', idValue(ticketId))
    .where('kind', 'in', kinds)
    .where('at', '>=', since)
    .execute();
}
