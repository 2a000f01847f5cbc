import { type RawBuilder, sql } from 'kysely';
import { type DatabaseSeries, databaseSeries } from '../../../contract/metrics/series.ts';
import type { ChartData, ChartRange, ChartSeries } from '../../../contract/metrics/values.ts';
import type { Db, Run } from '../../database/database.ts';
import { realUtcOrNull } from '../../database/time.ts';
import type { SignedIn } from '../../session/open.ts';
import { gapOf, levelFor, type Part, partsOf } from './levels.ts';

/** All series of a chart together have no more points than this: a wall of sixty is drawn with 500 each. */
const mostPoints = 30_000;

interface Point {
  readonly series: number;
  readonly at: number;
  readonly low: number;
  readonly mean: number;
  readonly high: number;
}

/**
 * The named series over a range, each point the lowest, the mean and the highest of its step. Steps are whole: the first
 * may begin before the range, so that a number does not change as the range is moved.
 */
export function sampledChart(
  { database }: SignedIn,
  { range, series }: { range: ChartRange; series: readonly DatabaseSeries[] },
  signal: AbortSignal | undefined,
): Promise<ChartData> {
  return database.read(signal, async (db, run) => {
    const names = [...new Set(series)];
    const sampler = await readSampler(db, run);
    const points = Math.min(range.points, Math.floor(mostPoints / names.length));
    const { level, step } = levelFor({ ...range, points }, sampler.now);
    const whole = { from: Math.floor(range.from / step) * step, to: Math.ceil(range.to / step) * step };
    const rows = await readPoints(db, run, { names, step, parts: partsOf(level, whole, sampler.marks) });
    const at = [...new Set(rows.map((row) => row.at))].sort((a, b) => a - b);
    const bySeries = Map.groupBy(rows, (row) => row.series);
    return {
      step,
      gap: gapOf(step),
      at,
      series: names.map((name) => seriesOf(name, at, bySeries.get(databaseSeries[name].id) ?? [])),
      asOf: sampler.sampledAt,
      notes: [],
    };
  });
}

async function readSampler(db: Db, run: Run) {
  const { rows } = await sql<{
    now: string | number;
    sampled_at: string | null;
    minutes_until: number;
    hours_until: number;
    half_days_until: number;
  }>`
    SELECT UNIX_TIMESTAMP() AS now, sampled_at, minutes_until, hours_until, half_days_until
    FROM caretaker.metric_sampler WHERE id = 1`.execute(db, run);
  const [row] = rows;
  return {
    now: Number(row?.now ?? Date.now() / 1000),
    sampledAt: realUtcOrNull(row?.sampled_at ?? null),
    marks: {
      60: row?.minutes_until ?? 0,
      3600: row?.hours_until ?? 0,
      43200: row?.half_days_until ?? 0,
    },
  };
}

/** By the primary key: for each part one range of each series. */
async function readPoints(
  db: Db,
  run: Run,
  { names, step, parts }: { names: readonly DatabaseSeries[]; step: number; parts: readonly Part[] },
): Promise<Point[]> {
  if (parts.length === 0) return [];
  const ids = sql.join(names.map((name) => sql.lit(databaseSeries[name].id)));
  const ranges = parts.map(
    (part): RawBuilder<unknown> => sql`
      SELECT series, at DIV ${sql.lit(step)} AS place, MIN(low) AS low, SUM(mean * readings) AS total,
        SUM(readings) AS readings, MAX(high) AS high
      FROM caretaker.metric_sample FORCE INDEX (PRIMARY)
      WHERE step = ${sql.lit(part.step)} AND series IN (${ids}) AND at >= ${part.from} AND at < ${part.to}
        AND readings > 0
      GROUP BY series, at DIV ${sql.lit(step)}`,
  );
  // The limit is that of the query itself: without one, that of the session would cut it off.
  const { rows } = await sql<Omit<Point, 'at'> & { place: string | number }>`
    SELECT series, place, MIN(low) AS low, SUM(total) / SUM(readings) AS mean, MAX(high) AS high
    FROM (${sql.join(ranges, sql` UNION ALL `)}) AS part
    GROUP BY series, place ORDER BY series, place LIMIT ${sql.lit(3 * mostPoints)}`.execute(db, run);
  return rows.map(({ place, ...row }) => ({ ...row, at: Number(place) * step }));
}

function seriesOf(name: DatabaseSeries, at: readonly number[], rows: readonly Point[]): ChartSeries {
  const { label, unit } = databaseSeries[name];
  const points = new Map(rows.map((row) => [row.at, row]));
  const column = (key: 'low' | 'mean' | 'high') => at.map((moment) => points.get(moment)?.[key] ?? null);
  return { name, label, unit, mean: column('mean'), low: column('low'), high: column('high') };
}
