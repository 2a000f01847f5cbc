import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import mysql, { type RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DeadlockId } from '../../src/contract/metrics/locks/deadlocks.ts';
import type { LockNode } from '../../src/contract/metrics/locks/tree.ts';
import { catchDeadlock, trimDeadlocks } from '../../src/core/metrics/locks/deadlocks/catch.ts';
import { deadlockKinds } from '../../src/core/metrics/locks/deadlocks/kinds.ts';
import { getDeadlock, listDeadlocks } from '../../src/core/metrics/locks/deadlocks/list.ts';
import { withoutValues } from '../../src/core/metrics/locks/status/without-values.ts';
import { killSession } from '../../src/core/metrics/locks/tree/kill.ts';
import { lockTree } from '../../src/core/metrics/locks/tree/tree.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { type Community, overTheWire, testCommunity } from '../support/community.ts';
import { TEST_SETTINGS } from '../support/database-server.ts';
import { addTo, type Locking, locking } from '../support/locking.ts';

const never = new AbortController().signal;
/** MariaDB tells anew what waits only after 100 ms in which nobody asked. */
const lookAgain = { interval: 300, timeout: 15_000 };
const secret = 'correct horse battery';

describe('Locks of the database', () => {
  let town: Community;
  let cto: SignedIn;
  let admin: SignedIn;
  let shop: Locking;

  beforeAll(async () => {
    town = await testCommunity({ members: 50, directory: false });
    [cto, admin] = await Promise.all([town.signIn('cto'), town.signIn('admin')]);
  });
  afterAll(async () => {
    await shop?.[Symbol.asyncDispose]();
    await town?.[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    await shop?.[Symbol.asyncDispose]();
    await expect.poll(async () => (await lockTree(admin, never)).nodes.length, lookAgain).toBe(0);
    await town.sql.query('DELETE FROM caretaker.deadlock');
    shop = await locking(town);
  });

  const shapeOf = (nodes: readonly LockNode[]) =>
    nodes.map((it) => `${'  '.repeat(it.depth)}${it.session.thread}${it.again ? ' again' : ''}`);
  const rows = async (statement: string, values: unknown[] = []) =>
    (await town.sql.query<RowDataPacket[]>(statement, values))[0];

  test('are a tree of who blocks whom, three deep, with who is idle in its transaction', async () => {
    const root = await shop.session(addTo(1));
    const middle = await shop.session(addTo(2));
    const last = await shop.session();
    void shop.wait(middle, addTo(1));
    void shop.wait(last, `UPDATE shop.account SET owner = '${secret}' WHERE id = 2`);
    await expect.poll(async () => (await lockTree(cto, never)).waiting, lookAgain).toBe(2);
    const tree = await lockTree(cto, never);
    expect(shapeOf(tree.nodes)).toEqual([`${root.threadId}`, `  ${middle.threadId}`, `    ${last.threadId}`]);
    expect(tree.nodes[0]).toMatchObject({
      blocks: 2,
      wait: null,
      session: { user: 'app', host: '127.0.0.1', doing: 'idle', rowsChanged: 1, statement: null },
    });
    expect(tree.nodes[1]).toMatchObject({
      blocks: 1,
      wait: { table: 'shop.account', index: 'PRIMARY', certain: true },
      session: { doing: 'waits', statement: 'UPDATE shop.account SET balance = balance + ? WHERE id = ?' },
    });
    expect(tree.nodes[2]?.session.statement).toBe('UPDATE shop.account SET owner = …');
    expect(JSON.stringify(tree)).not.toContain('horse');
    expect(tree).toMatchObject({ unknown: null, capped: false });
    expect(tree.longestSeconds).toBeGreaterThanOrEqual(0);
  });

  test('show a queue for one row below who holds it, not below each who stands in it', async () => {
    const root = await shop.session(addTo(1));
    const queue = await Promise.all([shop.session(), shop.session(), shop.session()]);
    for (const connection of queue) {
      void shop.wait(connection, addTo(1));
      await sleep(50);
    }
    await expect.poll(async () => (await lockTree(cto, never)).waiting, lookAgain).toBe(3);
    const { nodes } = await lockTree(cto, never);
    expect(nodes.map((it) => it.depth)).toEqual([0, 1, 1, 1]);
    expect(nodes[0]?.session.thread).toBe(String(root.threadId));
    expect(nodes[0]?.blocks).toBe(3);
  });

  test('say of readers which MariaDB does not number that one of them holds the lock', async () => {
    const read = (id: number) => `SELECT * FROM shop.account WHERE id = ${id} LOCK IN SHARE MODE`;
    const holder = await shop.session(read(1));
    const other = await shop.session(read(2));
    const writer = await shop.session();
    void shop.wait(writer, addTo(1));
    await expect.poll(async () => (await lockTree(cto, never)).waiting, lookAgain).toBe(1);
    const { nodes } = await lockTree(cto, never);
    const isMariaDb = town.server.flavour === 'mariadb';
    const above = nodes.filter((it) => it.depth === 0).map((it) => it.session.thread);
    expect(above).toContain(String(holder.threadId));
    expect(above.includes(String(other.threadId))).toBe(isMariaDb);
    expect(nodes.find((it) => it.depth === 1)?.wait?.certain).toBe(!isMariaDb);
  });

  test('list a transaction that is open for long and keeps nobody waiting', async () => {
    const open = await shop.session(addTo(3));
    await expect
      .poll(async () => (await lockTree(cto, never)).long.map((it) => it.thread), lookAgain)
      .toContain(String(open.threadId));
    const tree = await lockTree(cto, never);
    expect(tree.nodes).toEqual([]);
    expect(tree.longestSeconds).toBeNull();
  });

  test('a session that an admin ends is rolled back, its waiters go on, and it stands on record once', async () => {
    const root = await shop.session(addTo(1, 500));
    const waiter = await shop.session();
    const goesOn = shop.wait(waiter, addTo(1));
    await expect.poll(async () => (await lockTree(admin, never)).waiting, lookAgain).toBe(1);
    const [node] = (await lockTree(admin, never)).nodes;
    const request = {
      requestId: randomUUID(),
      thread: String(root.threadId),
      mark: node?.session.mark ?? '',
      whole: true,
      reason: 'It forgot to commit',
    };
    expect(await killSession(admin, request)).toEqual({ done: true });
    expect(await goesOn).toBe('done');
    await waiter.query('COMMIT');
    expect(await rows('SELECT balance FROM shop.account WHERE id = 1')).toEqual([{ balance: 11 }]);
    // The same request again, as after a lost answer, does nothing more.
    expect(await killSession(admin, request)).toEqual({ done: false });
    const entries = await rows('SELECT * FROM caretaker_audit.entry WHERE request_id = ?', [
      request.requestId,
    ]);
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({
      action: 'server.session_ended',
      actor: 'admin',
      subject_kind: 'session',
      subject_id: request.thread,
    });
    expect(JSON.parse(String(entries[0]?.detail))).toMatchObject({
      account: 'app',
      reason: 'It forgot to commit',
    });
    await expect(killSession(admin, { ...request, requestId: randomUUID() })).rejects.toThrow(
      'This session has ended by itself. Nothing was done.',
    );
  });

  test('a statement that an admin stops leaves its transaction open', async () => {
    await shop.session(addTo(1));
    const waiter = await shop.session(addTo(3, 7));
    const stopped = shop.wait(waiter, addTo(1));
    await expect.poll(async () => (await lockTree(admin, never)).waiting, lookAgain).toBe(1);
    const node = (await lockTree(admin, never)).nodes[1];
    const mark = node?.session.mark ?? '';
    const kill = (thread: string, of: string, whole: boolean) =>
      killSession(admin, { requestId: randomUUID(), thread, mark: of, whole, reason: 'Let it go' });
    expect(await kill(String(waiter.threadId), mark, false)).toEqual({ done: true });
    expect(await stopped).toBe(1317);
    await waiter.query('COMMIT');
    expect(await rows('SELECT balance FROM shop.account WHERE id = 3')).toEqual([{ balance: 37 }]);
  });

  test('a session in another transaction by now, one that runs nothing, and the console’s own are left alone', async () => {
    const idle = await shop.session(addTo(1));
    const thread = String(idle.threadId);
    const kill = (o: { thread?: string; mark: string; whole?: boolean; reason?: string }) =>
      killSession(admin, { requestId: randomUUID(), thread, whole: true, reason: 'Why not', ...o });
    await expect(kill({ mark: '1@20200101000000' })).rejects.toThrow('no longer in the transaction');
    await expect
      .poll(async () => (await lockTree(admin, never)).long.map((it) => it.thread), lookAgain)
      .toContain(thread);
    const mark = (await lockTree(admin, never)).long.find((it) => it.thread === thread)?.mark ?? '';
    await expect(kill({ mark, whole: false })).rejects.toThrow('runs no statement just now');
    await expect(kill({ mark, reason: '  ' })).rejects.toThrow('Say why');
    const [own] = admin.database.threads;
    await expect(kill({ thread: String(own), mark: 'x' })).rejects.toThrow('your own console');
    await idle.query('COMMIT');
    expect(await rows('SELECT balance FROM shop.account WHERE id = 1')).toEqual([{ balance: 11 }]);
    expect(
      await rows("SELECT 1 FROM caretaker_audit.entry WHERE subject_id = ? AND action LIKE 'server.%'", [
        thread,
      ]),
    ).toEqual([]);
  });

  test('a session that MySQL protects is told to be so, and that stands on record', async () => {
    if (town.server.flavour !== 'mysql') return;
    const { host, port, user, password } = town.root;
    const root = await mysql.createConnection({ host, port, user, password });
    root.on('error', () => {});
    await root.query('BEGIN');
    await root.query(addTo(1));
    const thread = String(root.threadId);
    await expect
      .poll(async () => (await lockTree(admin, never)).long.map((it) => it.thread), lookAgain)
      .toContain(thread);
    const mark = (await lockTree(admin, never)).long.find((it) => it.thread === thread)?.mark ?? '';
    await expect(
      killSession(admin, { requestId: randomUUID(), thread, mark, whole: true, reason: 'Too long' }),
    ).rejects.toThrow('The server protects the account of this session (SYSTEM_USER)');
    const entries = await rows(
      "SELECT action FROM caretaker_audit.entry WHERE subject_id = ? AND action LIKE 'server.%' ORDER BY id",
      [thread],
    );
    expect(entries.map((it) => it.action)).toEqual(['server.session_ended', 'server.kill_refused']);
    await root.query('COMMIT');
    root.destroy();
  });

  test('only an admin may end a session, whatever a changed client asks', async () => {
    const open = await shop.session(addTo(1));
    const call = 'CALL caretaker_audit.server_kill(?, ?, ?, TRUE, ?)';
    for (const role of ['cto', 'moderator', 'support'] as const) {
      await overTheWire(town, role, async (connection) => {
        await expect(
          connection.query(call, [randomUUID(), open.threadId, '', 'I may not']),
        ).rejects.toMatchObject({ errno: 1370 });
      });
    }
    await open.query('COMMIT');
  });

  test('no session of MariaDB has a number of a statement left by what it takes patterns for', async () => {
    if (town.server.flavour !== 'mariadb') return;
    const holder = await shop.session(addTo(1));
    const waiter = await shop.session();
    void shop.wait(waiter, addTo(1, 777_123));
    await expect.poll(async () => (await lockTree(cto, never)).waiting, lookAgain).toBe(1);
    await overTheWire(town, 'cto', async (connection) => {
      await connection.query("SET SESSION default_regex_flags = 'UNGREEDY'");
      const [told] = await connection.query('CALL caretaker_audit.server_transactions()');
      expect(JSON.stringify(told)).toContain('balance = balance + ? WHERE id = ?');
      expect(JSON.stringify(told)).not.toContain('77123');
    });
    await holder.query('COMMIT');
  });

  test('a deadlock is caught once, without a value of its statements', async () => {
    await shop.deadlock(secret);
    await expect(catchDeadlock(cto.database, never)).rejects.toMatchObject({ errno: 1370 });
    expect(await catchDeadlock(admin.database, never)).toBe(true);
    expect(await catchDeadlock(admin.database, never)).toBe(false);
    const { rows: kept } = await listDeadlocks(cto, { fingerprint: null, cursor: null, limit: 100 }, never);
    expect(kept).toHaveLength(1);
    expect(kept[0]?.tables).toEqual(['shop.account']);
    expect([...(kept[0]?.statements ?? [])].sort()).toEqual([
      'UPDATE shop.account SET balance = balance + ? WHERE id = ?',
      'UPDATE shop.account SET owner = …',
    ]);
    const one = await getDeadlock(cto, DeadlockId.parse(kept[0]?.id), never);
    expect(one.deadlock).toMatchObject({ complete: true });
    expect(one.deadlock.transactions).toHaveLength(2);
    expect(one.same).toMatchObject({ count: 1, capped: false });
    expect(Math.abs(Date.parse(one.at) - Date.now())).toBeLessThan(30_000);
    const [stored] = await rows('SELECT detail FROM caretaker.deadlock');
    for (const told of [JSON.stringify(one), JSON.stringify(kept), String(stored?.detail)]) {
      expect(told).not.toMatch(/horse|777123|hex|asc /);
    }
  });

  test('deadlocks of the same statements are one kind, and those that were not caught are counted', async () => {
    await shop.deadlock('one');
    await catchDeadlock(admin.database, never);
    await shop.deadlock('another');
    await shop.deadlock('a third');
    await catchDeadlock(admin.database, never);
    const { kinds, caught, missed, counted, unknown } = await deadlockKinds(cto, never);
    expect(kinds).toHaveLength(1);
    expect(kinds[0]).toMatchObject({ week: 2, month: 2 });
    expect(kinds[0]?.days.at(-1)).toBe(2);
    expect([caught, missed, unknown]).toEqual([2, 1, null]);
    expect(counted).toBeGreaterThanOrEqual(3);
    const [fingerprint] = kinds.map((it) => it.fingerprint);
    const page = await listDeadlocks(
      cto,
      { fingerprint: fingerprint ?? null, cursor: null, limit: 1 },
      never,
    );
    const next = await listDeadlocks(cto, { fingerprint: null, cursor: page.next, limit: 1 }, never);
    expect([page.rows.length, next.rows.length, next.next]).toEqual([1, 1, null]);
    expect(page.rows[0]?.id).not.toBe(next.rows[0]?.id);
  });

  test('deadlocks are forgotten after 400 days', async () => {
    const detail = JSON.stringify({ toldAt: 'x', complete: false, transactions: [], rolledBack: null });
    const keep = (days: number, sha: string) =>
      town.sql.query(
        `INSERT INTO caretaker.deadlock (at, fingerprint, report_sha256, detail)
         VALUES (UTC_TIMESTAMP() - INTERVAL ? DAY, REPEAT('a', 64), UNHEX(SHA2(?, 256)), ?)`,
        [days, sha, detail],
      );
    await keep(401, 'old');
    await keep(399, 'young');
    const other = await town.signIn('cto');
    await trimDeadlocks(other.database);
    expect(
      await rows('SELECT CAST(DATEDIFF(UTC_DATE(), at) AS CHAR) AS days FROM caretaker.deadlock'),
    ).toEqual([{ days: '399' }]);
  });

  test('what the server and the console keep of a statement is the same', async () => {
    for (const statement of [
      `UPDATE t SET a = '${secret}' WHERE id = 5`,
      'SELECT a1, `b2` FROM t2 WHERE c = 5 AND d = 0xFF AND e = 1.5e3 AND f = 0B01',
      'DELETE FROM t WHERE id = 1 -- because',
      'SELECT 1 --\nmore',
      'SELECT 1 /* secret */',
      'SELECT a-1, "x"',
      'SELECT 1 # x',
      'AS $body$ secret $body$',
      'SELECT é1, 12345678901234567890, a.b3',
    ]) {
      const [row] = await rows('SELECT caretaker_audit.without_values(?) AS kept', [statement]);
      expect(String(row?.kept).replace(/\s+/g, ' ').trim(), statement).toBe(withoutValues(statement));
    }
  });
});

describe('Locks of a server without performance_schema', () => {
  test('are told all the same by MariaDB, and called unknown where MySQL does not tell', async () => {
    await using town = await testCommunity({
      members: 50,
      directory: false,
      settings: { settings: { options: { ...TEST_SETTINGS.options, 'performance-schema': 'OFF' } } },
    });
    await using shop = await locking(town);
    const cto = await town.signIn('cto');
    const root = await shop.session(addTo(1));
    const waiter = await shop.session();
    void shop.wait(waiter, addTo(1));
    await sleep(500);
    const { nodes, unknown } = await lockTree(cto, never);
    if (town.server.flavour === 'mariadb') {
      expect([nodes.length, unknown]).toEqual([2, null]);
      expect(nodes[0]?.session.thread).toBe(String(root.threadId));
    } else {
      expect(unknown).toContain('performance_schema = ON');
      expect(nodes).toEqual([]);
    }
  });
});
