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
      return `unknown. ${forecast.because} ${forecast.turnOn}`;
    default:
      return forecast.because;
  }
}

/** `54% of 4.29G`; what is not known is a dash. */
export function usedWords({ used, limit, unit }: CalendarEntry): string {
  if (used === null || limit === null) return '–';
  if (unit === 'ratio') return shareText(used / limit);
  return `${shareText(used / limit)} of ${valueText(limit, unit)}`;
}

/** How fast it comes nearer: a share is in percent of the limit, the rest in its own unit. */
export function rateWords({ kind, unit, forecast }: CalendarEntry): string {
  if (!('perWeek' in forecast)) return '–';
  const { perWeek } = forecast;
  const isShare = unit === 'ratio' || kind === 'redo';
  const size = isShare
    ? `${Number((Math.abs(perWeek) * 100).toPrecision(2))} points`
    : valueText(Math.abs(perWeek), unit);
  const sign = perWeek > 0 ? '+' : perWeek < 0 ? '−' : '';
  return `${sign}${size}`;
}
