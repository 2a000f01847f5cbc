import { sql } from 'kysely';
import type { Database, Trx } from '../../../database/database.ts';
import { Overtaken } from '../../../intake/mark.ts';

/** Which reading was the last, and the moment by the server's clock. */
export interface Mark {
  readonly reading: string;
  /** Null before the first. */
  readonly ageSeconds: number | null;
  readonly now: { readonly text: string; readonly micros: bigint };
}

interface MarkRow {
  readonly reading: string;
  readonly age: string | null;
  readonly now: string;
  readonly micros: string;
}

export async function readMark(database: Database, signal: AbortSignal): Promise<Mark> {
  const { rows } = await database.readPrimary(signal, (db, run) =>
    sql<MarkRow>`
      SELECT reading, TIMESTAMPDIFF(MICROSECOND, read_at, now) AS age, now,
        TIMESTAMPDIFF(MICROSECOND, '1970-01-01', now) AS micros
      FROM (SELECT reading, read_at, UTC_TIMESTAMP(6) AS now FROM caretaker.statement_reading WHERE id = 1) mark`.execute(
      db,
      run,
    ),
  );
  const row = rows[0];
  if (row === undefined) throw new Error('statement_reading lacks its row');
  // A reading in the future is a mistake or a lie, and would keep the job from everyone until then.
  const age = row.age === null || Number(row.age) < 0 ? null : Number(row.age) / 1e6;
  return {
    reading: row.reading,
    ageSeconds: age,
    now: { text: row.now, micros: BigInt(row.micros) },
  };
}

interface Taken {
  readonly reading: string;
  readonly read_at: string;
  readonly took_ms: number | null;
  readonly kinds: number;
  readonly unknown: string;
  readonly full_since?: string | null;
}

/**
 * Makes this reading the last, and with it does `work`, unless another was made since `mark`. May be repeated after a lost
 * line: a first try that was committed is found to be the last already. @throws Overtaken
 */
export async function takeReading(
  database: Database,
  mark: Mark,
  taken: Taken,
  work?: (trx: Trx) => Promise<void>,
): Promise<void> {
  await database.write(true, async (trx) => {
    const row = await trx
      .selectFrom('caretaker.statement_reading')
      .select('reading')
      .where('id', '=', 1)
      .forUpdate()
      .executeTakeFirst();
    if (row?.reading === taken.reading) return;
    if (row?.reading !== mark.reading) throw new Overtaken('another console has read the statements');
    await work?.(trx);
    await trx.updateTable('caretaker.statement_reading').set(taken).where('id', '=', 1).execute();
  });
}
