import type { Server } from '../../../database/server.ts';

/** What is summed up as writes. */
export const writeCounters = [
  'Com_insert',
  'Com_insert_select',
  'Com_update',
  'Com_update_multi',
  'Com_delete',
  'Com_delete_multi',
  'Com_replace',
  'Com_replace_select',
  'Com_load',
] as const;

const both = [
  ...writeCounters,
  'Aborted_clients',
  'Aborted_connects',
  'Bytes_received',
  'Bytes_sent',
  'Com_commit',
  'Com_rollback',
  'Com_select',
  'Connection_errors_max_connections',
  'Created_tmp_disk_tables',
  'Created_tmp_tables',
  'Handler_read_rnd_next',
  'Innodb_buffer_pool_bytes_data',
  'Innodb_buffer_pool_bytes_dirty',
  'Innodb_buffer_pool_read_requests',
  'Innodb_buffer_pool_reads',
  'Innodb_buffer_pool_wait_free',
  'Innodb_data_read',
  'Innodb_data_written',
  'Innodb_log_waits',
  'Innodb_os_log_written',
  'Innodb_row_lock_time',
  'Innodb_row_lock_waits',
  'Max_used_connections',
  'Questions',
  'Select_full_join',
  'Select_scan',
  'Sort_merge_passes',
  'Threads_connected',
  'Threads_created',
  'Threads_running',
  'Uptime',
  'Uptime_since_flush_status',
] as const;

/**
 * The status variables that are read. Named one by one: of the 500 that a server has some are no numbers, and one is
 * garbage (Innodb_ibuf_size of a fresh MariaDB).
 */
export const statusNames: Readonly<Record<Server['flavour'], readonly string[]>> = {
  mariadb: [
    ...both,
    'Innodb_adaptive_hash_hash_searches',
    'Innodb_adaptive_hash_non_hash_searches',
    'Innodb_checkpoint_age',
    'Innodb_checkpoint_max_age',
    'Innodb_deadlocks',
    'Innodb_history_list_length',
  ],
  mysql: [
    ...both,
    'Innodb_redo_log_capacity_resized',
    'Innodb_redo_log_checkpoint_lsn',
    'Innodb_redo_log_current_lsn',
  ],
};
