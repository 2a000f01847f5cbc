import type { PrometheusPanel } from '../../../../contract/metrics/prometheus.ts';
import type { Unit } from '../../../../contract/metrics/values.ts';

/** How the readings of one step become one number. */
export type Over = 'avg' | 'min' | 'max';

interface Panel {
  /** A rate is one number for its window; of a level there is also the lowest and the highest. */
  readonly expression: string | ((over: Over) => string);
  readonly unit: Unit;
  readonly most?: number;
}

const cores = 'count by (job, instance) (node_cpu_seconds_total{mode="idle"})';
const noDisk = 'tmpfs|ramfs|devtmpfs|squashfs|iso9660|nsfs|overlay|fuse.lxcfs|autofs';
const noWire = 'lo|veth.*|docker.*|br-.*|virbr.*|cali.*|tap.*|tun.*|wg.*';
const noDevice = '(loop|ram|zram|sr|fd|dm-|md).*';

/** By mount point, of what a program without special rights may use. */
export const diskUsed = `1 - node_filesystem_avail_bytes{fstype!~"${noDisk}"} / (node_filesystem_size_bytes{fstype!~"${noDisk}"} > 0)`;
export const diskPeak = (window: string) =>
  `max by (job, instance, mountpoint) (1 - min_over_time(node_filesystem_avail_bytes{fstype!~"${noDisk}"}[${window}]) / (max_over_time(node_filesystem_size_bytes{fstype!~"${noDisk}"}[${window}]) > 0))`;

/** What the console asks of node_exporter and mysqld_exporter, by the names of their metrics. */
export const panels: Record<PrometheusPanel, Panel> = {
  cpu: {
    // A core that waits for a disk is not busy: other work could use it.
    expression: `1 - sum by (job, instance) (rate(node_cpu_seconds_total{mode=~"idle|iowait"}[$window])) / ${cores}`,
    unit: 'ratio',
  },
  load: {
    expression: (over) => `max by (job, instance) (${over}_over_time(node_load1[$window])) / ${cores}`,
    unit: 'count',
  },
  memory: {
    expression: (over) =>
      `max by (job, instance) (${over}_over_time(node_memory_MemAvailable_bytes[$window])) / max by (job, instance) (node_memory_MemTotal_bytes)`,
    unit: 'ratio',
  },
  disk: { expression: `max by (job, instance, mountpoint) (${diskUsed})`, unit: 'ratio', most: 12 },
  disk_busy: {
    expression: `max by (job, instance, device) (rate(node_disk_io_time_seconds_total{device!~"${noDevice}"}[$window]))`,
    unit: 'ratio',
  },
  network_in: {
    expression: `sum by (job, instance) (rate(node_network_receive_bytes_total{device!~"${noWire}"}[$window]))`,
    unit: 'bytes-per-second',
  },
  network_out: {
    expression: `sum by (job, instance) (rate(node_network_transmit_bytes_total{device!~"${noWire}"}[$window]))`,
    unit: 'bytes-per-second',
  },
  mysql_statements: {
    expression: 'max by (job, instance) (rate(mysql_global_status_questions[$window]))',
    unit: 'per-second',
  },
  mysql_running: {
    expression: (over) =>
      `max by (job, instance) (${over}_over_time(mysql_global_status_threads_running[$window]))`,
    unit: 'count',
  },
  mysql_connections: {
    expression: (over) =>
      `max by (job, instance) (${over}_over_time(mysql_global_status_threads_connected[$window])) / max by (job, instance) (mysql_global_variables_max_connections)`,
    unit: 'ratio',
  },
};
