import type { DatabaseSeries } from '../../../src/contract/metrics/series.ts';
import type { Load } from './load.ts';

/** What the server at hand has: limits that a history must not contradict. */
export interface Limits {
  readonly poolBytes: number;
  readonly redoBytes: number;
  readonly connections: number;
}

const PAGE = 16_384;
const WRITES = 0.19;
const REDO_PER_WRITE = 900;

type Value = (load: Load, limits: Limits) => number;

/** What each series is at a load. Those that depend on more than that are made where they are written. */
export const seriesAt: Partial<Record<DatabaseSeries, Value>> = {
  running: ({ n }) => n + 0.2,
  connected: ({ n, grown }, { connections }) => Math.min(connections, 8 + 4 * grown ** 0.5 + 6 * n),
  statements: ({ x }) => x,
  concurrency: ({ n }) => n,
  selects: ({ x }) => 0.74 * x,
  writes: ({ x }) => WRITES * x,
  commits: ({ x }) => 0.2 * x,
  rollbacks: ({ x }) => 0.001 * x,
  refused: () => 0,
  aborted_clients: ({ n }) => 0.0004 * n,
  aborted_connects: () => 0,
  pool_requests: ({ x }) => 38 * x,
  pool_reads: ({ x }) => 0.3 + 0.02 * x,
  pool_wait_free: () => 0,
  pool_data: ({ grown }, { poolBytes }) => poolBytes * (0.45 + 0.45 * grown ** 0.6),
  pool_dirty: ({ n }, { poolBytes }) => poolBytes * Math.min(0.6, 0.02 + 0.025 * n),
  pool_size: (_, { poolBytes }) => poolBytes,
  checkpoint_age: ({ n, grown }, limits) =>
    checkpointLimit(limits) * Math.min(0.9, 0.03 + 0.03 * n * grown ** 0.3),
  checkpoint_limit: (_, limits) => checkpointLimit(limits),
  redo_written: ({ x }) => WRITES * x * REDO_PER_WRITE,
  log_waits: () => 0,
  history: ({ n }) => 12 + 45 * n,
  oldest_transaction: ({ n }) => 0.2 + 1.6 * n,
  transactions: ({ n }) => 0.3 + 0.8 * n,
  lock_waits_now: ({ n }) => 0.02 + 0.04 * n,
  row_lock_time: ({ n }) => 0.03 + 0.03 * n,
  row_lock_waits: ({ n }) => 0.012 + 0.02 * n,
  deadlocks: ({ n }) => 0.0008 + 0.0001 * n,
  hash_misses: ({ x }) => 30 * x,
  mutex_waits: ({ n }) => 0.4 * n * n,
  tmp_tables: ({ x }) => 0.2 + 0.012 * x,
  tmp_disk_tables: ({ x }) => 0.05 + 0.001 * x,
  full_scans: ({ x }) => 0.06 + 0.002 * x,
  rows_read_next: ({ x }) => 45 * x,
  received: ({ x }) => 180 * x,
  sent: ({ x }) => 900 * x,
  threads_created: ({ n }) => 0.0005 * n,
  max_connections: (_, { connections }) => connections,
  sort_passes: () => 0,
  disk_read: ({ x }) => PAGE * (0.3 + 0.02 * x),
  disk_written: ({ x }) => PAGE + 3 * WRITES * x * REDO_PER_WRITE,
  redo_capacity: (_, { redoBytes }) => redoBytes,
  sampler: () => 0.0006,
};

/** What forecasts and the scalability fit look back on for years; the others are kept for a quarter. */
export const longSeries: readonly DatabaseSeries[] = [
  'running',
  'connected',
  'statements',
  'concurrency',
  'checkpoint_age',
  'checkpoint_limit',
  'redo_written',
  'redo_capacity',
  'max_connections',
  'max_used',
  'uptime',
  'history',
];

/** Writes stall a little before the log is full. */
function checkpointLimit({ redoBytes }: Limits): number {
  return 0.81 * redoBytes;
}
