import type { TrafficHour } from '../site/hours.ts';
import { daySeconds, dayText, floorTo } from '../site/moments.ts';

/** A service on a day, as caretaker.traffic_day keeps it. */
export interface TrafficDay {
  readonly day: string;
  readonly service: string;
  readonly requests: number;
  readonly pageviews: number;
  readonly errors: number;
  readonly hours: number;
  readonly ms_p50: number | null;
  readonly ms_p95: number | null;
  readonly ms_p99: number | null;
  readonly worst_p50: number | null;
  readonly worst_p95: number | null;
  readonly worst_p99: number | null;
}

/** Sums hours up by day and service. */
export function daysOf(hours: readonly TrafficHour[]): TrafficDay[] {
  const groups = Map.groupBy(hours, (row) => `${floorTo(daySeconds, row.at)} ${row.service}`);
  return [...groups.values()].map((rows) => {
    const sum = (key: 'requests' | 'pageviews' | 'errors') => rows.reduce((all, row) => all + row[key], 0);
    return {
      day: dayText(rows[0]?.at ?? 0),
      service: rows[0]?.service ?? '',
      requests: sum('requests'),
      pageviews: sum('pageviews'),
      errors: sum('errors'),
      hours: new Set(rows.map((row) => row.at)).size,
      ms_p50: meanByRequests(rows, 'p50'),
      ms_p95: meanByRequests(rows, 'p95'),
      ms_p99: meanByRequests(rows, 'p99'),
      worst_p50: worst(rows, 'p50'),
      worst_p95: worst(rows, 'p95'),
      worst_p99: worst(rows, 'p99'),
    };
  });
}

type Times = Pick<TrafficHour, 'requests' | 'p50' | 'p95' | 'p99'>;

/**
 * A percentile of several hours cannot be had from theirs: this is their mean, each hour counting by its requests, and
 * says no more than that. Null where no hour has requests and a time.
 */
export function meanByRequests(rows: readonly Times[], key: 'p50' | 'p95' | 'p99'): number | null {
  let weight = 0;
  let sum = 0;
  for (const row of rows) {
    const time = row[key];
    if (time === null) continue;
    weight += row.requests;
    sum += row.requests * time;
  }
  return weight === 0 ? null : sum / weight;
}

function worst(rows: readonly Times[], key: 'p50' | 'p95' | 'p99'): number | null {
  const times = rows.flatMap((row) => row[key] ?? []);
  return times.length === 0 ? null : Math.max(...times);
}
