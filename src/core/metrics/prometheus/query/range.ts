import type { PrometheusPanel, PrometheusServerId } from '../../../../contract/metrics/prometheus.ts';
import type { ChartData, ChartRange, Unit } from '../../../../contract/metrics/values.ts';
import type { SignedIn } from '../../../session/open.ts';
import { callApi, queryLimits } from '../api/api.ts';
import type { Endpoint } from '../api/request.ts';
import { scrapeOf } from '../servers/scrape.ts';
import { endpointOf } from '../servers/store.ts';
import { chartOf } from './chart.ts';
import { readDowns } from './down.ts';
import { filled, placedAsTyped } from './expression.ts';
import { panels } from './panels.ts';
import { linesOf } from './result.ts';
import { rateWindow, stepsFor } from './step.ts';

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
  return readChart(at, { expression, unit, most, range, ofTargets: true }, signal);
}

/** An expression of the person's own. */
export async function expressionChart(
  { database }: SignedIn,
  o: { id: PrometheusServerId; expression: string; unit: Unit; range: ChartRange },
  signal: AbortSignal | undefined,
): Promise<ChartData> {
  const at = await endpointOf(database, o.id, signal);
  return readChart(at, { ...o, most: mostSeries, ofTargets: false }, signal);
}

interface Wanted {
  readonly expression: string;
  readonly unit: Unit;
  readonly most: number;
  readonly range: ChartRange;
  readonly ofTargets: boolean;
}

async function readChart(at: Endpoint, wanted: Wanted, signal: AbortSignal | undefined): Promise<ChartData> {
  const { expression, unit, most, range, ofTargets } = wanted;
  const scrape = await scrapeOf(at);
  signal?.throwIfAborted();
  const steps = stepsFor(range, scrape, Math.floor(Date.now() / 1000));
  const { step, start, end } = steps;
  if (start > end) return nothingYet(step);
  const filling = { step, window: rateWindow(step, scrape), range: range.to - range.from };
  const times = { start: String(start), end: String(end), step: String(step) };
  try {
    const [{ data, notes }, downs] = await Promise.all([
      callApi(
        at,
        '/api/v1/query_range',
        {
          query: filled(expression, filling),
          ...times,
          ...(ofTargets ? lookBack(scrape) : {}),
          timeout: `${queryLimits.seconds - 2}s`,
          // VictoriaMetrics else moves the moments that are asked for.
          nocache: '1',
        },
        signal,
      ),
      readDowns(at, '/api/v1/query_range', times, signal),
    ]);
    return chartOf(linesOf(data), downs, { step, unit, most, endsWhenDown: ofTargets }, notes);
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

function nothingYet(step: number): ChartData {
  return {
    step,
    gap: Math.ceil(1.5 * step),
    at: [],
    series: [],
    asOf: null,
    notes: [
      `The range lies in the future, or is shorter than the ${step} seconds from one reading to the next.`,
    ],
  };
}
