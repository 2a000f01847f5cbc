import type { PrometheusServerId } from '../../../contract/metrics/prometheus.ts';
import { Refused } from '../../errors.ts';
import type { SignedIn } from '../../session/open.ts';
import { callApi } from './api/api.ts';
import type { Endpoint } from './api/request.ts';
import { diskPeak } from './query/panels.ts';
import { linesOf, numberOf } from './query/result.ts';
import { endpointOf, readServers } from './servers/store.ts';

/** How full a disk was at its fullest, day by day or week by week. */
export interface DiskPeaks {
  /** The name of the server that tells of it. */
  readonly server: string;
  readonly instance: string;
  readonly mountpoint: string;
  /** Ascending by the beginning of the day or week in seconds; `share` is 0 to 1. Days without a reading are left out. */
  readonly peaks: readonly { readonly at: number; readonly share: number }[];
}

export interface DiskReading {
  /** The fullest of late first. */
  readonly disks: readonly DiskPeaks[];
  /** Why disks are missing, or all of them, and what to do; null where nothing is. */
  readonly unknown: string | null;
}

const day = 86_400;
/** One question is about so much at most: months of readings of many machines are a lot for a server at once. */
const pieceDays = 28;
const mostDisks = 500;
const connectOne =
  'Disks are unknown: no Prometheus server is connected. Connect one with node_exporter on each machine under Metrics, Prometheus.';

/**
 * The peaks of the used share of every disk that the connected servers know, from `from` until before `to` in seconds. The
 * running day or week is one of them. A week begins on Monday, UTC. Fails for nothing but the abort: what cannot be read
 * is `unknown`.
 */
export async function readDiskPeaks(
  { database }: Pick<SignedIn, 'database'>,
  { from, to, every }: { from: number; to: number; every: 'day' | 'week' },
  signal: AbortSignal | undefined,
): Promise<DiskReading> {
  const servers = await database.read(signal, (db, run) => readServers(db, run, false));
  if (servers.length === 0) return { disks: [], unknown: connectOne };
  const readings = await Promise.all(
    servers.map(async ({ id, name }) => ({ name, ...(await readOne(database, id, { from, to }, signal)) })),
  );
  const disks = readings.flatMap(({ name, days }) =>
    days.map((it) => ({ server: name, ...it, peaks: every === 'day' ? it.peaks : byWeek(it.peaks) })),
  );
  const failed = readings.flatMap((it) => (it.failed === null ? [] : [`${it.name}: ${it.failed}`]));
  return {
    disks: disks
      .toSorted((a, b) => (b.peaks.at(-1)?.share ?? 0) - (a.peaks.at(-1)?.share ?? 0))
      .slice(0, mostDisks),
    unknown: unknownOf(
      failed,
      disks.length,
      servers.map((it) => it.name),
    ),
  };
}

function unknownOf(failed: readonly string[], found: number, names: readonly string[]): string | null {
  if (failed.length > 0) return `Disks are unknown of ${failed.join(' ')}`;
  if (found > 0) return null;
  return `Disks are unknown: ${names.join(' and ')} know none of node_exporter. Run it on each machine, and have the server ask it.`;
}

type Days = readonly Omit<DiskPeaks, 'server'>[];

async function readOne(
  database: SignedIn['database'],
  id: PrometheusServerId,
  range: { from: number; to: number },
  signal: AbortSignal | undefined,
): Promise<{ days: Days; failed: string | null }> {
  try {
    return { days: await readDays(await endpointOf(database, id, signal), range, signal), failed: null };
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof Refused) return { days: [], failed: error.message };
    throw error;
  }
}

/** One piece after the other, so that a server is asked one thing at a time. */
async function readDays(
  at: Endpoint,
  range: { from: number; to: number },
  signal: AbortSignal | undefined,
): Promise<Days> {
  const now = Math.floor(Date.now() / 1000);
  const first = Math.floor(range.from / day) * day;
  const last = Math.min(range.to, now);
  const disks = new Map<string, { instance: string; mountpoint: string; peaks: Map<number, number> }>();
  const note = (labels: Readonly<Record<string, string>>, start: number, text: string) => {
    const share = numberOf(text);
    if (share === null) return;
    const { job = '', instance = '', mountpoint = '' } = labels;
    const key = JSON.stringify([job, instance, mountpoint]);
    const disk = disks.get(key) ?? { instance, mountpoint, peaks: new Map() };
    disk.peaks.set(start, Math.max(share, disk.peaks.get(start) ?? 0));
    disks.set(key, disk);
  };
  for (let start = first; start + day <= last; start += pieceDays * day) {
    // What is asked for at the last second of a day is of that day alone: its window ends there, and begins with it.
    const end = Math.min(start + pieceDays * day, Math.floor(last / day) * day) - 1;
    const times = { start: String(start + day - 1), end: String(end), step: String(day) };
    const { data } = await callApi(
      at,
      '/api/v1/query_range',
      { query: diskPeak(`${day - 1}s`), ...times, nocache: '1' },
      signal,
    );
    for (const { labels, samples } of linesOf(data).lines) {
      for (const [moment, text] of samples) note(labels, Math.round(moment) - day + 1, text);
    }
  }
  const today = Math.floor(last / day) * day;
  if (last - today >= 60) {
    const { data } = await callApi(
      at,
      '/api/v1/query',
      { query: diskPeak(`${last - today}s`), time: String(last), nocache: '1' },
      signal,
    );
    for (const { labels, samples } of linesOf(data).lines) note(labels, today, samples[0]?.[1] ?? '');
  }
  return [...disks.values()].map(({ peaks, ...disk }) => ({
    ...disk,
    peaks: [...peaks].map(([moment, share]) => ({ at: moment, share })).sort((a, b) => a.at - b.at),
  }));
}

/** The highest of each week. 1970 began on a Thursday. */
function byWeek(days: DiskPeaks['peaks']): DiskPeaks['peaks'] {
  const weeks = new Map<number, number>();
  for (const { at, share } of days) {
    const monday = at - ((at / day + 3) % 7) * day;
    weeks.set(monday, Math.max(share, weeks.get(monday) ?? 0));
  }
  return [...weeks].map(([at, share]) => ({ at, share }));
}
