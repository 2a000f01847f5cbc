import { EntryId } from '../../contract/values.ts';
import type { SavedView, Workspace } from '../../contract/views.ts';
import { idValue } from '../database/cursor.ts';
import type { Database, Trx } from '../database/database.ts';
import { failureOf, isKnownRequest } from '../database/errors.ts';
import { Refused } from '../errors.ts';
import { addEntry } from '../record/entry.ts';
import type { SignedIn } from '../session/open.ts';

/** The most views that a person may keep, and that a list shows. */
const most = 200;

/** One's own views of a workspace and, as far as there is room, those that others share; by name. */
export async function listViews(
  { database, person }: SignedIn,
  workspace: Workspace,
  signal: AbortSignal | undefined,
): Promise<{ views: SavedView[] }> {
  // The primary: what was just saved must be there. By the indexes on (owner, workspace, name) and (workspace, shared, name).
  const rows = await database.readPrimary(signal, async (db, run) => {
    const views = db
      .selectFrom('caretaker.saved_view')
      .select(['id', 'name', 'shared', 'owner', 'address'])
      .where('workspace', '=', workspace)
      .orderBy('name')
      .limit(most);
    const own = await views.where('owner', '=', person.user).execute(run);
    const shared = await views.where('shared', '=', 1).where('owner', '!=', person.user).execute(run);
    return [...own, ...shared.slice(0, most - own.length)];
  });
  const views = rows.map((row) => ({ ...row, id: EntryId.parse(row.id), shared: row.shared === 1 }));
  return { views: views.toSorted((a, b) => inOrder.compare(a.name, b.name)) };
}

const inOrder = new Intl.Collator('en', { numeric: true });

export interface ViewToSave {
  readonly requestId: string;
  readonly id: EntryId | null;
  readonly workspace: Workspace;
  readonly name: string;
  readonly shared: boolean;
  readonly address: string;
}

/** Keeps a new view, or changes one's own. The record names a view by its name. */
export async function saveView(
  { database, person }: SignedIn,
  { requestId, id, workspace, ...view }: ViewToSave,
): Promise<{ id: EntryId }> {
  const before = id === null ? null : await viewOf(database, id);
  if (before !== null && before.owner !== person.user) {
    throw new Refused(
      'FORBIDDEN',
      `“${before.name}” is ${before.owner}’s. Nothing was changed; save it under a name of your own.`,
    );
  }
  if (before === null) await checkRoom(database, person.user);
  const row = { ...view, shared: Number(view.shared) };
  try {
    return await database.write(true, async (trx) => {
      await addEntry(trx, {
        requestId,
        action: 'view.saved',
        subjectKind: 'view',
        subjectId: view.name,
        detail: { shared: view.shared, ...(before === null ? {} : { before: before.name }) },
      });
      const saved = id ?? (await insertView(trx, { ...row, workspace, owner: person.user }));
      if (id !== null) {
        await trx.updateTable('caretaker.saved_view').set(row).where('id', '=', idValue(id)).execute();
      }
      await tell(trx, saved);
      return { id: saved };
    });
  } catch (error) {
    if (failureOf(error) !== 'duplicate' || isKnownRequest(error)) throw error;
    throw new Refused(
      'CONFLICT',
      `You have a view “${view.name}” already. Nothing was changed; choose another name, or save over that one.`,
    );
  }
}

/** Removes one's own view; an admin any that is shared. */
export async function removeView(
  { database, person }: SignedIn,
  { requestId, id }: { requestId: string; id: EntryId },
): Promise<void> {
  const view = await viewOf(database, id);
  const mayRemove = view.owner === person.user || (person.role === 'admin' && view.shared === 1);
  if (!mayRemove) {
    throw new Refused('FORBIDDEN', `“${view.name}” is ${view.owner}’s. It was left as it is.`);
  }
  await database.write(true, async (trx) => {
    await addEntry(trx, {
      requestId,
      action: 'view.removed',
      subjectKind: 'view',
      subjectId: view.name,
      detail: { owner: view.owner },
    });
    await trx.deleteFrom('caretaker.saved_view').where('id', '=', idValue(id)).execute();
    await tell(trx, id);
  });
}

async function viewOf(database: Database, id: EntryId) {
  const row = await database.readPrimary(undefined, (db, run) =>
    db
      .selectFrom('caretaker.saved_view')
      .select(['name', 'owner', 'shared'])
      .where('id', '=', idValue(id))
      .executeTakeFirst(run),
  );
  if (row) return row;
  throw new Refused('NOT_FOUND', 'This view was removed meanwhile. Nothing was changed.');
}

async function checkRoom(database: Database, owner: string): Promise<void> {
  const { kept } = await database.readPrimary(undefined, (db, run) =>
    db
      .selectFrom('caretaker.saved_view')
      .select((eb) => eb.fn.countAll().as('kept'))
      .where('owner', '=', owner)
      .executeTakeFirstOrThrow(run),
  );
  if (Number(kept) < most) return;
  throw new Refused(
    'CONFLICT',
    `You have ${most} saved views, which is as many as there may be. Nothing was saved; remove one you no longer use.`,
  );
}

async function insertView(
  trx: Trx,
  row: { owner: string; workspace: Workspace; name: string; shared: number; address: string },
): Promise<EntryId> {
  const { insertId } = await trx.insertInto('caretaker.saved_view').values(row).executeTakeFirstOrThrow();
  return EntryId.parse(String(insertId));
}

async function tell(trx: Trx, id: EntryId): Promise<void> {
  await trx.insertInto('caretaker.change_feed').values({ topic: 'view', subject_id: id }).execute();
}
