import { type RawBuilder, sql } from 'kysely';
import type { Db, Run } from '../../../database/database.ts';
import { numberOrNull } from '../site/hours.ts';
import { daySeconds, dayText, momentText } from '../site/moments.ts';
import { type Told, told } from '../site/view.ts';
import { endOf, type Grid } from './steps.ts';

/** Of the hours or days of a step. */
export interface Times {
  /** By requests. */
  readonly mean: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** What a part of the site did in a step. */
export interface StepRow {
  /** Which step, from 0. */
  readonly nr: number;
  /** A service, or empty for the others together. */
  readonly part: string;
  /** That are told of, at most as many as the step has. */
  readonly hours: number;
  readonly requests: number;
  readonly pageviews: number;
  readonly errors: number;
  readonly p50: Times;
  readonly p95: Times;
  readonly p99: Times;
}

/** Which rows are read, and what is told apart. */
export type Parts =
  /** These services, and the others as one. */
  { readonly named: readonly string[] } | { readonly only: string } | 'together';

/** More than 2,000 points of nine parts. */
const rowsMost = 20_000;

type Raw = Record<
  'nr' | 'part' | 'hours' | 'requests' | 'pageviews' | 'errors' | TimeColumn,
  string | number | null
>;
type TimeColumn = `${'mean' | 'low' | 'high'}_${'p50' | 'p95' | 'p99'}`;

/** The steps of a grid by hour: one range of the site's index. */
export function rowsByHour(db: Db, run: Run, grid: Grid, parts: Parts): Promise<Told<StepRow>> {
  return told('traffic_hour', async () => {
    const times = (['p50', 'p95', 'p99'] as const).map((name) => {
      const column = sql.ref(`ms_${name}`);
      return sql`SUM(requests * ${column}) / NULLIF(SUM(IF(${column} IS NULL, 0, requests)), 0) AS ${sql.ref(`mean_${name}`)},
        MIN(${column}) AS ${sql.ref(`low_${name}`)}, MAX(${column}) AS ${sql.ref(`high_${name}`)}`;
    });
    const { rows } = await sql<Raw>`
      SELECT TIMESTAMPDIFF(SECOND, ${momentText(grid.from)}, hour) DIV ${sql.lit(grid.step)} AS nr,
        ${partOf(parts)} AS part, COUNT(DISTINCT hour) AS hours,
        SUM(requests) AS requests, SUM(pageviews) AS pageviews, SUM(errors) AS errors, ${sql.join(times)}
      FROM caretaker_site.traffic_hour
      WHERE hour >= ${momentText(grid.from)} AND hour < ${momentText(endOf(grid))} ${only(parts)}
      GROUP BY nr, part ORDER BY nr LIMIT ${sql.lit(rowsMost)}`.execute(db, run);
    return rows.map(stepRow);
  });
}

/** The same from the console's own sums, where a step is of whole days: `low` is that of the quickest day's mean. */
export async function rowsByDay(db: Db, run: Run, grid: Grid, parts: Parts): Promise<StepRow[]> {
  const days = grid.step / daySeconds;
  const times = (['p50', 'p95', 'p99'] as const).map((name) => {
    const column = sql.ref(`ms_${name}`);
    return sql`SUM(requests * ${column}) / NULLIF(SUM(IF(${column} IS NULL, 0, requests)), 0) AS ${sql.ref(`mean_${name}`)},
      MIN(${column}) AS ${sql.ref(`low_${name}`)}, MAX(${sql.ref(`worst_${name}`)}) AS ${sql.ref(`high_${name}`)}`;
  });
  const { rows } = await sql<Raw>`
    SELECT DATEDIFF(day, ${dayText(grid.from)}) DIV ${sql.lit(days)} AS nr, ${partOf(parts)} AS part,
      SUM(hours) / COUNT(*) * COUNT(DISTINCT day) AS hours,
      SUM(requests) AS requests, SUM(pageviews) AS pageviews, SUM(errors) AS errors, ${sql.join(times)}
    FROM caretaker.traffic_day FORCE INDEX (PRIMARY)
    WHERE day >= ${dayText(grid.from)} AND day < ${dayText(endOf(grid))} ${only(parts)}
    GROUP BY nr, part ORDER BY nr LIMIT ${sql.lit(rowsMost)}`.execute(db, run);
  return rows.map(stepRow);
}

/** The services with the most requests in a range, by the sums of its days. */
export async function busiest(
  db: Db,
  run: Run,
  { from, to, most }: { from: number; to: number; most: number },
): Promise<string[]> {
  const { rows } = await sql<{ service: string }>`
    SELECT service FROM caretaker.traffic_day FORCE INDEX (PRIMARY)
    WHERE day >= ${dayText(from)} AND day <= ${dayText(to)}
    GROUP BY service ORDER BY SUM(requests) DESC, service LIMIT ${sql.lit(most)}`.execute(db, run);
  return rows.map((row) => row.service);
}

function partOf(parts: Parts): RawBuilder<unknown> {
  if (parts === 'together') return sql`''`;
  if ('only' in parts) return sql`${parts.only}`;
  if (parts.named.length === 0) return sql`''`;
  return sql`IF(service IN (${sql.join([...parts.named])}), service, '')`;
}

function only(parts: Parts): RawBuilder<unknown> {
  return typeof parts === 'object' && 'only' in parts ? sql`AND service = ${parts.only}` : sql``;
}

function stepRow(raw: Raw): StepRow {
  const times = (name: 'p50' | 'p95' | 'p99'): Times => ({
    mean: numberOrNull(raw[`mean_${name}`]),
    low: numberOrNull(raw[`low_${name}`]),
    high: numberOrNull(raw[`high_${name}`]),
  });
  return {
    nr: Number(raw.nr),
    part: String(raw.part ?? ''),
    hours: Number(raw.hours),
    requests: Number(raw.requests),
    pageviews: Number(raw.pageviews),
    errors: Number(raw.errors),
    p50: times('p50'),
    p95: times('p95'),
    p99: times('p99'),
  };
}
