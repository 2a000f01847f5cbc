import { Role } from '../../contract/roles.ts';
import type { PersonDetails, StaffDetails } from '../../contract/staff.ts';
import { EntryId } from '../../contract/values.ts';
import { idValue } from '../database/cursor.ts';
import type { Database, Trx } from '../database/database.ts';
import { Refused } from '../errors.ts';
import { derivedId } from '../members/actions/request-id.ts';
import { addEntry } from '../record/entry.ts';
import type { SignedIn } from '../session/open.ts';
import { addAccount, newPassword, removeAccount, setAccountPassword, setAccountRole } from './accounts.ts';

/** Makes the account, then writes down who it is. Cut off in between, the same request finishes it. */
export async function addPerson(
  { database }: SignedIn,
  { requestId, details }: { requestId: string; details: StaffDetails },
): Promise<{ password: string }> {
  const { user, role } = details;
  await requireTeams(database, details.teams);
  const password = newPassword();
  await addAccount(database, { requestId, user, password, role });
  await database.write(true, (trx) => writePerson(trx, details));
  return { password };
}

/** Brings a person to `details`, unless someone else has changed them since they were `seen`. */
export async function changePerson(
  { person, database }: SignedIn,
  o: { requestId: string; details: PersonDetails; seen: PersonDetails },
): Promise<void> {
  const { requestId, details, seen } = o;
  const present = await readPerson(database, details.user);
  if (sameDetails(present, details)) return;
  if (!sameDetails(present, { ...seen, user: details.user })) {
    throw new Refused(
      'CONFLICT',
      `Someone else changed ${present.name} meanwhile. What you typed is kept here and nothing was changed; look at the list and try again.`,
    );
  }
  await requireTeams(database, details.teams);
  const changesRole = details.role !== present.role;
  if (changesRole) {
    refuseOneself(person.user, details.user);
    await setAccountRole(database, { requestId, user: details.user, role: details.role });
  }
  const isRoleAll = sameDetails({ ...present, role: details.role }, details);
  await database.write(true, async (trx) => {
    if (!isRoleAll) {
      await addEntry(trx, {
        requestId: changesRole ? derivedId(requestId, 'details') : requestId,
        action: 'staff.changed',
        subjectKind: 'staff',
        subjectId: details.user,
        detail: { name: details.name, pseudonym: details.pseudonym, teams: details.teams.length },
      });
    }
    await writePerson(trx, details);
  });
}

/** Removes the account. The person stays on the list as former staff, so that the record keeps the name. */
export async function removePerson(
  { person, database }: SignedIn,
  { requestId, user }: { requestId: string; user: string },
): Promise<void> {
  refuseOneself(person.user, user);
  await removeAccount(database, { requestId, user });
  await database.write(true, async (trx) => {
    await trx
      .updateTable('caretaker.staff')
      .set((eb) => ({ removed_at: eb.fn<string>('UTC_TIMESTAMP', [eb.lit(6)]) }))
      .where('user', '=', user)
      .where('removed_at', 'is', null)
      .execute();
    await trx.deleteFrom('caretaker.team_person').where('user', '=', user).execute();
    await tell(trx, user);
  });
}

export async function resetPassword(
  { person, database }: SignedIn,
  { requestId, user }: { requestId: string; user: string },
): Promise<{ password: string }> {
  refuseOneself(person.user, user);
  const password = newPassword();
  await setAccountPassword(database, { requestId, user, password });
  return { password };
}

function refuseOneself(own: string, user: string): void {
  if (own !== user) return;
  throw new Refused(
    'CONFLICT',
    'Nobody does this to their own account; another administrator can. Nothing was changed.',
  );
}

async function readPerson(database: Database, user: string): Promise<PersonDetails> {
  return database.readPrimary(undefined, async (db, run) => {
    const row = await db
      .selectFrom('caretaker.staff')
      .select(['user', 'display_name', 'role', 'pseudonym'])
      .where('user', '=', user)
      .where('removed_at', 'is', null)
      .executeTakeFirst(run);
    if (row === undefined) {
      throw new Refused('NOT_FOUND', `${user} is not on the staff, or no longer. Nothing was changed.`);
    }
    const teams = await db
      .selectFrom('caretaker.team_person')
      .select('team_id')
      .where('user', '=', user)
      .limit(500)
      .execute(run);
    return {
      user: row.user,
      name: row.display_name,
      role: Role.parse(row.role),
      pseudonym: row.pseudonym,
      teams: teams.map((it) => EntryId.parse(it.team_id)),
    };
  });
}

function sameDetails(a: PersonDetails, b: PersonDetails): boolean {
  const shape = ({ user, name, role, pseudonym, teams }: PersonDetails) =>
    JSON.stringify([user, name, role, pseudonym, teams.toSorted()]);
  return shape(a) === shape(b);
}

async function requireTeams(database: Database, teams: readonly EntryId[]): Promise<void> {
  if (teams.length === 0) return;
  const found = await database.readPrimary(undefined, (db, run) =>
    db.selectFrom('caretaker.team').select('id').where('id', 'in', teams.map(idValue)).limit(50).execute(run),
  );
  if (found.length === new Set(teams).size) return;
  throw new Refused(
    'CONFLICT',
    'One of the teams was removed meanwhile. What you typed is kept and nothing was changed; choose the teams again.',
  );
}

async function writePerson(trx: Trx, { user, name, role, pseudonym, teams }: PersonDetails): Promise<void> {
  const values = { display_name: name, role, pseudonym, removed_at: null };
  await trx
    .insertInto('caretaker.staff')
    .values({ user, ...values })
    .onDuplicateKeyUpdate(values)
    .execute();
  await trx.deleteFrom('caretaker.team_person').where('user', '=', user).execute();
  if (teams.length > 0) {
    const rows = [...new Set(teams)].map((id) => ({ team_id: id, user }));
    await trx.insertInto('caretaker.team_person').values(rows).execute();
  }
  await tell(trx, user);
}

async function tell(trx: Trx, subject: string): Promise<void> {
  await trx.insertInto('caretaker.change_feed').values({ topic: 'staff', subject_id: subject }).execute();
}
