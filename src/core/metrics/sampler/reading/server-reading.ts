import { sql } from 'kysely';
import type { Database, Db, Run } from '../../../database/database.ts';
import type { Server } from '../../../database/server.ts';
import { called } from '../../called.ts';
import { serverStatus } from '../variables.ts';
import type { Clock } from './clock.ts';
import { asked, isKnown, type Known, numberOf } from './known.ts';
import type { Histogram } from './latencies.ts';
import {
  type Channel,
  channelOf,
  ownReplication,
  replicaReplication,
  replicationLag,
  type StatusRow,
} from './replication.ts';
import { statusNames } from './status-names.ts';

/** All that is read of a server for one sample. */
export interface ServerReading {
  readonly server: Server;
  readonly clock: Clock;
  readonly status: ReadonlyMap<string, string>;
  readonly variables: Variables;
  readonly activity: Known<Activity>;
  /** InnoDB's own counters, null for what is not counted: of MySQL alone, whose status lacks some. */
  readonly counters: Known<ReadonlyMap<string, number | null>>;
  readonly latencies: Known<Histogram>;
  /** In seconds. */
  readonly lag: Known<number>;
}

export interface Variables {
  readonly maxConnections: number | null;
  readonly poolBytes: number | null;
  /** Of MariaDB alone. */
  readonly logFileBytes: number | null;
  readonly hasHashIndex: boolean;
  readonly hasEventScheduler: boolean;
  readonly hasPerformanceSchema: boolean;
}

export interface Activity {
  readonly transactions: number;
  /** Of the oldest transaction; 0 without one. */
  readonly oldestSeconds: number;
  readonly lockWaits: number;
  /** What all statements that have ended took since the start; null with performance_schema off. */
  readonly statementSeconds: number | null;
}

/** Reads the server once. Throws where the line is lost; what the server will not tell comes as its reason. */
export async function readServer(database: Database, signal: AbortSignal): Promise<ServerReading> {
  const { server } = database;
  const first = await database.readPrimary(signal, (db, run) => readStatus(db, run, server));
  const isMysql = server.flavour === 'mysql';
  return {
    server,
    ...first,
    activity: await asked('server_activity', () => readActivity(database)),
    counters: isMysql ? await asked('server_counters', () => readCounters(database)) : { value: new Map() },
    latencies: isMysql ? await readLatencies(database, first.variables) : { why: noHistogram },
    lag: await readLag(database, signal),
  };
}

const noHistogram =
  'MariaDB does not count how long statements take, and no setting has it do so. What measures them on their way, a proxy or the site itself, can give it through Prometheus.';
const offHistogram =
  'MySQL counts how long statements take in performance_schema, which is off. Put performance_schema = ON under [mysqld] in its configuration and start it again.';

/** Status and clocks one after the other, so that rates are over the time between their counters. */
async function readStatus(
  db: Db,
  run: Run,
  { flavour }: Server,
): Promise<Pick<ServerReading, 'clock' | 'status' | 'variables'>> {
  const status = await serverStatus(db, run, statusNames[flavour]);
  const console = performance.now() / 1000;
  const logFile = sql.raw(flavour === 'mariadb' ? '@@GLOBAL.innodb_log_file_size' : 'NULL');
  const { rows } = await sql<Record<string, string | number | null>>`
    SELECT UNIX_TIMESTAMP(SYSDATE(6)) AS at, @@GLOBAL.max_connections AS max_connections,
      @@GLOBAL.innodb_buffer_pool_size AS pool_bytes, ${logFile} AS log_file_bytes,
      @@GLOBAL.innodb_adaptive_hash_index AS hash_index, @@GLOBAL.event_scheduler AS event_scheduler,
      @@GLOBAL.performance_schema AS performance_schema`.execute(db, run);
  const row = rows[0] ?? {};
  const uptime = numberOf(status.get('Uptime')) ?? 0;
  return {
    status,
    clock: {
      server: Number(row.at),
      console,
      uptime,
      sinceFlush: numberOf(status.get('Uptime_since_flush_status')) ?? uptime,
    },
    variables: {
      maxConnections: numberOf(row.max_connections),
      poolBytes: numberOf(row.pool_bytes),
      logFileBytes: numberOf(row.log_file_bytes),
      hasHashIndex: Number(row.hash_index) === 1,
      hasEventScheduler: row.event_scheduler === 'ON',
      hasPerformanceSchema: Number(row.performance_schema) === 1,
    },
  };
}

async function readActivity(database: Database): Promise<Activity> {
  type Row = Record<
    'transactions' | 'oldest_seconds' | 'lock_waits' | 'statement_seconds',
    string | number | null
  >;
  const [row] = await called(database, sql<readonly Row[]>`CALL caretaker_audit.server_activity()`);
  return {
    transactions: Number(row?.transactions ?? 0),
    // A clock that was set back makes it negative.
    oldestSeconds: Math.max(0, Number(row?.oldest_seconds ?? 0)),
    lockWaits: Number(row?.lock_waits ?? 0),
    statementSeconds: row?.statement_seconds == null ? null : Number(row.statement_seconds),
  };
}

async function readCounters(database: Database): Promise<ReadonlyMap<string, number | null>> {
  type Row = { name: string; value: string; counted: string | number };
  const rows = await called(database, sql<readonly Row[]>`CALL caretaker_audit.server_counters()`);
  return new Map(rows.map((row) => [row.name, Number(row.counted) === 1 ? numberOf(row.value) : null]));
}

async function readLatencies(database: Database, variables: Variables): Promise<Known<Histogram>> {
  if (!variables.hasPerformanceSchema) return { why: offHistogram };
  type Row = { seconds: string | number; statements: string | number };
  return asked('server_latencies', async () => {
    const rows = await called(database, sql<readonly Row[]>`CALL caretaker_audit.server_latencies()`);
    return new Map(rows.map((row) => [Number(row.seconds), Number(row.statements)]));
  });
}

async function readLag(database: Database, signal: AbortSignal): Promise<Known<number>> {
  const own = channelsOf(await ownReplication(database));
  if (!database.hasReplica) return replicationLag(own, null);
  return replicationLag(own, channelsOf(await replicaReplication(database, signal)));
}

function channelsOf(rows: Known<readonly StatusRow[]>): Known<readonly Channel[]> {
  return isKnown(rows) ? { value: rows.value.map(channelOf) } : rows;
}
