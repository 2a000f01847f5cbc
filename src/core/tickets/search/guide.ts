import { type RawBuilder, sql } from 'kysely';
import type { Reading } from './bounds.ts';
import { ticketsOfMembers } from './members.ts';

/** What leads to tickets in which something stands, the latest first. */
export interface Guide {
  /** What stands in each; the others of what was typed have to be looked up. Null where that is not known. */
  readonly beginning: string | null;
  /** Up to `most` tickets before `before`. `reached` is down to where they are all; null where there are no more. */
  next(before: string, most: number): Promise<Led>;
}

export interface Led {
  readonly ids: readonly string[];
  readonly reached: string | null;
}

/** Of so many beginnings, the longest, it is counted how often they stand in the index. */
const countedMost = 8;

/**
 * What leads soonest to tickets in which words with all of the beginnings stand: the rarest of them, through its tickets;
 * or those of the one member they are to be of. Null where one of the beginnings stands nowhere.
 */
export async function guideOf(
  reading: Reading,
  beginnings: readonly string[],
  ofMember: string | null,
): Promise<Guide | null> {
  if (beginnings.length === 0) return null;
  if (ofMember !== null) return throughMember(reading, ofMember);
  const counts = await Promise.all(
    beginnings.slice(0, countedMost).map(async (beginning) => ({
      beginning,
      count: await countOf(reading, beginning),
    })),
  );
  const [rarest] = counts.toSorted((a, b) => a.count - b.count);
  if (!rarest || rarest.count === 0) return null;
  if (rarest.count <= reading.bounds.rare) return throughPlaces(reading, rarest.beginning);
  const often = await Promise.all(counts.map(({ beginning }) => oftenOf(reading, beginning)));
  const [best] = often.filter((it) => it !== null).toSorted((a, b) => a.share - b.share);
  return best ? throughWords(reading, best) : throughTickets(reading);
}

/** How many places of the index have it, as far as it matters. */
async function countOf({ db, run, bounds }: Reading, beginning: string): Promise<number> {
  const { rows } = await sql<{ count: string }>`
    SELECT COUNT(*) AS count FROM (
      SELECT 1 FROM ${index} WHERE word LIKE ${`${beginning}%`} LIMIT ${bounds.rare + 1}
    ) counted`.execute(db, run);
  return Number(rows[0]?.count);
}

const index = sql`caretaker.ticket_word FORCE INDEX (ticket_word_word)`;

/** All places of what is rare, put in order. */
function throughPlaces(reading: Reading, beginning: string): Guide {
  return {
    beginning,
    async next(before, most) {
      const ids = await idsOf(reading, [sql`word LIKE ${`${beginning}%`}`, isBefore(before)], most);
      return { ids, reached: ids.length < most ? null : (ids.at(-1) ?? null) };
    },
  };
}

interface Often {
  readonly beginning: string;
  readonly words: readonly string[];
  /** How many of the latest tickets have it, from 0 to 1. */
  readonly share: number;
}

/** The latest so many tickets say how often something stands in others. */
const sampled = 2000;

/** Null where more words have this beginning than are followed. */
async function oftenOf({ db, run, bounds }: Reading, beginning: string): Promise<Often | null> {
  const { rows } = await sql<{ word: string }>`
    SELECT DISTINCT word FROM ${index} WHERE word LIKE ${`${beginning}%`} LIMIT ${bounds.words + 1}`.execute(
    db,
    run,
  );
  if (rows.length > bounds.words) return null;
  const words = rows.map(({ word }) => word);
  const { rows: counted } = await sql<{ count: string }>`
    SELECT COUNT(*) AS count FROM ${index} WHERE word IN (${sql.join(words)}) AND ticket_id >
      (SELECT COALESCE(MAX(id), 0) FROM caretaker.ticket) - ${sampled}`.execute(db, run);
  return { beginning, words, share: Math.max(1, Number(counted[0]?.count)) / sampled };
}

/** Through so many numbers of tickets at once as hold about what is asked for, in each word's own order. */
function throughWords(reading: Reading, { beginning, words, share }: Often): Guide {
  let perTicket = share;
  return {
    beginning,
    async next(before, most) {
      const from = BigInt(before) - BigInt(Math.ceil(most / perTicket));
      const ids = await idsOf(
        reading,
        [sql`word IN (${sql.join(words)})`, isBefore(before), sql`ticket_id >= ${from < 1n ? 1n : from}`],
        most,
      );
      // Where it stands more seldom than among the latest, the next look goes further back.
      if (ids.length < most / 2) perTicket /= 2;
      if (ids.length === most) return { ids, reached: ids.at(-1) ?? null };
      return { ids, reached: from <= 1n ? null : String(from) };
    },
  };
}

/** Through all tickets: what so many words begin with stands in most of them. */
function throughTickets({ db, run }: Reading): Guide {
  return {
    beginning: null,
    async next(before, most) {
      const { rows } = await sql<{ id: string }>`
        SELECT id FROM caretaker.ticket WHERE id < ${BigInt(before)} ORDER BY id DESC LIMIT ${most}`.execute(
        db,
        run,
      );
      return {
        ids: rows.map(({ id }) => id),
        reached: rows.length < most ? null : (rows.at(-1)?.id ?? null),
      };
    },
  };
}

function throughMember(reading: Reading, member: string): Guide {
  return {
    beginning: null,
    async next(before, most) {
      const ids = await ticketsOfMembers(reading, [member], { before, from: '0', most });
      return { ids, reached: ids.length < most ? null : (ids.at(-1) ?? null) };
    },
  };
}

function isBefore(id: string): RawBuilder<unknown> {
  return sql`ticket_id < ${BigInt(id)}`;
}

async function idsOf(
  { db, run }: Reading,
  conditions: readonly RawBuilder<unknown>[],
  most: number,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT DISTINCT ticket_id AS id FROM ${index} WHERE ${sql.join(conditions, sql` AND `)}
    ORDER BY ticket_id DESC LIMIT ${most}`.execute(db, run);
  return rows.map(({ id }) => id);
}
