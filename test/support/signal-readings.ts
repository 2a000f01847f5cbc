import { type DatabaseSeries, databaseSeriesNames } from '../../src/contract/metrics/series.ts';
import type { SignalState } from '../../src/contract/metrics/signals.ts';
import { serverOf } from '../../src/core/database/server.ts';
import { signalDefinitions } from '../../src/core/metrics/signals/definitions.ts';
import type { Judgement } from '../../src/core/metrics/signals/judgement.ts';
import { type Readings, type Recent, Unread } from '../../src/core/metrics/signals/readings.ts';

export const mariadb = serverOf('10.11.19-MariaDB');
export const mysql = serverOf('9.7.4');
/** The moment of every reading here, in seconds. */
export const at = 1_800_000_000;

export type Series = Partial<Record<DatabaseSeries, number | Partial<Recent>>>;

export function recentOf(series: Series): ReadonlyMap<DatabaseSeries, Recent> {
  return new Map(
    Object.entries(series).map(([name, value]) => {
      const given = typeof value === 'number' ? { last: value } : value;
      const last = given.last ?? given.mean ?? 0;
      const mean = given.mean ?? last;
      return [
        name as DatabaseSeries,
        {
          last,
          mean,
          low: given.low ?? Math.min(last, mean),
          high: given.high ?? Math.max(last, mean),
          at,
          ...given,
        },
      ];
    }),
  );
}

/** A server about which nothing is known, but that it is up for a month and has performance_schema on. */
export function nothingRead(o: Partial<Readings> = {}): Readings {
  return {
    server: mariadb,
    now: at,
    sampledAt: null,
    startedAt: at - 30 * 86_400,
    recent: new Map(),
    hour: new Map(),
    before: new Map(),
    lastWeek: new Map(),
    unsampled: {},
    variables: new Map([
      ['performance_schema', 'ON'],
      ['innodb_adaptive_hash_index', 'ON'],
    ]),
    status: new Map(),
    replicas: new Unread('Replication was not read.'),
    lockWaits: new Unread('Locks were not read.'),
    statements: new Unread('Statements were not read.'),
    tables: null,
    indexes: new Unread('Indexes were not read.'),
    deadlocks: { inHour: 0, reports: 0, kinds: 0 },
    ...o,
  };
}

/** The same with a sample of just now. */
export function sampled(series: Series, o: Partial<Readings> = {}): Readings {
  return nothingRead({ sampledAt: at, recent: recentOf(series), ...o });
}

/** A sample in which each series was read, as 0. */
export function idle(o: Partial<Readings> = {}): Readings {
  return sampled(Object.fromEntries(databaseSeriesNames.map((name) => [name, 0])), o);
}

export function judge(id: string, r: Readings): Judgement {
  const found = signalDefinitions.find((it) => it.id === id);
  if (found === undefined) throw new Error(`no signal ${id}`);
  return found.judge(r);
}

export function stateOf(id: string, r: Readings): SignalState {
  return judge(id, r).state;
}
