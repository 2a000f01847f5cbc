import type { Zone } from '../../../preferences/preferences.ts';
import { type Stretch, shortest } from './range-moves.ts';

const twentyYears = 20 * 366 * 86_400;

/** Seconds since 1970 as a field for date and time wants them, to the minute: `2026-12-03T14:30`. */
export function fieldText(seconds: number, zone: Zone): string {
  const ahead = zone === 'utc' ? 0 : -60 * new Date(1000 * seconds).getTimezoneOffset();
  return new Date(1000 * (seconds + ahead)).toISOString().slice(0, 16);
}

/** The range between what stands in two such fields, or a sentence on what is wrong with it. `now` in seconds. */
export function chosenRange(from: string, to: string, zone: Zone, now: number): Stretch | string {
  const [start, end] = [secondsOf(from, zone), secondsOf(to, zone)];
  if (Number.isNaN(start)) return 'Give the date and time at which the range begins.';
  if (Number.isNaN(end)) return 'Give the date and time at which the range ends.';
  if (start < 0 || start >= now) return 'The range begins after now: nothing was read there yet.';
  if (end - start < shortest) return 'The range ends before it begins, or within the same minute.';
  if (end - start > twentyYears) return 'The range is longer than twenty years.';
  return { from: start, to: Math.min(end, Math.max(now, start + shortest)) };
}

function secondsOf(local: string, zone: Zone): number {
  return local === '' ? Number.NaN : Math.floor(Date.parse(zone === 'utc' ? `${local}Z` : local) / 1000);
}
