import type { Role } from '../../contract/roles.ts';
import type { Db, Run } from '../database/database.ts';

/** More than any team that this console is for. */
const most = 500;

export interface Colleague {
  readonly user: string;
  readonly name: string;
}

/** Who has one of these roles now, by name. All of the staff are read, who are few. */
export async function workersOf(db: Db, run: Run, roles: readonly Role[]): Promise<Colleague[]> {
  const rows = await db
    .selectFrom('caretaker.staff')
    .select(['user', 'display_name'])
    .where('role', 'in', roles)
    .where('removed_at', 'is', null)
    .orderBy('display_name')
    .orderBy('user')
    .limit(most)
    .execute(run);
  return rows.map((row) => ({ user: row.user, name: row.display_name }));
}
