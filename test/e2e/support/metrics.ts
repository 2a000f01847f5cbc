import { type DatabaseSeries, databaseSeries } from '../../../src/contract/metrics/series.ts';
import type { Community } from '../../support/community.ts';

interface Sampled {
  series: DatabaseSeries;
  /** Seconds between two samples, as they are kept. */
  step: 10 | 60 | 3600;
  from: number;
  to: number;
  /** Every so many seconds. */
  every: number;
  /** Null where nothing was read. */
  value: (at: number) => { low: number; mean: number; high: number } | null;
}

/** Writes samples of the database server as the sampler keeps them; moments in seconds since 1970. */
export async function sampledBefore(town: Pick<Community, 'sql'>, all: readonly Sampled[]): Promise<void> {
  for (const { series, step, from, to, every, value } of all) {
    const rows: number[][] = [];
    for (let at = Math.ceil(from / every) * every; at < to; at += every) {
      const found = value(at);
      if (found !== null) {
        rows.push([step, databaseSeries[series].id, at, found.low, found.mean, found.high, 1]);
      }
    }
    for (let begin = 0; begin < rows.length; begin += 1000) {
      await town.sql.query(
        'REPLACE INTO caretaker.metric_sample (step, series, at, low, mean, high, readings) VALUES ?',
        [rows.slice(begin, begin + 1000)],
      );
    }
  }
}
