import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MemberQuery } from '../../src/contract/members/search.ts';
import type { Cursor } from '../../src/contract/values.ts';
import { packCursor } from '../../src/core/database/cursor.ts';
import { refusalOf } from '../../src/core/database/errors.ts';
import { buildDirectory } from '../../src/core/directory/job/refresh.ts';
import { countMembers } from '../../src/core/members/search/count.ts';
import { searchMembers } from '../../src/core/members/search/search.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { type Community, testCommunity } from '../support/community.ts';

/** On a community as its site tells it; `members.search.model` holds what is found against a model. */
describe('A search for members', () => {
  let town: Community;
  let moderator: SignedIn;
  beforeAll(async () => {
    town = await testCommunity({ members: 2000 });
    moderator = await town.signIn('moderator');
  });
  afterAll(() => town?.[Symbol.asyncDispose]());

  async function rows<T = Record<string, string>>(statement: string, values: unknown[] = []): Promise<T[]> {
    const [found] = await town.sql.query(statement, values);
    return found as T[];
  }
  const inputOf = (text: string, more: object = {}) => ({
    ...MemberQuery.parse({ text, ...more }),
    cursor: null as Cursor | null,
    limit: 200,
  });
  const search = (text: string, more: object = {}, signal?: AbortSignal) =>
    searchMembers(moderator.database, inputOf(text, more), signal);

  async function allPages(text: string, limit: number) {
    const found: string[] = [];
    let cursor: Cursor | null = null;
    do {
      const page = await searchMembers(moderator.database, { ...inputOf(text), cursor, limit }, undefined);
      found.push(...page.rows.map((it) => it.id));
      cursor = page.next;
    } while (cursor !== null);
    return found;
  }

  test('for nothing gives every member of the site once, the newest first, whatever the page size', async () => {
    const expected = (await rows('SELECT id FROM community_demo.users ORDER BY id DESC')).map((it) => it.id);
    expect(await allPages('', 200)).toEqual(expected);
    expect(await allPages('', 77)).toEqual(expected);
  });

  test('for some letters finds whoever has them anywhere in the nickname, who begins with them first', async () => {
    const expected = await rows('SELECT id, nickname FROM community_demo.users WHERE nickname LIKE ?', [
      '%an%',
    ]);
    const found = await allPages('AN', 13);
    expect(found.toSorted()).toEqual(expected.map((it) => it.id).toSorted());
    const beginning = expected.filter((it) => /^an/i.test(it.nickname ?? '')).map((it) => it.id);
    expect(beginning.length).toBeGreaterThan(0);
    expect(found.slice(0, beginning.length).toSorted()).toEqual(beginning.toSorted());
  });

  test('gives those who begin with the letters at once, and those who have them further on with the next page', async () => {
    const nicknames = await rows("SELECT nickname FROM community_demo.users WHERE nickname LIKE 'ann%'");
    expect(nicknames.length).toBeLessThan(50);
    const first = await search('ann');
    expect(first.rows.map((it) => it.nickname).toSorted()).toEqual(
      nicknames.map((it) => it.nickname ?? '').toSorted(),
    );
    expect(first.next).not.toBeNull();
  });

  test('takes a percent sign or an underscore for a letter like any other', async () => {
    expect(await allPages('%', 50)).toEqual([]);
    const expected = await rows("SELECT id FROM community_demo.users WHERE nickname LIKE '%a\\_%'");
    expect(expected.length).toBeGreaterThan(0);
    expect((await allPages('a_', 50)).toSorted()).toEqual(expected.map((it) => it.id).toSorted());
  });

  test('says where in a nickname the letters stand, in the nickname as it is written', async () => {
    const nickname = 'ﬁnn-Łukasz😀ÉŁ';
    await town.sql.query(
      "UPDATE caretaker.member_directory SET nickname = ?, name_key = 'finn-lukasz😀el' WHERE member_id = 20",
      [nickname],
    );
    const { rows: found } = await search('name:FINN-lu');
    expect(found.map((it) => [it.id, it.match])).toEqual([
      ['20', { in: 'nickname', text: nickname, start: 0, length: 6 }],
    ]);
  });

  test('for a whole e-mail finds its member, in capitals too, and shows of it no more than was typed', async () => {
    const [member] = await rows('SELECT id, email FROM community_demo.users WHERE id = 42');
    const email = member?.email ?? '';
    const { kind, rows: found } = await search(` ${email.toUpperCase()} `);
    expect(kind).toBe('email');
    expect(found.map((it) => it.id)).toEqual(['42']);
    expect(found[0]?.match).toEqual({ in: 'email', text: email, start: 0, length: email.length });

    const start = email.slice(0, email.indexOf('@') + 2);
    const hint = (await search(start)).rows.find((it) => it.id === '42')?.match;
    expect(hint).toEqual({ in: 'email', text: `${start}•••`, start: 0, length: start.length });
  });

  test('for a nickname gives away nothing of an e-mail or an address', async () => {
    const page = await search('a');
    expect(page.rows.length).toBeGreaterThan(0);
    const told = JSON.stringify(page.rows);
    for (const { email } of await rows('SELECT email FROM community_demo.users'))
      expect(told).not.toContain(email);
    expect(told).not.toMatch(/@|\d+\.\d+\.\d+\.\d+/);
  });

  test('for @ and the start of a domain finds who writes from there', async () => {
    const expected = await rows("SELECT id FROM community_demo.users WHERE email LIKE '%@bulk.example'");
    expect(expected.length).toBeGreaterThan(0);
    expect((await allPages('@bulk.ex', 50)).toSorted()).toEqual(expected.map((it) => it.id).toSorted());
    const { rows: found } = await search('@bulk.ex');
    expect(found[0]?.match?.text).toMatch(/^.•••@bulk\.ex•••$/);
    const { start = 0, length = 0, text = '' } = found[0]?.match ?? {};
    expect(text.slice(start, start + length)).toBe('bulk.ex');
  });

  test('for an address finds who signed in from there, and shows the address; of a network the network', async () => {
    const [busy] = await rows<{ address: string; members: string }>(
      `SELECT ip AS address, COUNT(DISTINCT member_id) AS members FROM caretaker_site.member_login
       GROUP BY ip ORDER BY 2 DESC LIMIT 1`,
    );
    const address = busy?.address ?? '';
    const { rows: found, kind } = await search(address);
    expect(kind).toBe('address');
    expect(found[0]?.match).toEqual({ in: 'address', text: address, start: 0, length: address.length });
    const all = await allPages(address, 90);
    expect(String(all.length)).toBe(busy?.members);

    const start = address.split('.').slice(0, 3).join('.');
    const wider = await search(`${start}.0/24`);
    expect(wider.rows[0]?.match?.text).toBe(`${start}.0/24`);
    expect(JSON.stringify(wider.rows)).not.toContain(address);
    const within = await rows(
      'SELECT DISTINCT member_id AS id FROM caretaker_site.member_login WHERE ip LIKE ?',
      [`${start}.%`],
    );
    const allWithin = await allPages(`${start}.0/24`, 90);
    expect(allWithin.toSorted()).toEqual(within.map((it) => it.id).toSorted());
    expect(await allPages(`ip:${start}.`, 200)).toEqual(allWithin);
  });

  test('for a device finds who used it', async () => {
    const [device] = await rows<{ device: string; address: Buffer }>(
      'SELECT device FROM caretaker.member_device GROUP BY device ORDER BY COUNT(*) DESC LIMIT 1',
    );
    const users = await rows(
      'SELECT DISTINCT member_id AS id FROM caretaker_site.member_login WHERE device_id = ? ORDER BY 1',
      [device?.device],
    );
    const { rows: found, kind } = await search(device?.device ?? '');
    expect(kind).toBe('device');
    expect(found.map((it) => it.id).toSorted()).toEqual(users.map((it) => it.id).toSorted());
    expect(found[0]?.match).toMatchObject({ in: 'device', text: device?.device, start: 0 });
  });

  test('for a name after ~ finds who looks like it: other letters, digits for letters, signs between', async () => {
    for (const [id, nickname] of [
      [101, 'Moderator'],
      [102, 'M0derat0r'],
      [103, 'mоdеrаtоr'], // Cyrillic о, е and а
      [104, 'mod_er.ator_'],
      [105, 'Rnoderattor'],
    ] as const) {
      await town.sql.query('UPDATE community_demo.users SET nickname = ?, updated_at = NOW(6) WHERE id = ?', [
        nickname,
        id,
      ]);
    }
    await buildDirectory(moderator);
    const { kind, rows: found } = await search('~moderator');
    expect(kind).toBe('lookalike');
    expect(found.map((it) => it.id)).toEqual(['101', '102', '103', '104', '105']);
    expect(found[1]?.match).toEqual({ in: 'nickname', text: 'M0derat0r', start: 0, length: 9 });
  });

  test('for a number finds the member with that id first, and whoever calls themselves so after', async () => {
    await town.sql.query(
      "UPDATE caretaker.member_directory SET nickname = '77up', name_key = '77up' WHERE member_id = 1234",
    );
    const { kind, rows: found } = await search('77');
    expect(kind).toBe('id');
    expect(found.map((it) => [it.id, it.match?.in, it.match?.length])).toEqual([['77', 'id', 2]]);
    expect(await allPages('77', 50)).toEqual(['77', '1234']);
  });

  test('for what can be nobody’s finds nobody, and says as what it was understood', async () => {
    const nobody = [
      '#999999999',
      'id:abc',
      'ip:300.1.2.3',
      'nobody@nowhere.example',
      '@nowhere',
      '~qqzzqq',
      'device:zz',
    ];
    for (const text of nobody) {
      expect((await search(text)).rows, text).toEqual([]);
      expect(await countMembers(moderator.database, inputOf(text), undefined), text).toEqual({
        count: 0,
        more: false,
      });
    }
  });

  test('with a page marker that was made up, or is another search’s, is refused and not run', async () => {
    const markers: [string, object, Cursor][] = [
      ['a', {}, Buffer.from('["x\' OR 1=1", 5]').toString('base64url') as Cursor],
      ['a', {}, packCursor(['status', 0, 'a', '1'])],
      ['', { sort: { by: 'joined' } }, packCursor(['along sort', 0, 'no moment', '1'])],
      ['', { sort: { by: 'reported' } }, packCursor(['along sort', 0, '-1', '1'])],
      ['a', {}, packCursor(['along text', 2, 'a', '1'])],
      ['a', {}, packCursor(['along text', 0, 'a', '1 OR 1=1'])],
    ];
    for (const [text, more, cursor] of markers) {
      const asked = searchMembers(moderator.database, { ...inputOf(text, more), cursor }, undefined);
      await expect(asked).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    }
  });

  test('that nobody waits for any more is stopped in the database', async () => {
    const running = async () =>
      (
        await rows<{ n: string }>(
          "SELECT COUNT(*) AS n FROM information_schema.PROCESSLIST WHERE USER = 'moderator' AND INFO LIKE '%member_directory%'",
        )
      )[0]?.n;
    await town.sql.query('LOCK TABLES caretaker.member_directory WRITE');
    try {
      const abort = new AbortController();
      const slow = search('ann', {}, abort.signal).catch((error: unknown) => error);
      await expect.poll(running).toBe('1');
      abort.abort();
      expect(await slow).toBeInstanceOf(Error);
      await expect.poll(running, { timeout: 1000 }).toBe('0');
    } finally {
      await town.sql.query('UNLOCK TABLES');
    }
  });

  test('that takes too long is stopped by the server and told as too expensive', async () => {
    const busy = sql`WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
      SELECT COUNT(*) FROM n a, n b, n c WHERE a.i < b.i AND b.i < c.i`;
    const asked = moderator.database.read(undefined, (db, run) => busy.execute(db, run));
    const error = await asked.catch((it: unknown) => it);
    expect(refusalOf(error)?.code).toBe('TOO_EXPENSIVE');
  });
});
