import type { CalendarEntry } from '../../../../../contract/metrics/headroom/calendar.ts';
import { valueText } from '../../../../components/charts/unit-text.ts';
import { rangeWords, shareText } from '../headroom-words.ts';

/** When it runs out, or why there is no date. */
export function endWords({ kind, reached, forecast }: CalendarEntry, now: number): string {
  if (reached) return kind === 'ids' ? 'now: one id is left at most' : 'now: it has been reached';
  switch (forecast.kind) {
    case 'range':
      return rangeWords(forecast.earliest, forecast.latest, now);
    case 'unknown':
      return `${forecast.because} ${forecast.turnOn}`;
    default:
      return forecast.because;
  }
}

/** `54% of 4.29 billion`; what is not known is a dash. */
export function usedWords({ used, limit, unit }: CalendarEntry): string {
  if (used === null || limit === null) return '–';
  if (unit === 'ratio') return shareText(used / limit);
  return `${shareText(used / limit)} of ${unit === 'count' ? countText(limit) : valueText(limit, unit)}`;
}

const whole = new Intl.NumberFormat('en-GB');
const compact = new Intl.NumberFormat('en-GB', {
  notation: 'compact',
  compactDisplay: 'long',
  maximumSignificantDigits: 3,
});

/** `65,535`, `2.15 billion`, `1.84 × 10^19`: names of numbers end somewhere. */
export function countText(count: number): string {
  if (count < 1e6) return whole.format(Math.round(count));
  if (count < 1e15) return compact.format(count);
  const power = Math.floor(Math.log10(count));
  return `${(count / 10 ** power).toPrecision(3)} × 10^${power}`;
}

/** How fast it comes nearer: a share is in percent of the limit, the rest in its own unit. */
export function rateWords({ kind, unit, forecast }: CalendarEntry): string {
  if (!('perWeek' in forecast)) return '–';
  const { perWeek } = forecast;
  const isShare = unit === 'ratio' || kind === 'redo';
  const size = isShare
    ? `${Number((Math.abs(perWeek) * 100).toPrecision(2))} points`
    : unit === 'count' && Math.abs(perWeek) >= 10
      ? countText(Math.abs(perWeek))
      : valueText(Math.abs(perWeek), unit);
  const sign = perWeek > 0 ? '+' : perWeek < 0 ? '−' : '';
  return `${sign}${size}`;
}
