import { idValue } from '../database/cursor.ts';
import type { Db, Run } from '../database/database.ts';

/** Nicknames by id, from the site; those that are gone are left out. */
export async function nicknamesOf(db: Db, run: Run, ids: readonly string[]): Promise<Map<string, string>> {
  const distinct = [...new Set(ids)];
  if (distinct.length === 0) return new Map();
  const rows = await db
    .selectFrom('caretaker_site.member')
    .select(['id', 'nickname'])
    .where('id', 'in', distinct.map(idValue))
    .limit(distinct.length)
    .execute(run);
  return new Map(rows.map((row) => [row.id, row.nickname]));
}
