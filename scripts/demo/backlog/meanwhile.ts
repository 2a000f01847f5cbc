import type { Connection } from 'mysql2/promise';
import type { CaseColumns } from '../../../src/core/reports/rows.ts';
import { markDone, SCHEMA } from '../schema.ts';
import { Random } from '../world/random.ts';

const TABLES: Readonly<Record<string, string>> = {
  status: 'statuses',
  comment: 'comments',
  writing: 'writings',
};
const TYPES: Readonly<Record<string, string>> = {
  status: 'Status',
  comment: 'Comment',
  writing: 'Writing',
  photo: 'Photo',
  member: 'User',
};

/** What members go on to do while cases about what they wrote wait. */
export type Turn = 'edits' | 'edits and is reported again' | 'removes' | 'is reported again';

const AFTERTHOUGHTS = [
  'I have changed this. Sorry to everyone whom it hurt.',
  'Edited, since some people cannot take a joke.',
  'Nothing to see here any more.',
] as const;

/** Has the members do it on the site, all of it once: in one transaction with the note that they did. */
export async function goOn(
  connection: Connection,
  turns: readonly (readonly [CaseColumns, Turn])[],
  o: { readonly seed: number; readonly members: number; readonly step: string },
): Promise<void> {
  await connection.query('START TRANSACTION');
  for (const [row, turn] of turns) {
    const random = new Random(o.seed).of(320, Number(row.id));
    if (turn.startsWith('edits')) await edit(connection, row, random.pick(AFTERTHOUGHTS));
    if (turn === 'removes') await remove(connection, row);
    if (turn.endsWith('reported again')) {
      // Nobody reports themselves.
      const someone = 1 + random.below(o.members - 1);
      const reporter = someone < Number(row.author_id) ? someone : someone + 1;
      await report(connection, row, reporter);
    }
  }
  await markDone(connection, o.step);
  await connection.query('COMMIT');
}

async function edit(connection: Connection, row: CaseColumns, body: string): Promise<void> {
  const table = TABLES[row.subject_kind];
  if (!table) return;
  await connection.query(
    `UPDATE ${SCHEMA}.${table} SET body = ?, updated_at = UTC_TIMESTAMP(6) WHERE id = ?`,
    [body, row.subject_id],
  );
}

async function remove(connection: Connection, row: CaseColumns): Promise<void> {
  const table = TABLES[row.subject_kind];
  if (table) await connection.query(`DELETE FROM ${SCHEMA}.${table} WHERE id = ?`, [row.subject_id]);
}

async function report(connection: Connection, row: CaseColumns, reporter: number): Promise<void> {
  const type = TYPES[row.subject_kind];
  if (!type) return;
  await connection.query(
    `INSERT INTO ${SCHEMA}.reports
       (reporter_id, reportable_type, reportable_id, reported_user_id, reason, note, created_at)
     VALUES (?, ?, ?, ?, 'harassment', 'It is still there!', UTC_TIMESTAMP(6))`,
    [reporter, type, row.subject_id, row.author_id],
  );
}
