import type { Connection, RowDataPacket } from 'mysql2/promise';
import { closeLanes, openLane, type Root } from '../lane.ts';
import { siteAccount } from '../live/account.ts';
import { isDone, markDone, readState } from '../schema.ts';
import { writeDeadlocks } from './deadlocks.ts';
import { writeSamples } from './samples.ts';
import type { Limits } from './series.ts';
import { writeSizes } from './sizes.ts';
import { writeStatements } from './statements.ts';

const STEP = '(history)';

/**
 * Gives the demo's database a past, once: what a sampler would have kept of two years, what its statements cost for weeks,
 * how its tables grew for a year. It is made up, after the rhythm of the demo's traffic; the same seed and moment make the
 * same. What a console sampled already stays. @throws the signal's reason when stopped: it is begun anew at the next start
 */
export async function makeHistory(o: {
  readonly root: Root;
  readonly signal?: AbortSignal;
  readonly say?: (line: string) => void;
}): Promise<void> {
  const lane = await openLane(o.root);
  const { connection } = lane;
  const stop = () => lane.breakOff();
  o.signal?.addEventListener('abort', stop);
  try {
    const state = await readState(connection);
    if (!state || (await isDone(connection, STEP))) return;
    o.say?.('Making a past of the demo’s database');
    const site = await siteAccount(o.root);
    const ground = { seed: state.seed, end: Date.now(), limits: await limitsOf(connection) };
    await writeStatements(connection, { ...ground, site, members: state.members });
    await writeDeadlocks(connection, { ...ground, site });
    await connection.beginTransaction();
    await writeSamples(connection, ground);
    await writeSizes(connection, ground);
    await markDone(connection, STEP);
    await connection.commit();
  } catch (error) {
    o.signal?.throwIfAborted();
    throw error;
  } finally {
    o.signal?.removeEventListener('abort', stop);
    await closeLanes([lane]);
  }
}

async function limitsOf(connection: Connection): Promise<Limits> {
  const [rows] = await connection.query<RowDataPacket[]>(
    `SHOW GLOBAL VARIABLES WHERE Variable_name IN
     ('innodb_buffer_pool_size', 'innodb_log_file_size', 'innodb_redo_log_capacity', 'max_connections')`,
  );
  const values = new Map(rows.map((row) => [String(row.Variable_name), Number(row.Value)]));
  return {
    poolBytes: values.get('innodb_buffer_pool_size') ?? 128 * 2 ** 20,
    redoBytes: values.get('innodb_redo_log_capacity') ?? values.get('innodb_log_file_size') ?? 48 * 2 ** 20,
    connections: values.get('max_connections') ?? 151,
  };
}
