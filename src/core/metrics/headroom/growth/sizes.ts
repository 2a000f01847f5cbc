import { type RawBuilder, sql } from 'kysely';
import type { GrowthQuery, GrowthRow, TableName } from '../../../../contract/metrics/headroom/growth.ts';
import type { Db, Run } from '../../../database/database.ts';
import { daysBetween, type MeasuredDays, type StretchName, stretchNames } from './measured-days.ts';

/** Bytes a day by stretch; null where it was not measured then, or did not exist. */
export type Rates = Pick<GrowthRow, StretchName>;

export type Sized = Omit<GrowthRow, 'share'>;

/** Rows read at most: the largest. */
const most = 20_000;

interface SizeRow {
  readonly schema_name: string;
  readonly table_name: string;
  readonly index_name: string | null;
  readonly bytes: string;
  readonly rows_estimate: string | null;
  readonly free_bytes: string | null;
  readonly week: string | null;
  readonly month: string | null;
  readonly quarter: string | null;
}

/**
 * Every table or index as it was measured on the latest day, and how fast it grew up to then: one look-up by the primary
 * key for each stretch. `of` narrows to the indexes of one table.
 */
export async function sizesOn(
  db: Db,
  run: Run,
  days: MeasuredDays,
  kind: GrowthQuery['of'],
  of?: TableName,
): Promise<Sized[]> {
  const isTables = kind === 'tables';
  const table = sql.table(isTables ? 'caretaker.table_size' : 'caretaker.index_size');
  const bytes = (alias: string) =>
    isTables
      ? sql`${sql.ref(`${alias}.data_bytes`)} + ${sql.ref(`${alias}.index_bytes`)}`
      : sql.ref(`${alias}.bytes`);
  const joins = stretchNames.map((name) => {
    const sameIndex = isTables ? sql`` : sql`AND ${sql.ref(`${name}.index_name`)} = n.index_name`;
    return sql`LEFT JOIN ${table} AS ${sql.id(name)}
      ON ${sql.ref(`${name}.schema_name`)} = n.schema_name AND ${sql.ref(`${name}.table_name`)} = n.table_name
      ${sameIndex} AND ${sql.ref(`${name}.day`)} = ${days.since[name]}`;
  });
  const narrowed: RawBuilder<unknown> =
    of === undefined ? sql`` : sql`AND n.schema_name = ${of.schemaName} AND n.table_name = ${of.tableName}`;
  const { rows } = await sql<SizeRow>`
    SELECT n.schema_name, n.table_name, ${isTables ? sql`NULL` : sql`n.index_name`} AS index_name,
      ${bytes('n')} AS bytes, ${isTables ? sql`n.rows_estimate, n.free_bytes` : sql`NULL AS rows_estimate, NULL AS free_bytes`},
      ${sql.join(stretchNames.map((name) => sql`${bytes(name)} AS ${sql.id(name)}`))}
    FROM ${table} AS n ${sql.join(joins, sql` `)}
    WHERE n.day = ${days.latest} ${narrowed}
    ORDER BY bytes DESC LIMIT ${sql.lit(most)}`.execute(db, run);
  return rows.map((row) => sizedOf(row, days));
}

function sizedOf(row: SizeRow, days: MeasuredDays): Sized {
  const bytes = Number(row.bytes);
  const rate = (name: StretchName) => rateOf(bytes, row[name], days.since[name], days.latest);
  return {
    schemaName: row.schema_name,
    tableName: row.table_name,
    indexName: row.index_name,
    bytes,
    rows: row.rows_estimate === null ? null : Number(row.rows_estimate),
    freeBytes: row.free_bytes === null ? null : Number(row.free_bytes),
    week: rate('week'),
    month: rate('month'),
    quarter: rate('quarter'),
  };
}

function rateOf(bytes: number, before: string | null, since: string | null, latest: string): number | null {
  if (before === null || since === null) return null;
  return (bytes - Number(before)) / daysBetween(since, latest);
}

/** How all of them together grew: with those that are new since, and without those that are gone. */
export async function totalRates(
  db: Db,
  run: Run,
  days: MeasuredDays,
  kind: GrowthQuery['of'],
  bytes: number,
): Promise<Rates> {
  const table = sql.table(kind === 'tables' ? 'caretaker.table_size' : 'caretaker.index_size');
  const sum = kind === 'tables' ? sql`data_bytes + index_bytes` : sql`bytes`;
  const rates: Rates = { week: null, month: null, quarter: null };
  for (const name of stretchNames) {
    const since = days.since[name];
    if (since === null) continue;
    const { rows } = await sql<{ bytes: string | null }>`
      SELECT SUM(${sum}) AS bytes FROM ${table} WHERE day = ${since}`.execute(db, run);
    rates[name] = rateOf(bytes, rows[0]?.bytes ?? null, since, days.latest);
  }
  return rates;
}
