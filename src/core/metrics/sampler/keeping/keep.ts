import { sql } from 'kysely';
import { type DatabaseSeries, databaseSeries } from '../../../../contract/metrics/series.ts';
import type { Database, Trx } from '../../../database/database.ts';
import { rawStep } from '../levels.ts';

/** What is kept of one reading. */
export interface Sample {
  /** When the server was read, in seconds since 1970 by its clock. */
  readonly readAt: number;
  /** How long reading took, in ms. */
  readonly tookMs: number;
  /** For how many steps of 10 s it stands. */
  readonly readings: number;
  readonly values: ReadonlyMap<DatabaseSeries, number>;
  readonly unknown: ReadonlyMap<DatabaseSeries, string>;
}

/** Reading once a minute is the rarest. */
const mostReadings = 6;

/** For how many steps of 10 s a reading stands that comes so many seconds after the one before it. */
export function readingsFor(seconds: number): number {
  return Math.min(mostReadings, Math.max(1, Math.round(seconds / rawStep)));
}

/** The beginning of the step which a reading ends: it is taken as one step ends and the next begins. */
export function stepOf(readAt: number): number {
  return Math.floor((readAt - rawStep / 2) / rawStep) * rawStep;
}

/**
 * Keeps a reading. Of two consoles that read the same step the later one counts. A step whose minute has been summed up is
 * left as it is: what was told of it stays so.
 */
export async function keepSample(database: Database, sample: Sample): Promise<void> {
  const at = stepOf(sample.readAt);
  await database.write(true, async (trx) => {
    const { rows } = await sql<{ minutes_until: number; now: string | number }>`
      SELECT minutes_until, UNIX_TIMESTAMP() AS now FROM caretaker.metric_sampler WHERE id = 1 FOR UPDATE`.execute(
      trx,
    );
    const summedUntil = Number(rows[0]?.minutes_until ?? 0);
    const isSummed = at < summedUntil && summedUntil <= Number(rows[0]?.now);
    if (!isSummed) await insertValues(trx, at, sample);
    const unknown = JSON.stringify(Object.fromEntries(sample.unknown));
    await sql`
      UPDATE caretaker.metric_sampler
      SET sampled_at = FROM_UNIXTIME(${sample.readAt}), took_ms = ${sample.tookMs}, unknown = ${unknown}
      WHERE id = 1`.execute(trx);
  });
}

async function insertValues(trx: Trx, at: number, { values, readings }: Sample): Promise<void> {
  const rows = [...values].map(
    ([series, value]) =>
      sql`(${sql.lit(rawStep)}, ${databaseSeries[series].id}, ${at}, ${value}, ${value}, ${value}, ${readings})`,
  );
  if (rows.length === 0) return;
  await sql`
    INSERT INTO caretaker.metric_sample (step, series, at, low, mean, high, readings) VALUES ${sql.join(rows)}
    ON DUPLICATE KEY UPDATE low = VALUES(low), mean = VALUES(mean), high = VALUES(high), readings = VALUES(readings)`.execute(
    trx,
  );
}
