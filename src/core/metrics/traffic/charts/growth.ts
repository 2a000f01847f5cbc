import { sql } from 'kysely';
import type { GrowthCharts } from '../../../../contract/metrics/traffic.ts';
import type { ChartData, ChartRange, ChartSeries } from '../../../../contract/metrics/values.ts';
import type { Db, Run } from '../../../database/database.ts';
import type { SignedIn } from '../../../session/open.ts';
import { type GrowthDay, readGrowth } from '../site/growth.ts';
import { daySeconds, dayText, floorTo, nowSeconds, secondsOf } from '../site/moments.ts';
import { whyNoDays } from '../site/view.ts';
import { emptyChart } from './series.ts';
import { endOf, type Grid, gridOfDays } from './steps.ts';

/** The traffic of a whole day, all services together. */
export interface DayTotal {
  readonly requests: number;
  readonly pageviews: number;
  readonly errors: number;
}

/** A day as far as it is known, with the members of its end. */
export interface Day extends GrowthDay {
  readonly members: number | null;
  readonly traffic: DayTotal | null;
}

/** Members and what they do, by day. */
export function growthCharts(
  { database }: SignedIn,
  { range }: { range: ChartRange },
  signal: AbortSignal | undefined,
): Promise<GrowthCharts> {
  return database.read(signal, async (db, run) => {
    const growth = await readGrowth(db, run);
    const last = growth.rows.at(-1)?.at ?? null;
    const over = last === null ? floorTo(daySeconds, nowSeconds()) : last + daySeconds;
    const grid = gridOfDays(range, over);
    const totals = await wholeDays(db, run, grid);
    const days = withMembers(growth.rows).map((day) => ({ ...day, traffic: totals.get(day.at) ?? null }));
    const first = growth.rows[0]?.at ?? null;
    return {
      ...chartsOfDays(days, grid, last === null ? null : over, first),
      unknown: growth.unknown ?? whyNoDays(last === null ? null : over),
    };
  });
}

/** Members at the end of each day: what all days up to then add up to. */
export function withMembers(days: readonly GrowthDay[]): (GrowthDay & { members: number | null })[] {
  let members = 0;
  return days.map((day) => {
    members += (day.signUps ?? 0) - (day.deleted ?? 0);
    return { ...day, members };
  });
}

/** Only of days of which all 24 hours are told: a part of one would make its ratios wrong. */
async function wholeDays(db: Db, run: Run, grid: Grid): Promise<Map<number, DayTotal>> {
  const { rows } = await sql<Record<'day' | 'requests' | 'pageviews' | 'errors', string>>`
    SELECT day, SUM(requests) AS requests, SUM(pageviews) AS pageviews, SUM(errors) AS errors
    FROM caretaker.traffic_day FORCE INDEX (PRIMARY)
    WHERE day >= ${dayText(grid.from)} AND day < ${dayText(endOf(grid))}
    GROUP BY day HAVING MAX(hours) = 24 ORDER BY day LIMIT 10000`.execute(db, run);
  return new Map(
    rows.map((row) => [
      secondsOf(row.day),
      { requests: Number(row.requests), pageviews: Number(row.pageviews), errors: Number(row.errors) },
    ]),
  );
}

type Value = (day: Day) => number | null;

function chartsOfDays(
  days: readonly Day[],
  grid: Grid,
  asOf: number | null,
  first: number | null,
): Omit<GrowthCharts, 'unknown'> {
  const inGrid = days.filter((day) => day.at >= grid.from && day.at < endOf(grid));
  const steps = [...Map.groupBy(inGrid, (day) => Math.floor((day.at - grid.from) / grid.step))];
  const at = steps.map(([nr]) => grid.from + nr * grid.step);
  const chart = (notes: readonly string[], ...series: ChartSeries[]): ChartData => ({
    ...emptyChart(grid, asOf),
    at,
    series,
    notes: [...notes],
  });
  const line = (
    name: string,
    label: string,
    value: Value,
    unit: ChartSeries['unit'] = 'count',
  ): ChartSeries => {
    const values = steps.map(([, ofStep]) => ofStep.flatMap((day) => value(day) ?? []));
    const whole = { name, label, unit, mean: values.map(meanOf) };
    if (grid.step === daySeconds) return whole;
    return {
      ...whole,
      low: values.map((it) => (it.length === 0 ? null : Math.min(...it))),
      high: values.map((it) => (it.length === 0 ? null : Math.max(...it))),
    };
  };
  const members: ChartSeries = {
    name: 'members',
    label: 'Members',
    unit: 'count',
    mean: steps.map(([, ofStep]) => ofStep.at(-1)?.members ?? null),
  };
  const since =
    first === null ? [] : [`All sign-ups less all deletions since ${dayText(first)}, the site’s first day.`];
  const one = (name: string, label: string, value: Value) => chart([], line(name, label, value));
  return {
    members: chart(since, members),
    joined: chart(
      [],
      line('signUps', 'Sign-ups', (day) => day.signUps),
      line('deleted', 'Deletions', (day) => day.deleted),
    ),
    active: one('active', 'Active members', (day) => day.active),
    messages: one('messages', 'Messages', (day) => day.messages),
    requestsPerMember: one('requestsPerMember', 'Requests per active member', (day) =>
      ratio(day.traffic?.requests, day.active),
    ),
    pageviewsPerMember: one('pageviewsPerMember', 'Pageviews per active member', (day) =>
      ratio(day.traffic?.pageviews, day.active),
    ),
    messagesPerMember: one('messagesPerMember', 'Messages per active member', (day) =>
      ratio(day.messages, day.active),
    ),
    requestsPerPageview: one('requestsPerPageview', 'Requests per pageview', (day) =>
      ratio(day.traffic?.requests, day.traffic?.pageviews),
    ),
    errorsPerMillion: one('errorsPerMillion', 'Errors per million requests', (day) =>
      ratio(day.traffic && 1e6 * day.traffic.errors, day.traffic?.requests),
    ),
  };
}

/** Null where one of them is not known, or there is nothing to share among. */
export function ratio(of: number | null | undefined, by: number | null | undefined): number | null {
  return of === null || of === undefined || !by ? null : of / by;
}

function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, it) => sum + it, 0) / values.length;
}
