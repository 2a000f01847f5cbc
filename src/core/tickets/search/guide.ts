import { type RawBuilder, sql } from 'kysely';
import type { Reading } from './bounds.ts';
import { ticketsOfMembers } from './members.ts';
import { type Often, oftenOf, throughWords } from './often.ts';

/** What leads to tickets in which something stands, the latest first. */
export interface Guide {
  /** What stands in each of them. The others of what was typed have to be looked up. */
  readonly known: readonly string[];
  /** Tickets before `before`, for about as much work as looking `most` of them up. */
  next(before: string, most: number): Promise<Led>;
}

export interface Led {
  /** The latest first. */
  readonly ids: readonly string[];
  /** Down to where they are all; null where there are no more. */
  readonly reached: string | null;
}

/** Of so many beginnings, the longest, it is told how often they stand in the index. */
const toldMost = 8;
/** To look a ticket up costs as much as to read so many places of the index on the way. */
const lookUp = 10;

/**
 * What leads soonest to tickets in which words with all of the beginnings stand: the rarest of them, through its tickets;
 * or those of the one member they are to be of. Null where one of the beginnings stands nowhere.
 */
export async function guideOf(
  reading: Reading,
  o: { beginnings: readonly string[]; ofMember: string | null; before: string },
): Promise<Guide | null> {
  const told = o.beginnings.slice(0, toldMost);
  const counts = await Promise.all(told.map((it) => countOf(reading, it)));
  const fewest = Math.min(...counts);
  const rarest = told[counts.indexOf(fewest)];
  if (rarest === undefined || fewest === 0) return null;
  if (o.ofMember !== null) return throughMember(reading, o.ofMember);
  if (fewest <= reading.bounds.rare) return throughPlaces(reading, rarest);
  const often = await Promise.all(told.map((it) => oftenOf(reading, it, o.before)));
  const [first, ...others] = often.filter((it) => it !== null).sort((a, b) => a.share - b.share);
  if (!first) return throughTickets(reading);
  return throughWords(reading, [first, ...others.filter((it) => isWorthReading(first, it))]);
}

function isWorthReading(rarer: Often, other: Often): boolean {
  return other.share <= rarer.share * lookUp;
}

/** How many places of the index have it, as far as it matters. */
async function countOf({ db, run, bounds }: Reading, beginning: string): Promise<number> {
  const { rows } = await sql<{ count: string }>`
    SELECT COUNT(*) AS count FROM (
      SELECT 1 FROM caretaker.ticket_word FORCE INDEX (ticket_word_word)
      WHERE word LIKE ${`${beginning}%`} LIMIT ${bounds.rare + 1}
    ) counted`.execute(db, run);
  return Number(rows[0]?.count);
}

/** All places of what is rare, put in order. */
function throughPlaces(reading: Reading, beginning: string): Guide {
  return listed([beginning], (before, most) =>
    idsOf(
      reading,
      sql`SELECT DISTINCT ticket_id AS id FROM caretaker.ticket_word FORCE INDEX (ticket_word_word)
          WHERE word LIKE ${`${beginning}%`} AND ticket_id < ${BigInt(before)}
          ORDER BY ticket_id DESC LIMIT ${most}`,
    ),
  );
}

/** Through all tickets: what so many words begin with stands in most of them. */
function throughTickets(reading: Reading): Guide {
  return listed([], (before, most) =>
    idsOf(
      reading,
      sql`SELECT id FROM caretaker.ticket WHERE id < ${BigInt(before)} ORDER BY id DESC LIMIT ${most}`,
    ),
  );
}

function throughMember(reading: Reading, member: string): Guide {
  return listed([], (before, most) => ticketsOfMembers(reading, [member], { before, from: '0', most }));
}

/** Along a list, which ends with a page that is not full. */
function listed(known: readonly string[], page: (before: string, most: number) => Promise<string[]>): Guide {
  return {
    known,
    async next(before, most) {
      const ids = await page(before, most);
      return { ids, reached: ids.length < most ? null : (ids.at(-1) ?? null) };
    },
  };
}

async function idsOf({ db, run }: Reading, statement: RawBuilder<{ id: string }>): Promise<string[]> {
  return (await statement.execute(db, run)).rows.map(({ id }) => id);
}
