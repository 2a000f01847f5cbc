import { type RawBuilder, sql } from 'kysely';
import type { Db, Run } from '../../../database/database.ts';
import { costColumns } from '../sampling/samples.ts';
import { keptFor } from '../sampling/trim.ts';
import { type Reach, type Segment, segmentsOf } from './cover.ts';

/** What statements came to; times in ms. */
export type Costs = Readonly<Record<(typeof costColumns)[number], number>>;

export interface RangeCosts {
  /** Of the costliest, by their number; at most 2,000. */
  readonly kinds: ReadonlyMap<number, Costs>;
  /** All statements of the range. */
  readonly all: Costs;
  readonly seconds: number;
  readonly covered: { readonly from: number; readonly to: number };
}

/** So many kinds are told apart in a range; the others count together. */
export const mostKinds = 2000;

export const noCosts = Object.fromEntries(costColumns.map((it) => [it, 0])) as Costs;

export async function reachOf(db: Db, run: Run): Promise<Reach> {
  const { rows } = await sql<{ now: string; hours: number; days: number }>`
    SELECT UNIX_TIMESTAMP() AS now, hours_until AS hours, days_until AS days
    FROM caretaker.statement_reading WHERE id = 1`.execute(db, run);
  const now = Number(rows[0]?.now ?? 0);
  return {
    now,
    minutesFrom: now - keptFor[60],
    hoursUntil: rows[0]?.hours ?? 0,
    daysUntil: rows[0]?.days ?? 0,
  };
}

/**
 * What a range cost, by kind: ranges of the primary key. A list with its week before took 75 to 190 ms over 1 hour to 400
 * days of 1,300,000 rows, on MariaDB 10.11 and a machine with much other work.
 */
export async function costsOf(
  db: Db,
  run: Run,
  reach: Reach,
  range: { from: number; to: number },
): Promise<RangeCosts> {
  const segments = segmentsOf(range, reach);
  const first = segments[0];
  const last = segments.at(-1);
  if (first === undefined || last === undefined) {
    return { kinds: new Map(), all: noCosts, seconds: 0, covered: range };
  }
  const sums = sql.join(costColumns.map((it) => sql`SUM(${sql.ref(it)}) AS ${sql.ref(it)}`));
  const [kinds, all, read] = await Promise.all([
    sql<Record<string, string | number>>`
      SELECT digest_id, ${sums} FROM caretaker.statement_sample
      WHERE ${within(segments)} AND digest_id > 0
      GROUP BY digest_id ORDER BY SUM(total_ms) DESC LIMIT ${sql.lit(mostKinds)}`.execute(db, run),
    sql<Record<string, string | number | null>>`
      SELECT ${sums} FROM caretaker.statement_sample WHERE ${within(segments)}`.execute(db, run),
    sql<{ seconds: number | null }>`
      SELECT SUM(seconds) AS seconds FROM caretaker.statement_step WHERE ${within(segments)}`.execute(
      db,
      run,
    ),
  ]);
  return {
    kinds: new Map(kinds.rows.map((row) => [Number(row.digest_id), costsFrom(row)])),
    all: costsFrom(all.rows[0] ?? {}),
    seconds: Number(read.rows[0]?.seconds ?? 0),
    covered: { from: first.from, to: last.to },
  };
}

/** What one kind cost, by the index on it, and what all statements took. */
export async function costsOfOne(
  db: Db,
  run: Run,
  reach: Reach,
  range: { from: number; to: number },
  id: number,
): Promise<{ costs: Costs; allMs: number; seconds: number }> {
  const segments = segmentsOf(range, reach);
  if (segments.length === 0) return { costs: noCosts, allMs: 0, seconds: 0 };
  const sums = sql.join(costColumns.map((it) => sql`SUM(${sql.ref(it)}) AS ${sql.ref(it)}`));
  const [own, all] = await Promise.all([
    sql<Record<string, string | number | null>>`
      SELECT ${sums} FROM caretaker.statement_sample FORCE INDEX (statement_sample_digest)
      WHERE digest_id = ${id} AND ${within(segments)}`.execute(db, run),
    sql<{ seconds: number | null; all_ms: number | null }>`
      SELECT SUM(seconds) AS seconds, SUM(total_ms) AS all_ms FROM caretaker.statement_step
      WHERE ${within(segments)}`.execute(db, run),
  ]);
  return {
    costs: costsFrom(own.rows[0] ?? {}),
    allMs: Number(all.rows[0]?.all_ms ?? 0),
    seconds: Number(all.rows[0]?.seconds ?? 0),
  };
}

export function within(segments: readonly Segment[]): RawBuilder<unknown> {
  const parts = segments.map(
    (it) => sql`(step = ${sql.lit(it.step)} AND at >= ${sql.lit(it.from)} AND at < ${sql.lit(it.to)})`,
  );
  return sql`(${sql.join(parts, sql` OR `)})`;
}

export function costsFrom(row: Readonly<Record<string, string | number | null>>): Costs {
  return Object.fromEntries(costColumns.map((it) => [it, Number(row[it] ?? 0)])) as Costs;
}

export function sum(a: Costs, b: Costs): Costs {
  return Object.fromEntries(costColumns.map((it) => [it, a[it] + b[it]])) as Costs;
}

/** Never below 0, though times are added up in another order. */
export function difference(a: Costs, b: Costs): Costs {
  return Object.fromEntries(costColumns.map((it) => [it, Math.max(0, a[it] - b[it])])) as Costs;
}
