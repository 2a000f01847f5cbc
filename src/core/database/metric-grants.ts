import type { Grants } from './grants.ts';

const watchers = (privileges: string) => ({ cto: privileges });

/** What a CTO may do with metrics, within the console's own schema. An admin may do anything there. */
export const metricGrants: Grants = {
  metric_sample: watchers('SELECT, INSERT, UPDATE, DELETE'),
  // Not which row it is: without it nothing would be sampled any more.
  metric_sampler: watchers(
    'SELECT, UPDATE (watched_until, sampled_at, took_ms, unknown, minutes_until, hours_until, half_days_until)',
  ),
  statement_digest: watchers('SELECT, INSERT, UPDATE, DELETE'),
  statement_sample: watchers('SELECT, INSERT, UPDATE, DELETE'),
  statement_step: watchers('SELECT, INSERT, UPDATE, DELETE'),
  // Nor here which row it is.
  statement_reading: watchers(
    'SELECT, UPDATE (reading, read_at, took_ms, kinds, full_since, unknown, hours_until, days_until)',
  ),
  table_size: watchers('SELECT, INSERT, UPDATE, DELETE'),
  index_size: watchers('SELECT, INSERT, UPDATE, DELETE'),
  index_use: watchers('SELECT, INSERT, UPDATE, DELETE'),
  deadlock: watchers('SELECT, INSERT (at, fingerprint, report_sha256, counted, missed, detail), DELETE'),
  prometheus_server: watchers('SELECT, INSERT, UPDATE, DELETE'),
  traffic_day: watchers('SELECT, INSERT, UPDATE, DELETE'),
  traffic_mark: watchers('SELECT, UPDATE (turn, summed_until, fresh_at)'),
};

const readers = { cto: 'EXECUTE', admin: 'EXECUTE' };

/** What tells how the server does, in `caretaker_audit`; see install-metrics.sql. */
export const serverProcedureGrants: Grants = {
  server_counters: readers,
  server_activity: readers,
  server_transactions: readers,
  server_lock_waits: readers,
  // It quotes statements with their values.
  server_innodb_status: { admin: 'EXECUTE' },
  server_digests: readers,
  server_digest_texts: readers,
  server_latencies: readers,
  server_replication: readers,
  server_tables: readers,
  server_indexes: readers,
  server_index_needs: readers,
  server_index_counting: readers,
  server_index_use: readers,
  server_kill: { admin: 'EXECUTE' },
};
