import { sql } from 'kysely';
import type { TrafficMonths } from '../../../../contract/metrics/traffic.ts';
import type { Db, Run } from '../../../database/database.ts';
import type { SignedIn } from '../../../session/open.ts';
import { utcOfSeconds } from '../charts/series.ts';
import { readGrowth } from '../site/growth.ts';
import { dayText } from '../site/moments.ts';
import { readTrafficMark, type TrafficMark } from '../sum/mark.ts';
import { monthBefore, monthsOf, perDay, type SummedMonth } from './month-list.ts';
import { trendOf } from './trend.ts';

/** All months since the beginning, each against the one before and the same of the year before. */
export function trafficMonths(
  { database }: SignedIn,
  signal: AbortSignal | undefined,
): Promise<TrafficMonths> {
  return database.read(signal, async (db, run) => {
    const [summed, growth, mark] = await Promise.all([
      summedMonths(db, run),
      readGrowth(db, run),
      readTrafficMark(db, run),
    ]);
    const byMonth = new Map(summed.map((it) => [it.month, it]));
    const months = monthsOf(summed, growth.rows).map((month) => ({
      ...month,
      onMonth: change(byMonth, month.month, 1),
      onYear: change(byMonth, month.month, 12),
    }));
    // A month of which something is missing keeps its place: those after it came no sooner.
    const over = months.slice(0, months.findLastIndex((month) => month.whole) + 1);
    const trend = trendOf(over.map(({ month, whole }) => (whole ? perDay(byMonth, month) : null)));
    return {
      months,
      doublesIn: trend.doublesIn,
      trend: trend.words,
      asOf: utcOfSeconds(summed.length === 0 ? null : mark.summedUntil),
      unknown: growth.unknown ?? whyPartial(months.length, mark),
    };
  });
}

/** Before the site's hours were summed up to their end once, months are missing that the site tells of. */
function whyPartial(months: number, { freshAt, summedUntil }: TrafficMark): string | null {
  if (freshAt === null) {
    const soFar = summedUntil > 0 ? `, so far up to ${dayText(summedUntil)}` : '';
    return `The site’s hours are being summed up for the first time${soFar}. A console on which a CTO or an administrator is signed in does that within minutes.`;
  }
  if (months > 0) return null;
  return 'The site’s traffic_hour and growth_day have nothing: their exporters may never have run.';
}

/** Twenty years. */
const daysMost = 7500;

/** Day by day, by the primary key: the console's own sums, five years of them and what came since. */
async function summedMonths(db: Db, run: Run): Promise<SummedMonth[]> {
  const { rows } = await sql<Record<'day' | 'hours' | 'requests' | 'pageviews' | 'errors', string>>`
    SELECT day, MAX(hours) AS hours, SUM(requests) AS requests, SUM(pageviews) AS pageviews, SUM(errors) AS errors
    FROM caretaker.traffic_day FORCE INDEX (PRIMARY)
    WHERE day >= '1000-01-01' GROUP BY day ORDER BY day DESC LIMIT ${sql.lit(daysMost)}`.execute(db, run);
  const months = Map.groupBy(rows.toReversed(), (row) => String(row.day).slice(0, 7));
  return [...months].map(([month, days]) => {
    const sum = (key: 'hours' | 'requests' | 'pageviews' | 'errors') =>
      days.reduce((all, row) => all + Number(row[key]), 0);
    return {
      month,
      days: days.length,
      hours: sum('hours'),
      requests: sum('requests'),
      pageviews: sum('pageviews'),
      errors: sum('errors'),
    };
  });
}

function change(byMonth: ReadonlyMap<string, SummedMonth>, month: string, months: number): number | null {
  const now = perDay(byMonth, month);
  const before = perDay(byMonth, monthBefore(month, months));
  return now === null || before === null || before === 0 ? null : now / before - 1;
}
