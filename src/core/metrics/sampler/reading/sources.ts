import type { DatabaseSeries } from '../../../../contract/metrics/series.ts';
import { isKnown, type Known, numberOf } from './known.ts';
import type { Activity, ServerReading, Variables } from './server-reading.ts';
import { writeCounters } from './status-names.ts';

type Read = (reading: ServerReading) => Known<number>;

/** `now`: the number itself. `rate`: by how much a counter grew a second. */
interface Source {
  readonly as: 'now' | 'rate';
  readonly read: Read;
}

const now = (read: Read): Source => ({ as: 'now', read });
const rate = (read: Read): Source => ({ as: 'rate', read });

/** One of the server's status variables, or several added up. */
const status =
  (...names: readonly string[]): Read =>
  (reading) => {
    let sum = 0;
    for (const name of names) {
      const value = numberOf(reading.status.get(name));
      if (value === null) return { why: noStatus(reading, name) };
      sum += value;
    }
    return { value: sum };
  };

function noStatus({ server, status }: ServerReading, name: string): string {
  const given = status.get(name);
  return given === undefined
    ? `${server.label} has no status variable ${name}.`
    : `${server.label} gives “${given.slice(0, 40)}” for ${name}, which is no count.`;
}

/** InnoDB's own counters, added up: of MySQL. */
const counter =
  (...names: readonly string[]): Read =>
  ({ counters, server }) => {
    if (!isKnown(counters)) return counters;
    let sum = 0;
    for (const name of names) {
      const value = counters.value.get(name);
      if (value === undefined) return { why: `${server.label} has no counter ${name} in INNODB_METRICS.` };
      if (value === null) {
        return {
          why: `InnoDB’s counter ${name} is off. SET GLOBAL innodb_monitor_enable = '${name}' turns it on until the next start.`,
        };
      }
      sum += value;
    }
    return { value: sum };
  };

const variable =
  (key: 'maxConnections' | 'poolBytes' | 'logFileBytes', name: string): Read =>
  ({ variables, server }) => {
    const value = (variables as Variables)[key];
    return value === null ? { why: `${server.label} does not tell ${name}.` } : { value };
  };

const activity =
  (of: (activity: Activity) => number): Read =>
  (reading) =>
    isKnown(reading.activity) ? { value: of(reading.activity.value) } : reading.activity;

const perServer =
  (mariadb: Read, mysql: Read): Read =>
  (reading) =>
    reading.server.flavour === 'mariadb' ? mariadb(reading) : mysql(reading);

/** A number cannot be larger than what it is part of; rounding apart. */
const within =
  (part: Read, whole: Read): Read =>
  (reading) => {
    const [value, most] = [part(reading), whole(reading)];
    if (!isKnown(value) || !isKnown(most) || value.value <= 1.1 * most.value) return value;
    return {
      why: `The server gives ${value.value}, more than the ${most.value} that it can be: this is no measurement.`,
    };
  };

const hashIndex =
  (read: Read): Read =>
  (reading) =>
    reading.variables.hasHashIndex
      ? read(reading)
      : {
          why: 'The adaptive hash index is off, as it is by default, and then nothing is to be seen of it. SET GLOBAL innodb_adaptive_hash_index = ON turns it on; few servers gain by it.',
        };

const noLatchWaits: Read = () => ({
  why: 'MariaDB since 10.6 counts no waits for InnoDB’s latches, and no setting has it do so.',
});

const bytesOfPool = variable('poolBytes', 'innodb_buffer_pool_size');
const redoCapacity = perServer(
  variable('logFileBytes', 'innodb_log_file_size'),
  status('Innodb_redo_log_capacity_resized'),
);

/** Sessions that do something, without the one that asks and the scheduler of events, which the server counts too. */
const running: Read = (reading) => {
  const all = status('Threads_running')(reading);
  if (!isKnown(all)) return all;
  return { value: Math.max(0, all.value - 1 - (reading.variables.hasEventScheduler ? 1 : 0)) };
};

const redoAge: Read = (reading) => {
  const current = status('Innodb_redo_log_current_lsn')(reading);
  const checkpoint = status('Innodb_redo_log_checkpoint_lsn')(reading);
  if (!isKnown(current)) return current;
  if (!isKnown(checkpoint)) return checkpoint;
  // Read one after the other: the later may be ahead.
  return { value: Math.max(0, current.value - checkpoint.value) };
};

/** Mean sessions that wait: the server counts in ms. */
const rowLockSeconds: Read = (reading) => {
  const ms = status('Innodb_row_lock_time')(reading);
  return isKnown(ms) ? { value: ms.value / 1000 } : ms;
};

/** Reckoned from more than one source: see values.ts. */
export type ReckonedSeries = 'concurrency' | 'latency_p95' | 'latency_p99' | 'sampler';

/** Where each series comes from. */
export const sources: Readonly<Record<Exclude<DatabaseSeries, ReckonedSeries>, Source>> = {
  running: now(running),
  connected: now(status('Threads_connected')),
  statements: rate(status('Questions')),
  selects: rate(status('Com_select')),
  writes: rate(status(...writeCounters)),
  commits: rate(status('Com_commit')),
  rollbacks: rate(status('Com_rollback')),
  refused: rate(status('Connection_errors_max_connections')),
  aborted_clients: rate(status('Aborted_clients')),
  aborted_connects: rate(status('Aborted_connects')),
  pool_requests: rate(status('Innodb_buffer_pool_read_requests')),
  pool_reads: rate(status('Innodb_buffer_pool_reads')),
  pool_wait_free: rate(status('Innodb_buffer_pool_wait_free')),
  pool_data: now(within(status('Innodb_buffer_pool_bytes_data'), bytesOfPool)),
  pool_dirty: now(within(status('Innodb_buffer_pool_bytes_dirty'), bytesOfPool)),
  pool_size: now(bytesOfPool),
  checkpoint_age: now(within(perServer(status('Innodb_checkpoint_age'), redoAge), redoCapacity)),
  checkpoint_limit: now(
    perServer(status('Innodb_checkpoint_max_age'), status('Innodb_redo_log_capacity_resized')),
  ),
  redo_written: rate(status('Innodb_os_log_written')),
  redo_capacity: now(redoCapacity),
  log_waits: rate(status('Innodb_log_waits')),
  history: now(perServer(status('Innodb_history_list_length'), counter('trx_rseg_history_len'))),
  oldest_transaction: now(activity((it) => it.oldestSeconds)),
  transactions: now(activity((it) => it.transactions)),
  lock_waits_now: now(activity((it) => it.lockWaits)),
  row_lock_time: rate(rowLockSeconds),
  row_lock_waits: rate(status('Innodb_row_lock_waits')),
  deadlocks: rate(perServer(status('Innodb_deadlocks'), counter('lock_deadlocks'))),
  hash_hits: rate(
    hashIndex(perServer(status('Innodb_adaptive_hash_hash_searches'), counter('adaptive_hash_searches'))),
  ),
  hash_misses: rate(
    hashIndex(
      perServer(status('Innodb_adaptive_hash_non_hash_searches'), counter('adaptive_hash_searches_btree')),
    ),
  ),
  mutex_waits: rate(
    perServer(
      noLatchWaits,
      counter('innodb_rwlock_s_os_waits', 'innodb_rwlock_x_os_waits', 'innodb_rwlock_sx_os_waits'),
    ),
  ),
  tmp_tables: rate(status('Created_tmp_tables')),
  tmp_disk_tables: rate(status('Created_tmp_disk_tables')),
  full_scans: rate(status('Select_scan', 'Select_full_join')),
  rows_read_next: rate(status('Handler_read_rnd_next')),
  replication_lag: now((reading) => reading.lag),
  received: rate(status('Bytes_received')),
  sent: rate(status('Bytes_sent')),
  uptime: now(status('Uptime')),
  threads_created: rate(status('Threads_created')),
  max_connections: now(variable('maxConnections', 'max_connections')),
  max_used: now(status('Max_used_connections')),
  sort_passes: rate(status('Sort_merge_passes')),
  disk_read: rate(status('Innodb_data_read')),
  disk_written: rate(status('Innodb_data_written')),
};
