import type { Db, Run } from '../database/database.ts';

/** Display names of staff accounts. */
export async function staffNames(db: Db, run: Run, users: readonly string[]): Promise<Map<string, string>> {
  const distinct = [...new Set(users)];
  if (distinct.length === 0) return new Map();
  const rows = await db
    .selectFrom('caretaker.staff')
    .select(['user', 'display_name'])
    .where('user', 'in', distinct)
    .execute(run);
  return new Map(rows.map((row) => [row.user, row.display_name]));
}
