import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addStaff } from '../../src/core/database/install.ts';
import { openSession } from '../../src/core/session/open.ts';
import { type Community, passwordOf, testCommunity } from '../support/community.ts';

describe('Installing Caretaker', () => {
  let town: Community;
  beforeAll(async () => {
    town = await testCommunity();
  });
  afterAll(() => town?.[Symbol.asyncDispose]());

  const signIn = (user: string, password: string) =>
    openSession({ primary: { ...town.address('admin'), user, password }, replica: null });

  test('gives the owner of the views a password that stands in no file', async () => {
    // Renamed and unlocked, so that a sign-in could succeed at all.
    await town.sql.query("CREATE USER stranger IDENTIFIED BY 'Stranger-1'");
    await town.sql.query("RENAME USER caretaker_owner@localhost TO caretaker_owner@'%'");
    await town.sql.query("ALTER USER caretaker_owner@'%' ACCOUNT UNLOCK");
    expect(await signIn('stranger', 'Stranger-1')).toMatchObject({ reason: 'no-role' });
    expect(await signIn('caretaker_owner', ':owner_secret')).toMatchObject({ reason: 'wrong-password' });
    await town.sql.query("ALTER USER caretaker_owner@'%' ACCOUNT LOCK");
    await town.sql.query("RENAME USER caretaker_owner@'%' TO caretaker_owner@localhost");
  });

  test('a person who is given another role has lost the one before', async () => {
    const person = { root: town.root, user: 'ada', password: passwordOf('admin'), displayName: 'Ada' };
    await addStaff({ ...person, role: 'admin' });
    await addStaff({ ...person, role: 'support' });
    const opening = await signIn('ada', passwordOf('admin'));
    expect(opening).toMatchObject({ outcome: 'opened', signedIn: { person: { role: 'support' } } });
    const [entries] = await town.sql.query(
      "SELECT action, detail FROM caretaker_audit.entry WHERE subject_id = 'ada' AND subject_kind = 'staff' ORDER BY id",
    );
    expect(entries).toMatchObject([
      { action: 'staff.added' },
      { action: 'staff.role_changed', detail: expect.stringContaining('"before":"admin"') },
    ]);
    if (opening.outcome === 'opened') await opening.signedIn.database.close();
  });

  test('makes no account with an empty password, or one that is guessed at once', async () => {
    const person = { root: town.root, user: 'open', role: 'admin' as const, displayName: 'Open' };
    for (const password of ['', 'short-1']) {
      await expect(addStaff({ ...person, password })).rejects.toThrow('Nothing was changed');
    }
    expect(await signIn('open', '')).toMatchObject({ outcome: 'refused', reason: 'wrong-password' });
  });
});
