import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ExportProgress } from '../../src/contract/exports.ts';
import { MemberQuery } from '../../src/contract/members/search.ts';
import { exportMembers } from '../../src/core/members/search/export.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { type Community, testCommunity } from '../support/community.ts';
import { testFolder } from '../support/database-server.ts';

describe('An export of a search', () => {
  let town: Community;
  let moderator: SignedIn;
  let folder: Awaited<ReturnType<typeof testFolder>>;
  beforeAll(async () => {
    town = await testCommunity({ members: 700 });
    folder = await testFolder();
    moderator = await town.signIn('moderator');
  });
  afterAll(async () => {
    await town?.[Symbol.asyncDispose]();
    await folder?.[Symbol.asyncDispose]();
  });

  async function rows(statement: string): Promise<Record<string, string | number>[]> {
    const [found] = await town.sql.query(statement);
    return found as Record<string, string | number>[];
  }
  const recorded = () =>
    rows("SELECT actor, detail FROM caretaker_audit.entry WHERE action = 'members.exported' ORDER BY id");
  const start = (query: object, o: { into?: string; signal?: AbortSignal } = {}) =>
    exportMembers(moderator, MemberQuery.parse(query), o.into ?? folder.path, o.signal);
  async function whole(query: object) {
    const steps: ExportProgress[] = [];
    for await (const step of start(query)) steps.push(step);
    const done = steps.at(-1);
    if (done?.status !== 'done') throw new Error('it did not end');
    return { done, steps, lines: readFileSync(done.file, 'utf8').split('\r\n') };
  }

  test('holds every member who is found, in the order of the search, and no e-mail or address', async () => {
    const { done, steps, lines } = await whole({});
    const expected = await rows('SELECT id, email FROM community_demo.users ORDER BY id DESC');
    expect(done.rows).toBe(expected.length);
    expect(lines[0]).toBe(
      'id,nickname,status,status until (UTC),joined (UTC),last active (UTC),location,times reported',
    );
    expect(lines.slice(1, -1).map((line) => line.split(',')[0])).toEqual(expected.map((it) => it.id));
    const text = lines.join('\n');
    for (const { email } of expected) expect(text).not.toContain(email);
    expect(text).not.toMatch(/@|\d+\.\d+\.\d+\.\d+/);
    // Told on the way, page by page.
    expect(steps.filter((it) => it.status === 'writing').map((it) => it.rows)).toEqual([200, 400, 600, 700]);
    expect(statSync(done.file).mode & 0o077).toBe(0);
    expect(done.bytes).toBe(statSync(done.file).size);
  });

  test('narrows and sorts as the search does, and the record says what was exported', async () => {
    const filter = { statuses: ['banned', 'muted'], joinedFrom: '2020-01-01T00:00:00Z' };
    const { done } = await whole({ text: 'a', filter, sort: { by: 'joined' } });
    const expected = await rows(
      `SELECT id FROM caretaker_site.member WHERE nickname LIKE '%a%' AND status IN ('banned', 'muted')
         AND created_at >= '2020-01-01' ORDER BY created_at, id`,
    );
    expect(expected.length).toBeGreaterThan(3);
    const ids = readFileSync(done.file, 'utf8').split('\r\n').slice(1, -1);
    expect(ids.map((line) => line.split(',')[0])).toEqual(expected.map((it) => it.id));
    const entry = (await recorded()).at(-1);
    expect(entry?.actor).toBe('moderator');
    expect(JSON.parse(String(entry?.detail))).toEqual({
      rows: expected.length,
      query: 'a',
      filter: 'status banned or muted, joined from 2020-01-01T00:00:00Z',
    });
  });

  test('leaves no e-mail, address or device in the record, where the CTO would read it', async () => {
    const typed = { 'zed@nowhere.example': 'an e-mail', '@nowhere.example': 'a domain of e-mails' };
    for (const [text, kind] of Object.entries({
      ...typed,
      '192.0.2.77': 'an address',
      'device: 77d': 'a device',
    })) {
      await whole({ text });
      const detail = String((await recorded()).at(-1)?.detail);
      expect(JSON.parse(detail)).toMatchObject({ query: `(${kind})` });
      expect(detail).not.toMatch(/nowhere|192|77d/);
    }
  });

  test('has no cell that a spreadsheet would run', async () => {
    await town.sql.query(
      `UPDATE caretaker.member_directory SET nickname = '=HYPERLINK("http://evil.example")', location = '@SUM(1;=2)'
       WHERE member_id = 5`,
    );
    const { lines } = await whole({ text: '#5' });
    const line = lines.find((it) => it.startsWith('5,')) ?? '';
    expect(line).toContain(`"'=HYPERLINK(""http://evil.example"")"`);
    expect(line).toContain(`"'@SUM(1;'=2)"`);
  });

  test('that is left on the way leaves no file and no entry of the record', async () => {
    const before = [readdirSync(folder.path), await recorded()];
    const steps = start({});
    expect((await steps.next()).value).toMatchObject({ status: 'writing' });
    expect(readdirSync(folder.path).some((name) => name.endsWith('.part'))).toBe(true);
    await steps.return(undefined);
    expect([readdirSync(folder.path), await recorded()]).toEqual(before);
  });

  test('whose caller goes away is stopped, and leaves nothing either', async () => {
    const before = [readdirSync(folder.path), await recorded()];
    const stop = new AbortController();
    const steps = start({}, { signal: stop.signal });
    await steps.next();
    stop.abort();
    await expect(steps.next()).rejects.toThrow();
    expect([readdirSync(folder.path), await recorded()]).toEqual(before);
  });

  test('to a folder that cannot be written says so and leaves nothing', async () => {
    const file = join(folder.path, readdirSync(folder.path)[0] ?? '');
    await expect(start({}, { into: file }).next()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  test('to a disk that gets full says so and leaves nothing', async ({ skip }) => {
    const small = join(folder.path, 'small');
    mkdirSync(small);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', small], { stdio: 'ignore' });
    } catch {
      skip('a small disk can be made by root alone');
    }
    try {
      const before = await recorded();
      const all = async () => {
        for await (const _ of start({}, { into: small }));
      };
      await expect(all()).rejects.toMatchObject({
        code: 'UNAVAILABLE',
        message: expect.stringContaining('is full. No file was left'),
      });
      expect(readdirSync(small)).toEqual([]);
      expect(await recorded()).toEqual(before);
    } finally {
      execFileSync('umount', [small]);
    }
  });
});
