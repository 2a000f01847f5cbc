import type { TrafficMonth } from '../../../../contract/metrics/traffic.ts';
import { withMembers } from '../charts/growth.ts';
import type { GrowthDay } from '../site/growth.ts';

/** A month of the console's sums. */
export interface SummedMonth {
  /** `2026-03` */
  readonly month: string;
  /** Days of it that are told of, and hours. */
  readonly days: number;
  readonly hours: number;
  readonly requests: number;
  readonly pageviews: number;
  readonly errors: number;
}

/** Every month from the first that anything is known of to the last, also those between of which nothing is. */
export function monthsOf(
  summed: readonly SummedMonth[],
  growth: readonly GrowthDay[],
): Omit<TrafficMonth, 'onMonth' | 'onYear'>[] {
  const byMonth = new Map(summed.map((it) => [it.month, it]));
  const days = Map.groupBy(withMembers(growth), (day) => monthOf(day.at));
  const known = [...byMonth.keys(), ...days.keys()].sort();
  return between(known[0], known.at(-1)).map((month) => {
    const traffic = byMonth.get(month);
    const ofMonth = days.get(month) ?? [];
    const sum = (key: 'signUps' | 'deleted' | 'messages' | 'active') => {
      const values = ofMonth.flatMap((day) => day[key] ?? []);
      return values.length === 0 ? null : values.reduce((all, it) => all + it, 0);
    };
    const active = sum('active');
    return {
      month,
      days: traffic?.days ?? ofMonth.length,
      whole: (traffic ? traffic.hours / 24 : ofMonth.length) === daysIn(month),
      requests: traffic?.requests ?? null,
      pageviews: traffic?.pageviews ?? null,
      errors: traffic?.errors ?? null,
      signUps: sum('signUps'),
      deleted: sum('deleted'),
      messages: sum('messages'),
      active: active === null ? null : active / ofMonth.filter((day) => day.active !== null).length,
      members: ofMonth.at(-1)?.members ?? null,
    };
  });
}

/** Requests of a month by day, as far as it is told: by this months are compared. Null where nothing is told. */
export function perDay(summed: ReadonlyMap<string, SummedMonth>, month: string): number | null {
  const found = summed.get(month);
  return found === undefined || found.hours === 0 ? null : (found.requests / found.hours) * 24;
}

/** So many months before another. */
export function monthBefore(month: string, months: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 - months, 1)).toISOString().slice(0, 7);
}

export function daysIn(month: string): number {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 0)).getUTCDate();
}

function monthOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 7);
}

/** Twenty years: a day of a wrong century must not make a list of thousands. */
const monthsMost = 240;

function between(first: string | undefined, last: string | undefined): string[] {
  if (first === undefined || last === undefined) return [];
  const months: string[] = [];
  for (let month = last; month >= first && months.length < monthsMost; month = monthBefore(month, 1))
    months.push(month);
  return months.reverse();
}
