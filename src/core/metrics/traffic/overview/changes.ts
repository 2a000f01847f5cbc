import { changeMeasures, type TrafficChange } from '../../../../contract/metrics/traffic.ts';
import type { Marker } from '../../../../contract/metrics/values.ts';
import { utcOfSeconds } from '../charts/series.ts';
import type { TrafficHour } from '../site/hours.ts';
import { hourSeconds, weekSeconds } from '../site/moments.ts';
import { meanByRequests } from '../sum/days.ts';
import { onsetOf } from './onset.ts';

type Measure = TrafficChange['measure'];

const most = 5;
const windowSeconds = 24 * hourSeconds;
/** A deploy within this time before a change may be what brought it. */
const deploySeconds = 2 * hourSeconds;
/** Less than a tenth more or less is any day. */
const worthSaying = Math.log(1.1);
/** Errors come by chance: so many times the chance that is to be expected is no chance any more. */
const beyondChance = 4;

export interface ChangeGround {
  /** Of the two days before `over`, and of the same a week earlier. */
  readonly now: readonly TrafficHour[];
  readonly before: readonly TrafficHour[];
  /** The end of the last hour that is told. */
  readonly over: number;
  /** Of the same time, oldest first. */
  readonly deploys: readonly Marker[];
}

/**
 * What differs most in the last day from the same day a week earlier: by the size of the change as a factor, a service
 * with few requests counting for less.
 */
export function changesOf(ground: ChangeGround): TrafficChange[] {
  const { now, before, over } = ground;
  const lately = now.filter((row) => row.at >= over - windowSeconds);
  const then = before.filter((row) => row.at >= over - windowSeconds - weekSeconds);
  const all = sumOf(lately, 'requests');
  const services = [...new Set([...lately, ...then].map((row) => row.service))];
  return services
    .flatMap((service) => {
      const mine = (rows: readonly TrafficHour[]) => rows.filter((row) => row.service === service);
      const pair = { now: mine(lately), before: mine(then) };
      const share = Math.max(sumOf(pair.now, 'requests'), sumOf(pair.before, 'requests')) / Math.max(1, all);
      return changeMeasures.flatMap((measure) => {
        const size = sizeOf(measure, pair.now, pair.before);
        if (size === null) return [];
        return [{ service, measure, size, weight: Math.abs(size) * Math.min(1, share) ** 0.25, pair }];
      });
    })
    .sort((a, b) => b.weight - a.weight)
    .slice(0, most)
    .map(({ service, measure, size, pair }) => {
      const since = sinceOf(service, measure, size, ground);
      return {
        service,
        measure,
        now: measured(measure, pair.now),
        before: measured(measure, pair.before),
        since: utcOfSeconds(since),
        deploy: since === null ? null : deployBefore(since, ground.deploys),
      };
    });
}

/** How a measure is told of several hours: requests a second, errors as a share, milliseconds of p95. */
export function measured(measure: Measure, rows: readonly TrafficHour[]): number | null {
  if (rows.length === 0) return null;
  const requests = sumOf(rows, 'requests');
  if (measure === 'requests') return requests / (new Set(rows.map((row) => row.at)).size * hourSeconds);
  if (measure === 'errors') return requests === 0 ? null : sumOf(rows, 'errors') / requests;
  return meanByRequests(rows, 'p95');
}

/** What a service that began, or ended, counts as: a factor of a thousand. */
const whole = Math.log(1000);

/** The logarithm of now against then; null where it is not worth saying. */
function sizeOf(
  measure: Measure,
  now: readonly TrafficHour[],
  before: readonly TrafficHour[],
): number | null {
  if (now.length === 0 || before.length === 0) {
    return measure === 'requests' ? (now.length === 0 ? -whole : whole) : null;
  }
  const values = [measured(measure, now), measured(measure, before)] as const;
  const size = logOf(...values);
  if (size === null || Math.abs(size) < worthSaying) return null;
  if (measure === 'errors' && !isBeyondChance(now, before)) return null;
  return size;
}

function isBeyondChance(now: readonly TrafficHour[], before: readonly TrafficHour[]): boolean {
  const scale = sumOf(now, 'requests') / Math.max(1, sumOf(before, 'requests'));
  const expected = sumOf(before, 'errors') * scale;
  const spread = Math.sqrt(expected * (1 + scale) + 1);
  return Math.abs(sumOf(now, 'errors') - expected) > beyondChance * spread;
}

/** The hour in which it changed, among the last two days. */
function sinceOf(service: string, measure: Measure, size: number, ground: ChangeGround): number | null {
  const byHour = (rows: readonly TrafficHour[]) =>
    new Map(rows.filter((row) => row.service === service).map((row) => [row.at, row]));
  const now = byHour(ground.now);
  const before = byHour(ground.before);
  const hours = Array.from({ length: 48 }, (_, nr) => ground.over - (48 - nr) * hourSeconds);
  if (Math.abs(size) === whole) return firstOrAfterLast([...now.keys()], size > 0);
  const values = hours.map((hour) => {
    const pair = [now.get(hour), before.get(hour - weekSeconds)] as const;
    if (pair[0] === undefined || pair[1] === undefined) return null;
    return logOf(measured(measure, [pair[0]]), measured(measure, [pair[1]]));
  });
  const index = onsetOf(values, size);
  return index === null ? null : (hours[index] ?? null);
}

/** When a service began, or the hour after its last. */
function firstOrAfterLast(hours: readonly number[], began: boolean): number | null {
  if (hours.length === 0) return null;
  return began ? Math.min(...hours) : Math.max(...hours) + hourSeconds;
}

/** The last one before the end of the hour in which it changed. */
function deployBefore(hour: number, deploys: readonly Marker[]): Marker | null {
  return deploys.findLast(({ at }) => at < hour + hourSeconds && at >= hour - deploySeconds) ?? null;
}

function logOf(now: number | null, before: number | null): number | null {
  return now === null || before === null || now <= 0 || before <= 0 ? null : Math.log(now / before);
}

function sumOf(rows: readonly TrafficHour[], key: 'requests' | 'errors'): number {
  return rows.reduce((sum, row) => sum + row[key], 0);
}
