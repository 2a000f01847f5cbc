import { type Connection, createConnection } from 'mysql2/promise';
import { chunkCount, loadChunk, unitsPerChunk } from './loader.ts';
import { Meter, type Progress } from './progress.ts';
import {
  addIndexes,
  countRows,
  createTables,
  dropTables,
  markComplete,
  readChunks,
  readState,
} from './schema.ts';
import type { Table } from './tables/table.ts';
import { makeTables } from './tables.ts';
import type { Wish } from './world/plan.ts';
import { makeWorld } from './world/world.ts';

export interface Root {
  host: string;
  port: number;
  user: string;
  password: string;
}

export interface CommunityState {
  state: 'none' | 'partial' | 'complete';
  members?: number;
  seed?: number;
  until?: Date;
}

/** Two tables at a time: the server works on one while the other's rows are made. */
const LANES = 2;
/** What indexing a row costs against loading it, for the time left. */
const INDEX_COST = 0.35;

/** What there is of a demo community on a server. */
export async function communityState(root: Root): Promise<CommunityState> {
  const connection = await connect(root);
  try {
    const found = await readState(connection);
    if (!found) return { state: 'none' };
    const { members, seed, until, complete } = found;
    return { state: complete ? 'complete' : 'partial', members, seed, until };
  } finally {
    await connection.end();
  }
}

/**
 * Fills the schema `community_demo` with the community that `members`, `seed` and `until` describe; the same three
 * make the same rows. Goes on where an earlier run stopped, does nothing when all is there, and begins anew when
 * another community is. `rows` counts all rows that are there at the end, `seconds` this run.
 * @throws the signal's reason when stopped, keeping what was finished; errors of the database as they come
 */
export async function fillCommunity(o: {
  root: Root;
  members: number;
  seed: number;
  until: Date;
  onProgress?: (progress: Progress) => void;
  signal?: AbortSignal;
}): Promise<{ rows: number; seconds: number }> {
  const began = performance.now();
  const wish: Wish = { members: o.members, seed: o.seed, until: o.until };
  if (!Number.isInteger(o.members) || o.members < 20)
    throw new RangeError(`A community needs 20 members or more, not ${o.members}. Nothing was changed.`);
  o.signal?.throwIfAborted();
  o.onProgress?.({ phase: 'Making tables', done: 0, total: 1, secondsLeft: null });

  const connections = await Promise.all(Array.from({ length: LANES }, () => connect(o.root)));
  const stop = (): void => {
    for (const connection of connections) connection.destroy();
  };
  o.signal?.addEventListener('abort', stop);
  try {
    const [control] = connections;
    if (!control) throw new Error('There is no connection to fill the community with.');
    const found = await readState(control);
    const kept = found !== null && isSame(found, wish) && (found.complete || found.current);
    if (kept && found.complete) return { rows: await countRows(control), seconds: secondsSince(began) };
    const tables = makeTables(makeWorld(wish));
    if (found && !kept) await dropTables(control, tables);
    await createTables(control, tables, wish);
    const rows = await fillTables(connections, tables, o.onProgress);
    await markComplete(control);
    return { rows, seconds: secondsSince(began) };
  } catch (error) {
    o.signal?.throwIfAborted();
    throw error;
  } finally {
    o.signal?.removeEventListener('abort', stop);
    await Promise.all(connections.map((connection) => connection.end().catch(() => {})));
  }
}

async function fillTables(
  connections: Connection[],
  tables: Table[],
  tell: ((progress: Progress) => void) | undefined,
): Promise<number> {
  const [control] = connections;
  const there = control ? await readChunks(control) : new Map<string, Set<number>>();
  const earlier = control ? await countRows(control) : 0;
  const total = tables.reduce((sum, table) => sum + size(table) + indexCost(table), 0);
  const meter = new Meter(total, earlier, tell);
  const waiting = [...tables];
  let rows = earlier;

  const lane = async (connection: Connection): Promise<void> => {
    for (let table = waiting.shift(); table; table = waiting.shift()) {
      const phase = table.name.replaceAll('_', ' ');
      for (let chunk = 0; chunk < chunkCount(table); chunk++) {
        if (there.get(table.name)?.has(chunk)) continue;
        const made = await loadChunk(connection, table, chunk);
        rows += made;
        meter.add(`Filling ${phase}`, Math.min(unitsPerChunk(table), table.units) * table.rowsPerUnit);
      }
      meter.add(`Indexing ${phase}`, 0);
      await addIndexes(connection, table);
      meter.add(`Indexing ${phase}`, indexCost(table));
    }
  };
  await everyLane(connections, lane);
  return rows;
}

/** Runs one lane on each connection; when one fails, the others are stopped before its error is thrown. */
async function everyLane(connections: Connection[], lane: (connection: Connection) => Promise<void>) {
  const failures: unknown[] = [];
  const guarded = connections.map(async (connection) => {
    try {
      await lane(connection);
    } catch (error) {
      failures.push(error);
      for (const other of connections) other.destroy();
    }
  });
  await Promise.all(guarded);
  if (failures.length > 0) throw failures[0];
}

function isSame(found: Wish, wish: Wish): boolean {
  return (
    found.members === wish.members &&
    found.seed === wish.seed &&
    found.until.getTime() === wish.until.getTime()
  );
}

function secondsSince(began: number): number {
  return (performance.now() - began) / 1000;
}

function size(table: Table): number {
  return table.units * table.rowsPerUnit;
}

function indexCost(table: Table): number {
  return size(table) * Object.keys(table.indexes).length * INDEX_COST;
}

async function connect(root: Root): Promise<Connection> {
  const connection = await createConnection({
    ...root,
    charset: 'utf8mb4_unicode_ci',
    supportBigNumbers: true,
    flags: ['+LOCAL_FILES'],
  });
  // A server that drops the connection is told of by the query that fails; a second word would end the process.
  connection.on('error', () => {});
  await connection.query(
    `SET SESSION time_zone = '+00:00', unique_checks = 0, foreign_key_checks = 0,
     sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'`,
  );
  return connection;
}
