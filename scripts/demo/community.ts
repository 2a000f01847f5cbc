import type { Connection } from 'mysql2/promise';
import { closeLanes, type Lane, onEveryLane, openLane, type Root, stopLanes } from './lane.ts';
import { chunkCount, loadChunk } from './loader.ts';
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

export type { Root } from './lane.ts';

export interface CommunityState {
  /** `outdated`: complete, but made by an older generator than this, with other tables. */
  state: 'none' | 'partial' | 'outdated' | 'complete';
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
  const lane = await openLane(root);
  try {
    const found = await readState(lane.connection);
    if (!found) return { state: 'none' };
    const { members, seed, until, complete, current } = found;
    const state = !complete ? 'partial' : current ? 'complete' : 'outdated';
    return { state, members, seed, until };
  } finally {
    await closeLanes([lane]);
  }
}

/**
 * Fills the schema `community_demo` with the community that `members`, `seed` and `until` describe; the same three
 * make the same rows. Goes on where an earlier run stopped, does nothing when all is there, and begins anew when
 * another community is, or the same as an older generator made it. `rows` counts all rows that are there at the end,
 * `seconds` this run.
 * @throws the signal's reason when stopped, keeping what was finished; errors of the database as they come
 */
export async function fillCommunity(o: {
  root: Root;
  members: number;
  seed: number;
  until: Date;
  /** Names of the tables to fill; the others are made and stay empty. All without it. */
  only?: readonly string[];
  onProgress?: (progress: Progress) => void;
  signal?: AbortSignal;
}): Promise<{ rows: number; seconds: number }> {
  const began = performance.now();
  const wish: Wish = { members: o.members, seed: o.seed, until: o.until };
  if (!Number.isInteger(o.members) || o.members < 20)
    throw new RangeError(`A community needs 20 members or more, not ${o.members}. Nothing was changed.`);
  o.signal?.throwIfAborted();
  o.onProgress?.({ phase: 'Making tables', done: 0, total: 1, secondsLeft: null });

  const lanes: Lane[] = [];
  let stopping: Promise<void> | undefined;
  const stop = (): void => {
    stopping = stopLanes(o.root, lanes);
  };
  try {
    const control = await openLane(o.root);
    lanes.push(control);
    while (lanes.length < LANES) lanes.push(await openLane(o.root));
    o.signal?.throwIfAborted();
    o.signal?.addEventListener('abort', stop);
    const rows = await fill(control.connection, lanes, wish, o.only, o.onProgress);
    return { rows, seconds: (performance.now() - began) / 1000 };
  } catch (error) {
    await stopping;
    o.signal?.throwIfAborted();
    throw error;
  } finally {
    o.signal?.removeEventListener('abort', stop);
    await closeLanes(lanes);
  }
}

async function fill(
  control: Connection,
  lanes: Lane[],
  wish: Wish,
  only: readonly string[] | undefined,
  tell: ((progress: Progress) => void) | undefined,
): Promise<number> {
  const found = await readState(control);
  const kept = found !== null && isSame(found, wish) && found.current;
  if (kept && found.complete) return await countRows(control);
  const tables = makeTables(makeWorld(wish));
  if (found && !kept) await dropTables(control, tables);
  await createTables(control, tables, wish);
  const wanted = only ? tables.filter(({ name }) => only.includes(name)) : tables;
  await fillTables(control, lanes, wanted, tell);
  await markComplete(control);
  return await countRows(control);
}

async function fillTables(
  control: Connection,
  lanes: Lane[],
  tables: Table[],
  tell: ((progress: Progress) => void) | undefined,
): Promise<void> {
  const there = await readChunks(control);
  const total = tables.reduce((sum, table) => sum + size(table) + indexCost(table), 0);
  const meter = new Meter(total, await countRows(control), tell);
  const waiting = [...tables];

  await onEveryLane(lanes, async (connection) => {
    for (let table = waiting.shift(); table; table = waiting.shift()) {
      const phase = table.name.replaceAll('_', ' ');
      for (let chunk = 0; chunk < chunkCount(table); chunk++) {
        if (there.get(table.name)?.has(chunk)) continue;
        meter.add(`Filling ${phase}`, await loadChunk(connection, table, chunk));
      }
      meter.add(`Indexing ${phase}`, 0);
      await addIndexes(connection, table);
      meter.add(`Indexing ${phase}`, indexCost(table));
    }
  });
  meter.finish('Ready');
}

function isSame(found: Wish, wish: Wish): boolean {
  return (
    found.members === wish.members &&
    found.seed === wish.seed &&
    found.until.getTime() === wish.until.getTime()
  );
}

function size(table: Table): number {
  return table.units * table.rowsPerUnit;
}

function indexCost(table: Table): number {
  return size(table) * Object.keys(table.indexes).length * INDEX_COST;
}
