import { z } from 'zod';
import type { PrometheusTarget } from '../../../../contract/metrics/prometheus.ts';
import { callApi } from '../api/api.ts';
import type { Endpoint } from '../api/request.ts';
import { type Line, linesOf, numberOf } from '../query/result.ts';

const mostTargets = 500;
const limits = { seconds: 10, mostBytes: 16_000_000 };

export interface Targets {
  readonly targets: PrometheusTarget[];
  readonly up: number;
  readonly down: number;
  readonly exporters: { node: number; mysqld: number };
  readonly notes: string[];
}

/** What a server asks for metrics, and whether it answers, by the series `up`, which every such server has. */
export async function readTargets(at: Endpoint, signal: AbortSignal | undefined): Promise<Targets> {
  const ask = (query: string) => callApi(at, '/api/v1/query', { query, nocache: '1' }, signal, limits);
  const [ups, ages, node, mysqld, active] = await Promise.all([
    ask('up'),
    ask('time() - timestamp(up)'),
    ask('count(count by (instance) (node_uname_info))'),
    ask('count(count by (instance) (mysql_up))'),
    activeTargets(at, signal),
  ]);
  const ageOf = new Map(linesOf(ages.data).lines.map((line) => [keyOf(line.labels), latestOf(line)]));
  const errorOf = new Map((active ?? []).map((it) => [keyOf(it.labels), it.lastError ?? '']));
  const targets = linesOf(ups.data).lines.map((line): PrometheusTarget => {
    const up = latestOf(line) === 1;
    const key = keyOf(line.labels);
    return {
      job: line.labels.job ?? '',
      instance: line.labels.instance ?? '',
      up,
      ageSeconds: ageOf.get(key) ?? null,
      error: up ? null : errorOf.get(key)?.slice(0, 300) || null,
    };
  });
  const down = targets.filter((it) => !it.up).length;
  return {
    targets: targets.toSorted(downFirst).slice(0, mostTargets),
    up: targets.length - down,
    down,
    exporters: { node: countOf(node.data), mysqld: countOf(mysqld.data) },
    notes: [
      ...ups.notes,
      ...(targets.length > mostTargets
        ? [`${mostTargets} of ${targets.length} targets are listed, those that are down first.`]
        : []),
    ],
  };
}

const Active = z.object({
  activeTargets: z
    .array(
      z.object({
        labels: z.record(z.string(), z.string()),
        lastError: z.string().optional(),
        scrapeInterval: z.string().optional(),
      }),
    )
    .nullable(),
});
type ActiveTargets = NonNullable<z.infer<typeof Active>['activeTargets']>;

/** What Prometheus itself tells of its targets; null where a server has no such list, as Mimir. */
export async function activeTargets(
  at: Endpoint,
  signal: AbortSignal | undefined,
): Promise<ActiveTargets | null> {
  try {
    const { data } = await callApi(at, '/api/v1/targets', { state: 'active' }, signal, limits);
    return Active.safeParse(data).data?.activeTargets ?? null;
  } catch {
    signal?.throwIfAborted();
    return null;
  }
}

function downFirst(a: PrometheusTarget, b: PrometheusTarget): number {
  return Number(a.up) - Number(b.up) || inOrder.compare(`${a.job} ${a.instance}`, `${b.job} ${b.instance}`);
}

function keyOf({ job = '', instance = '' }: Line['labels']): string {
  return `${job}\n${instance}`;
}

function latestOf(line: Line): number | null {
  return numberOf(line.samples.at(-1)?.[1] ?? '');
}

function countOf(data: unknown): number {
  const [line] = linesOf(data).lines;
  return line === undefined ? 0 : (latestOf(line) ?? 0);
}

const inOrder = new Intl.Collator('en', { numeric: true });
