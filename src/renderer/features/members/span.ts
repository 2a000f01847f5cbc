import type { Zone } from '../../preferences/preferences.ts';
import { dayAt, dayStart } from '../../preferences/time-format.ts';

/**
 * A span of days in an address. `7d` is today and the six days before it, whenever that is looked at, so that a saved
 * view keeps its meaning; `2026-11-01..2026-11-23` are two days, both included, of which either may be missing.
 */

export const recentSpans = { '1d': 'today', '7d': 'last 7 days', '30d': 'last 30 days', '365d': 'last year' };
export type RecentSpan = keyof typeof recentSpans;

/** Calendar days, `2026-11-23`, both included; null where it is open. */
export interface Days {
  readonly from: string | null;
  readonly until: string | null;
}

export function isRecent(span: string | undefined): span is RecentSpan {
  return span !== undefined && Object.hasOwn(recentSpans, span);
}

/** The span as it came, if it is one. */
export function parseSpan(text: string): string | undefined {
  return isRecent(text) || daysOf(text) !== null ? text : undefined;
}

/** The two days of a span that names them. */
export function daysOf(span: string | undefined): Days | null {
  const [, from = '', until = ''] = /^([\d-]*)\.\.([\d-]*)$/.exec(span ?? '') ?? [];
  const isDay = (day: string) => dayStart(day, 'utc') !== null;
  if ((from === '' && until === '') || (from !== '' && !isDay(from)) || (until !== '' && !isDay(until))) {
    return null;
  }
  return { from: from || null, until: until || null };
}

export function spanText({ from, until }: Days): string | undefined {
  return from === null && until === null ? undefined : `${from ?? ''}..${until ?? ''}`;
}

/** The days that a span means at a moment, in milliseconds since 1970. */
export function boundsOf(span: string | undefined, zone: Zone, now: number): Days {
  if (!isRecent(span)) return daysOf(span) ?? { from: null, until: null };
  return { from: dayAt(now, zone, 1 - Number.parseInt(span, 10)), until: null };
}
