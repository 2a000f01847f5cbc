import { sql } from 'kysely';
import type { Database } from '../../../database/database.ts';
import { called } from '../../called.ts';
import { isKnown, type Known } from '../../sampler/reading/known.ts';
import {
  channelOf,
  ownReplication,
  replicaReplication,
  type StatusRow,
} from '../../sampler/reading/replication.ts';
import { serverStatus, serverVariables } from '../../sampler/variables.ts';
import { type LockWait, type Readings, type Replica, Unread } from '../readings.ts';
import { told } from './told.ts';

type OfServer = Pick<Readings, 'variables' | 'status' | 'replicas' | 'lockWaits'> & { upSeconds: number };

/** What is asked of the server itself at the moment: what no sample holds, or what a minute is too old for. */
export async function readServer(database: Database, signal: AbortSignal | undefined): Promise<OfServer> {
  const [{ variables, status }, replicas, lockWaits] = await Promise.all([
    readNamed(database, signal),
    readReplicas(database),
    told('server_lock_waits', () => readLockWaits(database)),
  ]);
  return { variables, status, replicas, lockWaits, upSeconds: status.get('Uptime') ?? 0 };
}

async function readNamed(database: Database, signal: AbortSignal | undefined) {
  return database.readPrimary(signal, async (db, run) => {
    const [variables, status] = await Promise.all([
      serverVariables(db, run, ['performance_schema', 'innodb_adaptive_hash_index', 'thread_pool_size']),
      serverStatus(db, run, ['Uptime', 'Connections', 'Aborted_clients', 'Aborted_connects']),
    ]);
    return {
      variables,
      status: new Map([...status].map(([name, value]) => [name, Number(value)])),
    };
  });
}

/** What the server itself replicates from, and what the replica does that the console reads from. */
async function readReplicas(database: Database): Promise<readonly Replica[] | Unread> {
  const own = replicasOf(await ownReplication(database), false);
  // What has stopped is bad, whatever else is not known.
  if (own instanceof Unread || !database.hasReplica || own.some((it) => it.lagSeconds === null)) return own;
  const others = replicasOf(await replicaReplication(database, undefined), true);
  return others instanceof Unread ? others : [...own, ...others];
}

function replicasOf(rows: Known<readonly StatusRow[]>, isReadFrom: boolean): readonly Replica[] | Unread {
  return isKnown(rows) ? rows.value.map((row) => replicaOf(row, isReadFrom)) : new Unread(rows.why);
}

/** MariaDB kept the names that MySQL 8.4 dropped. */
export function replicaOf(row: StatusRow, isReadFrom: boolean): Replica {
  const host = row.Source_Host ?? row.Master_Host ?? 'its source';
  return { ...channelOf(row), source: `${host}:${row.Source_Port ?? row.Master_Port ?? '?'}`, isReadFrom };
}

type Column = string | number | null | undefined;

interface LockWaitRow {
  readonly waiting_thread: Column;
  readonly blocking_thread: Column;
  readonly seconds: Column;
  readonly lock_table: Column;
}

async function readLockWaits(database: Database): Promise<LockWait[]> {
  const rows = await called(database, sql<readonly LockWaitRow[]>`CALL caretaker_audit.server_lock_waits()`);
  return rows.map((row) => ({
    seconds: row.seconds === null ? null : Number(row.seconds),
    waiting: Number(row.waiting_thread),
    blocking: Number(row.blocking_thread),
    table: String(row.lock_table ?? 'a table'),
  }));
}
