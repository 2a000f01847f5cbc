import { ORPCError } from '@orpc/client';
import mysql, { type RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ConnectionId } from '../../src/contract/connections.ts';
import type { KeyChain } from '../../src/core/connections/key-chain.ts';
import { addStaff } from '../../src/core/database/install.ts';
import { testConsole } from '../support/calls.ts';
import { type Community, testCommunity } from '../support/community.ts';

describe('One’s own account', () => {
  let town: Community;
  let kept: Map<string, string>;
  beforeAll(async () => {
    town = await testCommunity({ members: 100 });
  });
  afterAll(() => town?.[Symbol.asyncDispose]());
  beforeEach(async () => {
    kept = new Map();
    await addStaff({
      root: town.root,
      user: 'noor',
      password: 'Before-Pass-1',
      role: 'support',
      displayName: 'Noor',
    });
  });

  const chain: KeyChain = {
    name: 'Test chain',
    get: async (key) => kept.get(key) ?? null,
    async set(key, secret) {
      kept.set(key, secret);
    },
    async remove(key) {
      kept.delete(key);
    },
  };

  async function desk(password = 'Before-Pass-1', keep = false) {
    const at = await testConsole(chain);
    const details = { name: 'T', host: '127.0.0.1', port: town.root.port, tls: 'off' as const };
    const { id } = await at.client.connections.save({
      id: null,
      details: { ...details, ca: null, replica: null },
    });
    const signIn = (connectionId: ConnectionId, secret: string | null) =>
      at.client.session.signIn({ connectionId, user: 'noor', password: secret, keep });
    expect(await signIn(id, password)).toEqual({ outcome: 'signed-in' });
    return { ...at, signInAgain: (secret: string | null) => signIn(id, secret) };
  }

  const connect = (password: string) =>
    mysql.createConnection({ host: town.root.host, port: town.root.port, user: 'noor', password });
  const refusal = (call: Promise<unknown>) =>
    call.then(
      () => ({ code: 'it worked', message: '' }),
      (error: unknown) => {
        if (!(error instanceof ORPCError)) throw error;
        return { code: error.code, message: error.message };
      },
    );
  const entries = async (action: string) => {
    const [rows] = await town.sql.query<RowDataPacket[]>(
      "SELECT id FROM caretaker_audit.entry WHERE action = ? AND actor = 'noor'",
      [action],
    );
    return rows.length;
  };
  const notice = async (at: Awaited<ReturnType<typeof desk>>) => {
    const { value } = await at.console.session.watch(undefined).next();
    return value?.status === 'signed-out' ? value.notice : value?.status;
  };

  test('has its password changed with the present one, and the session goes on with the new', async () => {
    const before = await entries('account.password_changed');
    await using at = await desk();
    await at.client.account.changePassword({ current: 'Before-Pass-1', next: 'After-Pass-22' });
    await expect(connect('Before-Pass-1')).rejects.toMatchObject({ errno: 1045 });
    (await connect('After-Pass-22')).destroy();
    // Every line that is open is cut: what is asked next has to come in with the new password.
    const [lines] = await town.sql.query<RowDataPacket[]>(
      "SELECT ID AS id FROM information_schema.PROCESSLIST WHERE USER = 'noor'",
    );
    for (const { id } of lines) await town.sql.query(`KILL ${id}`).catch(() => {});
    expect((await at.client.staff.list()).people.length).toBeGreaterThan(0);
    expect(at.console.session.current?.person.user).toBe('noor');
    expect(await entries('account.password_changed')).toBe(before + 1);
  });

  test('keeps its password to itself when the present one is wrong, too short, or the same again', async () => {
    const before = await entries('account.password_changed');
    await using at = await desk();
    const change = (current: string, next: string) =>
      refusal(at.client.account.changePassword({ current, next }));
    expect(await change('Guess-Pass-1', 'After-Pass-22')).toMatchObject({
      code: 'FORBIDDEN',
      message: expect.stringContaining('not your present password'),
    });
    expect((await change('Before-Pass-1', 'short')).code).toBe('INVALID_INPUT');
    expect((await change('Before-Pass-1', 'Before-Pass-1')).code).toBe('INVALID_INPUT');
    (await connect('Before-Pass-1')).destroy();
    expect(await entries('account.password_changed')).toBe(before);
  });

  test.each([["quote'and\\back"], ['пароль-на-кириллице'], ['with "many" `signs` ; -- #']])(
    'may have the password %s',
    async (next) => {
      await using at = await desk();
      await at.client.account.changePassword({ current: 'Before-Pass-1', next });
      expect(await at.signInAgain(next)).toEqual({ outcome: 'signed-in' });
    },
  );

  test('has a changed password kept in the place of the one before', async () => {
    await using at = await desk('Before-Pass-1', true);
    expect([...kept.values()]).toEqual(['Before-Pass-1']);
    await at.client.account.changePassword({ current: 'Before-Pass-1', next: 'After-Pass-22' });
    expect([...kept.values()]).toEqual(['After-Pass-22']);
    expect(await at.signInAgain(null)).toEqual({ outcome: 'signed-in' });
  });

  test('with a changed password is signed out everywhere else, and told why', async () => {
    await using here = await desk();
    await using there = await desk();
    const client = await connect('Before-Pass-1');
    client.on('error', () => {});
    await here.client.account.changePassword({ current: 'Before-Pass-1', next: 'After-Pass-22' });
    await expect.poll(() => there.console.session.current, { timeout: 8000 }).toBeNull();
    expect(await notice(there)).toContain('password was changed');
    await expect(client.query('SELECT 1')).rejects.toThrow();
    expect(here.console.session.current).not.toBeNull();
    client.destroy();
  });

  test('lists the consoles it is signed in on, and ends one within two seconds, with the reason', async () => {
    await using here = await desk();
    await using there = await desk();
    const { sessions } = await here.client.account.sessions();
    expect(sessions[0]).toMatchObject({ isThis: true, where: expect.stringMatching(/.+, \w+/) });
    const other = there.console.session.signedIn.id;
    expect(sessions.map((it) => it.id)).toContain(other);
    const began = Date.now();
    await here.client.account.endSession({ id: other });
    await expect.poll(() => there.console.session.current, { timeout: 2000, interval: 50 }).toBeNull();
    expect(Date.now() - began).toBeLessThan(2000);
    expect(await notice(there)).toContain('ended from another console');
    expect((await here.client.account.sessions()).sessions.map((it) => it.id)).not.toContain(other);
    expect(await entries('account.session_ended')).toBe(1);
  });

  test('is off the list once it signs out, and back with the next sign-in', async () => {
    await using here = await desk();
    const there = await desk();
    const id = there.console.session.signedIn.id;
    const listed = async () => (await here.client.account.sessions()).sessions.map((it) => it.id);
    expect(await listed()).toContain(id);
    await there.client.session.signOut();
    expect(await listed()).not.toContain(id);
    expect(await notice(there)).toBeUndefined();
    await there[Symbol.asyncDispose]();
  });

  test('neither sees nor ends the session of anyone else, through the console or over raw SQL', async () => {
    await using here = await desk();
    const own = here.console.session.signedIn.id;
    const line = await mysql.createConnection({
      host: town.root.host,
      port: town.root.port,
      user: 'moderator',
      password: 'moderator-Pass-1',
    });
    await line.query('SET ROLE caretaker_moderator');
    const [seen] = await line.query<RowDataPacket[]>('SELECT id FROM caretaker_audit.own_session');
    expect(seen.map((row) => row.id)).not.toContain(own);
    await line.query('UPDATE caretaker_audit.own_session SET ended_at = NOW() WHERE id = ?', [own]);
    await line.query('DELETE FROM caretaker_audit.own_session WHERE id = ?', [own]);
    await expect(
      line.query(
        "INSERT INTO caretaker_audit.own_session (id, user, place, signed_in_at, last_seen_at) VALUES ('x', 'noor', 'x', NOW(), NOW())",
      ),
    ).rejects.toMatchObject({ errno: 1369 });
    // In place of a row that is not one's own: either server knows its own way to refuse, or makes another row.
    const forged = [own, 'moderator', 'x'];
    for (const statement of [
      'REPLACE INTO caretaker_audit.own_session (id, user, place, signed_in_at, last_seen_at) VALUES (?, ?, ?, NOW(), NOW())',
      'INSERT IGNORE INTO caretaker_audit.own_session (id, user, place, signed_in_at, last_seen_at) VALUES (?, ?, ?, NOW(), NOW()) ON DUPLICATE KEY UPDATE ended_at = NOW()',
    ]) {
      await line.query(statement, forged).catch(() => {});
    }
    line.destroy();
    const [[row]] = await town.sql.query<RowDataPacket[]>(
      "SELECT ended_at FROM caretaker_audit.staff_session WHERE id = ? AND user = 'noor'",
      [own],
    );
    expect(row).toMatchObject({ ended_at: null });
    const unknown = '00000000-0000-4000-8000-000000000000';
    expect((await refusal(here.client.account.endSession({ id: unknown }))).code).toBe('NOT_FOUND');
    expect((await refusal(here.client.account.endSession({ id: own }))).code).toBe('CONFLICT');
  });

  test('has the row of a console that nobody saw for a month removed at the next sign-in', async () => {
    await town.sql.query(
      "INSERT INTO caretaker_audit.staff_session (id, user, place, signed_in_at, last_seen_at) VALUES ('old', 'noor', 'a lost laptop', NOW(), NOW() - INTERVAL 31 DAY)",
    );
    await using at = await desk();
    expect(at.console.session.current).not.toBeNull();
    const [rows] = await town.sql.query("SELECT id FROM caretaker_audit.staff_session WHERE id = 'old'");
    expect(rows).toEqual([]);
  });
});
