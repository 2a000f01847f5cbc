import { callApi } from '../api/api.ts';
import type { Endpoint } from '../api/request.ts';
import { linesOf, numberOf } from '../query/result.ts';
import { activeTargets } from './targets.ts';

const keptMs = 5 * 60_000;
const limits = { seconds: 5, mostBytes: 100_000 };
const usualIntervals = [1, 5, 10, 15, 20, 30, 60, 120, 300];

const known = new Map<string, { until: number; seconds: Promise<number | null> }>();

/**
 * How often a server asks its targets, in seconds; null where it cannot be told. Read once for all panels that want it,
 * so it does not end when one of them is left; it ends by itself soon.
 */
export function scrapeOf(at: Endpoint): Promise<number | null> {
  const key = JSON.stringify([at.url, at.user, at.tenant]);
  const before = known.get(key);
  if (before !== undefined && before.until > Date.now()) return before.seconds;
  const seconds = readScrape(at);
  known.set(key, { until: Date.now() + keptMs, seconds });
  // What could not be told is asked again the next time.
  void seconds.then((it) => it === null && known.delete(key));
  return seconds;
}

/** The longest of the targets, so that a rate loses nothing of any; else by how many readings there are in a while. */
async function readScrape(at: Endpoint): Promise<number | null> {
  const intervals = ((await activeTargets(at, undefined)) ?? []).flatMap(
    ({ scrapeInterval }) => secondsOf(scrapeInterval ?? '') ?? [],
  );
  // There may be more targets than a call has arguments.
  if (intervals.length > 0)
    return Math.min(
      300,
      intervals.reduce((longest, it) => Math.max(longest, it)),
    );
  for (const window of [10, 60, 600]) {
    const count = await readingsIn(at, window);
    if (count === null) return null;
    if (count >= 4) return nearest(window / count);
  }
  return null;
}

/** How many readings a usual target has in the last seconds; null where that could not be read. */
async function readingsIn(at: Endpoint, seconds: number): Promise<number | null> {
  try {
    const query = `quantile(0.5, count_over_time(up[${seconds}s]))`;
    const { data } = await callApi(at, '/api/v1/query', { query, nocache: '1' }, undefined, limits);
    const [line] = linesOf(data).lines;
    return line === undefined ? 0 : (numberOf(line.samples.at(-1)?.[1] ?? '') ?? 0);
  } catch {
    return null;
  }
}

/** `1m30s` in seconds; null where it is no such text. */
export function secondsOf(text: string): number | null {
  const found = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d+)?)s)?(?:(\d+)ms)?$/.exec(text);
  if (found === null || text === '') return null;
  const [hours, minutes, seconds, ms] = found.slice(1).map((it) => Number(it ?? 0));
  return (hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0) + (ms ?? 0) / 1000;
}

function nearest(seconds: number): number {
  return usualIntervals.reduce((best, it) =>
    Math.abs(Math.log(it / seconds)) < Math.abs(Math.log(best / seconds)) ? it : best,
  );
}
