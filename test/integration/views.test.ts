import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { EntryId } from '../../src/contract/values.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { listViews, removeView, saveView, type ViewToSave } from '../../src/core/views/views.ts';
import { type Community, testCommunity } from '../support/community.ts';

describe('A saved view', () => {
  let town: Community;
  let moderator: SignedIn;
  let support: SignedIn;
  let cto: SignedIn;
  let admin: SignedIn;
  beforeAll(async () => {
    town = await testCommunity({ directory: false });
    [moderator, support, cto, admin] = await Promise.all([
      town.signIn('moderator'),
      town.signIn('support'),
      town.signIn('cto'),
      town.signIn('admin'),
    ]);
  });
  afterAll(() => town?.[Symbol.asyncDispose]());
  beforeEach(async () => {
    for (const { database, person } of [moderator, support, cto, admin]) {
      await database.write(true, (trx) =>
        trx.deleteFrom('caretaker.saved_view').where('owner', '=', person.user).execute(),
      );
    }
  });

  async function rows(statement: string, values: unknown[] = []): Promise<Record<string, string | number>[]> {
    const [found] = await town.sql.query(statement, values);
    return found as Record<string, string | number>[];
  }
  const save = (who: SignedIn, name: string, more: Partial<ViewToSave> = {}) =>
    saveView(who, {
      requestId: randomUUID(),
      id: null,
      workspace: 'members',
      name,
      shared: false,
      address: `query=${name}`,
      ...more,
    });
  const remove = (who: SignedIn, id: EntryId) => removeView(who, { requestId: randomUUID(), id });
  const names = async (who: SignedIn) =>
    (await listViews(who, 'members', undefined)).views.map((it) => it.name);

  test('is there for who saved it, by name, and for nobody else', async () => {
    await save(moderator, 'View 10');
    await save(moderator, 'view 9', { address: 'query=%40bulk.example&status=banned' });
    expect(await names(moderator)).toEqual(['view 9', 'View 10']);
    expect(await names(support)).toEqual([]);
    const { views } = await listViews(moderator, 'members', undefined);
    expect(views[0]).toMatchObject({
      owner: 'moderator',
      shared: false,
      address: 'query=%40bulk.example&status=banned',
    });
  });

  test('that is shared is there for everyone, and once for its owner', async () => {
    await save(moderator, 'New and reported', { shared: true });
    await save(support, 'My own');
    for (const who of [moderator, cto, admin]) expect(await names(who)).toEqual(['New and reported']);
    expect(await names(support)).toEqual(['My own', 'New and reported']);
  });

  test('may have a name that someone else uses, but not one of one’s own again', async () => {
    await save(moderator, 'Spam');
    await save(support, 'Spam');
    await expect(save(moderator, 'SPAM')).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('“SPAM” already'),
    });
    const { id } = await save(moderator, 'Other');
    await expect(save(moderator, 'Spam', { id })).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await names(moderator)).toEqual(['Other', 'Spam']);
  });

  test('is renamed, changed and shared by its owner, and the record says so by name', async () => {
    const { id } = await save(moderator, 'Before');
    expect(await save(moderator, 'After', { id, shared: true, address: 'sort=joined' })).toEqual({ id });
    const { views } = await listViews(support, 'members', undefined);
    expect(views).toEqual([{ id, name: 'After', owner: 'moderator', shared: true, address: 'sort=joined' }]);
    const [entry] = await rows(
      "SELECT actor, detail FROM caretaker_audit.entry WHERE action = 'view.saved' AND subject_id = 'After'",
    );
    expect(entry?.actor).toBe('moderator');
    expect(JSON.parse(String(entry?.detail))).toEqual({ shared: true, before: 'Before' });
  });

  test('of someone else is neither changed nor removed, though it is shared', async () => {
    const { id } = await save(moderator, 'Shared', { shared: true });
    await expect(save(support, 'Taken', { id })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(remove(support, id)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(await names(support)).toEqual(['Shared']);
  });

  test('is removed by its owner; one that is shared by an admin too, one that is not by nobody else', async () => {
    const { id: shared } = await save(moderator, 'Shared', { shared: true });
    const { id: own } = await save(moderator, 'Own');
    await expect(remove(admin, own)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await remove(admin, shared);
    await remove(moderator, own);
    expect(await names(moderator)).toEqual([]);
    await expect(remove(moderator, own)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(save(moderator, 'Again', { id: own })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const removed = await rows(
      "SELECT actor, subject_id FROM caretaker_audit.entry WHERE action = 'view.removed' ORDER BY id",
    );
    expect(removed).toEqual([
      { actor: 'admin', subject_id: 'Shared' },
      { actor: 'moderator', subject_id: 'Own' },
    ]);
  });

  test('is told to the other consoles', async () => {
    const { id } = await save(moderator, 'Told');
    await remove(moderator, id);
    const told = await rows("SELECT id FROM caretaker.change_feed WHERE topic = 'view' AND subject_id = ?", [
      id,
    ]);
    expect(told).toHaveLength(2);
  });

  test('is no more saved once a person has 200, but those there are can be changed', async () => {
    const many = Array.from({ length: 200 }, (_, index) => {
      return { owner: 'moderator', workspace: 'members', name: `View ${index}`, shared: 0, address: '' };
    });
    await moderator.database.write(false, (trx) =>
      trx.insertInto('caretaker.saved_view').values(many).execute(),
    );
    await save(support, 'Shared', { shared: true });
    await expect(save(moderator, 'One more')).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('200 saved views'),
    });
    const { views } = await listViews(moderator, 'members', undefined);
    expect(views).toHaveLength(200);
    expect(views.map((it) => it.name)).not.toContain('Shared');
    expect(await save(moderator, 'Renamed', { id: views[0]?.id ?? null })).toEqual({ id: views[0]?.id });
  });

  test('asked for twice by one request is there once', async () => {
    const requestId = randomUUID();
    await save(moderator, 'Once', { requestId });
    await expect(save(moderator, 'Twice', { requestId })).rejects.toThrow();
    expect(await names(moderator)).toEqual(['Once']);
  });
});
