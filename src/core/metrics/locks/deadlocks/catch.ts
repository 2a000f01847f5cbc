import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Database } from '../../../database/database.ts';
import { failureOf } from '../../../database/errors.ts';
import type { Job } from '../../../jobs/job.ts';
import { called } from '../../called.ts';
import { type InnodbStatus, parseInnodbStatus } from '../status/innodb-status.ts';
import { countDeadlocks, type DeadlockCount } from './counter.ts';
import { fingerprintOf } from './fingerprint.ts';

const keptForDays = 400;
/**
 * Where the server does not count deadlocks, or its report tells of none though it counted one, the report is read as often
 * as this, in ms: it costs more than a counter.
 */
const readBlindEvery = 60_000;
const trimEvery = 3_600_000;

/** What this console knows of a server from its last look; `counted` is null where that told of no deadlock. */
interface Look {
  readonly counted: bigint | null;
  readonly readAt: number;
}
const lastLook = new WeakMap<Database, Look>();
const lastTrim = new WeakMap<Database, number>();

/** Keeps each deadlock, of which the server keeps the last alone. Its report quotes statements, so no CTO may read it. */
export const catchDeadlocks: Job = {
  name: 'catch-deadlocks',
  everySeconds: 10,
  roles: ['admin'],
  async run({ database }, signal) {
    await catchDeadlock(database, signal);
    await trimDeadlocks(database);
  },
};

/** Keeps the server's last deadlock, if it has met one since the last look. True where one was kept. */
export async function catchDeadlock(database: Database, signal: AbortSignal): Promise<boolean> {
  const count = await countDeadlocks(database, signal);
  const kept = await lastKept(database, signal);
  if (!mayBeNew(database, count, kept)) return false;
  const [row] = await called(
    database,
    sql<readonly { Status: string }[]>`CALL caretaker_audit.server_innodb_status()`,
  );
  // From here on nothing holds a value of a statement.
  const status = parseInnodbStatus(row?.Status ?? '');
  const isNew = await keep(database, status, count, kept);
  lastLook.set(database, {
    counted: status.deadlock === null ? null : count.counted,
    readAt: Date.now(),
  });
  return isNew;
}

interface Kept {
  readonly counted: bigint | null;
  readonly secondsAgo: number;
}

async function lastKept(database: Database, signal: AbortSignal): Promise<Kept | null> {
  const { rows } = await database.readPrimary(signal, (db, run) =>
    sql<{ counted: string | null; seconds: string }>`
      SELECT counted, TIMESTAMPDIFF(SECOND, at, UTC_TIMESTAMP(6)) AS seconds
      FROM caretaker.deadlock FORCE INDEX (deadlock_at) ORDER BY at DESC, id DESC LIMIT 1`.execute(db, run),
  );
  const [row] = rows;
  if (row === undefined) return null;
  return { counted: row.counted === null ? null : BigInt(row.counted), secondsAgo: Number(row.seconds) };
}

function mayBeNew(database: Database, count: DeadlockCount, kept: Kept | null): boolean {
  const look = lastLook.get(database);
  if (count.counted === 0n) return false;
  if (look !== undefined && look.counted !== null) return look.counted !== count.counted;
  if (look !== undefined || count.counted === null) {
    return Date.now() - (look?.readAt ?? 0) >= readBlindEvery;
  }
  return baseOf(kept, count) !== count.counted;
}

/** The server's count at the deadlock that was kept last: it counts from 0 again after a start. */
function baseOf(kept: Kept | null, { upSeconds }: DeadlockCount): bigint | null {
  if (kept === null) return null;
  return upSeconds < kept.secondsAgo ? 0n : kept.counted;
}

async function keep(
  database: Database,
  { deadlock, madeAt }: InnodbStatus,
  count: DeadlockCount,
  kept: Kept | null,
): Promise<boolean> {
  if (deadlock === null) return false;
  const detail = JSON.stringify(deadlock);
  const base = baseOf(kept, count);
  const since = base === null || count.counted === null ? null : count.counted - base - 1n;
  const missed = since === null || since >= 0n ? since : 0n;
  try {
    await database.write(true, (trx) =>
      sql`
        INSERT INTO caretaker.deadlock (at, fingerprint, report_sha256, counted, missed, detail)
        VALUES (
          UTC_TIMESTAMP(6) - INTERVAL ${sql.lit(secondsBetween(deadlock.toldAt, madeAt))} SECOND,
          ${fingerprintOf(deadlock)}, ${createHash('sha256').update(detail).digest()},
          ${count.counted}, ${missed}, ${detail}
        )`.execute(trx),
    );
    return true;
  } catch (error) {
    if (failureOf(error) === 'duplicate') return false;
    throw error;
  }
}

/** Both by the server's own clock and zone, so that what lies between needs neither. */
function secondsBetween(earlier: string, later: string | null): number {
  const [from, to] = [earlier, later ?? earlier].map((moment) => Date.parse(`${moment.replace(' ', 'T')}Z`));
  const seconds = Math.round(((to ?? 0) - (from ?? 0)) / 1000);
  return Number.isFinite(seconds) ? Math.max(0, seconds) : 0;
}

/** By the index on the moment, a bounded number at a time. */
export async function trimDeadlocks(database: Database): Promise<void> {
  if (Date.now() - (lastTrim.get(database) ?? 0) < trimEvery) return;
  await database.writeAtOnce((db) =>
    sql`
      DELETE FROM caretaker.deadlock WHERE at < UTC_TIMESTAMP() - INTERVAL ${sql.lit(keptForDays)} DAY
      ORDER BY at, id LIMIT ${sql.lit(1000)}`.execute(db),
  );
  lastTrim.set(database, Date.now());
}
