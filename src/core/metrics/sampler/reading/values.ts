import type { DatabaseSeries } from '../../../../contract/metrics/series.ts';
import { rateOf, secondsBetween } from './clock.ts';
import { isKnown, type Known } from './known.ts';
import { latencyAt } from './latencies.ts';
import type { ServerReading } from './server-reading.ts';
import { type ReckonedSeries, sources } from './sources.ts';

/** What a reading comes to. A series in neither is a gap: there was nothing to compare its counter with. */
export interface Values {
  readonly values: ReadonlyMap<DatabaseSeries, number>;
  /** From a series that this server does not give to why, and how to turn it on. */
  readonly unknown: ReadonlyMap<DatabaseSeries, string>;
}

/** The series of a reading, in their units; rates are over the time since `before`. */
export function valuesOf(before: ServerReading | null, now: ServerReading): Values {
  const values = new Map<DatabaseSeries, number>();
  const unknown = new Map<DatabaseSeries, string>();
  const seconds = before === null ? null : secondsBetween(before.clock, now.clock);
  const note = (series: DatabaseSeries, found: Known<number | null>) => {
    if (!isKnown(found)) unknown.set(series, found.why);
    else if (found.value !== null && Number.isFinite(found.value)) values.set(series, found.value);
  };
  const compared = seconds === null ? null : before;
  for (const [name, { as, read }] of Object.entries(sources)) {
    const series = name as Exclude<DatabaseSeries, ReckonedSeries>;
    note(series, as === 'now' ? read(now) : rateSince(compared && read(compared), read(now), seconds));
  }
  note('concurrency', concurrency(compared, now, seconds));
  note('latency_p95', latency(0.95, compared, now));
  note('latency_p99', latency(0.99, compared, now));
  return { values, unknown };
}

function rateSince(
  before: Known<number> | null,
  now: Known<number>,
  seconds: number | null,
): Known<number | null> {
  if (!isKnown(now)) return now;
  if (before === null || seconds === null || !isKnown(before)) return { value: null };
  return { value: rateOf(before.value, now.value, seconds) };
}

/**
 * How many statements ran at once, on average: the time that they took over the time that passed. Without
 * performance_schema, how many sessions were at work at the moment of the reading.
 */
function concurrency(
  before: ServerReading | null,
  now: ServerReading,
  seconds: number | null,
): Known<number | null> {
  const total = statementSeconds(now);
  if (total === null) return sources.running.read(now);
  const earlier = before && statementSeconds(before);
  if (earlier === null || seconds === null) return { value: null };
  const mean = rateOf(earlier, total, seconds);
  // A statement counts when it ends. One that ran for an hour would make a spike that no server could run at once.
  return { value: mean !== null && mean <= mostAtOnce(before, now) ? mean : null };
}

function statementSeconds({ activity }: ServerReading): number | null {
  return isKnown(activity) ? activity.value.statementSeconds : null;
}

function mostAtOnce(...readings: readonly (ServerReading | null)[]): number {
  const connected = readings.map((it) => (it === null ? 0 : Number(it.status.get('Threads_connected'))));
  return Math.max(1, ...connected);
}

function latency(share: number, before: ServerReading | null, now: ServerReading): Known<number | null> {
  if (!isKnown(now.latencies)) return now.latencies;
  if (before === null || !isKnown(before.latencies)) return { value: null };
  return { value: latencyAt(share, before.latencies.value, now.latencies.value) };
}
