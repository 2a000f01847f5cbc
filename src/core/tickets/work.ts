import { type Insertable, type Selectable, sql } from 'kysely';
import type { TicketId } from '../../contract/tickets/values.ts';
import { idValue } from '../database/cursor.ts';
import type { Db, Run, Trx } from '../database/database.ts';
import type { TicketSchema } from '../database/ticket-schema.ts';
import { Refused } from '../errors.ts';
import type { Detail } from '../record/detail.ts';
import { reckon } from './clocks/clock.ts';
import { type Rules, readRules, targetOf } from './clocks/rules.ts';
import { reindex } from './search/words.ts';

/** A row of `ticket` as it comes over the wire. */
export type TicketColumns = Selectable<TicketSchema['caretaker.ticket']>;

/** A ticket, and the moment by the server's clock, as a column has it. */
export interface TicketAtMoment {
  readonly row: TicketColumns;
  readonly moment: string;
}

/** @throws NOT_FOUND */
export async function readTicket(db: Db, ticketId: TicketId, run?: Run): Promise<TicketAtMoment> {
  return atMoment(ticketId, await theTicket(db, ticketId).executeTakeFirst(run));
}

/** Locks the ticket against every other console until the transaction ends. @throws NOT_FOUND */
export async function lockTicket(trx: Trx, ticketId: TicketId): Promise<TicketAtMoment> {
  return atMoment(ticketId, await theTicket(trx, ticketId).forUpdate().executeTakeFirst());
}

/** As `lockTicket`, of several, in the order of their numbers, so that no two wait for each other. @throws NOT_FOUND */
export async function lockTickets(trx: Trx, ticketIds: readonly TicketId[]): Promise<TicketAtMoment[]> {
  const inOrder = [...new Set(ticketIds)].sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));
  const locked: TicketAtMoment[] = [];
  for (const id of inOrder) locked.push(await lockTicket(trx, id));
  return locked;
}

/** With the clock on the wall, which is read once the row is locked: UTC_TIMESTAMP() is from before the wait for it. */
function theTicket(db: Db, ticketId: TicketId) {
  return db
    .selectFrom('caretaker.ticket')
    .selectAll()
    .select(sql<string>`SYSDATE(6)`.as('moment'))
    .where('id', '=', idValue(ticketId));
}

function atMoment(
  ticketId: TicketId,
  found: (TicketColumns & { moment: string }) | undefined,
): TicketAtMoment {
  if (!found) throw new Refused('NOT_FOUND', `There is no ticket ${ticketId}.`);
  const { moment, ...row } = found;
  return { row, moment };
}

/** Columns that a deed sets; the clocks, what is due and the version follow from them. */
export type TicketSet = Partial<
  Pick<
    TicketColumns,
    | 'subject'
    | 'member_id'
    | 'name'
    | 'status'
    | 'snoozed_until'
    | 'merged_into'
    | 'priority'
    | 'team_id'
    | 'assignee'
    | 'claim_id'
    | 'excerpt'
    | 'messages'
    | 'last_message_id'
    | 'awaits_us'
    | 'last_at'
    | 'solved_at'
    | 'rating'
    | 'first_at'
    | 'asked_at'
    | 'first_used'
    | 'next_used'
    | 'solve_used'
    | 'ask_at'
    | 'warned'
  >
>;

/**
 * Writes a ticket that is locked: what is set, its clocks, the next version, and what of it the figures count. All that
 * changes a ticket goes through here, or through `openTicket` or `writeTicket`. What an undo puts back the figures do not count.
 */
export async function saveTicket(
  trx: Trx,
  { row, moment }: TicketAtMoment,
  set: TicketSet,
  deed: 'done' | 'undone' = 'done',
): Promise<TicketColumns> {
  const rules = await readRules(trx);
  const wanted = { ...row, ...set };
  const clocks = goesOn(row, wanted, rules) ? {} : reckon(rules, row, wanted, moment);
  const becameSolved = wanted.status === 'solved' && !isDone(row);
  const opensAgain = isDone(row) && !isDone(wanted);
  const asOf = becameSolved
    ? { solved_at: moment, ask_at: askAt(moment, wanted) }
    : opensAgain
      ? { solved_at: null, ask_at: null }
      : {};
  const after: TicketColumns = { ...wanted, ...clocks, ...asOf, ...set, version: row.version + 1 };
  // A deadline that moved is warned of anew.
  if (after.due_at !== row.due_at) after.warned = 0;
  await writeTicket(trx, row, after);
  if (deed === 'done') await addFacts(trx, rules, row, after);
  return after;
}

/**
 * Writes a ticket that is locked as `after` has it, clocks and all, with the next version: for what reckons them from more
 * than the ticket, or puts them back so that they go on as if nothing had been. The figures count none of it.
 */
export async function writeTicket(
  trx: Trx,
  row: TicketColumns,
  after: Partial<TicketColumns>,
): Promise<TicketColumns> {
  const written = { ...row, ...after, version: row.version + 1 };
  await trx
    .updateTable('caretaker.ticket')
    .set(differing(row, written))
    .where('id', '=', idValue(row.id))
    .execute();
  if (written.subject !== row.subject) await reindex(trx, row.id);
  return written;
}

/** Whether all that the clocks go by is as it was: then they run on, to the same deadlines. */
function goesOn(row: TicketColumns, wanted: TicketColumns, rules: Rules): boolean {
  const isSame = (['status', 'merged_into', 'priority', 'team_id', 'first_at', 'asked_at'] as const).every(
    (name) => wanted[name] === row[name],
  );
  const isUsed = (['first_used', 'next_used', 'solve_used'] as const).some(
    (name) => wanted[name] !== row[name],
  );
  return isSame && !isUsed && rules.version === row.rules_version;
}

/** The columns that are set anew: those that nobody may write are never among them. */
function differing(row: TicketColumns, after: TicketColumns): TicketSet & { version: number } {
  const entries = Object.entries(after).filter(([name, value]) => value !== row[name as keyof TicketColumns]);
  return Object.fromEntries(entries) as TicketSet & { version: number };
}

const isDone = ({ status }: Pick<TicketColumns, 'status'>) => status === 'solved' || status === 'closed';

/** The member is asked how it was an hour after the ticket was solved, once. */
function askAt(moment: string, { rating, member_id }: TicketColumns): string | null {
  if (rating !== null || member_id === null) return null;
  const time = Date.parse(`${moment.replace(' ', 'T')}Z`) + 3_600_000;
  return new Date(time).toISOString().replace('T', ' ').replace('Z', '');
}

/** Writes a new ticket with its clocks running. @returns its number */
export async function openTicket(
  trx: Trx,
  ticket: Omit<Insertable<TicketSchema['caretaker.ticket']>, 'place'>,
  moment: string,
): Promise<TicketId> {
  const rules = await readRules(trx);
  const blank = {
    status: ticket.status ?? 'new',
    priority: Number(ticket.priority ?? 2),
    team_id: ticket.team_id ?? null,
    merged_into: ticket.merged_into ?? null,
    first_at: ticket.first_at ?? null,
    asked_at: ticket.asked_at ?? null,
    first_used: 0,
    next_used: 0,
    solve_used: 0,
    clock_since: null,
  };
  // What came in while nobody read it has waited since then.
  const since = ['new', 'open'].includes(blank.status) ? ticket.opened_at : null;
  const clocks = reckon(rules, { ...blank, clock_since: since }, blank, moment);
  const inserted = await trx
    .insertInto('caretaker.ticket')
    .values({ ...ticket, ...clocks })
    .executeTakeFirstOrThrow();
  const id = String(inserted.insertId) as TicketId;
  await addFact(trx, {
    kind: 'opened',
    ticket_id: id,
    team_id: blank.team_id,
    channel: ticket.channel,
  });
  return id;
}

async function addFacts(trx: Trx, rules: Rules, before: TicketColumns, after: TicketColumns): Promise<void> {
  const of = { ticket_id: after.id, team_id: after.team_id, channel: after.channel };
  const measured = (kind: 'first' | 'solved', seconds: number, target: 'first' | 'solve') => {
    const minutes = targetOf(rules, after)[target];
    return {
      ...of,
      kind,
      minutes: Math.round(seconds / 60),
      kept: minutes === null ? null : Number(seconds <= minutes * 60),
    };
  };
  if (before.first_at === null && after.first_at !== null)
    await addFact(trx, measured('first', after.first_used, 'first'));
  if (!isDone(before) && isDone(after) && after.merged_into === null)
    await addFact(trx, measured('solved', after.solve_used, 'solve'));
  if (isDone(before) && !isDone(after)) await addFact(trx, { ...of, kind: 'reopened' });
  if (after.rating !== null && before.rating !== after.rating)
    await addFact(trx, { ...of, kind: 'rated', rating: after.rating });
}

async function addFact(trx: Trx, fact: Insertable<TicketSchema['caretaker.ticket_fact']>): Promise<void> {
  await trx.insertInto('caretaker.ticket_fact').values(fact).execute();
}

export interface NewTicketEvent {
  readonly ticketId: string;
  readonly kind: string;
  readonly detail?: Detail;
  /** Done by a job, in nobody's name. */
  readonly byJob?: boolean;
}

/** Writes into the histories of tickets, in the transaction of what happened; at most some hundreds at once. */
export async function addTicketEvents(trx: Trx, events: readonly NewTicketEvent[]): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map(({ ticketId, kind, detail = {}, byJob = false }) => ({
    ticket_id: idValue(ticketId),
    kind,
    by_job: Number(byJob),
    detail: JSON.stringify(detail),
  }));
  await trx.insertInto('caretaker.ticket_event').values(rows).execute();
}

/** The beginning of a text in one line, as a list shows it. */
export function excerptOf(body: string): string {
  return [...body.replace(/\s+/g, ' ').trim()].slice(0, 160).join('');
}
