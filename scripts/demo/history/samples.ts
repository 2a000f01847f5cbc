import type { Connection } from 'mysql2/promise';
import { type DatabaseSeries, databaseSeries } from '../../../src/contract/metrics/series.ts';
import { DAY, HOUR } from '../world/calendar.ts';
import { Random } from '../world/random.ts';
import { type Load, loadAt, startedBefore } from './load.ts';
import { loadRows, type Row } from './rows.ts';
import { type Limits, longSeries, seriesAt } from './series.ts';

const YEARS_HOURS = 2 * 365 * 24;
const QUARTER_HOURS = 92 * 24;
const MINUTE = 60_000;
/** Every minute for so long, and one in five for two weeks: what a week is compared with. */
const EACH_MINUTE_FOR = 2 * DAY;
const SPARSE_FOR = 15 * DAY;
const SPARSE = 5 * MINUTE;
/** An hour is made of so many moments. */
const LOOKS = 12;
/** For how many readings of 10 s a minute and an hour stand. */
const READINGS = { 60: 6, 3600: 360 } as const;

interface Step {
  /** Beginning, in ms. */
  readonly at: number;
  readonly loads: readonly Load[];
}

/** What a sampler would have kept of the last two years: hours, and minutes of the last weeks. `end` in ms. */
export async function writeSamples(
  connection: Connection,
  o: { readonly seed: number; readonly end: number; readonly limits: Limits },
): Promise<void> {
  const minutesUntil = Math.floor(o.end / MINUTE) * MINUTE;
  const hoursUntil = Math.floor(o.end / HOUR) * HOUR;
  const random = new Random(o.seed);
  const steps = (from: number, until: number, step: number, looks: number): Step[] =>
    Array.from({ length: Math.round((until - from) / step) }, (_, nr) => ({
      at: from + nr * step,
      loads: Array.from({ length: looks }, (__, look) =>
        loadAt(random, from + nr * step + (look * step) / looks, o.end),
      ),
    }));
  const minutesFrom = minutesUntil - EACH_MINUTE_FOR;
  const minutes = [
    ...steps(minutesUntil - SPARSE_FOR, minutesFrom, SPARSE, 1),
    ...steps(minutesFrom, minutesUntil, MINUTE, 1),
  ];
  const hours = steps(hoursUntil - YEARS_HOURS * HOUR, hoursUntil, HOUR, LOOKS);
  await loadRows(
    connection,
    'metric_sample',
    ['step', 'series', 'at', 'low', 'mean', 'high', 'readings'],
    rowsOf(minutes, hours, o.limits),
  );
  await connection.query(
    `UPDATE caretaker.metric_sampler
     SET minutes_until = GREATEST(minutes_until, ?), hours_until = GREATEST(hours_until, ?) WHERE id = 1`,
    [minutesUntil / 1000, hoursUntil / 1000],
  );
}

/** In the order of the primary key. */
function* rowsOf(minutes: readonly Step[], hours: readonly Step[], limits: Limits): Generator<Row> {
  const most = mostUsed(hours, limits);
  const names = (Object.keys(databaseSeries) as DatabaseSeries[]).sort(
    (a, b) => databaseSeries[a].id - databaseSeries[b].id,
  );
  const recent = hours.slice(-QUARTER_HOURS);
  for (const step of [60, 3600] as const) {
    for (const name of names) {
      const of = step === 60 ? minutes : longSeries.includes(name) ? hours : recent;
      for (const it of of) {
        const values = valuesOf(name, it, step, limits, most);
        if (values === null) continue;
        const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
        yield [
          step,
          databaseSeries[name].id,
          it.at / 1000,
          Math.min(...values),
          mean,
          Math.max(...values),
          READINGS[step],
        ];
      }
    }
  }
}

function valuesOf(
  name: DatabaseSeries,
  { at, loads }: Step,
  step: 60 | 3600,
  limits: Limits,
  most: ReadonlyMap<number, number>,
): number[] | null {
  if (name === 'uptime') {
    const ends = [at, at + step * 1000].map((moment) => (moment - startedBefore(at + step * 1000)) / 1000);
    return ends.map((seconds) => Math.max(0, seconds));
  }
  if (name === 'max_used') {
    const known = most.get(Math.floor(at / HOUR) * HOUR);
    return known === undefined ? null : [known];
  }
  const value = seriesAt[name];
  return value === undefined ? null : loads.map((load) => value(load, limits));
}

/** The most connections since the server's last start, by hour. */
function mostUsed(hours: readonly Step[], limits: Limits): Map<number, number> {
  const most = new Map<number, number>();
  let highest = 0;
  for (const { at, loads } of hours) {
    if (at - startedBefore(at) < HOUR) highest = 0;
    const connected = loads.map((load) => seriesAt.connected?.(load, limits) ?? 0);
    highest = Math.max(highest, Math.round(Math.max(...connected)));
    most.set(at, highest);
  }
  return most;
}

/** From one whole day to the other, as texts of a DATE column; in ms. */
export function* daysBetween(from: number, to: number): Generator<{ at: number; day: string }> {
  for (let at = Math.floor(from / DAY) * DAY; at <= to; at += DAY) {
    yield { at, day: new Date(at).toISOString().slice(0, 10) };
  }
}
