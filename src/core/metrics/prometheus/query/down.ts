import { callApi } from '../api/api.ts';
import type { Endpoint } from '../api/request.ts';
import { type Line, linesOf } from './result.ts';

/** When targets did not answer, by job and instance: the moments in seconds. */
export interface Downs {
  readonly byTarget: readonly { job: string; instance: string; at: ReadonlySet<number> }[];
  /** Why that could not be told. */
  readonly notes: string[];
}

const none: Downs = { byTarget: [], notes: [] };

/**
 * A target that does not answer can draw a flat line for minutes, since the last value is looked back for. So its own
 * series `up` is asked for the same moments. That this fails must not take away the chart, only say so.
 */
export async function readDowns(
  at: Endpoint,
  path: '/api/v1/query' | '/api/v1/query_range',
  times: Record<string, string>,
  signal: AbortSignal | undefined,
): Promise<Downs> {
  try {
    const { data } = await callApi(at, path, { query: 'up == 0', ...times, nocache: '1' }, signal, {
      seconds: 10,
      mostBytes: 8_000_000,
    });
    return {
      byTarget: linesOf(data).lines.map(({ labels, samples }) => ({
        job: labels.job ?? '',
        instance: labels.instance ?? '',
        at: new Set(samples.map(([moment]) => Math.round(moment))),
      })),
      notes: [],
    };
  } catch {
    signal?.throwIfAborted();
    return {
      ...none,
      notes: ['Whether targets answered could not be read: a flat line may be one that does not.'],
    };
  }
}

/** The moments at which the target of a series did not answer; null where it always did, or the series names none. */
export function downOf({ labels }: Pick<Line, 'labels'>, { byTarget }: Downs): ReadonlySet<number> | null {
  const { instance, job } = labels;
  if (instance === undefined) return null;
  const found = byTarget.filter((it) => it.instance === instance && (job === undefined || it.job === job));
  return found.length === 0 ? null : new Set(found.flatMap((it) => [...it.at]));
}
