import mysql, { type Connection } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MemberId } from '../../src/contract/values.ts';
import { buildDirectory } from '../../src/core/directory/job/refresh.ts';
import { testConsole } from '../support/calls.ts';
import { type Community, passwordOf, testCommunity } from '../support/community.ts';

/** The directory is written by the jobs of all who read members, so a client of their own can write what no job would. */
describe('A member directory with values that no job writes', () => {
  let town: Community;
  let support: Connection;
  let desk: Awaited<ReturnType<typeof testConsole>>;
  beforeAll(async () => {
    town = await testCommunity({ members: 300 });
    const { host, port } = town.root;
    support = await mysql.createConnection({ host, port, user: 'support', password: passwordOf('support') });
    await support.query("SET SESSION sql_mode = 'ALLOW_INVALID_DATES'");
    desk = await testConsole();
    const details = { name: 'T', host, port, tls: 'off' as const, ca: null, replica: null };
    const { id: connectionId } = await desk.client.connections.save({ id: null, details });
    const signedIn = { connectionId, user: 'admin', password: passwordOf('admin') };
    expect(await desk.client.session.signIn(signedIn)).toEqual({ outcome: 'signed-in' });
    // The job of this console would put the rows right.
    await desk.client.directory.pause();
  });
  afterAll(async () => {
    support?.destroy();
    await desk?.[Symbol.asyncDispose]();
    await town?.[Symbol.asyncDispose]();
  });

  /** Every member found, in order of when they joined, page by page. */
  async function joined(descending: boolean): Promise<string[]> {
    const ids: string[] = [];
    let cursor = null;
    do {
      const query = { sort: { by: 'joined' as const, descending }, limit: 3, cursor };
      const page: Awaited<ReturnType<typeof desk.client.members.search>> =
        await desk.client.members.search(query);
      ids.push(...page.rows.map((row) => row.id));
      cursor = page.next;
    } while (cursor !== null && ids.length < 1000);
    return ids;
  }

  test('is searched all the same, page by page, whatever day a member joined', async () => {
    const before = await joined(false);
    const days = ['2026-02-30 10:00:00', '2025-00-00', '0000-00-00', '2024-06-31'];
    for (const [at, day] of days.entries()) {
      const sql =
        'UPDATE caretaker.member_directory SET created_at = ?, last_active_at = ?, status_until = ? WHERE member_id = ?';
      await support.query(sql, [day, day, day, 100 + at]);
    }
    for (const descending of [false, true]) {
      const ids = await joined(descending);
      expect(new Set(ids)).toEqual(new Set(before));
      expect(ids).toHaveLength(before.length);
    }
    const { rows } = await desk.client.members.search({ text: '#100' });
    expect(rows[0]).toMatchObject({ createdAt: '2026-03-01T00:00:00.000000Z' });
  });

  test('is searched to its end also where a whole page of members joined on no day', async () => {
    await support.query(
      "UPDATE caretaker.member_directory SET created_at = '2026-02-30' WHERE member_id BETWEEN 1 AND 20",
    );
    await support.query(
      "UPDATE caretaker.member_directory SET created_at = '0000-00-00' WHERE member_id BETWEEN 21 AND 40",
    );
    for (const descending of [false, true]) {
      const ids = await joined(descending);
      expect(new Set(ids).size).toBe(ids.length);
      for (const id of ['50', '200', '299']) expect(ids).toContain(id);
    }
  });

  test('shows a member’s addresses and links with whatever day they were used on', async () => {
    const [[row]] = await town.sql.query<mysql.RowDataPacket[]>(
      'SELECT MIN(member_id) AS id FROM caretaker.member_address GROUP BY address HAVING COUNT(*) > 1 LIMIT 1',
    );
    const id = MemberId.parse(String(row?.id));
    await support.query(
      "UPDATE caretaker.member_address SET first_at = '0000-00-00', last_at = '2026-02-30'",
    );
    await support.query("UPDATE caretaker.member_device SET first_at = '0000-00-00', last_at = '2026-02-30'");
    await desk.client.members.reveal({ id, what: 'addresses', requestId: crypto.randomUUID() });
    const { addresses } = await desk.client.members.addresses({ id });
    expect(addresses[0]).toMatchObject({
      firstAt: '0000-01-01T00:00:00.000000Z',
      lastAt: '2026-03-01T00:00:00.000000Z',
    });
    const { linked } = await desk.client.members.linked({ id });
    expect(linked.length).toBeGreaterThan(0);
  });

  test('tells how it stands whatever its marks say, and is built anew', async () => {
    const most = '18446744073709551615';
    await support.query(
      `UPDATE caretaker.directory_part SET turn = ${most}, built_rows = ${most}, statements = ${most},
         rows_read = ${most}, seconds = 1.7e308, built_seconds = 1e-300, fresh_at = '2026-02-30', build_from = 0,
         build_lowest = ${most}, build_below = ${most}`,
    );
    const watch = async () => {
      const stop = new AbortController();
      for await (const state of await desk.client.directory.watch(undefined, { signal: stop.signal })) {
        stop.abort();
        return state;
      }
      throw new Error('nothing was told');
    };
    expect(await watch()).toMatchObject({ phase: 'ready', freshAt: '2026-03-01T00:00:00.000000Z' });
    await support.query("UPDATE caretaker.directory_part SET built_at = NULL WHERE part = 'logins'");
    expect(await watch()).toMatchObject({ part: 'logins', done: Number.MAX_SAFE_INTEGER });
    await expect(support.query("UPDATE caretaker.directory_part SET part = 'other'")).rejects.toMatchObject({
      errno: 1143,
    });
    await desk.client.directory.rebuild();
    await buildDirectory(await town.signIn('admin'));
    expect(await watch()).toMatchObject({ phase: 'ready', done: 300 });
    // What no job writes is put right by it.
    const [[left]] = await town.sql.query<mysql.RowDataPacket[]>(
      `SELECT (SELECT COUNT(*) FROM caretaker.member_address WHERE DAY(last_at) = 30 AND MONTH(last_at) = 2) AS addresses,
         (SELECT COUNT(*) FROM caretaker.member_directory WHERE DAY(created_at) = 0 OR DAY(last_active_at) = 0) AS members`,
    );
    expect(left).toEqual({ addresses: '0', members: '0' });
  });
});
