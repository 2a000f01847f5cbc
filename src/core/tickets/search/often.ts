import { sql } from 'kysely';
import type { Reading } from './bounds.ts';
import type { Guide } from './guide.ts';

/** A beginning that stands in many tickets. */
export interface Often {
  readonly beginning: string;
  /** All words that begin so. */
  readonly words: readonly string[];
  /** In how many tickets it stands, from 0 to 1. */
  readonly share: number;
}

/** So many tickets, the latest and others along the way, say how often something stands in all. */
const sampled = [500, 500, 500, 500];

/** Null where more words have this beginning than are followed. */
export async function oftenOf(
  { db, run, bounds }: Reading,
  beginning: string,
  before: string,
): Promise<Often | null> {
  const known = await db
    .selectFrom('caretaker.ticket_vocabulary')
    .select('word')
    .where('word', 'like', `${beginning}%`)
    .orderBy('word')
    .limit(bounds.words + 1)
    .execute(run);
  if (known.length > bounds.words) return null;
  const words = known.map(({ word }) => word);
  const samples = sampled.map((size, i) => {
    const end = (BigInt(before) * BigInt(sampled.length - i)) / BigInt(sampled.length);
    return sql`(ticket_id < ${end} AND ticket_id >= ${earlier(end, size)})`;
  });
  const { rows } = await sql<{ count: string }>`
    SELECT COUNT(*) AS count FROM caretaker.ticket_word FORCE INDEX (ticket_word_word)
    WHERE word IN (${sql.join(words)}) AND (${sql.join(samples, sql` OR `)})`.execute(db, run);
  const all = sampled.reduce((sum, size) => sum + size, 0);
  return { beginning, words, share: Math.max(1, Number(rows[0]?.count)) / all };
}

/** Places of the index that are read for as much work as looking a ticket up. */
const placesPerLookUp = 4;

/**
 * Through the tickets that have all of these: of so many numbers at once as hold about what is to be read, in each word's
 * own order.
 */
export function throughWords({ db, run, bounds }: Reading, often: readonly Often[]): Guide {
  const places = often.reduce((sum, it) => sum + it.share, 0);
  return {
    known: often.map(({ beginning }) => beginning),
    async next(before, most) {
      const back = Math.min(bounds.back, Math.ceil((most * placesPerLookUp) / places));
      const from = earlier(BigInt(before), back);
      const having = often.map(
        ({ words }) => sql`
          SELECT DISTINCT ticket_id AS id FROM caretaker.ticket_word FORCE INDEX (ticket_word_word)
          WHERE word IN (${sql.join(words)}) AND ticket_id < ${BigInt(before)} AND ticket_id >= ${from}`,
      );
      const { rows } = await sql<{ id: string }>`
        ${sql.join(having, sql` INTERSECT `)} ORDER BY id DESC LIMIT ${most}`.execute(db, run);
      const ids = rows.map(({ id }) => id);
      if (ids.length === most) return { ids, reached: ids.at(-1) ?? null };
      return { ids, reached: from <= 1n ? null : String(from) };
    },
  };
}

function earlier(id: bigint, by: number): bigint {
  const from = id - BigInt(by);
  return from < 1n ? 1n : from;
}
