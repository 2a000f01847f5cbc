import type { Unit } from './values.ts';

interface SeriesDefinition {
  /** Its number in caretaker.metric_sample: never given to another. */
  readonly id: number;
  readonly label: string;
  readonly unit: Unit;
}

/**
 * What is sampled of the database server; a rate is the difference of a counter over the time between two readings. The
 * names are what calls and addresses use.
 */
export const databaseSeries = {
  running: { id: 1, label: 'Sessions at work', unit: 'count' },
  connected: { id: 2, label: 'Connections', unit: 'count' },
  statements: { id: 3, label: 'Statements', unit: 'per-second' },
  concurrency: { id: 4, label: 'Mean concurrency', unit: 'count' },
  latency_p95: { id: 5, label: 'Latency, 95 of 100 are below', unit: 'seconds' },
  latency_p99: { id: 6, label: 'Latency, 99 of 100 are below', unit: 'seconds' },
  selects: { id: 7, label: 'Reads', unit: 'per-second' },
  writes: { id: 8, label: 'Writes', unit: 'per-second' },
  commits: { id: 9, label: 'Commits', unit: 'per-second' },
  rollbacks: { id: 10, label: 'Rollbacks', unit: 'per-second' },
  refused: { id: 11, label: 'Refused connections', unit: 'per-second' },
  aborted_clients: { id: 12, label: 'Clients cut off', unit: 'per-second' },
  aborted_connects: { id: 13, label: 'Failed sign-ins', unit: 'per-second' },
  pool_requests: { id: 14, label: 'Page requests', unit: 'per-second' },
  pool_reads: { id: 15, label: 'Pages read from disk', unit: 'per-second' },
  pool_wait_free: { id: 16, label: 'Waits for a free page', unit: 'per-second' },
  pool_data: { id: 17, label: 'Data in the buffer pool', unit: 'bytes' },
  pool_dirty: { id: 18, label: 'Of it, not yet written', unit: 'bytes' },
  pool_size: { id: 19, label: 'Size of the buffer pool', unit: 'bytes' },
  checkpoint_age: { id: 20, label: 'Checkpoint age', unit: 'bytes' },
  checkpoint_limit: { id: 21, label: 'Where writes stall', unit: 'bytes' },
  redo_written: { id: 22, label: 'Redo written', unit: 'bytes-per-second' },
  log_waits: { id: 23, label: 'Waits for the log buffer', unit: 'per-second' },
  history: { id: 24, label: 'History list', unit: 'count' },
  oldest_transaction: { id: 25, label: 'Oldest transaction', unit: 'seconds' },
  transactions: { id: 26, label: 'Open transactions', unit: 'count' },
  lock_waits_now: { id: 27, label: 'Waiting for a row lock', unit: 'count' },
  row_lock_time: { id: 28, label: 'Sessions waiting for row locks, mean', unit: 'count' },
  row_lock_waits: { id: 29, label: 'Row lock waits', unit: 'per-second' },
  deadlocks: { id: 30, label: 'Deadlocks', unit: 'per-second' },
  hash_hits: { id: 31, label: 'Adaptive hash searches', unit: 'per-second' },
  hash_misses: { id: 32, label: 'B-tree searches', unit: 'per-second' },
  mutex_waits: { id: 33, label: 'Waits for a latch', unit: 'per-second' },
  tmp_tables: { id: 34, label: 'Temporary tables', unit: 'per-second' },
  tmp_disk_tables: { id: 35, label: 'Of them, on disk', unit: 'per-second' },
  full_scans: { id: 36, label: 'Full scans', unit: 'per-second' },
  rows_read_next: { id: 37, label: 'Rows read by scanning', unit: 'per-second' },
  replication_lag: { id: 38, label: 'Replication lag', unit: 'seconds' },
  received: { id: 39, label: 'Received', unit: 'bytes-per-second' },
  sent: { id: 40, label: 'Sent', unit: 'bytes-per-second' },
  uptime: { id: 41, label: 'Up for', unit: 'seconds' },
  threads_created: { id: 42, label: 'Threads made', unit: 'per-second' },
  max_connections: { id: 43, label: 'Connections allowed', unit: 'count' },
  max_used: { id: 44, label: 'Most connections since the start', unit: 'count' },
  sort_passes: { id: 45, label: 'Sort merge passes', unit: 'per-second' },
  disk_read: { id: 46, label: 'Read from disk', unit: 'bytes-per-second' },
  disk_written: { id: 47, label: 'Written to disk', unit: 'bytes-per-second' },
  redo_capacity: { id: 48, label: 'Redo log capacity', unit: 'bytes' },
  sampler: { id: 49, label: 'Cost of sampling, of one core at most', unit: 'ratio' },
} as const satisfies Record<string, SeriesDefinition>;

export type DatabaseSeries = keyof typeof databaseSeries;
export const databaseSeriesNames = Object.keys(databaseSeries) as [DatabaseSeries, ...DatabaseSeries[]];
