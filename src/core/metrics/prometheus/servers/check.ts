import { performance } from 'node:perf_hooks';
import { z } from 'zod';
import type { PrometheusCheck } from '../../../../contract/metrics/prometheus.ts';
import { Refused } from '../../../errors.ts';
import { callApi, type Reply, wordsOf } from '../api/api.ts';
import type { Endpoint } from '../api/request.ts';
import { linesOf, numberOf } from '../query/result.ts';

const limits = { seconds: 10, mostBytes: 4_000_000 };
/** A clock that is further off than this moves points to where they were not. */
const mostSkew = 5;

/** Looks at a server: whether it answers, what it is, and what is to be known of it. Never throws for what is wrong there. */
export async function checkServer(at: Endpoint, signal: AbortSignal | undefined): Promise<PrometheusCheck> {
  const began = performance.now();
  try {
    const asked = Date.now();
    const clock = await callApi(at, '/api/v1/query', { query: 'time()', nocache: '1' }, signal, limits);
    const tookMs = Math.round(performance.now() - began);
    const skewSeconds = skewOf(clock, (asked + Date.now()) / 2000);
    const [kind, targets] = await Promise.all([kindOf(at, clock, signal), countTargets(at, signal)]);
    return described(at, { ...kind, ...targets, skewSeconds, tookMs }, clock.notes);
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof Refused)) throw error;
    return {
      state: 'failed',
      sentences: [error.message],
      flavour: null,
      version: null,
      up: null,
      down: null,
      skewSeconds: null,
      tookMs: Math.round(performance.now() - began),
    };
  }
}

type Found = Omit<PrometheusCheck, 'state' | 'sentences'>;

function described(at: Endpoint, found: Found, notes: readonly string[]): PrometheusCheck {
  const { flavour, version, up, down, skewSeconds, tookMs } = found;
  const what = [flavour ?? 'A server that speaks Prometheus’ API', version]
    .filter((it) => it !== null)
    .join(' ');
  const good = [`${what} answers, in ${tookMs} ms.`];
  if (up !== null && down === 0 && up > 0) {
    good.push(up === 1 ? 'Its one target answers it.' : `All of its ${up} targets answer it.`);
  }
  const warnings = [
    ...(up === 0 && down === 0 ? ['It asks no target yet, so there is nothing to show of any machine.'] : []),
    ...(up !== null && down !== null && down > 0
      ? [`${down} of its ${up + down} targets ${down === 1 ? 'does' : 'do'} not answer it.`]
      : []),
    ...(skewSeconds !== null && Math.abs(skewSeconds) > mostSkew ? [skewWords(skewSeconds)] : []),
    ...(isOpenLine(at)
      ? [`What proves who the console is goes to it unencrypted. Use https, or a tunnel.`]
      : []),
    ...notes,
  ];
  return { ...found, state: warnings.length > 0 ? 'warned' : 'good', sentences: [...good, ...warnings] };
}

function skewWords(seconds: number): string {
  const by = `${Math.round(Math.abs(seconds))} seconds ${seconds > 0 ? 'ahead of' : 'behind'}`;
  return `Its clock is ${by} this machine’s: charts end too ${seconds > 0 ? 'early' : 'late'} by as much.`;
}

/** VictoriaMetrics evaluates some seconds before its own clock, so there the time of its answer is taken. */
function skewOf({ data, headers }: Reply, here: number): number | null {
  const there = isVictoria(headers)
    ? Date.parse(headers.date ?? '') / 1000
    : numberOf(linesOf(data).lines[0]?.samples[0]?.[1] ?? '');
  return there === null || Number.isNaN(there) ? null : Math.round((there - here) * 10) / 10;
}

function isVictoria(headers: Reply['headers']): boolean {
  return headers['x-server-hostname'] !== undefined;
}

const BuildInfo = z.object({ version: z.string().optional(), application: z.string().optional() });

/** The name and version, as far as each kind of server tells it. */
async function kindOf(
  at: Endpoint,
  { headers }: Reply,
  signal: AbortSignal | undefined,
): Promise<{ flavour: string | null; version: string | null }> {
  const build = BuildInfo.safeParse(await quietly(at, '/api/v1/status/buildinfo', signal)).data;
  const version = build?.version === undefined ? null : wordsOf(build.version).slice(0, 40) || null;
  // If it tells a version, then that of the Prometheus whose API it speaks.
  if (isVictoria(headers)) return { flavour: 'VictoriaMetrics', version: null };
  if (/mimir/i.test(build?.application ?? '')) return { flavour: 'Mimir', version };
  if ((await quietly(at, '/api/v1/stores', signal)) !== null) return { flavour: 'Thanos', version };
  return { flavour: build === undefined ? null : 'Prometheus', version };
}

async function quietly(at: Endpoint, path: string, signal: AbortSignal | undefined): Promise<unknown> {
  try {
    return (await callApi(at, path, {}, signal, limits)).data ?? null;
  } catch {
    signal?.throwIfAborted();
    return null;
  }
}

async function countTargets(
  at: Endpoint,
  signal: AbortSignal | undefined,
): Promise<{ up: number | null; down: number | null }> {
  try {
    const query = 'count_values("value", up)';
    const { data } = await callApi(at, '/api/v1/query', { query, nocache: '1' }, signal, limits);
    const counts = linesOf(data).lines.map(({ labels, samples }) => ({
      up: labels.value === '1',
      count: numberOf(samples[0]?.[1] ?? '') ?? 0,
    }));
    const sum = (up: boolean) => counts.filter((it) => it.up === up).reduce((all, it) => all + it.count, 0);
    return { up: sum(true), down: sum(false) };
  } catch {
    signal?.throwIfAborted();
    return { up: null, down: null };
  }
}

/** Whether a secret goes over the network for everyone on the way to read. */
function isOpenLine({ url, auth }: Endpoint): boolean {
  const { protocol, hostname } = new URL(url);
  const here = hostname === 'localhost' || hostname === '[::1]' || /^127\./.test(hostname);
  return auth !== 'none' && protocol === 'http:' && !here;
}
