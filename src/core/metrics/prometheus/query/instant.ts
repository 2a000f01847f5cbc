import type { InstantRow, PrometheusServerId } from '../../../../contract/metrics/prometheus.ts';
import { Utc } from '../../../../contract/values.ts';
import type { SignedIn } from '../../../session/open.ts';
import { callApi, queryLimits } from '../api/api.ts';
import { scrapeOf } from '../servers/scrape.ts';
import { endpointOf } from '../servers/store.ts';
import { downOf, readDowns } from './down.ts';
import { filled, placedAsTyped } from './expression.ts';
import { linesOf, numberOf } from './result.ts';
import { rateWindow, usualScrape } from './step.ts';

const mostRows = 200;

/** The values of an expression at one moment, in seconds; the largest first. */
export async function instantValues(
  { database }: SignedIn,
  { id, expression, at }: { id: PrometheusServerId; expression: string; at: number | null },
  signal: AbortSignal | undefined,
): Promise<{ rows: InstantRow[]; found: number; notes: string[]; asOf: Utc }> {
  const server = await endpointOf(database, id, signal);
  const scrape = await scrapeOf(server);
  signal?.throwIfAborted();
  const window = rateWindow(scrape ?? usualScrape, scrape);
  const filling = { step: scrape ?? usualScrape, window, range: 3600 };
  const moment = at ?? Math.floor(Date.now() / 1000);
  const times = { time: String(moment) };
  try {
    const [{ data, notes }, downs] = await Promise.all([
      callApi(
        server,
        '/api/v1/query',
        {
          query: filled(expression, filling),
          ...times,
          timeout: `${queryLimits.seconds - 2}s`,
          nocache: '1',
        },
        signal,
      ),
      readDowns(server, '/api/v1/query', times, signal),
    ]);
    const { lines, histograms } = linesOf(data);
    const rows = lines.map((line): InstantRow => {
      const text = line.samples.at(-1)?.[1] ?? '';
      return { labels: line.labels, value: numberOf(text), text, down: downOf(line, downs) !== null };
    });
    return {
      rows: rows.toSorted(largestFirst).slice(0, mostRows),
      found: rows.length,
      notes: [
        ...notes,
        ...downs.notes,
        ...(histograms > 0
          ? [`${histograms} native histograms are left out; histogram_quantile(…) makes numbers of them.`]
          : []),
      ],
      asOf: Utc.parse(new Date(moment * 1000).toISOString()),
    };
  } catch (error) {
    throw placedAsTyped(error, expression, filling);
  }
}

function largestFirst(a: InstantRow, b: InstantRow): number {
  return (b.value ?? Number.NEGATIVE_INFINITY) - (a.value ?? Number.NEGATIVE_INFINITY) || 0;
}
