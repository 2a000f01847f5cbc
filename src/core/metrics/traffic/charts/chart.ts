import type {
  TrafficChartSet,
  TrafficCharts,
  TrafficQuestion,
} from '../../../../contract/metrics/traffic.ts';
import type { Db, Run } from '../../../database/database.ts';
import type { SignedIn } from '../../../session/open.ts';
import { latestHour, readHours } from '../site/hours.ts';
import { daySeconds, floorTo, hourSeconds, weekSeconds } from '../site/moments.ts';
import { whyNoHours } from '../site/view.ts';
import { readTrafficMark } from '../sum/mark.ts';
import { busiest, type Parts, rowsByDay, rowsByHour, type StepRow } from './rows.ts';
import { chartsOf, type Drawn, emptyChart } from './series.ts';
import { earlier, type Grid, gridOfDays, gridOfHours, isByHour } from './steps.ts';

/** So many services have a series of their own: more would have no colour that is told from the others. */
const namedMost = 7;
const servicesMost = 200;

/** The traffic of a range, and of the same a week earlier. */
export function trafficCharts(
  { database }: SignedIn,
  question: TrafficQuestion,
  signal: AbortSignal | undefined,
): Promise<TrafficCharts> {
  return database.read(signal, async (db, run) => {
    const latest = await latestHour(db, run);
    const told = latest.at === null ? null : latest.at + hourSeconds;
    const source = await sourceOf(db, run, question, told ?? 0);
    const services = await servicesOf(db, run, question, told ?? 0);
    const { grid } = source;
    const { service } = question;
    const parts: Parts = service === null ? { named: services.slice(0, namedMost) } : { only: service };
    const [rows, before] = await Promise.all([
      source.read(grid, parts),
      source.read(earlier(grid, weekSeconds), parts),
    ]);
    const names = service === null ? [...services.slice(0, namedMost), ''] : [service];
    const drawn = { parts: names, asOf: source.asOf, percentile: question.percentile };
    return {
      ...chartsOf(rows, { ...drawn, grid, notes: source.notes }),
      before: beforeOf(before, { ...drawn, grid: earlier(grid, weekSeconds), notes: [] }, service),
      services,
      unknown: latest.unknown ?? whyNoHours(told) ?? whyNone(question, rows),
    };
  });
}

/** Where the points come from: the site's hours, or the console's own sums by day for more than 2,000 hours. */
async function sourceOf(db: Db, run: Run, { range }: TrafficQuestion, told: number) {
  if (isByHour(range)) {
    const read = async (grid: Grid, parts: Parts) =>
      grid.count === 0 ? [] : (await rowsByHour(db, run, grid, parts)).rows;
    return { grid: gridOfHours(range, told), read, asOf: told || null, notes: [] };
  }
  const mark = await readTrafficMark(db, run);
  // The day under way is none yet.
  const over = Math.max(0, floorTo(daySeconds, Math.min(mark.summedUntil, told)));
  const read = async (grid: Grid, parts: Parts) => (grid.count === 0 ? [] : rowsByDay(db, run, grid, parts));
  const isBehind = told - over > 2 * daySeconds;
  const notes = isBehind
    ? [
        'The site’s hours are being summed up by day for the first time; what is missing comes within minutes.',
      ]
    : [];
  return { grid: gridOfDays(range, over), read, asOf: over || null, notes };
}

/** The busiest first: of the range, or of the last hours while its days are not summed up. */
async function servicesOf(db: Db, run: Run, { range }: TrafficQuestion, told: number): Promise<string[]> {
  const summed = await busiest(db, run, { from: range.from, to: range.to, most: servicesMost });
  if (summed.length > 0 || told === 0) return summed;
  const to = Math.min(told, floorTo(hourSeconds, range.to));
  const { rows } = await readHours(db, run, { from: to - 6 * hourSeconds, to, most: 5000 });
  const requests = new Map<string, number>();
  for (const row of rows) requests.set(row.service, (requests.get(row.service) ?? 0) + row.requests);
  return [...requests.keys()]
    .sort((a, b) => (requests.get(b) ?? 0) - (requests.get(a) ?? 0))
    .slice(0, servicesMost);
}

/** Dashed lines beside those of several services would be too many to follow, so their latency has none. */
function beforeOf(rows: readonly StepRow[], drawn: Drawn, service: string | null): TrafficChartSet {
  const charts = chartsOf(rows, drawn);
  return service === null ? { ...charts, latency: emptyChart(drawn.grid, drawn.asOf) } : charts;
}

function whyNone({ service, range }: TrafficQuestion, rows: readonly StepRow[]): string | null {
  if (rows.length > 0 || range.to - range.from < 2 * hourSeconds) return null;
  return service === null
    ? 'The site’s traffic_hour has nothing in this range.'
    : `The site’s traffic_hour has nothing of “${service}” in this range.`;
}
