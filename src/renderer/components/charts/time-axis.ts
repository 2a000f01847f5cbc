import type { Zone } from '../../preferences/preferences.ts';
import { zoneNameAt } from '../../preferences/time-format.ts';

const minute = 60;
const hour = 3600;
const day = 86_400;

/** Steps of the axis below a day, in seconds, and the days and months above. */
const steps = [
  1,
  5,
  10,
  15,
  30,
  minute,
  2 * minute,
  5 * minute,
  10 * minute,
  15 * minute,
  30 * minute,
  hour,
  2 * hour,
  3 * hour,
  6 * hour,
  12 * hour,
];
const days = [1, 2, 7, 14];
const months = [1, 2, 3, 6, 12, 24, 60];

/** The moments that the axis names, on round times of the zone's clocks, at most `most` of them. In seconds. */
export function timeTicks(from: number, to: number, most: number, zone: Zone): number[] {
  const least = (to - from) / Math.max(1, most);
  const step = steps.find((it) => it >= least);
  if (step !== undefined) return clockTicks(from, to, step, zone);
  const someDays = days.find((it) => it * day >= least);
  if (someDays !== undefined) return dayTicks(from, to, someDays, zone);
  return monthTicks(from, to, months.find((it) => it * 30.4 * day >= least) ?? 120, zone);
}

/** Steps through the clocks' time, so that 06:00 stays 06:00 when the clocks change. */
function clockTicks(from: number, to: number, step: number, zone: Zone): number[] {
  const found: number[] = [];
  let offset = offsetAt(from, zone);
  for (let local = Math.ceil((from + offset) / step) * step; ; local += step) {
    offset = offsetAt(local - offset, zone);
    const moment = local - offset;
    if (moment > to) return found;
    if (moment >= from && moment > (found.at(-1) ?? -1)) found.push(moment);
  }
}

function dayTicks(from: number, to: number, step: number, zone: Zone): number[] {
  const found: number[] = [];
  const offset = offsetAt(from, zone);
  // Counted from a Monday, so that weeks begin on one.
  const monday = 4 * day;
  let local = Math.ceil((from + offset - monday) / (step * day)) * step * day + monday;
  for (; ; local += step * day) {
    const moment = local - offsetAt(local - offset, zone);
    if (moment > to) return found;
    if (moment >= from) found.push(moment);
  }
}

function monthTicks(from: number, to: number, step: number, zone: Zone): number[] {
  const found: number[] = [];
  const start = new Date(1000 * (from + offsetAt(from, zone)));
  let month = start.getUTCFullYear() * 12 + start.getUTCMonth();
  month = Math.ceil(month / step) * step;
  for (; ; month += step) {
    const local = Date.UTC(Math.floor(month / 12), month % 12, 1) / 1000;
    const moment = local - offsetAt(local, zone);
    if (moment > to) return found;
    if (moment >= from) found.push(moment);
  }
}

/** How far the zone's clocks are ahead of UTC, in seconds. */
function offsetAt(moment: number, zone: Zone): number {
  return zone === 'utc' ? 0 : -60 * new Date(1000 * moment).getTimezoneOffset();
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** What the axis writes at its moments: the time, and the date where a day begins. */
export function tickTexts(ticks: readonly number[], zone: Zone): string[] {
  const step = Math.min(...ticks.slice(1).map((tick, index) => tick - (ticks[index] ?? 0)));
  const changes =
    ticks.length > 1 && step < day && zoneAt(ticks[0] ?? 0, zone) !== zoneAt(ticks.at(-1) ?? 0, zone);
  return ticks.map((tick) => {
    const local = new Date(1000 * (tick + offsetAt(tick, zone)));
    const midnight = local.getTime() % (1000 * day) === 0;
    if (step >= 27 * day) {
      return local.getUTCMonth() === 0 || step >= 360 * day
        ? text(local, { year: 'numeric' })
        : text(local, { month: 'short' });
    }
    if (midnight) return text(local, { day: 'numeric', month: 'short' });
    const clock = text(local, {
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      ...(step < minute ? { second: '2-digit' } : {}),
    });
    return changes ? `${clock} ${zoneAt(tick, zone)}` : clock;
  });
}

/** What the clocks are called: `UTC`, `CET`, or `CET, then CEST` where they change in between. */
export function zoneText(from: number, to: number, zone: Zone): string {
  const [first, last] = [zoneAt(from, zone), zoneAt(to, zone)];
  return first === last ? first : `${first}, then ${last}`;
}

/** The moment at which the zone's clocks change between two moments at most some months apart, or null. */
export function clockChange(from: number, to: number, zone: Zone): { at: number; label: string } | null {
  if (to - from > 150 * day || offsetAt(from, zone) === offsetAt(to, zone)) return null;
  let [low, high] = [from, to];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle, zone) === offsetAt(from, zone)) low = middle;
    else high = middle;
  }
  return { at: high, label: `The clocks change: ${zoneAt(low, zone)} to ${zoneAt(high, zone)}` };
}

function zoneAt(moment: number, zone: Zone): string {
  return zoneNameAt(new Date(1000 * moment).toISOString(), zone);
}

function text(local: Date, options: Intl.DateTimeFormatOptions): string {
  const key = JSON.stringify(options);
  const known = formats.get(key) ?? new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' });
  formats.set(key, known);
  return known.format(local);
}
