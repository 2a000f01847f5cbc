import { sql } from 'kysely';
import type { Database, Db } from '../../../database/database.ts';
import { called } from '../../called.ts';
import { asked, isKnown, type Known, numberOf } from './known.ts';

/** A row of SHOW REPLICA STATUS: the console's session decides how numbers come. */
export type StatusRow = Readonly<Record<string, string | number | null | undefined>>;

const procedure = 'server_replication';
const call = sql<readonly StatusRow[]>`CALL caretaker_audit.server_replication()`;

/** What the server itself replicates from. */
export function ownReplication(database: Database): Promise<Known<readonly StatusRow[]>> {
  return asked(procedure, () => called(database, call));
}

/** What the replica does that the console reads from. One that is gone must not keep the primary from being read. */
export async function replicaReplication(
  database: Database,
  signal: AbortSignal | undefined,
): Promise<Known<readonly StatusRow[]>> {
  const read = async (db: Db) => (await call.execute(db)).rows[0] ?? [];
  try {
    return await asked(procedure, () => database.readReplica(signal, read));
  } catch {
    return { why: 'The replica that the console reads from does not answer, so its lag is not known.' };
  }
}

/** One source that a server replicates from. */
export interface Channel {
  /** Null while replication is stopped: that is not 0. */
  readonly lagSeconds: number | null;
  readonly receives: string;
  readonly applies: string;
  /** The server's error numbers; their texts may quote what a statement wrote. */
  readonly errors: readonly number[];
}

/** MariaDB keeps the old names. */
export function channelOf(row: Readonly<Record<string, unknown>>): Channel {
  const text = (...names: string[]) => String(names.map((name) => row[name]).find((it) => it != null) ?? '?');
  return {
    lagSeconds: numberOf(row.Seconds_Behind_Source ?? row.Seconds_Behind_Master),
    receives: text('Replica_IO_Running', 'Slave_IO_Running'),
    applies: text('Replica_SQL_Running', 'Slave_SQL_Running'),
    errors: [row.Last_IO_Errno, row.Last_SQL_Errno]
      .map(numberOf)
      .filter((it) => it !== null && it > 0) as number[],
  };
}

/**
 * How far behind the farthest is, in seconds: of what the server itself replicates from, and the replica that the console
 * reads from (null without one). One that has stopped makes the whole unknown, not less.
 */
export function replicationLag(
  server: Known<readonly Channel[]>,
  replica: Known<readonly Channel[]> | null,
): Known<number> {
  if (replica !== null && !isKnown(replica)) return replica;
  if (!isKnown(server)) return server;
  if (replica !== null && replica.value.length === 0) {
    return {
      why: 'The replica that the console reads from replicates from no server, so what it shows may be of any age.',
    };
  }
  const channels = [...server.value, ...(replica?.value ?? [])];
  const stopped = channels.find((it) => it.lagSeconds === null);
  if (stopped) return { why: stoppedSentence(stopped) };
  if (channels.length === 0) {
    return {
      why: 'This server replicates from no other, and the console reads from no replica. Sign in with the address of a replica to watch it.',
    };
  }
  return { value: Math.max(...channels.map((it) => it.lagSeconds ?? 0)) };
}

function stoppedSentence({ receives, applies, errors }: Channel): string {
  const because = errors.length === 0 ? '' : `, the server’s error ${errors.join(' and ')}`;
  return `Replication does not run, so its lag is not known (receives: ${receives}, applies: ${applies}${because}). SHOW REPLICA STATUS there tells why; START REPLICA has it go on.`;
}
