import type { Zone } from './preferences.ts';

/** Every way in which the interface writes a moment. Moments are ISO 8601 in UTC, with up to six decimals. */

const language = 'en-GB';
const formats = new Map<string, Intl.DateTimeFormat>();

/** `23 Nov 2026` */
export function dateOf(moment: string, zone: Zone): string {
  return formatter(zone, 'date', { day: 'numeric', month: 'short', year: 'numeric' }).format(
    new Date(moment),
  );
}

/** `14:03:12` */
export function timeOf(moment: string, zone: Zone): string {
  return formatter(zone, 'time', {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).format(new Date(moment));
}

/** `23 Nov 2026, 14:03:12 UTC`: complete, with its zone named. */
export function absoluteOf(moment: string, zone: Zone): string {
  return `${stampOf(moment, zone)} ${zoneNameAt(moment, zone)}`;
}

/** `23 Nov 2026, 14:03:12`: for columns, whose zone is named elsewhere. */
export function stampOf(moment: string, zone: Zone): string {
  return `${dateOf(moment, zone)}, ${timeOf(moment, zone)}`;
}

/** `Monday 23 November 2026` */
export function dayOf(moment: string, zone: Zone): string {
  return formatter(zone, 'day', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }).format(
    new Date(moment),
  );
}

/** `UTC`, `CET`, `GMT+5:30`: what the clocks of that zone are called at that moment. */
export function zoneNameAt(moment: string, zone: Zone): string {
  if (zone === 'utc') return 'UTC';
  const parts = formatter(zone, 'zone', { timeZoneName: 'short' }).formatToParts(new Date(moment));
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? '';
}

const steps = [
  { below: 60, seconds: 60, unit: 'min' },
  { below: 24, seconds: 3600, unit: 'h' },
  { below: 31, seconds: 86_400, unit: 'd' },
  { below: 12, seconds: 30.44 * 86_400, unit: 'mo' },
  { below: Number.POSITIVE_INFINITY, seconds: 365.25 * 86_400, unit: 'y' },
] as const;

/** `just now`, `3 min ago`, `5 h ago`, `in 2 d`; `now` in milliseconds since the epoch. */
export function relativeOf(moment: string, now: number): string {
  const seconds = (now - Date.parse(moment)) / 1000;
  const distance = Math.abs(seconds);
  if (distance < 45) return 'just now';
  for (const step of steps) {
    const count = Math.max(1, Math.round(distance / step.seconds));
    if (count < step.below) return seconds > 0 ? `${count} ${step.unit} ago` : `in ${count} ${step.unit}`;
  }
  return 'long ago';
}

/** The first moment of a calendar day (`2026-11-23`), or of the one after it, as UTC text. */
export function dayStart(day: string, zone: Zone, after = 0): string | null {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day);
  if (match === null) return null;
  const [year, month, date] = [Number(match[1]), Number(match[2]) - 1, Number(match[3])];
  const check = new Date(Date.UTC(year, month, date));
  if (check.getUTCMonth() !== month || check.getUTCDate() !== date || year < 1000) return null;
  const start =
    zone === 'utc' ? new Date(Date.UTC(year, month, date + after)) : new Date(year, month, date + after);
  return start.toISOString();
}

/** The calendar day, `2026-11-23`, of a moment in milliseconds, or of some days after it. */
export function dayAt(moment: number, zone: Zone, after = 0): string {
  const day = new Date(moment);
  if (zone === 'utc') day.setUTCDate(day.getUTCDate() + after);
  else day.setDate(day.getDate() + after);
  const [year, month, date] =
    zone === 'utc'
      ? [day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate()]
      : [day.getFullYear(), day.getMonth(), day.getDate()];
  return `${year}-${String(month + 1).padStart(2, '0')}-${String(date).padStart(2, '0')}`;
}

function formatter(zone: Zone, name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${zone} ${name}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(language, zone === 'utc' ? { ...options, timeZone: 'UTC' } : options);
  formats.set(key, made);
  return made;
}
