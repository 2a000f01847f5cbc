import { sql } from 'kysely';
import { databaseSeries, databaseSeriesNames } from '../../../../contract/metrics/series.ts';
import type { Database, Trx } from '../../../database/database.ts';

/** One level that is summed up from the next finer one. All in seconds. */
interface RollUp {
  readonly from: number;
  readonly to: number;
  readonly mark: keyof Marks;
  /** Up to when the finer one has been summed up; the finest is as far as the clock. */
  readonly after: keyof Marks | null;
  /** At most so much in one transaction: some 3,000 rows read, and 12,000 of hours. */
  readonly stretch: number;
}

const rollUps: readonly RollUp[] = [
  { from: 10, to: 60, mark: 'minutes_until', after: null, stretch: 600 },
  { from: 60, to: 3600, mark: 'hours_until', after: 'minutes_until', stretch: 3600 },
  { from: 3600, to: 43_200, mark: 'half_days_until', after: 'hours_until', stretch: 20 * 43_200 },
];

const ids = databaseSeriesNames.map((name) => databaseSeries[name].id);

/**
 * Sums up every minute, hour and half a day that has ended since the last time, from the lowest to the highest, each once: a mark moves
 * in the same transaction. What was missed while no console ran is caught up with.
 */
export async function rollUp(database: Database, signal: AbortSignal): Promise<void> {
  for (const level of rollUps) {
    while (!signal.aborted && (await rollNext(database, level)));
  }
}

/** True where there may be more. */
function rollNext(database: Database, level: RollUp): Promise<boolean> {
  // Safe to do twice: what was committed has moved the mark.
  return database.write(true, async (trx) => {
    const { until, ended } = await lockMark(trx, level);
    if (until === ended) return false;
    // A mark ahead of the clock is of a clock that was set, or a lie: it goes on from now.
    const start = until > ended ? null : await nextSample(trx, level, until, ended);
    const from = start === null ? ended : Math.floor(start / level.to) * level.to;
    const to = Math.min(ended, from + level.stretch);
    if (from < to) await sumUp(trx, level, from, to);
    await sql`
      UPDATE caretaker.metric_sampler SET ${sql.ref(level.mark)} = ${to} WHERE id = 1`.execute(trx);
    return to < ended;
  });
}

interface Marks {
  readonly minutes_until: number;
  readonly hours_until: number;
  readonly half_days_until: number;
}

/** Up to when has been summed up, and up to when there is anything to sum up: an hour ends with its last minute. */
async function lockMark(trx: Trx, level: RollUp): Promise<{ until: number; ended: number }> {
  const { rows } = await sql<Marks & { now: string | number }>`
    SELECT UNIX_TIMESTAMP() AS now, minutes_until, hours_until, half_days_until FROM caretaker.metric_sampler
    WHERE id = 1 FOR UPDATE`.execute(trx);
  const [marks] = rows;
  if (!marks) throw new Error('caretaker.metric_sampler lacks its row');
  const end = level.after === null ? Number(marks.now) : marks[level.after];
  return { until: marks[level.mark], ended: Math.floor(end / level.to) * level.to };
}

/**
 * When there is something to sum up, so that the empty stretch after a pause is passed over at once; null where there is
 * nothing. One look into the primary key for each series.
 */
async function nextSample(trx: Trx, level: RollUp, from: number, to: number): Promise<number | null> {
  if (to - from <= level.stretch) return from;
  const looks = ids.map(
    (id) => sql`
      (SELECT at FROM caretaker.metric_sample
       WHERE step = ${sql.lit(level.from)} AND series = ${sql.lit(id)} AND at >= ${from} AND at < ${to}
       ORDER BY at LIMIT 1)`,
  );
  const { rows } = await sql<{ at: number }>`${sql.join(looks, sql` UNION ALL `)}`.execute(trx);
  return rows.length === 0 ? null : Math.min(...rows.map((row) => row.at));
}

/** By the primary key: one range for each series. */
async function sumUp(trx: Trx, { from: step, to: sum }: RollUp, from: number, to: number): Promise<void> {
  await sql`
    INSERT INTO caretaker.metric_sample (step, series, at, low, mean, high, readings)
    SELECT ${sql.lit(sum)}, series, at DIV ${sql.lit(sum)} * ${sql.lit(sum)}, MIN(low),
      SUM(mean * readings) / SUM(readings), MAX(high), LEAST(SUM(readings), 65535)
    FROM caretaker.metric_sample FORCE INDEX (PRIMARY)
    WHERE step = ${sql.lit(step)} AND series IN (${sql.join(ids.map((id) => sql.lit(id)))})
      AND at >= ${from} AND at < ${to} AND readings > 0
    GROUP BY series, at DIV ${sql.lit(sum)} * ${sql.lit(sum)}
    ON DUPLICATE KEY UPDATE low = VALUES(low), mean = VALUES(mean), high = VALUES(high),
      readings = VALUES(readings)`.execute(trx);
}
