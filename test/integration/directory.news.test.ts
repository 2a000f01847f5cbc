import type { Connection, RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildDirectory } from '../../src/core/directory/job/refresh.ts';
import { JobRunner } from '../../src/core/jobs/runner.ts';
import { createLog } from '../../src/core/log.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { type Community, rootConnection, testCommunity } from '../support/community.ts';
import { contents, differences, wantedContents } from '../support/directory-model.ts';
import { costOf } from '../support/statements.ts';

const log = createLog({ level: 'silent' });

/** The same that the job does every 8 seconds once all is built. */
const refresh = buildDirectory;

describe('What is new in the member directory', () => {
  let town: Community;
  let moderator: SignedIn;
  beforeAll(async () => {
    town = await testCommunity({ members: 1200 });
    moderator = await town.signIn('moderator');
  });
  afterAll(() => town?.[Symbol.asyncDispose]());

  async function expectWhole(): Promise<void> {
    expect(differences(await contents(town.sql), await wantedContents(town.sql))).toEqual({});
  }

  async function row(id: number): Promise<RowDataPacket | undefined> {
    const [rows] = await town.sql.query<RowDataPacket[]>(
      'SELECT * FROM caretaker.member_directory WHERE member_id = ?',
      [id],
    );
    return rows[0];
  }

  const update = (set: string, id: number, connection: Connection = town.sql) =>
    connection.query(
      `UPDATE community_demo.users SET ${set}, updated_at = UTC_TIMESTAMP(6) WHERE id = ${id}`,
    );

  const join = (nickname: string, connection: Connection = town.sql) =>
    connection.query(
      `INSERT INTO community_demo.users (nickname, email, encrypted_password, created_at, updated_at)
       VALUES (?, CONCAT(?, '@example.com'), 'x', UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))`,
      [nickname, nickname],
    );

  const report = (member: number, connection: Connection = town.sql) =>
    connection.query(
      `INSERT INTO community_demo.reports (reporter_id, reportable_type, reportable_id, reported_user_id, reason, created_at)
       VALUES (1, 'User', ?, ?, 'spam', UTC_TIMESTAMP(6))`,
      [member, member],
    );

  const signIn = (member: number, ip: string, connection: Connection = town.sql) =>
    connection.query(
      `INSERT INTO community_demo.logins (user_id, ip, device, device_id, created_at)
       VALUES (?, ?, 'a phone', 'new-device', UTC_TIMESTAMP(6))`,
      [member, ip],
    );

  async function lastRun(): Promise<string | null> {
    const [rows] = await town.sql.query<RowDataPacket[]>(
      "SELECT last_run_at FROM caretaker.job_lease WHERE job = 'refresh-directory'",
    );
    return rows[0]?.last_run_at ?? null;
  }

  async function other(): Promise<Connection & AsyncDisposable> {
    const connection = await rootConnection(town.root);
    return Object.assign(connection, { [Symbol.asyncDispose]: async () => connection.destroy() });
  }

  test('is found in full: who joined, was renamed, moved, was banned, signed in and was reported', async () => {
    await join('newcomer');
    await update("nickname = 'Quite Another'", 5);
    await update("email = 'x.y+z@gmail.com', location = 'Zürich'", 6);
    await update("status = 'banned', banned_at = UTC_TIMESTAMP(6)", 7);
    await signIn(8, '203.0.113.9');
    await signIn(8, '2001:db8::9');
    await report(9);
    await report(9);
    await refresh(moderator);
    expect(await row(5)).toMatchObject({ nickname: 'Quite Another', name_key: 'quite another' });
    expect(await row(6)).toMatchObject({ mailbox_key: 'xy@gmail.com', location_key: 'zurich' });
    expect(await row(7)).toMatchObject({ status: 'banned' });
    await expectWhole();
  });

  test('of a renamed member leaves no part of the former name', async () => {
    const parts = async () => {
      const [rows] = await town.sql.query<RowDataPacket[]>(
        'SELECT part FROM caretaker.member_part WHERE member_id = 50',
      );
      return rows.map((it) => String(it.part)).sort();
    };
    await update("nickname = 'abcdef'", 50);
    await refresh(moderator);
    expect(await parts()).toEqual(['bcdef', 'cdef', 'def', 'ef', 'f']);
    await update("nickname = 'xdef'", 50);
    await refresh(moderator);
    expect(await parts()).toEqual(['def', 'ef', 'f']);
    await update("nickname = 'b a b a'", 50);
    await refresh(moderator);
    await expectWhole();
  });

  test('reaches the directory of a running console within 30 seconds', async () => {
    const runner = new JobRunner(moderator, log);
    runner.start();
    try {
      // Not by its first run, which may be under way.
      await expect.poll(lastRun, { timeout: 20_000 }).not.toBeNull();
      await update("nickname = 'found in time'", 60);
      await expect
        .poll(async () => (await row(60))?.name_key, { timeout: 30_000, interval: 500 })
        .toBe('found in time');
    } finally {
      await runner.stop();
    }
  });

  test('is not missed when its transaction ends after a later one', async () => {
    await using slow = await other();
    await slow.query('BEGIN');
    await update("nickname = 'slow to commit'", 70, slow);
    await join('slow newcomer', slow);
    await report(71, slow);
    await signIn(72, '203.0.113.72', slow);
    await update("nickname = 'quick to commit'", 73);
    await report(71);
    await signIn(72, '203.0.113.73');
    await refresh(moderator);
    expect((await row(70))?.nickname).not.toBe('slow to commit');
    const before = Number((await row(71))?.times_reported);
    await slow.query('COMMIT');
    await refresh(moderator);
    expect((await row(70))?.nickname).toBe('slow to commit');
    expect(Number((await row(71))?.times_reported)).toBe(before + 1);
    await expectWhole();
  });

  test('is counted once, however often it is looked for, by whichever console', async () => {
    const other = await town.signIn('support');
    for (let count = 0; count < 3; count += 1) {
      await report(80);
      await Promise.all([refresh(moderator), refresh(other)]);
    }
    await refresh(other);
    await expectWhole();
  });

  test('is counted once also when more came than are looked for again', async () => {
    await town.sql.query(
      `INSERT INTO community_demo.reports (reporter_id, reportable_type, reportable_id, reported_user_id, reason, created_at)
       WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 900)
       SELECT 1, 'User', 100 + a.i, 100 + a.i, 'spam', UTC_TIMESTAMP(6)
       FROM n a JOIN (SELECT 1 AS x UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4) b`,
    );
    await refresh(moderator);
    await refresh(moderator);
    await expectWhole();
    const [[taken]] = await town.sql.query<RowDataPacket[]>(
      "SELECT COUNT(*) AS n FROM caretaker.directory_taken WHERE part = 'reports'",
    );
    expect(Number(taken?.n)).toBe(1000);
  });

  test('of someone who joined and was reported at once is counted too', async () => {
    await using slow = await other();
    await slow.query('BEGIN');
    const [joined] = await join('reported at once', slow);
    const id = 'insertId' in joined ? Number(joined.insertId) : 0;
    // Older than what is looked for again, so that only the report can tell of this member.
    await slow.query("UPDATE community_demo.users SET updated_at = '2020-01-01' WHERE id = ?", [id]);
    await report(id, slow);
    await slow.query('COMMIT');
    await refresh(moderator);
    expect(await row(id)).toMatchObject({ nickname: 'reported at once', times_reported: 1 });
    await expectWhole();
  });

  test('tells that a suspension has ended by itself, and that a longer mute goes on', async () => {
    await update('suspended_until = UTC_TIMESTAMP(6) + INTERVAL 3 SECOND', 110);
    await update("suspended_until = UTC_TIMESTAMP(6) + INTERVAL 3 SECOND, muted_until = '2099-01-01'", 111);
    await refresh(moderator);
    expect([(await row(110))?.status, (await row(111))?.status]).toEqual(['suspended', 'suspended']);
    await new Promise((resolve) => setTimeout(resolve, 3000));
    await refresh(moderator);
    expect([(await row(110))?.status, (await row(111))?.status]).toEqual(['active', 'muted']);
    expect((await row(111))?.status_until).toBe('2099-01-01 00:00:00.000000');
    await expectWhole();
  });

  test('is noticed in the end also where the site changed, added or removed members without a word', async () => {
    await town.sql.query("UPDATE community_demo.users SET location = 'Nowhere' WHERE id IN (3, 300, 900)");
    await town.sql.query('DELETE FROM community_demo.users WHERE id BETWEEN 400 AND 420');
    await town.sql.query('DELETE FROM community_demo.users WHERE id > 1190');
    await town.sql.query(
      `INSERT INTO community_demo.users (id, nickname, email, encrypted_password, created_at, updated_at)
       VALUES (410, 'came back', 'back@example.com', 'x', '2020-01-01', '2020-01-01')`,
    );
    for (let page = 0; page < 4; page += 1) await refresh(moderator);
    const wanted = await wantedContents(town.sql);
    const found = await contents(town.sql);
    expect(found.members.map((it) => it.member_id)).toEqual(wanted.members.map((it) => it.member_id));
    expect(found.members.filter((it) => it.location === 'Nowhere')).toHaveLength(3);
    expect(found.parts).toEqual(wanted.parts);
    const gone = / (40[0-9]|41[1-9]|420) /;
    expect([...found.addresses, ...found.devices].filter((it) => gone.test(it))).toEqual([]);
  });

  test('costs next to nothing when nothing is new', async () => {
    await refresh(moderator);
    const costs = await costOf(town, () => refresh(moderator));
    const ofSite = costs.filter((it) => it.text.includes('caretaker_site'));
    expect(ofSite.reduce((sum, it) => sum + it.calls, 0)).toBeLessThanOrEqual(5);
    // The newest thousand of sign-ins and of reports, one page of the round, and the latest minute.
    expect(ofSite.reduce((sum, it) => sum + it.rowsExamined, 0)).toBeLessThan(4000);
    for (const cost of costs.filter((it) => /caretaker_site|member_|taken/.test(it.text)))
      expect(cost, cost.text).toMatchObject({ scans: 0 });
  });
});
