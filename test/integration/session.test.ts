import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { ORPCError } from '@orpc/client';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { ConnectionId } from '../../src/contract/connections.ts';
import type { Role } from '../../src/contract/roles.ts';
import type { KeyChain } from '../../src/core/connections/key-chain.ts';
import { refusalOf } from '../../src/core/database/errors.ts';
import { testConsole } from '../support/calls.ts';
import { type Community, passwordOf, testCommunity } from '../support/community.ts';

/** A key chain in memory, which can be told to fail as a locked one does. */
function memoryChain() {
  const secrets = new Map<string, string>();
  let isLocked = false;
  const chain = {
    name: 'Test chain',
    secrets,
    lock() {
      isLocked = true;
    },
    get: async (key: string) => secrets.get(key) ?? null,
    async set(key: string, secret: string) {
      if (isLocked) throw new Error('the key chain is locked');
      secrets.set(key, secret);
    },
    async remove(key: string) {
      secrets.delete(key);
    },
  } satisfies KeyChain & { secrets: Map<string, string>; lock(): void };
  return chain;
}

describe('The session of a console', () => {
  let town: Community;
  let chain: ReturnType<typeof memoryChain>;
  let at: Awaited<ReturnType<typeof testConsole>>;
  let connectionId: ConnectionId;
  beforeAll(async () => {
    town = await testCommunity();
  });
  afterAll(() => town?.[Symbol.asyncDispose]());
  beforeEach(async () => {
    chain = memoryChain();
    const fresh = await testConsole(chain);
    at = fresh;
    ({ id: connectionId } = await at.client.connections.save({ id: null, details: details() }));
    return () => fresh[Symbol.asyncDispose]();
  });

  const details = () => ({
    name: 'Test',
    host: '127.0.0.1',
    port: town.root.port,
    tls: 'off' as const,
    ca: null,
    replica: null,
  });
  const signIn = (role: Role, keep = false) =>
    at.client.session.signIn({ connectionId, user: role, password: passwordOf(role), keep });
  const failure = (call: Promise<unknown>) =>
    call.then(
      () => 'it worked',
      (error: unknown) => (error instanceof ORPCError ? error.code : error),
    );
  const record = async (action: string) => {
    const [rows] = await town.sql.query(
      'SELECT actor FROM caretaker_audit.entry WHERE action = ? ORDER BY id DESC LIMIT 2',
      [action],
    );
    return (rows as { actor: string }[]).map((row) => row.actor);
  };
  const linesOf = async (user: string) => {
    const [rows] = await town.sql.query(
      'SELECT COUNT(*) AS n FROM information_schema.PROCESSLIST WHERE USER = ?',
      [user],
    );
    return Number((rows as { n: string }[])[0]?.n);
  };

  test('is one person’s after the other’s: a second sign-in signs the first out and leaves no line of theirs', async () => {
    await signIn('moderator');
    expect(await signIn('admin')).toEqual({ outcome: 'signed-in' });
    expect(at.console.session.current?.person.user).toBe('admin');
    expect((await record('session.signed_out'))[0]).toBe('moderator');
    await expect.poll(() => linesOf('moderator')).toBe(0);
  });

  test('stays the first person’s when the second types a wrong password', async () => {
    await signIn('moderator');
    const wrong = await at.client.session.signIn({ connectionId, user: 'admin', password: 'no' });
    expect(wrong).toMatchObject({ outcome: 'refused', reason: 'wrong-password' });
    expect((await at.client.members.search({ text: '', limit: 1 })).rows).toHaveLength(1);
  });

  test('ends the feed of changes with the sign-out, and does not leave it waiting for ever', async () => {
    await signIn('moderator');
    const feed = await at.client.changes.watch();
    const next = failure(feed.next());
    await sleep(1200);
    await at.client.session.signOut();
    expect(await Promise.race([next, sleep(3000, 'it still waits')])).toBe('NOT_SIGNED_IN');
  });

  test('ends a call that is under way with the sign-out as not signed in, not as a lost database', async () => {
    await signIn('moderator');
    await town.sql.query('LOCK TABLES community_demo.users WRITE');
    const call = failure(at.client.members.get({ id: '1' as never }));
    await sleep(300);
    await at.client.session.signOut();
    await town.sql.query('UNLOCK TABLES');
    expect(await call).toBe('NOT_SIGNED_IN');
  });

  test('leaves no listener behind for a watcher that came and went', async () => {
    const added = vi.spyOn(EventEmitter.prototype, 'on');
    const removed = vi.spyOn(EventEmitter.prototype, 'removeListener');
    onTestFinished(() => void vi.restoreAllMocks());
    const changes = (spy: typeof added | typeof removed) =>
      spy.mock.calls.filter(([event]) => event === 'change').length;
    const states = at.console.session.watch(undefined);
    expect((await states.next()).value).toEqual({ status: 'signed-out' });
    expect(changes(added)).toBe(1);
    await states.return(undefined);
    expect(changes(removed)).toBe(1);
  });

  test('is open though the key chain is locked and cannot keep the password', async () => {
    chain.lock();
    const states = await at.client.session.watch();
    expect((await states.next()).value).toEqual({ status: 'signed-out' });
    expect(await signIn('moderator', true)).toEqual({ outcome: 'signed-in' });
    expect((await states.next()).value).toMatchObject({ status: 'signed-in' });
    const { connections } = await at.client.connections.list();
    expect(connections[0]).toMatchObject({ keptUser: null });
  });

  test('forgets a kept password when its connection is led to another server, and not when it is renamed', async () => {
    await signIn('moderator', true);
    const save = (change: object) =>
      at.client.connections.save({ id: connectionId, details: { ...details(), ...change } });
    await save({ name: 'Another name' });
    expect(chain.secrets.size).toBe(1);
    await save({ port: 1 });
    expect(chain.secrets.size).toBe(0);
    const { connections } = await at.client.connections.list();
    expect(connections[0]).toMatchObject({ lastUser: 'moderator', keptUser: null });
    const unasked = at.client.session.signIn({ connectionId, user: 'moderator', password: null });
    expect(await failure(unasked)).toBe('INVALID_INPUT');
  });

  test('keeps one password for a connection, and none once the connection is removed', async () => {
    await signIn('moderator', true);
    await signIn('admin', true);
    expect([...chain.secrets.values()]).toEqual([passwordOf('admin')]);
    await at.client.connections.remove({ id: connectionId });
    expect([...chain.secrets.values()]).toEqual([]);
  });

  describe('that waits for an update of the tables', () => {
    beforeEach(async () => {
      await town.sql.query("UPDATE caretaker.migration SET finished_at = NULL WHERE id LIKE '001-%'");
      return () => town.sql.query('UPDATE caretaker.migration SET finished_at = UTC_TIMESTAMP(6)');
    });

    test('opens once the admin says yes, and the record says what was applied', async () => {
      expect(await signIn('admin')).toMatchObject({ outcome: 'migration-needed', mayMigrate: true });
      const steps = [];
      for await (const step of await at.client.session.migrate()) steps.push(step);
      expect(steps.map((it) => it.current?.id ?? null)).toEqual(['001-ground', null]);
      expect(at.console.session.current?.person.role).toBe('admin');
      expect((await record('database.migrated'))[0]).toBe('admin');
    });

    test('does not let anyone but an admin say yes', async () => {
      expect(await signIn('support')).toMatchObject({ outcome: 'migration-needed', mayMigrate: false });
      const steps = await at.client.session.migrate();
      expect(await failure(steps.next())).toBe('FORBIDDEN');
    });

    test('forgets the admin and their password when they sign out instead', async () => {
      await signIn('admin');
      await at.client.session.signOut();
      const steps = await at.client.session.migrate();
      expect(await failure(steps.next())).toBe('CONFLICT');
    });

    test('is nobody’s when the console closed during the update', async () => {
      await signIn('admin');
      const steps = at.console.session.migrate();
      expect((await steps.next()).value).toMatchObject({ done: 0 });
      await at.console.close();
      await expect(steps.next()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
      expect(at.console.session.current).toBeNull();
      await expect.poll(() => linesOf('admin')).toBe(0);
    });

    test('says that the database is gone when it goes in the middle, and the console lives on', async () => {
      await signIn('admin');
      const steps = at.console.session.migrate();
      await steps.next();
      const [rows] = await town.sql.query(
        "SELECT ID AS id FROM information_schema.PROCESSLIST WHERE USER = 'admin'",
      );
      for (const { id } of rows as { id: string }[]) await town.sql.query(`KILL ${id}`);
      await sleep(200);
      const error = await steps.next().catch((it: unknown) => it);
      expect(refusalOf(error)?.code).toBe('UNAVAILABLE');
      await town.sql.query("UPDATE caretaker.job_lease SET expires_at = '2000-01-01' WHERE job = 'migrate'");
    });
  });
});
