import { sql } from 'kysely';
import type { Db, Run } from '../../../database/database.ts';
import { floorTo, hourSeconds, momentText, nowSeconds, secondsOf } from './moments.ts';
import { type Told, told } from './view.ts';

/** What the site tells of one service in one hour. */
export interface TrafficHour {
  /** Beginning, in seconds since 1970. */
  readonly at: number;
  readonly service: string;
  readonly requests: number;
  readonly pageviews: number;
  readonly errors: number;
  /** Milliseconds; null where the site gives none. */
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
}

/** A name is kept so long. */
const nameMost = 60;
const fiveYears = 5 * 366 * 86_400;

/** Up to when hours are over: one that is under way would look like a drop. */
export function lastOver(now = nowSeconds()): number {
  return floorTo(hourSeconds, now);
}

/** The beginning of the latest hour that is over and told of, none older than five years: an index's end. */
export async function latestHour(db: Db, run: Run): Promise<{ at: number | null; unknown: string | null }> {
  const over = lastOver();
  const { rows, unknown } = await told('traffic_hour', async () => {
    const answer = await sql<{ hour: string }>`
      SELECT hour FROM caretaker_site.traffic_hour
      WHERE hour >= ${momentText(over - fiveYears)} AND hour < ${momentText(over)}
      ORDER BY hour DESC LIMIT 1`.execute(db, run);
    return answer.rows;
  });
  const at = floorTo(hourSeconds, secondsOf(rows[0]?.hour));
  return { at: Number.isNaN(at) ? null : at, unknown };
}

/** The first hour told of from `from` on. */
export async function firstHour(db: Db, run: Run, from: number): Promise<number | null> {
  const { rows } = await sql<{ hour: string }>`
    SELECT hour FROM caretaker_site.traffic_hour
    WHERE hour >= ${momentText(from)} ORDER BY hour LIMIT 1`.execute(db, run);
  const at = secondsOf(rows[0]?.hour);
  return Number.isNaN(at) ? null : at;
}

interface HourRow {
  hour: string;
  service: string;
  requests: string | number;
  pageviews: string | number;
  errors: string | number;
  ms_p50: string | number | null;
  ms_p95: string | number | null;
  ms_p99: string | number | null;
}

/** All services of the hours from `from` until before `to`, in order, `most` rows at most: one range of the index by hour. */
export function readHours(
  db: Db,
  run: Run,
  { from, to, most }: { from: number; to: number; most: number },
): Promise<Told<TrafficHour>> {
  return told('traffic_hour', async () => {
    const { rows } = await sql<HourRow>`
      SELECT hour, service, requests, pageviews, errors, ms_p50, ms_p95, ms_p99
      FROM caretaker_site.traffic_hour
      WHERE hour >= ${momentText(from)} AND hour < ${momentText(to)}
      ORDER BY hour, service LIMIT ${sql.lit(most)}`.execute(db, run);
    return rows.map(hourOf).filter((row) => !Number.isNaN(row.at) && row.service !== '');
  });
}

function hourOf(row: HourRow): TrafficHour {
  return {
    at: floorTo(hourSeconds, secondsOf(row.hour)),
    service: String(row.service ?? '').slice(0, nameMost),
    requests: countOf(row.requests),
    pageviews: countOf(row.pageviews),
    errors: countOf(row.errors),
    p50: numberOrNull(row.ms_p50),
    p95: numberOrNull(row.ms_p95),
    p99: numberOrNull(row.ms_p99),
  };
}

function countOf(value: unknown): number {
  return Math.max(0, Math.round(Number(value) || 0));
}

/** As a driver gives a number or a sum of numbers: as text where it is not a double. */
export function numberOrNull(value: unknown): number | null {
  if (value === null || value === undefined) return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}
