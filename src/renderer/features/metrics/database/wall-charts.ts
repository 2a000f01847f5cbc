import type { DatabaseSeries } from '../../../../contract/metrics/series.ts';
import type { ChartData } from '../../../../contract/metrics/values.ts';
import { valueText } from '../../../components/charts/unit-text.ts';

interface WallChart {
  readonly title: string;
  readonly series: readonly DatabaseSeries[];
  /** A series whose last reading is a line across. */
  readonly limit?: { readonly series: DatabaseSeries; readonly label: string };
}

/** The charts of the wall, each of series with one or two units. */
export const wallCharts: readonly WallChart[] = [
  {
    title: 'Connections',
    series: ['connected', 'refused', 'aborted_connects'],
    limit: { series: 'max_connections', label: 'allowed' },
  },
  { title: 'Sessions at work', series: ['running', 'concurrency'] },
  { title: 'Statements', series: ['statements', 'selects', 'writes', 'commits', 'rollbacks'] },
  { title: 'Latency', series: ['latency_p95', 'latency_p99'] },
  { title: 'Buffer pool', series: ['pool_data', 'pool_dirty', 'pool_size'] },
  { title: 'Pages read from disk', series: ['pool_reads', 'pool_wait_free'] },
  {
    title: 'Redo and checkpoint',
    series: ['checkpoint_age', 'redo_written'],
    limit: { series: 'checkpoint_limit', label: 'where writes stall' },
  },
  { title: 'Purge', series: ['history', 'transactions', 'oldest_transaction'] },
  { title: 'Locks', series: ['lock_waits_now', 'row_lock_time', 'deadlocks'] },
  {
    title: 'Temporary tables and scans',
    series: ['tmp_tables', 'tmp_disk_tables', 'full_scans', 'sort_passes'],
  },
  { title: 'Replication', series: ['replication_lag'] },
  { title: 'Network and disk', series: ['received', 'sent', 'disk_read', 'disk_written'] },
];

/** All series of the wall, for one call. */
export const wallSeries: DatabaseSeries[] = wallCharts.flatMap(({ series, limit }) =>
  limit === undefined ? series : [...series, limit.series],
);

/**
 * One chart's part of what was read for all. A series that cannot be read now, and was not in this range, is left out
 * and its reason said instead.
 */
export function partOf(
  all: ChartData,
  { series: names }: WallChart,
  unknown: Readonly<Record<string, string>>,
): ChartData {
  const wanted = names.flatMap((name) => all.series.find((it) => it.name === name) ?? []);
  const isRead = ({ mean }: { mean: readonly unknown[] }) => mean.some((value) => value !== null);
  const told = wanted.filter((it) => isRead(it) || unknown[it.name] === undefined);
  const reasons = wanted.flatMap(({ name, label }) => {
    const reason = unknown[name];
    return reason === undefined ? [] : [{ label, reason }];
  });
  return { ...all, series: told, notes: [...all.notes, ...inSentences(reasons)] };
}

/** Series that share a reason are named together. */
function inSentences(reasons: readonly { label: string; reason: string }[]): string[] {
  const byReason = Map.groupBy(reasons, ({ reason }) => reason);
  return [...byReason].map(
    ([reason, them]) => `Unknown: ${them.map(({ label }) => label).join('; ')}. ${reason}`,
  );
}

/** The last reading of a series, for a line across. */
export function limitOf(all: ChartData, { limit }: WallChart): { value: number; label: string } | undefined {
  const series = all.series.find(({ name }) => name === limit?.series);
  const value = series?.mean.findLast((it) => it !== null);
  if (limit === undefined || series === undefined || typeof value !== 'number') return undefined;
  return { value, label: `${valueText(value, series.unit)} ${limit.label}` };
}
