import { sql } from 'kysely';
import type { Database } from '../../../database/database.ts';
import { indexCounting, serverIndexUse } from '../server-calls.ts';
import { afterReading, type IndexUse } from './index-uses.ts';
import { inBatches, type Measured } from './measured.ts';

/** An index that was not read for so long is gone; in days. */
const forgottenAfter = 90;

/** Notes which indexes were used. Where the server does not count, nothing is noted: that is no sign of no use. */
export async function keepIndexUse(
  database: Database,
  signal: AbortSignal,
  { day, at, serverStartedOn }: Measured,
): Promise<void> {
  if (!(await indexCounting(database)).counts) return;
  const known = await knownUse(database, signal);
  const readings = (await serverIndexUse(database)).map((row) => {
    const before = known.get(keyOf(row)) ?? null;
    const { seenFrom, seenOn, daysSeen, uses, usedAt } = afterReading(before, {
      uses: BigInt(row.uses),
      today: day,
      serverStartedOn,
      at,
    });
    return {
      schema_name: row.schema_name,
      table_name: row.table_name,
      index_name: row.index_name,
      seen_from: seenFrom,
      seen_on: seenOn,
      days_seen: daysSeen,
      uses: uses.toString(),
      used_at: usedAt,
    };
  });
  await inBatches(readings, signal, (rows) =>
    database.writeAtOnce((db) =>
      db
        .insertInto('caretaker.index_use')
        .values(rows)
        .onDuplicateKeyUpdate({
          seen_from: sql`VALUES(seen_from)`,
          seen_on: sql`VALUES(seen_on)`,
          days_seen: sql`VALUES(days_seen)`,
          uses: sql`VALUES(uses)`,
          used_at: sql`VALUES(used_at)`,
        })
        .execute(),
    ),
  );
  await database.writeAtOnce((db) =>
    sql`DELETE FROM caretaker.index_use
      WHERE seen_on < ${day} - INTERVAL ${sql.lit(forgottenAfter)} DAY`.execute(db),
  );
}

async function knownUse(database: Database, signal: AbortSignal): Promise<Map<string, IndexUse>> {
  const rows = await database.readPrimary(signal, (db, run) =>
    db.selectFrom('caretaker.index_use').selectAll().limit(100_000).execute(run),
  );
  return new Map(
    rows.map((row) => [
      keyOf(row),
      {
        seenFrom: row.seen_from,
        seenOn: row.seen_on,
        daysSeen: row.days_seen,
        uses: BigInt(row.uses),
        usedAt: row.used_at,
      },
    ]),
  );
}

function keyOf(of: { schema_name: string; table_name: string; index_name: string }): string {
  return JSON.stringify([of.schema_name, of.table_name, of.index_name]);
}
