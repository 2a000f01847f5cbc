import { sql } from 'kysely';
import type { Database, Db, Run, Trx } from '../database/database.ts';
import type { Schema } from '../database/schema.ts';
import { Overtaken } from '../intake/mark.ts';
import type { SiteReads } from './job/site-reads.ts';
import { isBuilt, type Mark, type Marks, type PartName, partNames } from './parts.ts';
import { insertMany } from './rows/bulk.ts';

type Ground = { readonly database: Database };

export async function readMarks(db: Db, run: Run): Promise<Marks> {
  const rows = await db.selectFrom('caretaker.directory_part').selectAll().limit(10).execute(run);
  const of = (part: PartName): Mark => {
    const row = rows.find((it) => it.part === part);
    if (!row) throw new Error(`directory_part lacks its row of ${part}`);
    return { ...row, part };
  };
  return { members: of('members'), logins: of('logins'), reports: of('reports') };
}

/**
 * Runs `work` and moves the mark by what it gives, in one transaction, together with what the reads before it cost the
 * site. @throws Overtaken when the mark is not as `mark` says any more; nothing was changed then
 */
export async function advance(
  { database, reads }: Ground & { readonly reads: SiteReads },
  mark: Mark,
  work: (trx: Trx) => Promise<Partial<Mark>>,
): Promise<Mark> {
  const cost = reads.take();
  // May be repeated after a lost line: a first try that was committed has taken its turn.
  return database.write(true, async (trx) => {
    const { rows } = await sql<Pick<Mark, 'turn'>>`
      SELECT turn FROM caretaker.directory_part WHERE part = ${mark.part} FOR UPDATE`.execute(trx);
    if (rows[0]?.turn !== mark.turn) throw new Overtaken(`another console went on with ${mark.part}`);
    const moved: Mark = {
      ...mark,
      ...(await work(trx)),
      turn: String(BigInt(mark.turn) + 1n),
      statements: String(Number(mark.statements) + cost.statements),
      rows_read: String(Number(mark.rows_read) + cost.rows),
      seconds: mark.seconds + cost.seconds,
    };
    await trx
      .updateTable('caretaker.directory_part')
      .set(columnsOf(moved))
      .where('part', '=', mark.part)
      .execute();
    return moved;
  });
}

export function isAllBuilt(marks: Marks): boolean {
  return partNames.every((part) => isBuilt(marks[part]));
}

export async function isPaused({ database }: Ground): Promise<boolean> {
  const pause = await database.readPrimary(undefined, (db, run) =>
    db.selectFrom('caretaker.directory_pause').select('paused_by').where('id', '=', 1).executeTakeFirst(run),
  );
  return (pause?.paused_by ?? null) !== null;
}

/** Ids near the newest that are in the directory: what is new among them is what is not here. */
export async function noteTaken(trx: Trx, part: PartName, ids: readonly string[]): Promise<void> {
  const rows = ids.map((id) => [part, BigInt(id)]);
  await insertMany(trx, 'INSERT INTO caretaker.directory_taken (part, id)', rows);
}

function columnsOf({ part: _, ...columns }: Mark): Omit<Schema['caretaker.directory_part'], 'part'> {
  return columns;
}
