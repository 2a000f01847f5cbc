import { Role } from '../../contract/roles.ts';
import type { StaffMember, Team } from '../../contract/staff.ts';
import { EntryId } from '../../contract/values.ts';
import type { Database, Db, Run } from '../database/database.ts';
import { utcOf, utcOrNull } from '../database/time.ts';

/** More than any team that this console is for; each list below is bounded by it. */
const most = 500;

export interface Staff {
  readonly people: StaffMember[];
  readonly teams: Team[];
  readonly makesAccounts: boolean;
}

/** Everyone who has ever had an account of the console, by name, and the teams. */
export async function listStaff(database: Database, signal: AbortSignal | undefined): Promise<Staff> {
  return database.readPrimary(signal, async (db, run) => {
    const people = await readPeople(db, run);
    const memberships = await readMemberships(db, run);
    const names = await readTeams(db, run);
    const teamsOf = Map.groupBy(memberships, (it) => it.user);
    const present = new Set(people.filter((it) => it.removed_at === null).map((it) => it.user));
    const sizes = Map.groupBy(
      memberships.filter((it) => present.has(it.user)),
      (it) => it.team_id,
    );
    return {
      people: people.flatMap((row) => {
        const role = Role.safeParse(row.role); // a newer console may know roles that this one does not
        if (!role.success) return [];
        const { user, display_name: name, pseudonym } = row;
        const teams = (teamsOf.get(user) ?? []).map((it) => EntryId.parse(it.team_id));
        const addedAt = utcOf(row.added_at);
        const removedAt = utcOrNull(row.removed_at);
        return [{ user, name, role: role.data, pseudonym, teams, addedAt, removedAt }];
      }),
      teams: names.map(({ id, name }) => ({
        id: EntryId.parse(id),
        name,
        people: sizes.get(id)?.length ?? 0,
      })),
      makesAccounts: await readMakesAccounts(db, run),
    };
  });
}

/** Whether the database's administrator lets the console make accounts. */
export async function readMakesAccounts(db: Db, run: Run): Promise<boolean> {
  const row = await db.selectFrom('caretaker_audit.installed').select('makes_accounts').executeTakeFirst(run);
  return row !== undefined && Number(row.makes_accounts) === 1;
}

function readPeople(db: Db, run: Run) {
  return db
    .selectFrom('caretaker.staff')
    .select(['user', 'display_name', 'role', 'pseudonym', 'added_at', 'removed_at'])
    .orderBy('display_name')
    .orderBy('user')
    .limit(most)
    .execute(run);
}

function readMemberships(db: Db, run: Run) {
  return db
    .selectFrom('caretaker.team_person')
    .select(['team_id', 'user'])
    .orderBy('team_id')
    .limit(10 * most)
    .execute(run);
}

function readTeams(db: Db, run: Run) {
  return db.selectFrom('caretaker.team').select(['id', 'name']).orderBy('name').limit(most).execute(run);
}
