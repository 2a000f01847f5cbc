import type { Headline, TrafficOverview } from '../../../../contract/metrics/traffic.ts';
import type { GrowthDay } from '../site/growth.ts';
import type { TrafficHour } from '../site/hours.ts';
import { daySeconds, dayText, floorTo, hourSeconds, momentText, weekSeconds } from '../site/moments.ts';
import { measured } from './changes.ts';

/** Beyond these against a week earlier, a number should be looked at. */
const limits = {
  /** Of requests and pageviews. */
  fewer: 0.7,
  more: 1.6,
  slower: 1.4,
  /** Errors of all requests, whatever they were before. */
  errorShare: 0.01,
  moreErrors: 2,
  fewerActive: 0.9,
} as const;

interface Ground {
  readonly now: readonly TrafficHour[];
  readonly before: readonly TrafficHour[];
  readonly over: number;
  readonly growth: readonly GrowthDay[];
  /** Why nothing is known of now. */
  readonly unknown: string | null;
  readonly unknownGrowth: string | null;
}

/** Five numbers of now, each beside the same of a week earlier. */
export function headlinesOf(ground: Ground): TrafficOverview['headlines'] {
  const { over, unknown, unknownGrowth } = ground;
  const hour = (rows: readonly TrafficHour[], shift: number) =>
    rows.filter((row) => row.at === over - hourSeconds - shift);
  const now = hour(ground.now, 0);
  const before = hour(ground.before, weekSeconds);
  const lastHour = `in the hour from ${momentText(over - hourSeconds).slice(11, 16)} UTC`;
  const midnight = floorTo(daySeconds, over - hourSeconds);
  const today = ground.now.filter((row) => row.at >= midnight && row.at < over);
  const thatDay = ground.before.filter(
    (row) => row.at >= midnight - weekSeconds && row.at < over - weekSeconds,
  );
  const volume = { fewer: limits.fewer, more: limits.more };
  return {
    requests: judged(measured('requests', now), measured('requests', before), lastHour, volume, unknown),
    pageviews: judged(
      sumOf(today),
      sumOf(thatDay),
      `since midnight UTC, until ${momentText(over).slice(11, 16)}`,
      volume,
      unknown,
    ),
    errors: judged(
      measured('errors', now),
      measured('errors', before),
      `of all requests, ${lastHour}`,
      { more: limits.moreErrors, above: limits.errorShare },
      unknown,
    ),
    latency: judged(
      measured('latency', now),
      measured('latency', before),
      `the mean of all services by requests, ${lastHour}`,
      { more: limits.slower },
      unknown,
    ),
    active: active(ground.growth, unknownGrowth),
  };
}

function active(growth: readonly GrowthDay[], unknown: string | null): Headline {
  const last = growth.at(-1);
  const before = growth.find((day) => last !== undefined && day.at === last.at - weekSeconds);
  const reason = last === undefined ? '' : `on ${dayText(last.at)}`;
  return judged(last?.active ?? null, before?.active ?? null, reason, { fewer: limits.fewerActive }, unknown);
}

interface Limits {
  /** Below and above these, as factors of a week earlier. */
  readonly fewer?: number;
  readonly more?: number;
  /** Above this, whatever it was before. */
  readonly above?: number;
}

function judged(
  now: number | null,
  before: number | null,
  what: string,
  { fewer = 0, more = Number.POSITIVE_INFINITY, above = Number.POSITIVE_INFINITY }: Limits,
  unknown: string | null,
): Headline {
  if (unknown !== null) return { now: null, before, state: 'unknown', reason: unknown };
  if (now === null) return { now, before, state: 'unknown', reason: 'The site tells nothing of it.' };
  const factor = before === null || before === 0 ? null : now / before;
  const isUnusual = factor !== null && (factor < fewer || factor > more);
  return { now, before, state: isUnusual || now > above ? 'watch' : 'usual', reason: what };
}

function sumOf(rows: readonly TrafficHour[]): number | null {
  return rows.length === 0 ? null : rows.reduce((sum, row) => sum + row.pageviews, 0);
}
