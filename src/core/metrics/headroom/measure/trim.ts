import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../../../database/database.ts';
import type { Measured } from './measured.ts';

/** Every day is kept for so long, then the first of each week; in days. */
const dailyFor = 400;
/** A week that no console was open to thin out in time stays as it is after this; in days. */
const thinnedWithin = 60;
const keptYears = 5;
const perStatement = 5000;

const tables = [sql.table('caretaker.table_size'), sql.table('caretaker.index_size')];
const dayMs = 86_400_000;

/** Removes what is older than five years, and all but one day of each week that is older than 400 days. */
export async function trimSizes(database: Database, signal: AbortSignal, { day }: Measured): Promise<void> {
  for (const table of tables) {
    await removeAll(database, signal, (limit) => {
      return sql`DELETE FROM ${table} WHERE day < ${day} - INTERVAL ${sql.lit(keptYears)} YEAR ${limit}`;
    });
    for (const monday of weeksToThin(day)) await thinWeek(database, signal, table, monday);
  }
}

/** The Mondays of the weeks that have just become older than `dailyFor`. */
function weeksToThin(today: string): string[] {
  const now = Date.parse(today);
  const last = now - dailyFor * dayMs;
  const toMonday = (moment: number) => moment - ((new Date(moment).getUTCDay() + 6) % 7) * dayMs;
  const mondays: string[] = [];
  for (let monday = toMonday(last - thinnedWithin * dayMs); monday + 7 * dayMs <= last; monday += 7 * dayMs)
    mondays.push(new Date(monday).toISOString().slice(0, 10));
  return mondays;
}

async function thinWeek(
  database: Database,
  signal: AbortSignal,
  table: RawBuilder<unknown>,
  monday: string,
): Promise<void> {
  const { rows } = await database.readPrimary(signal, (db, run) =>
    sql<{ first: string | null }>`SELECT MIN(day) AS first FROM ${table}
      WHERE day >= ${monday} AND day < ${monday} + INTERVAL 7 DAY`.execute(db, run),
  );
  const first = rows[0]?.first ?? null;
  if (first === null) return;
  await removeAll(database, signal, (limit) => {
    return sql`DELETE FROM ${table} WHERE day > ${first} AND day < ${monday} + INTERVAL 7 DAY ${limit}`;
  });
}

/** In short transactions, until nothing is left. */
async function removeAll(
  database: Database,
  signal: AbortSignal,
  statement: (limit: RawBuilder<unknown>) => RawBuilder<unknown>,
): Promise<void> {
  const limit = sql`LIMIT ${sql.lit(perStatement)}`;
  while (!signal.aborted) {
    const { numAffectedRows } = await database.writeAtOnce((db) => statement(limit).execute(db));
    if ((numAffectedRows ?? 0n) < BigInt(perStatement)) return;
  }
}
