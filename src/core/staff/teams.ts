import { EntryId } from '../../contract/values.ts';
import { idValue } from '../database/cursor.ts';
import type { Database, Trx } from '../database/database.ts';
import { failureOf, isKnownRequest } from '../database/errors.ts';
import { Refused } from '../errors.ts';
import { addEntry } from '../record/entry.ts';

/** Makes a team, or renames the one with this id. The record names a team by its name. */
export async function saveTeam(
  database: Database,
  { requestId, id, name }: { requestId: string; id: EntryId | null; name: string },
): Promise<{ id: EntryId }> {
  const before = id === null ? null : await nameOf(database, id);
  try {
    return await database.write(true, async (trx) => {
      await addEntry(trx, {
        requestId,
        action: 'team.saved',
        subjectKind: 'team',
        subjectId: name,
        detail: before === null ? {} : { before },
      });
      const saved = id === null ? await insertTeam(trx, name) : await renameTeam(trx, id, name);
      await tell(trx, saved);
      return { id: saved };
    });
  } catch (error) {
    if (failureOf(error) !== 'duplicate' || isKnownRequest(error)) throw error;
    throw new Refused(
      'CONFLICT',
      `There is a team “${name}” already. Nothing was changed; choose another name.`,
    );
  }
}

/** Removes a team; its people stay. */
export async function removeTeam(
  database: Database,
  { requestId, id }: { requestId: string; id: EntryId },
): Promise<void> {
  const name = await nameOf(database, id);
  await database.write(true, async (trx) => {
    await addEntry(trx, { requestId, action: 'team.removed', subjectKind: 'team', subjectId: name });
    await trx.deleteFrom('caretaker.team_person').where('team_id', '=', idValue(id)).execute();
    await trx.deleteFrom('caretaker.team').where('id', '=', idValue(id)).execute();
    await tell(trx, id);
  });
}

async function nameOf(database: Database, id: EntryId): Promise<string> {
  const row = await database.readPrimary(undefined, (db, run) =>
    db.selectFrom('caretaker.team').select('name').where('id', '=', idValue(id)).executeTakeFirst(run),
  );
  if (row) return row.name;
  throw new Refused('NOT_FOUND', 'Someone removed this team meanwhile. Nothing was changed.');
}

async function insertTeam(trx: Trx, name: string): Promise<EntryId> {
  const { insertId } = await trx.insertInto('caretaker.team').values({ name }).executeTakeFirstOrThrow();
  return EntryId.parse(String(insertId));
}

async function renameTeam(trx: Trx, id: EntryId, name: string): Promise<EntryId> {
  await trx.updateTable('caretaker.team').set({ name }).where('id', '=', idValue(id)).execute();
  return id;
}

async function tell(trx: Trx, id: EntryId): Promise<void> {
  await trx.insertInto('caretaker.change_feed').values({ topic: 'staff', subject_id: id }).execute();
}
