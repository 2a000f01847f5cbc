import { sql } from 'kysely';
import {
  type DatabaseSeries,
  databaseSeries,
  databaseSeriesNames,
} from '../../../contract/metrics/series.ts';
import type { Utc } from '../../../contract/values.ts';
import type { Database, Db, Run } from '../../database/database.ts';
import { realUtcOrNull } from '../../database/time.ts';
import { reasonsOf } from './look.ts';

/** A sample that is older says nothing of now, in seconds. */
const newestWithin = 180;
/** Over how long the mean is taken, in seconds. */
const recentWithin = 300;

/** What was read of a series: in its unit, see series.ts. */
export interface Reading {
  /** When, in seconds since 1970 by the server's clock; of a mean, its last sample. */
  readonly at: number;
  readonly low: number;
  readonly mean: number;
  readonly high: number;
}

export interface LatestSamples {
  /** By the server's clock, in seconds since 1970. */
  readonly now: number;
  /** When the sampler last read the server; null before the first time. */
  readonly sampledAt: Utc | null;
  /** The newest sample of each series of the last 3 minutes; what is missing was not read, see `unknown`. */
  readonly newest: ReadonlyMap<DatabaseSeries, Reading>;
  /** Mean, lowest and highest of each series over the last 5 minutes, where there was any sample. */
  readonly recent: ReadonlyMap<DatabaseSeries, Reading>;
  /** From a series that could not be read at the last sample to why, and how to turn it on. */
  readonly unknown: Readonly<Partial<Record<DatabaseSeries, string>>>;
}

/**
 * What was last sampled of the database server, from the console's own tables: the server is not asked for its status
 * again. Throws as any read of the database does.
 */
export async function latestSamples(
  database: Database,
  signal: AbortSignal | undefined,
): Promise<LatestSamples> {
  return database.readPrimary(signal, async (db, run) => {
    const { now, sampledAt, unknown } = await readSampler(db, run);
    const samples = await recentSamples(db, run, now);
    const readings = databaseSeriesNames.map((name) => {
      const own = samples.filter((it) => it.series === databaseSeries[name].id);
      return { name, own };
    });
    const newest = readings.flatMap(({ name, own }) => {
      const last = own.at(-1);
      return last && last.at > now - newestWithin ? [[name, last] as const] : [];
    });
    const recent = readings.flatMap(({ name, own }) => {
      const mean = meanOf(own);
      return mean ? [[name, mean] as const] : [];
    });
    return { now, sampledAt, newest: new Map(newest), recent: new Map(recent), unknown };
  });
}

interface Sample extends Reading {
  readonly series: number;
  readonly readings: number;
}

/** By the primary key; at most 31 rows a series, oldest first. */
async function recentSamples(db: Db, run: Run, now: number): Promise<Sample[]> {
  const ids = databaseSeriesNames.map((name) => databaseSeries[name].id);
  return db
    .selectFrom('caretaker.metric_sample')
    .select(['series', 'at', 'low', 'mean', 'high', 'readings'])
    .where('step', '=', 10)
    .where('series', 'in', ids)
    .where('at', '>', now - recentWithin)
    .where('at', '<=', now)
    .orderBy('series')
    .orderBy('at')
    .execute(run);
}

async function readSampler(db: Db, run: Run) {
  const { rows } = await sql<{ now: string; sampled_at: string | null; unknown: string }>`
    SELECT UNIX_TIMESTAMP() AS now, sampled_at, unknown FROM caretaker.metric_sampler WHERE id = 1`.execute(
    db,
    run,
  );
  const row = rows[0];
  return {
    now: Number(row?.now ?? 0),
    sampledAt: realUtcOrNull(row?.sampled_at ?? null),
    unknown: reasonsOf(row?.unknown ?? '{}'),
  };
}

function meanOf(samples: readonly Sample[]): Reading | null {
  const last = samples.at(-1);
  if (!last) return null;
  const readings = samples.reduce((sum, it) => sum + it.readings, 0);
  return {
    at: last.at,
    low: Math.min(...samples.map((it) => it.low)),
    mean: samples.reduce((sum, it) => sum + it.mean * it.readings, 0) / readings,
    high: Math.max(...samples.map((it) => it.high)),
  };
}
