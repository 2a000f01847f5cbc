import { sql } from 'kysely';
import {
  type DatabaseSeries,
  databaseSeries,
  databaseSeriesNames,
} from '../../../../contract/metrics/series.ts';
import type { Database, Db, Run } from '../../../database/database.ts';
import { latestSamples } from '../../sampler/latest.ts';
import type { Readings, Recent, Stretch, Stretches } from '../readings.ts';

type Sampled = Pick<
  Readings,
  'now' | 'sampledAt' | 'recent' | 'hour' | 'before' | 'lastWeek' | 'unsampled'
> & { deadlocksInHour: number };

const week = 7 * 86_400;

/** What the sampler wrote down of the server: lately, over an hour, and in hours before. */
export async function readSamples(database: Database, signal: AbortSignal | undefined): Promise<Sampled> {
  const latest = await latestSamples(database, signal);
  const { now } = latest;
  return database.readPrimary(signal, async (db, run) => {
    const [hour, before, lastWeek, deadlocksInHour] = await Promise.all([
      stretchesOf(db, run, { step: 10, from: now - 3600, to: now + 1 }),
      stretchesOf(db, run, { step: 60, from: now - 7200, to: now - 3600 }),
      stretchesOf(db, run, { step: 60, from: now - week - 3600, to: now - week }),
      deadlocksIn(db, run, now),
    ]);
    const recent = new Map<DatabaseSeries, Recent>();
    for (const [name, newest] of latest.newest) {
      const stretch = latest.recent.get(name) ?? newest;
      recent.set(name, { ...stretch, last: newest.mean, at: newest.at });
    }
    return {
      now,
      sampledAt: latest.sampledAt === null ? null : Date.parse(latest.sampledAt) / 1000,
      recent,
      hour,
      before,
      lastWeek,
      unsampled: latest.unknown,
      deadlocksInHour,
    };
  });
}

/** What is held against other hours; the rest is judged by the last minutes alone. */
const compared: readonly DatabaseSeries[] = [
  'statements',
  'concurrency',
  'latency_p95',
  'redo_written',
  'history',
  'mutex_waits',
];

/** By the primary key: six series, an hour of each. */
async function stretchesOf(
  db: Db,
  run: Run,
  { step, from, to }: { step: number; from: number; to: number },
): Promise<Stretches> {
  const ids = compared.map((name) => databaseSeries[name].id);
  const { rows } = await sql<Stretch & { series: number }>`
    SELECT series, MIN(low) AS low, SUM(mean * readings) / SUM(readings) AS mean, MAX(high) AS high, MAX(at) AS at
    FROM caretaker.metric_sample
    WHERE step = ${step} AND series IN (${sql.join(ids)}) AND at >= ${from} AND at < ${to}
    GROUP BY series`.execute(db, run);
  return new Map(rows.map(({ series, ...stretch }) => [nameOf(series), stretch]));
}

function nameOf(id: number): DatabaseSeries {
  const name = databaseSeriesNames.find((it) => databaseSeries[it].id === id);
  if (name === undefined) throw new Error(`no series has the number ${id}`);
  return name;
}

/** How many deadlocks there were in the last hour. A reading stands for so many steps of 10 s as it says. */
async function deadlocksIn(db: Db, run: Run, now: number): Promise<number> {
  const { rows } = await sql<{ count: number | null }>`
    SELECT SUM(mean * readings) * 10 AS count FROM caretaker.metric_sample
    WHERE step = 10 AND series = ${databaseSeries.deadlocks.id} AND at >= ${now - 3600} AND at <= ${now}`.execute(
    db,
    run,
  );
  return Number(rows[0]?.count ?? 0);
}
