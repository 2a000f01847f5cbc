import { setImmediate as breathe } from 'node:timers/promises';
import { CompiledQuery } from 'kysely';
import type { Trx } from '../../database/database.ts';

/** Rows of one statement, which a server whose disk is slow must be done with before its time is up. */
const rowsAtOnce = 1000;

/**
 * Inserts rows, some at a time; `after` is what follows them in the statement. Not through the query builder, which would
 * make an object of each of tens of thousands of values.
 */
export async function insertMany(
  trx: Trx,
  into: string,
  rows: readonly (readonly unknown[])[],
  after = '',
  atOnce = rowsAtOnce,
): Promise<void> {
  for (let start = 0; start < rows.length; start += atOnce) {
    const some = rows.slice(start, start + atOnce);
    await trx.executeQuery(CompiledQuery.raw(`${into} VALUES ? ${after}`, [some]));
  }
}

/** Maps in small batches, so that a thousand rows do not hold up whoever works with the console. */
export async function mapGently<T, U>(rows: readonly T[], map: (row: T) => U): Promise<U[]> {
  const mapped: U[] = [];
  for (const [index, row] of rows.entries()) {
    mapped.push(map(row));
    if (index % batch === batch - 1) await breathe();
  }
  return mapped;
}

const batch = 200;

/** More values than this in one IN, and MariaDB makes a table of them that it then scans. */
const mostInOne = 500;

/** Asks for what belongs to many ids, some at a time. */
export async function inBatches<Row>(
  ids: readonly string[],
  ask: (ids: readonly string[]) => Promise<Row[]>,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (let start = 0; start < ids.length; start += mostInOne) {
    rows.push(...(await ask(ids.slice(start, start + mostInOne))));
  }
  return rows;
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
