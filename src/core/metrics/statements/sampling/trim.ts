import { sql } from 'kysely';
import type { Database } from '../../../database/database.ts';

const day = 86_400;
/** How long the samples of each step are kept, in seconds. An hour more than two days: those are a usual range. */
export const keptFor = { 60: 2 * day + 3600, 3600: 400 * day, 86400: 400 * day } as const;
const mostDigests = 20_000;
/** Deleted at once; a minute has at most 101 rows. */
const batch = 2000;

/** Removes what is too old, a bounded number at a time; minutes not before they are summed up. */
export async function trimStatements(database: Database, signal: AbortSignal): Promise<void> {
  const { rows } = await database.readPrimary(signal, (db, run) =>
    sql<{ now: string; hours: number; days: number }>`
      SELECT UNIX_TIMESTAMP() AS now, hours_until AS hours, days_until AS days
      FROM caretaker.statement_reading WHERE id = 1`.execute(db, run),
  );
  const mark = rows[0];
  if (mark === undefined) return;
  const summed = { 60: mark.hours, 3600: mark.days, 86400: Number(mark.now) };
  for (const step of [60, 3600, 86400] as const) {
    const before = Math.min(Number(mark.now) - keptFor[step], summed[step]);
    await deleteAll(signal, () => deleteSteps(database, 'statement_sample', step, before));
    await deleteAll(signal, () => deleteSteps(database, 'statement_step', step, before));
  }
  await deleteAll(signal, () => deleteUnused(database));
  await deleteBeyond(database, signal);
}

async function deleteAll(signal: AbortSignal, next: () => Promise<bigint>): Promise<void> {
  while (!signal.aborted && (await next()) === BigInt(batch));
}

/** By the primary key. */
async function deleteSteps(
  database: Database,
  table: 'statement_sample' | 'statement_step',
  step: number,
  before: number,
): Promise<bigint> {
  const { numAffectedRows } = await database.writeAtOnce((db) =>
    sql`DELETE FROM ${sql.table(`caretaker.${table}`)}
      WHERE step = ${step} AND at < ${Math.max(0, before)} ORDER BY step, at LIMIT ${sql.lit(batch)}`.execute(
      db,
    ),
  );
  return numAffectedRows ?? 0n;
}

async function deleteUnused(database: Database): Promise<bigint> {
  const { numAffectedRows } = await database.writeAtOnce((db) =>
    sql`DELETE FROM caretaker.statement_digest
      WHERE last_seen < UTC_TIMESTAMP(6) - INTERVAL 400 DAY ORDER BY last_seen LIMIT ${sql.lit(batch)}`.execute(
      db,
    ),
  );
  return numAffectedRows ?? 0n;
}

/** What these cost counts for the others from then on. */
async function deleteBeyond(database: Database, signal: AbortSignal): Promise<void> {
  const { rows } = await database.readPrimary(signal, (db, run) =>
    sql<{ last_seen: string }>`
      SELECT last_seen FROM caretaker.statement_digest FORCE INDEX (statement_digest_last)
      ORDER BY last_seen DESC LIMIT 1 OFFSET ${sql.lit(mostDigests)}`.execute(db, run),
  );
  const last = rows[0]?.last_seen;
  if (last === undefined) return;
  await database.writeAtOnce((db) =>
    sql`DELETE FROM caretaker.statement_digest
      WHERE last_seen <= ${last} ORDER BY last_seen LIMIT ${sql.lit(batch)}`.execute(db),
  );
}
