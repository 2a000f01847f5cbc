import { type RawBuilder, sql } from 'kysely';
import type { MemberId } from '../../../contract/values.ts';
import type { Reading } from './bounds.ts';
import { idsOf } from './candidates.ts';
import { type FoundRow, foundColumns } from './found.ts';
import { comesAfter, keyOf, keyText, type Order, type Place } from './order.ts';
import type { Stretch } from './stretch.ts';
import type { Walked } from './walk.ts';

/** One page of all that the stretches hold, narrowed by the conditions on the directory as `d` and put in order. */
export async function gather(
  { db, run, bounds }: Reading,
  o: {
    stretches: readonly Stretch[];
    conditions: readonly RawBuilder<unknown>[];
    order: Order;
    from: Place | null;
    limit: number;
  },
): Promise<Walked> {
  const { key, rank, descending } = o.order;
  const direction = descending ? sql`DESC` : sql`ASC`;
  const byKey = key === null ? [] : [sql`${key.value} ${direction}`];
  const { rows } = await sql<GatheredRow>`
    SELECT STRAIGHT_JOIN d.member_id AS id, ${rank} AS position, ${keyText(key)} AS found, ${foundColumns}
    FROM (${members(o.stretches, 2 * bounds.gathered)}) c
    JOIN caretaker.member_directory d ON d.member_id = c.member_id
    WHERE ${sql.join([...o.conditions, after(o.order, o.from)], sql` AND `)}
    ORDER BY ${sql.join([sql`position`, ...byKey, sql`d.member_id ${direction}`])}
    LIMIT ${o.limit + 1}`.execute(db, run);
  const found = rows.slice(0, o.limit).map(({ found: read, position: _, ...row }) => {
    return { row, key: keyOf(key, read) };
  });
  const last = rows[o.limit - 1];
  const next =
    rows.length > o.limit && last
      ? { rank: Number(last.position), row: { key: keyOf(key, last.found), id: last.id as MemberId } }
      : null;
  return { found, next, lookedAt: rows.length };
}

interface GatheredRow extends FoundRow {
  /** A number that some servers send as a large one, as text. */
  readonly position: number | string;
  readonly found: string | number;
}

/**
 * Each member once, with the first thing it was found by. Between two pages there may come to be more rows than were
 * counted; `most` bounds them all the same.
 */
function members(stretches: readonly Stretch[], most: number): RawBuilder<unknown> {
  const [first] = stretches;
  if (first === undefined) return sql`SELECT 0 AS member_id, '' AS found FROM DUAL WHERE FALSE`;
  if (first.again !== null && first.key !== null) {
    return sql`SELECT k.member_id, MIN(${first.key.value}) AS found FROM ${first.from}
      WHERE ${first.where} GROUP BY k.member_id LIMIT ${most}`;
  }
  const ids = stretches.map((it) => sql`(${idsOf(it, most)})`);
  return sql.join(ids, sql` UNION `);
}

function after(order: Order, from: Place | null): RawBuilder<unknown> {
  if (from === null || from.row === null) return sql`TRUE`;
  const within = comesAfter(order.key, sql`d.member_id`, from.row, order.descending);
  return sql`(${order.rank} > ${from.rank} OR (${order.rank} = ${from.rank} AND ${within}))`;
}
