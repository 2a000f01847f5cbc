import { sql } from 'kysely';
import { type DatabaseSeries, databaseSeries } from '../../../contract/metrics/series.ts';
import type { Db, Run } from '../../database/database.ts';
import { levels } from '../sampler/levels.ts';

/** How concurrency is known: the mean between samples or, where the server does not count, at the moment of each. */
export type Concurrency = 'concurrency' | 'running';

export interface Bin {
  readonly n: number;
  readonly x: number;
  readonly count: number;
}

export interface LoadPoints {
  readonly concurrency: Concurrency;
  readonly bins: readonly Bin[];
  readonly busiest: { readonly n: number; readonly x: number; readonly at: number } | null;
  /** In seconds. */
  readonly step: number;
  readonly steps: number;
  readonly leftOut: number;
}

export const mostBins = 200;
/** So soon after a start caches are cold, and throughput says little of concurrency; in seconds. */
export const coldFor = 600;
/** Of the usual readings of an hour so many must be there, or it speaks of a part of it. */
const leastReadings = 30;

interface Stretch {
  readonly from: number;
  readonly to: number;
}

/**
 * Concurrency and throughput of a range, step by step of the finest level that reaches back so far, and put together by
 * concurrency into at most 200 bins of one width. At most about 44,000 steps are read, by the primary key.
 */
export async function loadPoints(db: Db, run: Run, range: Stretch, now: number): Promise<LoadPoints> {
  const level = levels.find(({ keptFor }) => range.from >= now - keptFor) ?? levels[2];
  const measured = await pointsFrom(db, run, 'concurrency', range, level.step);
  return measured.steps > 0 ? measured : pointsFrom(db, run, 'running', range, level.step);
}

async function pointsFrom(
  db: Db,
  run: Run,
  concurrency: Concurrency,
  { from, to }: Stretch,
  step: number,
): Promise<LoadPoints> {
  // A step of the busiest hour may be longer than the minute after a restart: its lowest uptime tells.
  const points = sql`
    SELECT n.at, n.mean AS n, x.mean AS x,
      (u.low IS NOT NULL AND u.low < ${sql.lit(coldFor)})
        OR (n.step = 3600 AND LEAST(n.readings, x.readings) < ${sql.lit(leastReadings)}) AS left_out
    FROM caretaker.metric_sample n
    JOIN caretaker.metric_sample x ON x.step = n.step AND x.series = ${idOf('statements')} AND x.at = n.at
    LEFT JOIN caretaker.metric_sample u ON u.step = n.step AND u.series = ${idOf('uptime')} AND u.at = n.at
    WHERE n.step = ${step} AND n.series = ${idOf(concurrency)} AND n.at >= ${from} AND n.at < ${to}`;
  const { rows: sums } = await sql<{ steps: string; left_out: string | null; most: number | null }>`
    SELECT COUNT(*) AS steps, SUM(left_out) AS left_out, MAX(IF(left_out, NULL, n)) AS most
    FROM (${points}) p`.execute(db, run);
  const steps = Number(sums[0]?.steps ?? 0);
  const leftOut = Number(sums[0]?.left_out ?? 0);
  const most = sums[0]?.most ?? 0;
  if (!(most > 0)) return { concurrency, bins: [], busiest: null, step, steps, leftOut };
  const width = most / mostBins;
  const { rows: bins } = await sql<{ n: number; x: number; count: string }>`
    SELECT AVG(n) AS n, AVG(x) AS x, COUNT(*) AS count FROM (${points}) p
    WHERE NOT left_out AND n > 0
    GROUP BY LEAST(${sql.lit(mostBins - 1)}, FLOOR(n / ${width})) ORDER BY n`.execute(db, run);
  const { rows: busiest } = await sql<{ n: number; x: number; at: number | string }>`
    SELECT n, x, at FROM (${points}) p WHERE NOT left_out ORDER BY x DESC LIMIT 1`.execute(db, run);
  return {
    concurrency,
    bins: bins.map(({ n, x, count }) => ({ n, x, count: Number(count) })),
    busiest: busiest[0] === undefined ? null : { ...busiest[0], at: Number(busiest[0].at) },
    step,
    steps,
    leftOut,
  };
}

/** The means of the last ten minutes, or null where nothing was sampled in them. */
export async function loadNow(
  db: Db,
  run: Run,
  concurrency: Concurrency,
  now: number,
): Promise<{ n: number; x: number } | null> {
  const mean = async (name: DatabaseSeries) => {
    const { rows } = await sql<{ mean: number | null }>`
      SELECT SUM(mean * readings) / SUM(readings) AS mean FROM caretaker.metric_sample
      WHERE step = 10 AND series = ${idOf(name)} AND at >= ${now - 600} AND at <= ${now}`.execute(db, run);
    return rows[0]?.mean ?? null;
  };
  const [n, x] = [await mean(concurrency), await mean('statements')];
  return n === null || x === null ? null : { n, x };
}

const idOf = (name: DatabaseSeries) => databaseSeries[name].id;
