import { sql } from 'kysely';
import type { GrowthDetail, TableName } from '../../../../contract/metrics/headroom/growth.ts';
import type { ChartData, ChartRange } from '../../../../contract/metrics/values.ts';
import type { Db, Run } from '../../../database/database.ts';
import { utcOrNull } from '../../../database/time.ts';
import type { SignedIn } from '../../../session/open.ts';
import { measuredDays } from './measured-days.ts';
import { sizesOn } from './sizes.ts';

const day = 86_400;
/** The console may be closed for a week-end without a hole in the line. */
const gap = 8 * day;

/** One table over time, and its indexes. */
export function growthOf(
  { database }: SignedIn,
  { table, range }: { table: TableName; range: ChartRange },
  signal: AbortSignal | undefined,
): Promise<GrowthDetail> {
  return database.read(signal, async (db, run) => {
    const days = await measuredDays(db, run);
    const chart = await chartOf(db, run, table, range);
    const indexes = days === null ? [] : await sizesOn(db, run, days, 'indexes', table);
    const all = indexes.reduce((sum, it) => sum + it.bytes, 0);
    return { chart, indexes: indexes.map((it) => ({ ...it, share: all === 0 ? 0 : it.bytes / all })) };
  });
}

interface DayRow {
  readonly at: string;
  readonly data_bytes: string;
  readonly index_bytes: string;
  readonly free_bytes: string;
}

/** By the primary key: at most a row for each day of five years. */
async function chartOf(db: Db, run: Run, table: TableName, { from, to }: ChartRange): Promise<ChartData> {
  const { rows } = await sql<DayRow>`
    SELECT TIMESTAMPDIFF(SECOND, '1970-01-01', day) AS at, data_bytes, index_bytes, free_bytes
    FROM caretaker.table_size
    WHERE schema_name = ${table.schemaName} AND table_name = ${table.tableName}
      AND day >= DATE('1970-01-01' + INTERVAL ${sql.lit(from)} SECOND)
      AND day < '1970-01-01' + INTERVAL ${sql.lit(to)} SECOND
    ORDER BY day LIMIT 2000`.execute(db, run);
  const series = (name: 'data_bytes' | 'index_bytes' | 'free_bytes', label: string) => ({
    name,
    label,
    unit: 'bytes' as const,
    mean: rows.map((row) => Number(row[name])),
  });
  const last = rows.at(-1);
  return {
    step: day,
    gap,
    at: rows.map((row) => Number(row.at)),
    series: [
      series('data_bytes', 'Rows'),
      series('index_bytes', 'Indexes'),
      series('free_bytes', 'Free within'),
    ],
    asOf: last === undefined ? null : utcOrNull(new Date(Number(last.at) * 1000).toISOString().slice(0, -1)),
    notes: [],
  };
}
