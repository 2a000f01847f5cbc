import type { Connection } from 'mysql2/promise';
import { type DatabaseSeries, databaseSeries } from '../../src/contract/metrics/series.ts';

const dayMs = 86_400_000;
const hour = 3600;

/** The day so many days ago, UTC. */
export function daysAgo(days: number): string {
  return new Date(Date.now() - days * dayMs).toISOString().slice(0, 10);
}

/** How a table was on a day; `day` counts from 0, the oldest, to the last. */
export interface SizeHistory {
  readonly schema: string;
  readonly table: string;
  readonly lastId?: bigint;
  at(day: number): { bytes: number; indexBytes?: number; nextId?: bigint };
  readonly indexes?: Readonly<Record<string, (day: number) => number>>;
}

/** Writes what the job would have measured on each of so many days up to yesterday. */
export async function stageSizes(
  sql: Connection,
  days: number,
  histories: readonly SizeHistory[],
): Promise<void> {
  const tables: unknown[][] = [];
  const indexes: unknown[][] = [];
  for (const it of histories) {
    for (let day = 0; day < days; day += 1) {
      const { bytes, indexBytes = 0, nextId } = it.at(day);
      const key = [it.schema, it.table];
      const on = daysAgo(days - day);
      tables.push([
        ...key,
        on,
        100,
        Math.round(bytes),
        Math.round(indexBytes),
        0,
        nextId?.toString() ?? null,
        it.lastId?.toString() ?? null,
      ]);
      for (const [name, size] of Object.entries(it.indexes ?? {})) {
        indexes.push([...key, name, on, Math.round(size(day))]);
      }
    }
  }
  await sql.query('REPLACE INTO caretaker.table_size VALUES ?', [tables]);
  if (indexes.length > 0) await sql.query('REPLACE INTO caretaker.index_size VALUES ?', [indexes]);
}

/** Writes hourly samples of the last so many days; `value` of an hour counted from 0, the oldest. */
export async function stageHours(
  sql: Connection,
  days: number,
  series: Partial<Record<DatabaseSeries, (hour: number) => number | null>>,
): Promise<void> {
  const now = Math.floor(Date.now() / 1000 / hour) * hour;
  const hours = days * 24;
  for (const [name, value] of Object.entries(series)) {
    const rows: number[][] = [];
    for (let i = 0; i < hours; i += 1) {
      const mean = value(i);
      if (mean === null) continue;
      const id = databaseSeries[name as DatabaseSeries].id;
      rows.push([hour, id, now - (hours - i) * hour, mean, mean, mean, 60]);
    }
    if (rows.length > 0) await sql.query('REPLACE INTO caretaker.metric_sample VALUES ?', [rows]);
  }
}

/** A number from 0 to 1 that looks random and is always the same for the same place. */
export function noise(place: number): number {
  const x = Math.sin(place * 12.9898 + 78.233) * 43758.5453;
  return x - Math.floor(x);
}

/** What was noted of an index: seen for so many days without a use. */
export async function stageUse(
  sql: Connection,
  o: { schema: string; table: string; index: string; daysSeen: number; usedAt?: string | null },
): Promise<void> {
  await sql.query('REPLACE INTO caretaker.index_use VALUES (?, ?, ?, ?, UTC_DATE(), ?, 0, ?)', [
    o.schema,
    o.table,
    o.index,
    daysAgo(o.daysSeen),
    o.daysSeen,
    o.usedAt ?? null,
  ]);
}
