import type { CalendarEntry } from '../../../../../contract/metrics/headroom/calendar.ts';

const day = 86_400;
const shortest = 365 * day;
const longest = 5 * 366 * day;

/** A stretch of the picture, in percent of its width. */
export interface Bar {
  readonly from: number;
  readonly to: number;
  /** It goes on beyond what is shown. */
  readonly isOpen: boolean;
}

export interface TimeLine {
  /** Seconds since 1970. */
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly { readonly at: number; readonly label: string }[];
}

/** From now to a little after the last date that is given, a year at least and five at most. */
export function timeLineOf(entries: readonly CalendarEntry[], now: number): TimeLine {
  const ends = entries.flatMap(({ forecast }) =>
    forecast.kind === 'range' ? [forecast.latest ?? forecast.earliest + shortest] : [],
  );
  const length = Math.min(longest, Math.max(shortest, 1.1 * (Math.max(now, ...ends) - now)));
  const to = now + length;
  return { from: now, to, ticks: ticksOf(now, to) };
}

/** The beginnings of months, quarters or years, as many as can be read. */
function ticksOf(from: number, to: number): TimeLine['ticks'] {
  const months = (to - from) / (30.44 * day);
  const every = months <= 14 ? 2 : months <= 30 ? 3 : 12;
  const start = new Date(from * 1000);
  const ticks: { at: number; label: string }[] = [];
  for (let month = start.getUTCMonth() + 1; ; month += 1) {
    const date = new Date(Date.UTC(start.getUTCFullYear(), month, 1));
    const seconds = date.getTime() / 1000;
    if (seconds > to) return ticks;
    if (date.getUTCMonth() % every !== 0) continue;
    const isYear = date.getUTCMonth() === 0;
    const name = date.toLocaleString('en-GB', { month: 'short', timeZone: 'UTC' });
    ticks.push({
      at: percent(seconds, { from, to }),
      label: isYear ? String(date.getUTCFullYear()) : name,
    });
  }
}

/** Where an entry stands; null where it has no date, or one beyond the end. */
export function barOf({ reached, forecast }: CalendarEntry, line: Pick<TimeLine, 'from' | 'to'>): Bar | null {
  if (reached) return { from: 0, to: 1, isOpen: false };
  if (forecast.kind !== 'range' || forecast.earliest > line.to) return null;
  const latest = forecast.latest ?? Number.POSITIVE_INFINITY;
  const isOpen = latest > line.to;
  const from = percent(Math.max(forecast.earliest, line.from), line);
  return { from, to: Math.max(from + 0.7, isOpen ? 100 : percent(latest, line)), isOpen };
}

function percent(moment: number, { from, to }: Pick<TimeLine, 'from' | 'to'>): number {
  return (100 * (moment - from)) / (to - from);
}
