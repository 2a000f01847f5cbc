import { sql } from 'kysely';
import { type DatabaseSeries, databaseSeries } from '../../../../contract/metrics/series.ts';
import type { Db, Run } from '../../../database/database.ts';

/** Further back than the forecast and its back-test look, in seconds. */
const history = 400 * 86_400;

export interface Hour {
  readonly at: number;
  readonly low: number;
  readonly high: number;
}

/** The hours of a series over the last 400 days, by the primary key; oldest first. */
export async function hoursOf(db: Db, run: Run, name: DatabaseSeries, now: number): Promise<Hour[]> {
  const { rows } = await sql<Hour>`
    SELECT at, low, high FROM caretaker.metric_sample
    WHERE step = 3600 AND series = ${databaseSeries[name].id} AND at >= ${now - history}
    ORDER BY at LIMIT 10000`.execute(db, run);
  return rows;
}
