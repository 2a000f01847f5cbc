import { type RawBuilder, sql } from 'kysely';
import { idValue } from '../../database/cursor.ts';
import type { TicketColumns } from '../work.ts';
import type { Reading } from './bounds.ts';
import { guideOf } from './guide.ts';
import { latestFirst, ticketsOfMembers } from './members.ts';

/** A number that no ticket has: behind it are all. */
export const endless = String(2n ** 62n);

export interface Walked {
  /** The latest first. */
  readonly rows: TicketColumns[];
  /** Down to which ticket all were looked at; null where that is the end. */
  readonly reached: string | null;
}

interface Sought {
  readonly beginnings: readonly string[];
  /** Whose tickets are found whatever stands in them. */
  readonly members: readonly string[];
  /** Only tickets of this member; null for anyone's. */
  readonly ofMember: string | null;
  /** Conditions on the ticket as `t`. */
  readonly filter: readonly RawBuilder<unknown>[];
  readonly before: string;
  readonly limit: number;
}

/**
 * Goes from the latest ticket before `before` backwards, until `limit` were found, all were looked at, or enough for one
 * call.
 */
export async function walk(reading: Reading, sought: Sought): Promise<Walked> {
  const { rows, reached } = await alongWords(reading, sought);
  if (sought.members.length === 0) return { rows, reached };
  const { before, filter, limit } = sought;
  const range = { before, from: reached ?? '0', most: limit };
  const ofMembers = await ticketsOfMembers(reading, sought.members, range);
  const more = await ticketsOf(reading, ofMembers, filter, limit);
  const byId = new Map([...rows, ...more].map((row) => [row.id, row]));
  const all = [...byId.values()].sort((a, b) => latestFirst(a.id, b.id)).slice(0, limit);
  return { rows: all, reached: all.length === limit ? (all.at(-1)?.id ?? null) : reached };
}

/** Those in which words with all of the beginnings stand. */
async function alongWords(reading: Reading, sought: Sought): Promise<Walked> {
  const { beginnings, filter, limit } = sought;
  if (beginnings.length === 0) return { rows: [], reached: null };
  let before = await behindLast(reading, sought.before);
  const guide = await guideOf(reading, { beginnings, ofMember: sought.ofMember, before });
  if (guide === null) return { rows: [], reached: null };
  const others = beginnings.filter((it) => !guide.known.includes(it));
  const rows: TicketColumns[] = [];
  let lookedAt = 0;
  for (let step = 0; lookedAt < reading.bounds.tickets; step += 1) {
    const most = reading.bounds.steps[step] ?? reading.bounds.steps.at(-1) ?? 1;
    const { ids, reached } = await guide.next(before, most);
    // A look that finds nothing costs something too.
    lookedAt += Math.max(ids.length, most / 10);
    let left = ids;
    for (const beginning of others) left = await thoseWith(reading, left, beginning);
    rows.push(...(await ticketsOf(reading, left, filter, limit - rows.length)));
    const last = rows[limit - 1];
    if (last) return { rows, reached: last.id };
    if (reached === null) return { rows, reached: null };
    before = reached;
  }
  return { rows, reached: before };
}

/** There are no tickets from here on, or none that are sought. */
async function behindLast({ db, run }: Reading, before: string): Promise<string> {
  const last = await db
    .selectFrom('caretaker.ticket')
    .select('id')
    .where('id', '<', idValue(before))
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst(run);
  return String(BigInt(last?.id ?? 0) + 1n);
}

/** So many are looked up by a statement; of more MariaDB makes a table, and would read all the words of each. */
const lookedUpMost = 900;

/** Of the tickets, in their order, those with a word that begins so. By the primary key, once for each. */
async function thoseWith(
  { db, run }: Reading,
  ids: readonly string[],
  beginning: string,
): Promise<readonly string[]> {
  const those = new Set<string>();
  for (let start = 0; start < ids.length; start += lookedUpMost) {
    const some = ids.slice(start, start + lookedUpMost).map(BigInt);
    const { rows } = await sql<{ id: string }>`
      SELECT ticket_id AS id FROM caretaker.ticket_word FORCE INDEX (PRIMARY)
      WHERE ticket_id IN (${sql.join(some)}) AND word LIKE ${`${beginning}%`}`.execute(db, run);
    for (const { id } of rows) those.add(id);
  }
  return ids.filter((id) => those.has(id));
}

/** The first of the tickets, the latest first, which the filter leaves. */
export async function ticketsOf(
  { db, run }: Reading,
  ids: readonly string[],
  filter: readonly RawBuilder<unknown>[],
  limit: number,
): Promise<TicketColumns[]> {
  // Without a filter each of them is one that was sought.
  const some = filter.length === 0 ? ids.slice(0, limit) : ids;
  if (some.length === 0) return [];
  const { rows } = await sql<TicketColumns>`
    SELECT t.* FROM caretaker.ticket t FORCE INDEX (PRIMARY)
    WHERE ${sql.join([sql`t.id IN (${sql.join(some.map(BigInt))})`, ...filter], sql` AND `)}
    ORDER BY t.id DESC LIMIT ${limit}`.execute(db, run);
  return rows;
}
