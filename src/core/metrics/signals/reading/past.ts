import { sql } from 'kysely';
import {
  type DatabaseSeries,
  databaseSeries,
  databaseSeriesNames,
} from '../../../../contract/metrics/series.ts';
import type { Database, Db, Run } from '../../../database/database.ts';
import type { PastStep } from '../since.ts';

/** How far back the state of a signal is told, in seconds, and in which steps. */
export const tellsBack = { for: 86_400, step: 300 } as const;
/** Minutes older than this have been summed up, in seconds. */
const summedUp = 900;

/** One step of one series. */
interface Part {
  readonly series: number;
  readonly begins: number | string;
  readonly low: number;
  readonly mean: number;
  readonly high: number;
  readonly latest: number;
}

/** What no longer changes of a series is read once in a while: a day of minutes, from `from` until before `to`. */
interface Kept {
  readonly from: number;
  readonly to: number;
  readonly parts: readonly Part[];
}
const keptFor = new WeakMap<Database, Map<DatabaseSeries, Kept>>();

/** What some series were, step by step over the last day, the oldest first. */
export async function readPast(
  database: Database,
  signal: AbortSignal | undefined,
  names: readonly DatabaseSeries[],
  now: number,
): Promise<readonly PastStep[]> {
  const kept = keptFor.get(database) ?? new Map<DatabaseSeries, Kept>();
  keptFor.set(database, kept);
  const to = Math.floor((now - summedUp) / tellsBack.step) * tellsBack.step;
  const isOf = (it: Kept | undefined) => it !== undefined && it.to <= to && to - it.to <= tellsBack.step;
  const unread = names.filter((name) => !isOf(kept.get(name)));
  // One by one: a day of more would be more rows than a statement may give.
  await Promise.all(
    unread.map((name) =>
      database.readPrimary(signal, async (db, run) => {
        const from = to - tellsBack.for;
        kept.set(name, { from, to, parts: await partsOf(db, run, 60, [name], from, to) });
      }),
    ),
  );
  const old = names.flatMap((name) => kept.get(name) ?? []);
  const newFrom = Math.min(to, ...old.map((it) => it.to));
  const fresh = await database.readPrimary(signal, (db, run) =>
    partsOf(db, run, 10, names, newFrom, now + 1),
  );
  return stepsOf([...old.flatMap((it) => it.parts), ...fresh]);
}

/** By the primary key. */
async function partsOf(
  db: Db,
  run: Run,
  step: number,
  names: readonly DatabaseSeries[],
  from: number,
  to: number,
): Promise<readonly Part[]> {
  const begins = sql`at DIV ${sql.lit(tellsBack.step)} * ${sql.lit(tellsBack.step)}`;
  const { rows } = await sql<Part>`
    SELECT series, ${begins} AS begins, MIN(low) AS low, SUM(mean * readings) / SUM(readings) AS mean,
      MAX(high) AS high, MAX(at) AS latest
    FROM caretaker.metric_sample
    WHERE step = ${step} AND series IN (${sql.join(names.map((name) => databaseSeries[name].id))})
      AND at >= ${from} AND at < ${to}
    GROUP BY series, ${begins}`.execute(db, run);
  return rows;
}

function stepsOf(parts: readonly Part[]): PastStep[] {
  const names = new Map(databaseSeriesNames.map((name) => [databaseSeries[name].id as number, name]));
  const steps = Map.groupBy(parts, (part) => Number(part.begins));
  return [...steps]
    .sort(([a], [b]) => a - b)
    .map(([at, of]) => ({
      at,
      recent: new Map(
        of.flatMap(({ series, low, mean, high, latest }) => {
          const name = names.get(series);
          return name === undefined ? [] : [[name, { low, mean, high, last: mean, at: latest }] as const];
        }),
      ),
    }));
}
