import { z } from 'zod';
import type { PrometheusServerId } from '../../../../contract/metrics/prometheus.ts';
import type { SignedIn } from '../../../session/open.ts';
import { callApi } from '../api/api.ts';
import { endpointOf } from '../servers/store.ts';

const mostNames = 20;
/** Only names that were in use of late: in seconds. */
const lately = 3600;

/** Names of metrics that hold what was typed, those that begin with it first. */
export async function metricNames(
  { database }: SignedIn,
  { id, text }: { id: PrometheusServerId; text: string },
  signal: AbortSignal | undefined,
): Promise<{ names: string[] }> {
  const typed = text.replace(/[^A-Za-z0-9_:]/g, '');
  if (typed === '') return { names: [] };
  const at = await endpointOf(database, id, signal);
  const now = Math.floor(Date.now() / 1000);
  const { data } = await callApi(
    at,
    '/api/v1/label/__name__/values',
    // Its letters are those of names alone, so it is no pattern.
    { 'match[]': `{__name__=~".*${typed}.*"}`, start: String(now - lately), end: String(now), limit: '500' },
    signal,
    { seconds: 10, mostBytes: 4_000_000 },
  );
  const found = z.array(z.string()).safeParse(data).data ?? [];
  const begins = (name: string) => Number(!name.startsWith(typed));
  return {
    names: found
      .filter((name) => name.includes(typed))
      .toSorted((a, b) => begins(a) - begins(b) || (a < b ? -1 : 1))
      .slice(0, mostNames),
  };
}
