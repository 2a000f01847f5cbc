import type { Server } from '../../src/core/database/server.ts';
import type { Clock } from '../../src/core/metrics/sampler/reading/clock.ts';
import type { ServerReading } from '../../src/core/metrics/sampler/reading/server-reading.ts';
import { statusNames } from '../../src/core/metrics/sampler/reading/status-names.ts';

export const servers = {
  mariadb: { flavour: 'mariadb', major: 10, minor: 11, label: 'MariaDB 10.11.19' },
  mysql: { flavour: 'mysql', major: 9, minor: 7, label: 'MySQL 9.7.4' },
} as const satisfies Record<string, Server>;

const innodbCounters = [
  'trx_rseg_history_len',
  'lock_deadlocks',
  'adaptive_hash_searches',
  'adaptive_hash_searches_btree',
  'innodb_rwlock_s_os_waits',
  'innodb_rwlock_x_os_waits',
  'innodb_rwlock_sx_os_waits',
];

export type Given = Omit<Partial<ServerReading>, 'status' | 'variables' | 'clock'> & {
  readonly flavour?: Server['flavour'];
  /** Seconds since the first reading; all clocks agree. */
  readonly at?: number;
  readonly clock?: Partial<Clock>;
  /** Over the others, which are 1; undefined for what the server does not have. */
  readonly status?: Readonly<Record<string, string | undefined>>;
  readonly variables?: Partial<ServerReading['variables']>;
};

/** What a server with everything turned on would give. */
export function serverReading(given: Given = {}): ServerReading {
  const { flavour = 'mariadb', at = 0, clock, status, variables, ...rest } = given;
  const all = Object.fromEntries(statusNames[flavour].map((name) => [name, '1']));
  const held = Object.entries({ ...all, ...status }).filter(
    (it): it is [string, string] => it[1] !== undefined,
  );
  return {
    server: servers[flavour],
    clock: {
      server: 1_796_000_000 + at,
      console: 500 + at,
      uptime: Math.floor(9000 + at),
      sinceFlush: Math.floor(9000 + at),
      ...clock,
    },
    status: new Map(held),
    variables: {
      maxConnections: 151,
      poolBytes: 128,
      logFileBytes: 96,
      hasHashIndex: true,
      hasEventScheduler: false,
      hasPerformanceSchema: true,
      ...variables,
    },
    activity: { value: { transactions: 2, oldestSeconds: 7, lockWaits: 1, statementSeconds: 100 + at } },
    counters: { value: new Map(flavour === 'mysql' ? innodbCounters.map((name) => [name, 1]) : []) },
    latencies: flavour === 'mysql' ? { value: new Map([[0.01, 100 + at]]) } : { why: 'no histogram' },
    lag: { value: 0 },
    ...rest,
  };
}
