import { Role } from '../../contract/roles.ts';
import type { Person } from '../../contract/session.ts';
import type { Database } from '../database/database.ts';

/** Everyone on the staff, by name. */
export async function listStaff(database: Database, signal: AbortSignal | undefined): Promise<Person[]> {
  const rows = await database.readPrimary(signal, (db, run) =>
    db
      .selectFrom('caretaker.staff')
      .select(['user', 'display_name', 'role'])
      .orderBy('display_name')
      .limit(500)
      .execute(run),
  );
  return rows.flatMap((row) => {
    const role = Role.safeParse(row.role); // a newer console may know roles that this one does not
    return role.success ? [{ user: row.user, name: row.display_name, role: role.data }] : [];
  });
}
