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
    const before = known.get(keyOf(row))?.use ?? null;
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
  await forgetGone(database, signal, [...known.values()], day);
}

/** By the primary key, one by one: hardly ever is there any. */
async function forgetGone(
  database: Database,
  signal: AbortSignal,
  known: readonly Known[],
  day: string,
): Promise<void> {
  const before = new Date(Date.parse(day) - forgottenAfter * 86_400_000).toISOString().slice(0, 10);
  for (const { row } of known.filter(({ use }) => use.seenOn < before)) {
    signal.throwIfAborted();
    await database.writeAtOnce((db) =>
      db
        .deleteFrom('caretaker.index_use')
        .where('schema_name', '=', row.schema_name)
        .where('table_name', '=', row.table_name)
        .where('index_name', '=', row.index_name)
        .where('seen_on', '<', before)
        .execute(),
    );
  }
}

interface Known {
  readonly row: IndexName;
  readonly use: IndexUse;
}

interface IndexName {
  readonly schema_name: string;
  readonly table_name: string;
  readonly index_name: string;
}

async function knownUse(database: Database, signal: AbortSignal): Promise<Map<string, Known>> {
  const rows = await database.readPrimary(signal, (db, run) =>
    db.selectFrom('caretaker.index_use').selectAll().limit(100_000).execute(run),
  );
  return new Map(
    rows.map((row) => [
      keyOf(row),
      {
        row,
        use: {
          seenFrom: row.seen_from,
          seenOn: row.seen_on,
          daysSeen: row.days_seen,
          uses: BigInt(row.uses),
          usedAt: row.used_at,
        },
      },
    ]),
  );
}

function keyOf(of: IndexName): string {
  return JSON.stringify([of.schema_name, of.table_name, of.index_name]);
}
