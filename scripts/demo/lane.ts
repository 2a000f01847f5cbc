import { connect as connectSocket } from 'node:net';
import { type Connection, createConnection } from 'mysql2/promise';

export interface Root {
  host: string;
  port: number;
  user: string;
  password: string;
}

/** A connection that can be broken off in the middle of a statement. */
export interface Lane {
  connection: Connection;
  /** What runs on it fails at once, here; the server may not have noticed yet. */
  breakOff(): void;
}

export async function openLane(root: Root): Promise<Lane> {
  // The driver's own destroy() waits for the answer to what is running, which may never come: hence the socket.
  const socket = connectSocket({ host: root.host, port: root.port, noDelay: true });
  const connection = await createConnection({
    ...root,
    stream: () => socket,
    charset: 'utf8mb4_unicode_ci',
    flags: ['+LOCAL_FILES'],
  });
  // A lost connection is told of by the statement that fails; a second word would end the process.
  connection.on('error', () => {});
  await connection.query(
    `SET SESSION time_zone = '+00:00', unique_checks = 0, foreign_key_checks = 0,
     sql_mode = 'STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'`,
  );
  return { connection, breakOff: () => socket.destroy(new Error('The connection was broken off.')) };
}

/** Ends lanes and whatever runs on them, here and on the server, which would else finish building an index first. */
export async function stopLanes(root: Root, lanes: Lane[]): Promise<void> {
  const ids = lanes.map(({ connection }) => connection.threadId);
  for (const lane of lanes) lane.breakOff();
  try {
    const killer = await createConnection({ ...root, connectTimeout: 2000 });
    for (const id of ids) await killer.query('KILL CONNECTION ?', [id]).catch(() => {});
    await killer.end();
  } catch {
    // The server is not there to be told: it has stopped as well.
  }
}

/** Runs one task on each lane; when one fails, the others are broken off before its error is thrown. */
export async function onEveryLane(
  lanes: Lane[],
  task: (connection: Connection) => Promise<void>,
): Promise<void> {
  const failures: unknown[] = [];
  const guarded = lanes.map(async ({ connection }) => {
    try {
      await task(connection);
    } catch (error) {
      failures.push(error);
      for (const other of lanes) other.breakOff();
    }
  });
  await Promise.all(guarded);
  if (failures.length > 0) throw failures[0];
}

/** Closes what still answers; a broken lane does not. */
export async function closeLanes(lanes: Lane[]): Promise<void> {
  await Promise.all(lanes.map(({ connection }) => connection.end().catch(() => {})));
}
