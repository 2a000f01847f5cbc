import type { ResultSetHeader } from 'mysql2/promise';
import type { RecordAction, SubjectKind } from '../../../src/contract/record.ts';
import type { Community } from '../../support/community.ts';

/** Writes entries into the record as the database's own administrator, who alone may set their time. */
export async function addEntries(
  { sql }: Community,
  o: { subject: string; kind: SubjectKind; action: RecordAction; count: number; at?: string },
): Promise<void> {
  const [added] = await sql.query<ResultSetHeader>(
    `INSERT INTO caretaker_audit.entry (action, subject_kind, subject_id, detail, request_id)
     SELECT ?, ?, ?, JSON_OBJECT('note', 'made for a test'), UUID()
     FROM community_demo.users AS a CROSS JOIN community_demo.users AS b LIMIT ?`,
    [o.action, o.kind, o.subject, o.count],
  );
  if (o.at === undefined) return;
  await sql.query('UPDATE caretaker_audit.entry SET at = ? WHERE id >= ? AND subject_id = ? AND action = ?', [
    o.at,
    added.insertId,
    o.subject,
    o.action,
  ]);
}
