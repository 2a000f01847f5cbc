import { sql } from 'kysely';
import { type DatabaseSeries, databaseSeries } from '../../../contract/metrics/series.ts';
import type { ChartData, ChartRange, ChartSeries } from '../../../contract/metrics/values.ts';
import { utcOrNull } from '../../database/time.ts';
import type { SignedIn } from '../../session/open.ts';
import { gapOf, levelFor } from './levels.ts';

interface Point {
  readonly series: number;
  readonly at: number;
  readonly low: number;
  readonly mean: number;
  readonly high: number;
}

/** The named series over a range, each point the lowest, the mean and the highest of its step. */
export function sampledChart(
  { database }: SignedIn,
  { range, series }: { range: ChartRange; series: readonly DatabaseSeries[] },
  signal: AbortSignal | undefined,
): Promise<ChartData> {
  const { level, step } = levelFor(range, Math.floor(Date.now() / 1000));
  return database.read(signal, async (db, run) => {
    const ids = series.map((name) => databaseSeries[name].id);
    const [{ rows }, sampler] = await Promise.all([
      sql<Point>`
        SELECT series, CAST(at DIV ${sql.lit(step)} * ${sql.lit(step)} AS SIGNED) AS at, MIN(low) AS low,
          SUM(mean * readings) / SUM(readings) AS mean, MAX(high) AS high
        FROM caretaker.metric_sample
        WHERE step = ${level.step} AND series IN (${sql.join(ids)}) AND at >= ${range.from} AND at < ${range.to}
        GROUP BY series, at DIV ${sql.lit(step)}`.execute(db, run),
      db.selectFrom('caretaker.metric_sampler').select('sampled_at').executeTakeFirst(run),
    ]);
    const at = [...new Set(rows.map((row) => Number(row.at)))].sort((a, b) => a - b);
    return {
      step,
      gap: gapOf(step),
      at,
      series: series.map((name) => seriesOf(name, at, rows)),
      asOf: utcOrNull(sampler?.sampled_at ?? null),
      notes: [],
    };
  });
}

function seriesOf(name: DatabaseSeries, at: readonly number[], rows: readonly Point[]): ChartSeries {
  const { id, label, unit } = databaseSeries[name];
  const points = new Map(rows.filter((row) => row.series === id).map((row) => [Number(row.at), row]));
  const column = (key: 'low' | 'mean' | 'high') => at.map((moment) => points.get(moment)?.[key] ?? null);
  return { name, label, unit, mean: column('mean'), low: column('low'), high: column('high') };
}
