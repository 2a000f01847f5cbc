import { sql } from 'kysely';
import type { Database, Trx } from '../../../database/database.ts';
import { costColumns } from './samples.ts';

/** From the samples of which step those of which are made, in seconds, and where it stands how far that has come. */
export const rollUps = [
  { from: 60, to: 3600, mark: 'hours_until' },
  { from: 3600, to: 86_400, mark: 'days_until' },
] as const;
type RollUp = (typeof rollUps)[number];

const kept = 100;
/** An interval is kept in the minute of its middle: so much later, in seconds, nothing is added to an hour any more. */
const settledAfter = 90;

/** Sums up every hour, and then every day, that has ended: each once, whichever consoles are at it. True where one had. */
export async function rollUp(database: Database, signal: AbortSignal): Promise<boolean> {
  let steps = 0;
  for (const it of rollUps) {
    while (!signal.aborted && (await database.write(true, (trx) => sumUpNext(trx, it)))) steps += 1;
  }
  return steps > 0;
}

/** Sums up the next step that has ended. False where there is none. */
async function sumUpNext(trx: Trx, { from, to, mark }: RollUp): Promise<boolean> {
  const { rows } = await sql<{ until: number; minutes_from: number; now: string }>`
    SELECT ${sql.ref(mark)} AS until, hours_until AS minutes_from, UNIX_TIMESTAMP() AS now
    FROM caretaker.statement_reading WHERE id = 1 FOR UPDATE`.execute(trx);
  const row = rows[0];
  if (row === undefined) return false;
  const next = await firstFrom(trx, from, row.until);
  if (next === null) return false;
  const at = next - (next % to);
  if (at + to > Number(row.now) - settledAfter) return false;
  if (from !== 60) {
    // A day waits for the last of its hours.
    const minute = await firstFrom(trx, 60, row.minutes_from);
    if (minute !== null && minute < at + to) return false;
  }
  await sumUp(trx, from, to, at);
  await sql`UPDATE caretaker.statement_reading SET ${sql.ref(mark)} = ${at + to} WHERE id = 1`.execute(trx);
  return true;
}

/** The first step from a second on that was read. */
async function firstFrom(trx: Trx, step: number, from: number): Promise<number | null> {
  const { rows } = await sql<{ at: number }>`
    SELECT at FROM caretaker.statement_step WHERE step = ${step} AND at >= ${from} ORDER BY at LIMIT 1`.execute(
    trx,
  );
  return rows[0]?.at ?? null;
}

/** By the primary key: at most 60 times 101 rows, or 24 times. */
async function sumUp(trx: Trx, from: number, to: number, at: number): Promise<void> {
  const within = sql`step = ${from} AND at >= ${at} AND at < ${at + to}`;
  const { rows } = await sql<{ digest_id: number }>`
    SELECT digest_id FROM caretaker.statement_sample WHERE ${within} AND digest_id > 0
    GROUP BY digest_id ORDER BY SUM(total_ms) DESC LIMIT ${sql.lit(kept)}`.execute(trx);
  const ids = [0, ...rows.map((row) => row.digest_id)];
  const columns = sql.join(costColumns.map((it) => sql.ref(it)));
  const sums = sql.join(costColumns.map((it) => sql`SUM(${sql.ref(it)})`));
  await sql`
    INSERT INTO caretaker.statement_sample (step, at, digest_id, ${columns})
    SELECT ${sql.lit(to)}, ${sql.lit(at)}, IF(digest_id IN (${sql.join(ids)}), digest_id, 0) AS kind, ${sums}
    FROM caretaker.statement_sample WHERE ${within} GROUP BY kind`.execute(trx);
  await sql`
    INSERT INTO caretaker.statement_step (step, at, seconds, calls, total_ms)
    SELECT ${sql.lit(to)}, ${sql.lit(at)}, SUM(seconds), SUM(calls), SUM(total_ms)
    FROM caretaker.statement_step WHERE ${within}`.execute(trx);
}
