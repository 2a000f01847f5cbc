import { sql } from 'kysely';
import { databaseSeries, databaseSeriesNames } from '../../../../contract/metrics/series.ts';
import type { Database } from '../../../database/database.ts';
import { levels } from '../levels.ts';

/** At most so many rows in one statement: more than a series gains from one turn to the next. */
const batch = 1000;

const ids = databaseSeriesNames.map((name) => databaseSeries[name].id);

/**
 * Removes what is too old of one series, each minute of another: all had their turn within an hour. `now` in seconds since
 * 1970. By the primary key.
 */
export async function expireSome(database: Database, now: number): Promise<void> {
  const id = ids[Math.floor(now / 60) % ids.length] ?? 0;
  for (const { step, keptFor } of levels) {
    await database.writeAtOnce((db) =>
      sql`
        DELETE FROM caretaker.metric_sample
        WHERE step = ${sql.lit(step)} AND series = ${sql.lit(id)} AND at < ${Math.floor(now - keptFor)}
        ORDER BY at LIMIT ${sql.lit(batch)}`.execute(db),
    );
  }
}
