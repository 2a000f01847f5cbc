import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RecordFilter } from '../../src/contract/record.ts';
import type { Cursor, Utc } from '../../src/contract/values.ts';
import { addEntry } from '../../src/core/record/entry.ts';
import { exportRecord } from '../../src/core/record/export.ts';
import { listRecord } from '../../src/core/record/list.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { type Community, testCommunity } from '../support/community.ts';
import { testFolder } from '../support/database-server.ts';

describe('The record', () => {
  let town: Community;
  let admin: SignedIn;
  let moderator: SignedIn;
  let folder: Awaited<ReturnType<typeof testFolder>>;
  beforeAll(async () => {
    town = await testCommunity();
    folder = await testFolder();
    admin = await town.signIn('admin');
    moderator = await town.signIn('moderator');
    for (let count = 0; count < 250; count += 1) {
      const who = count % 5 === 0 ? moderator : admin;
      await who.database.write(false, (trx) =>
        addEntry(trx, {
          requestId: randomUUID(),
          action: count % 2 === 0 ? 'session.signed_in' : 'session.signed_out',
          subjectKind: 'connection',
          subjectId: count % 3 === 0 ? '=HYPERLINK("http://evil.example")' : 'Demo, "the" place',
          detail: { count },
        }),
      );
    }
  });
  afterAll(async () => {
    await town?.[Symbol.asyncDispose]();
    await folder?.[Symbol.asyncDispose]();
  });

  async function all(who: SignedIn, filter: Partial<RecordFilter>, limit = 200) {
    const found: Awaited<ReturnType<typeof listRecord>>['rows'] = [];
    let cursor: Cursor | null = null;
    do {
      const page = await listRecord(who, { filter: RecordFilter.parse(filter), cursor, limit }, undefined);
      found.push(...page.rows);
      cursor = page.next;
    } while (cursor !== null);
    return found;
  }

  test('pages of any size give the same entries, newest first, none twice', async () => {
    const whole = await all(admin, {});
    expect(whole.length).toBeGreaterThanOrEqual(254); // and the four people who were added
    expect(await all(admin, {}, 7)).toEqual(whole);
    expect(new Set(whole.map((it) => it.id)).size).toBe(whole.length);
    expect(whole.map((it) => it.at)).toEqual(
      whole
        .map((it) => it.at)
        .toSorted()
        .reverse(),
    );
  });

  test('each filter, and all together, narrow to just what they say', async () => {
    const whole = await all(admin, {});
    const middle = whole[100]?.at as Utc;
    const filters: [Partial<RecordFilter>, (it: (typeof whole)[number]) => boolean][] = [
      [{ actor: 'moderator' }, (it) => it.actor === 'moderator'],
      [{ action: 'session.signed_out' }, (it) => it.action === 'session.signed_out'],
      [{ subjectKind: 'staff' }, (it) => it.subjectKind === 'staff'],
      [
        { subjectKind: 'connection', subjectId: 'Demo, "the" place' },
        (it) => it.subjectId === 'Demo, "the" place',
      ],
      [{ from: middle }, (it) => it.at >= middle],
      [{ until: middle }, (it) => it.at < middle],
      [
        { actor: 'admin', action: 'session.signed_in', subjectKind: 'connection', until: middle },
        (it) =>
          it.actor === 'admin' &&
          it.action === 'session.signed_in' &&
          it.subjectKind === 'connection' &&
          it.at < middle,
      ],
    ];
    for (const [filter, matches] of filters) {
      const found = await all(admin, filter, 20);
      expect(found.length, JSON.stringify(filter)).toBeGreaterThan(0);
      expect(found, JSON.stringify(filter)).toEqual(whole.filter(matches));
    }
  });

  test('a moderator reads what they did and nothing else', async () => {
    const page = await listRecord(
      moderator,
      { filter: RecordFilter.parse({}), cursor: null, limit: 200 },
      undefined,
    );
    expect(page.scope).toBe('own');
    expect(new Set(page.rows.map((it) => it.actor))).toEqual(new Set(['moderator']));
    expect(await all(moderator, { actor: 'admin' })).toEqual([]);
  });

  test('an export holds every entry of the filter, and no cell that a spreadsheet would run', async () => {
    const before = await all(admin, { action: 'session.signed_in' });
    const steps = [];
    for await (const step of exportRecord(
      admin,
      RecordFilter.parse({ action: 'session.signed_in' }),
      folder.path,
      undefined,
    )) {
      steps.push(step);
    }
    const done = steps.at(-1);
    if (done?.status !== 'done') throw new Error('it did not end');
    const text = readFileSync(done.file, 'utf8');
    expect(done).toMatchObject({ rows: before.length, bytes: Buffer.byteLength(text) });
    expect(text.split('\r\n').length).toBe(before.length + 2);
    for (const entry of before) expect(text).toContain(entry.at);
    expect(text).toContain(`"'=HYPERLINK(""http://evil.example"")"`);
    expect(text).not.toMatch(/(^|,)"?[=@+]/m);
    expect((await all(admin, { action: 'record.exported' }))[0]?.detail).toEqual({ rows: before.length });
  });

  test('an export that is stopped leaves no file and is not recorded as done', async () => {
    const filesBefore = readdirSync(folder.path);
    const exported = await all(admin, { action: 'record.exported' });
    const stop = new AbortController();
    const steps = exportRecord(admin, RecordFilter.parse({}), folder.path, stop.signal);
    expect((await steps.next()).value).toMatchObject({ status: 'writing' });
    stop.abort();
    await expect(steps.next()).rejects.toThrow();
    expect(readdirSync(folder.path)).toEqual(filesBefore);
    expect(await all(admin, { action: 'record.exported' })).toEqual(exported);
  });

  test('an export to a folder that cannot be written says so and leaves nothing', async () => {
    const file = join(folder.path, readdirSync(folder.path)[0] ?? '');
    const steps = exportRecord(admin, RecordFilter.parse({}), file, undefined);
    await expect(steps.next()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });
});
