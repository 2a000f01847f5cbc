import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { refusalOf } from '../../src/core/database/errors.ts';
import { searchMembers } from '../../src/core/members/search.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { type Community, testCommunity } from '../support/community.ts';

describe('Members', () => {
  let community: Community;
  let moderator: SignedIn;
  beforeAll(async () => {
    community = await testCommunity({ members: 2000 });
    moderator = await community.signIn('moderator');
  });
  afterAll(() => community?.[Symbol.asyncDispose]());

  async function rows<T>(statement: string, values: unknown[] = []): Promise<T[]> {
    const [found] = await community.sql.query(statement, values);
    return found as T[];
  }

  async function allPages(query: string, limit: number) {
    const found: string[] = [];
    let cursor: Parameters<typeof searchMembers>[1]['cursor'] = null;
    do {
      const page = await searchMembers(moderator.database, { query, cursor, limit }, undefined);
      found.push(...page.rows.map((it) => it.id));
      cursor = page.next;
    } while (cursor !== null);
    return found;
  }

  test('an empty search gives every member once, the newest first, whatever the page size', async () => {
    const expected = (await rows<{ id: string }>('SELECT id FROM community_demo.users ORDER BY id DESC')).map(
      (it) => it.id,
    );
    expect(await allPages('', 200)).toEqual(expected);
    expect(await allPages('', 77)).toEqual(expected);
  });

  test('the start of a nickname finds everyone whose nickname begins so, in order, over all pages', async () => {
    const [letter] = await rows<{ start: string; count: string }>(
      `SELECT LOWER(LEFT(nickname, 1)) AS start, COUNT(*) AS count FROM community_demo.users
       WHERE nickname REGEXP '^[a-z]' GROUP BY 1 ORDER BY 2 DESC LIMIT 1`,
    );
    const expected = await rows<{ id: string }>(
      'SELECT id FROM community_demo.users WHERE nickname LIKE ? ORDER BY nickname, id',
      [`${letter?.start}%`],
    );
    expect(expected.length).toBeGreaterThan(20);
    expect(await allPages(letter?.start ?? '', 7)).toEqual(expected.map((it) => it.id));
  });

  test('a percent sign or an underscore is a letter like any other, not a wildcard', async () => {
    expect(await allPages('%', 50)).toEqual([]);
    const expected = await rows<{ id: string }>(
      "SELECT id FROM community_demo.users WHERE LEFT(nickname, 2) = 'a_' ORDER BY nickname, id",
    );
    expect(await allPages('a_', 50)).toEqual(expected.map((it) => it.id));
  });

  test('a whole e-mail address finds its member, in capitals too', async () => {
    const [member] = await rows<{ id: string; email: string }>(
      'SELECT id, email FROM community_demo.users WHERE id = 42',
    );
    const page = await searchMembers(
      moderator.database,
      { query: ` ${member?.email.toUpperCase()} `, cursor: null, limit: 10 },
      undefined,
    );
    expect(page.kind).toBe('email');
    expect(page.rows.map((it) => it.id)).toContain('42');
  });

  test('a number finds the member with that id first, and whoever calls themselves so after', async () => {
    await community.sql.query("UPDATE community_demo.users SET nickname = '77' WHERE id = 1234");
    const page = await searchMembers(moderator.database, { query: '77', cursor: null, limit: 10 }, undefined);
    expect(page.kind).toBe('id');
    expect(page.rows.map((it) => it.id)).toEqual(['77', '1234']);
  });

  test('a made-up page marker is refused as invalid, not run', async () => {
    const cursor = Buffer.from('["x\' OR 1=1", 5]').toString('base64url') as never;
    await expect(
      searchMembers(moderator.database, { query: 'a', cursor, limit: 10 }, undefined),
    ).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });

  test('a search that nobody waits for any more is stopped in the database', async () => {
    const abort = new AbortController();
    const slow = moderator.database.read(abort.signal, async (db, run) => {
      return sql`SELECT SLEEP(4), 'nobody waits'`.execute(db, run);
    });
    const running =
      "SELECT COUNT(*) AS n FROM information_schema.PROCESSLIST WHERE INFO LIKE 'SELECT SLEEP(4)%'";
    await expect.poll(async () => (await rows<{ n: string }>(running))[0]?.n).toBe('1');
    abort.abort();
    await expect(slow).rejects.toThrow();
    await expect.poll(async () => (await rows<{ n: string }>(running))[0]?.n, { timeout: 1000 }).toBe('0');
  });

  test('a statement that takes too long is stopped by the server and told as too expensive', async () => {
    const busy = sql`WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
      SELECT COUNT(*) FROM n a, n b, n c WHERE a.i < b.i AND b.i < c.i`;
    const asked = moderator.database.read(undefined, (db, run) => busy.execute(db, run));
    const error = await asked.catch((it: unknown) => it);
    expect(refusalOf(error)?.code).toBe('TOO_EXPENSIVE');
  });
});
