import { sql } from 'kysely';
import type { LockSession, LockTree } from '../../../../contract/metrics/locks/tree.ts';
import type { Database } from '../../../database/database.ts';
import { failureOf } from '../../../database/errors.ts';
import { now } from '../../../database/time.ts';
import type { SignedIn } from '../../../session/open.ts';
import { called } from '../../called.ts';
import { serverVariables } from '../../sampler/variables.ts';
import { forestOf, type LockPair } from './forest.ts';

const mostPairs = 500;
const mostLong = 20;
/** A transaction that lasts shorter is nobody's concern. */
const longAfterSeconds = 2;

/**
 * Who waits for whose row lock right now, and which transactions have been open for long. MariaDB tells it anew only after
 * 100 ms in which nobody asked.
 */
export async function lockTree({ database }: SignedIn, signal: AbortSignal | undefined): Promise<LockTree> {
  try {
    return await readTree(database, signal);
  } catch (error) {
    if (failureOf(error) !== 'denied') throw error;
    return { ...nothingKnown, asOf: now(), unknown: notAllowed };
  }
}

const nothingKnown = { nodes: [], waiting: 0, longestSeconds: null, capped: false, long: [] };
const notAllowed =
  'Caretaker may not ask the server who waits for whom. Run npm run connect-site again: it gives the locked account caretaker_watcher@localhost the right PROCESS, and what a CTO and an administrator may call.';
const needsSchema =
  'MySQL tells who waits for whom only with performance_schema, which is off. Set performance_schema = ON in the server’s configuration and start it again.';

async function readTree(database: Database, signal: AbortSignal | undefined): Promise<LockTree> {
  const asOf = now();
  const [pairs, transactions, isKnown] = await Promise.all([
    called(database, sql<readonly PairRow[]>`CALL caretaker_audit.server_lock_waits()`),
    called(database, sql<readonly TransactionRow[]>`CALL caretaker_audit.server_transactions()`),
    tellsWaits(database, signal),
  ]);
  const sessions = new Map(transactions.map((row) => [keyOf(row.thread, row.id), sessionOf(row)]));
  const stranger = new Map(
    pairs.flatMap((row) => [
      [keyOf(row.waiting_thread, row.waiting_id), unknownSession(row.waiting_thread, row.waiting_id)],
      [keyOf(row.blocking_thread, row.blocking_id), unknownSession(row.blocking_thread, row.blocking_id)],
    ]),
  );
  const linked = pairs.map(pairOf);
  const involved = new Set(linked.flatMap((it) => [it.waiting, it.blocking]));
  const waits = linked.flatMap(({ wait }) => (wait.seconds === null ? [] : [wait.seconds]));
  return {
    asOf,
    nodes: forestOf(linked, (key) => sessions.get(key) ?? stranger.get(key) ?? unknownSession(0, key)),
    waiting: new Set(linked.map((it) => it.waiting)).size,
    longestSeconds: waits.length === 0 ? null : Math.max(...waits),
    unknown: isKnown ? null : needsSchema,
    capped: pairs.length >= mostPairs,
    long: [...sessions]
      .filter(([key, it]) => !involved.has(key) && (it.seconds ?? 0) >= longAfterSeconds)
      .map(([, it]) => it)
      .slice(0, mostLong),
  };
}

async function tellsWaits(database: Database, signal: AbortSignal | undefined): Promise<boolean> {
  if (database.server.flavour === 'mariadb') return true;
  const variables = await database.readPrimary(signal, (db, run) =>
    serverVariables(db, run, ['performance_schema']),
  );
  return variables.get('performance_schema') === 'ON';
}

type Column = string | number | null;

interface TransactionRow {
  readonly id: string;
  readonly thread: Column;
  readonly state: string;
  readonly mark: string;
  readonly seconds: Column;
  readonly rows_locked: Column;
  readonly rows_modified: Column;
  readonly user: string | null;
  readonly host: string | null;
  readonly db: string | null;
  readonly command: string | null;
  readonly statement: string | null;
}

interface PairRow {
  readonly waiting_thread: Column;
  readonly blocking_thread: Column;
  readonly waiting_id: string;
  readonly blocking_id: string;
  readonly seconds: Column;
  readonly lock_table: string | null;
  readonly lock_index: string | null;
  readonly lock_mode: string | null;
  readonly in_line: Column;
  readonly certain: Column;
}

/** A session has one transaction; one without a session, such as after XA PREPARE, is known by its own id. */
function keyOf(thread: Column, id: string): string {
  return Number(thread) === 0 ? `without ${id}` : String(thread);
}

function pairOf(row: PairRow): LockPair {
  return {
    waiting: keyOf(row.waiting_thread, row.waiting_id),
    blocking: keyOf(row.blocking_thread, row.blocking_id),
    inLine: Number(row.in_line) === 1,
    wait: {
      seconds: countOf(row.seconds),
      table: row.lock_table,
      index: row.lock_index,
      mode: row.lock_mode,
      certain: Number(row.certain) === 1,
    },
  };
}

function sessionOf(row: TransactionRow): LockSession {
  return {
    thread: String(row.thread),
    transaction: row.id,
    mark: row.mark,
    user: row.user,
    // Without its port, which tells nothing.
    host: row.host?.replace(/:\d+$/, '') ?? null,
    db: row.db,
    doing: doingOf(row),
    seconds: countOf(row.seconds),
    rowsLocked: countOf(row.rows_locked),
    rowsChanged: countOf(row.rows_modified),
    statement: row.statement?.replace(/\s+/g, ' ').trim() ?? null,
  };
}

function doingOf({ state, command }: TransactionRow): LockSession['doing'] {
  if (state === 'ROLLING BACK' || command === 'Killed') return 'rolls-back';
  if (state === 'LOCK WAIT') return 'waits';
  if (command === null) return 'unknown';
  return command === 'Sleep' ? 'idle' : 'runs';
}

function unknownSession(thread: Column, transaction: string): LockSession {
  return {
    thread: String(thread),
    transaction,
    mark: null,
    user: null,
    host: null,
    db: null,
    doing: 'unknown',
    seconds: null,
    rowsLocked: null,
    rowsChanged: null,
    statement: null,
  };
}

/** A clock that was set back makes no time less than none. */
function countOf(column: Column): number | null {
  return column === null ? null : Math.max(0, Number(column));
}
