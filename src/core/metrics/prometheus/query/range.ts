import type { PrometheusPanel, PrometheusServerId } from '../../../../contract/metrics/prometheus.ts';
import type { ChartData, ChartRange, Unit } from '../../../../contract/metrics/values.ts';
import type { SignedIn } from '../../../session/open.ts';
import { callApi, queryLimits } from '../api/api.ts';
import type { Endpoint } from '../api/request.ts';
import { scrapeOf } from '../servers/scrape.ts';
import { endpointOf } from '../servers/store.ts';
import { chartOf } from './chart.ts';
import { readDowns } from './down.ts';
import { type Filling, filled, placedAsTyped } from './expression.ts';
import { type Over, panels } from './panels.ts';
import { type Lines, linesOf } from './result.ts';
import { rateWindow, stepsFor, usualScrape } from './step.ts';

/** As many lines as can still be told apart in a list beside a chart. */
const mostSeries = 50;
/** How far back Prometheus looks for a value, in seconds, unless it is told otherwise. */
const usualLookBack = 300;

/** A panel of the console's own. It speaks of what targets told at each moment, so a line ends where one is silent. */
export async function panelChart(
  { database }: SignedIn,
  { id, panel, range }: { id: PrometheusServerId; panel: PrometheusPanel; range: ChartRange },
  signal: AbortSignal | undefined,
): Promise<ChartData> {
  const at = await endpointOf(database, id, signal);
  const { expression, unit, most = mostSeries } = panels[panel];
  const moments = await momentsOf(at, range, signal);
  if (moments === null) return nothingYet;
  const ask = (it: string) => askRange(at, it, moments, lookBack(moments.scrape), signal);
  const ofLevel = (over: Over) => (typeof expression === 'string' ? null : ask(expression(over)));
  // With one or two readings in a step there is no band.
  const banded = moments.step >= 4 * (moments.scrape ?? usualScrape);
  const [mean, low, high, downs] = await Promise.all([
    typeof expression === 'string' ? ask(expression) : ask(expression('avg')),
    banded ? ofLevel('min') : null,
    banded ? ofLevel('max') : null,
    readDowns(at, '/api/v1/query_range', moments.times, signal),
  ]);
  const drawing = { step: moments.step, unit, most, endsWhenDown: true };
  return chartOf(mean.found, downs, drawing, mean.notes, { low: low?.found, high: high?.found });
}

/** An expression of the person's own. */
export async function expressionChart(
  { database }: SignedIn,
  o: { id: PrometheusServerId; expression: string; unit: Unit; range: ChartRange },
  signal: AbortSignal | undefined,
): Promise<ChartData> {
  const at = await endpointOf(database, o.id, signal);
  const moments = await momentsOf(at, o.range, signal);
  if (moments === null) return nothingYet;
  const [{ found, notes }, downs] = await Promise.all([
    askRange(at, o.expression, moments, {}, signal),
    readDowns(at, '/api/v1/query_range', moments.times, signal),
  ]);
  const { step } = moments;
  return chartOf(found, downs, { step, unit: o.unit, most: mostSeries, endsWhenDown: false }, notes);
}

interface Moments {
  readonly step: number;
  readonly scrape: number | null;
  readonly filling: Filling;
  readonly times: Record<string, string>;
}

/** Which moments are asked for; null where there are none yet. */
async function momentsOf(
  at: Endpoint,
  range: ChartRange,
  signal: AbortSignal | undefined,
): Promise<Moments | null> {
  const scrape = await scrapeOf(at);
  signal?.throwIfAborted();
  const { step, start, end } = stepsFor(range, scrape, Math.floor(Date.now() / 1000));
  if (start > end) return null;
  return {
    step,
    scrape,
    filling: { step, window: rateWindow(step, scrape), range: range.to - range.from },
    times: { start: String(start), end: String(end), step: String(step) },
  };
}

async function askRange(
  at: Endpoint,
  expression: string,
  { filling, times }: Moments,
  more: Record<string, string>,
  signal: AbortSignal | undefined,
): Promise<{ found: Lines; notes: string[] }> {
  try {
    const { data, notes } = await callApi(
      at,
      '/api/v1/query_range',
      {
        query: filled(expression, filling),
        ...times,
        ...more,
        timeout: `${queryLimits.seconds - 2}s`,
        // VictoriaMetrics else moves the moments that are asked for.
        nocache: '1',
      },
      signal,
    );
    return { found: linesOf(data), notes };
  } catch (error) {
    throw placedAsTyped(error, expression, filling);
  }
}

/**
 * No longer than needed to bridge one missed reading, where it is known how often there is one: a target that is gone
 * would else draw on for five minutes. Each server has its own name for it, and passes over the other’s.
 */
function lookBack(scrape: number | null): Record<string, string> {
  if (scrape === null) return {};
  const seconds = `${Math.min(usualLookBack, Math.ceil(2.5 * scrape))}s`;
  return { lookback_delta: seconds, max_lookback: seconds };
}

const nothingYet: ChartData = {
  step: 1,
  gap: 2,
  at: [],
  series: [],
  asOf: null,
  notes: ['The range lies in the future, or is shorter than the time from one reading to the next.'],
};
