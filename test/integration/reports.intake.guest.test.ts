import type { RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { readAllReports } from '../../src/core/reports/intake/job.ts';
import { openSession, type SignedIn } from '../../src/core/session/open.ts';
import { type Community, testCommunity } from '../support/community.ts';
import { type Reportable, type Reporting, reporting } from '../support/reporting.ts';
import { costOf } from '../support/statements.ts';

describe('Reading the reports of a busy site', () => {
  let town: Community;
  let it: Reporting;
  let moderator: SignedIn;
  beforeAll(async () => {
    town = await testCommunity({ members: 3000, directory: false });
    it = reporting(town);
    moderator = await town.signIn('moderator');
    await it.beginNow();
  });
  afterAll(() => town?.[Symbol.asyncDispose]());

  const read = () => readAllReports(moderator);

  async function reportMany(count: number): Promise<void> {
    const kinds: readonly Reportable[] = [
      'Comment',
      'Status',
      'Photo',
      'Comment',
      'User',
      'Writing',
      'Conversation',
    ];
    for (let nr = 0; nr < count; nr += 1) {
      const kind = kinds[nr % kinds.length] ?? 'Status';
      const id = 1 + Math.floor(nr / kinds.length);
      await it.report({ on: [kind, id], by: 1 + (nr % 50), about: kind === 'User' ? id : 300 });
    }
  }

  test('costs a few statements for many reports, each by an index', async () => {
    await it.rows('INSERT INTO caretaker.reporter SELECT id, 2, 1 FROM community_demo.users');
    await reportMany(1000);
    await read();
    await reportMany(100);
    const costs = await costOf(town, read);
    const site = costs.filter((cost) => cost.text.includes('caretaker_site') && !cost.text.includes('CALL'));
    expect(site.reduce((sum, cost) => sum + cost.calls, 0)).toBeLessThan(60);
    for (const cost of costs.filter((it) => !/policy|report_weights/.test(it.text))) {
      expect(cost, cost.text).toMatchObject({ scans: 0 });
      expect(cost.rowsExamined / cost.calls, cost.text).toBeLessThan(1500);
    }
  });

  test('costs next to nothing while there are none', async () => {
    await read();
    const costs = await costOf(town, read);
    expect(costs.reduce((sum, cost) => sum + cost.calls, 0)).toBeLessThan(15);
    expect(costs.reduce((sum, cost) => sum + cost.rowsExamined, 0)).toBeLessThan(1200);
  });

  test('costs no more for a subject that has thousands of reports', async () => {
    await it.rows(`
      INSERT INTO community_demo.reports
        (reporter_id, reportable_type, reportable_id, reported_user_id, reason, created_at)
      SELECT id, 'Photo', 900, 301, 'spam', UTC_TIMESTAMP(6) FROM community_demo.users ORDER BY id LIMIT 2500`);
    await read();
    await it.report({ on: ['Photo', 900], by: 2900, about: 301 });
    const costs = await costOf(town, read);
    for (const cost of costs) expect(cost.rowsExamined / cost.calls, cost.text).toBeLessThan(1000);
    expect(await it.caseOf('photo', 900)).toMatchObject({ reports: 2501, reporters: 2501 });
  });

  describe('with values that no form of the site would send', () => {
    beforeAll(async () => {
      await it.rows(`
        ALTER TABLE community_demo.reports MODIFY reason TEXT NULL, MODIFY note LONGTEXT NULL,
          MODIFY created_at DATETIME(6) NULL, MODIFY reportable_type VARCHAR(80) NULL,
          MODIFY reportable_id BIGINT NULL, MODIFY reported_user_id BIGINT NULL`);
    });

    async function odd(columns: Record<string, unknown>): Promise<RowDataPacket> {
      const row = {
        reporter_id: 5,
        reportable_type: 'Photo',
        reportable_id: 1040,
        reported_user_id: 6,
        reason: 'spam',
        created_at: '2026-01-01',
        ...columns,
      };
      await it.rows("SET SESSION sql_mode = 'ALLOW_INVALID_DATES'");
      const done = (await town.sql.query('INSERT INTO community_demo.reports SET ?', [row]))[0];
      await it.rows('SET SESSION sql_mode = DEFAULT');
      await it.report({ on: ['Status', 500], by: 7 });
      await read();
      const [item] = await it.rows(
        `SELECT c.*, i.reason, i.note, i.at FROM caretaker.report_item i JOIN caretaker.report_case c ON c.id = i.case_id
         WHERE i.report_id = ?`,
        [(done as unknown as { insertId: number }).insertId],
      );
      // Nor those after it.
      const [{ n } = { n: 0 }] = await it.rows(
        'SELECT COUNT(*) AS n FROM community_demo.reports WHERE id > ? AND id NOT IN (SELECT report_id FROM caretaker.report_item)',
        [(done as unknown as { insertId: number }).insertId],
      );
      expect(Number(n)).toBe(0);
      if (!item) throw new Error('the report was not read');
      return item;
    }

    test('keeps a note of a megabyte by its beginning', async () => {
      const { note } = await odd({ note: 'ß🔥'.repeat(300_000) });
      expect([...String(note)]).toHaveLength(5001);
      expect(note.startsWith('ß🔥ß🔥')).toBe(true);
    });

    test('keeps a reason of odd letters in one line, and without a reason goes by the fallback', async () => {
      const item = await odd({ reportable_id: 1041, reason: `\u0000\u202E"\\\r\n\u2028${'💥"'.repeat(60)}` });
      expect([...String(item.reason)].length).toBeLessThanOrEqual(60);
      expect(item.reason).not.toMatch(/[\p{Cc}\u2028]/u);
      expect(JSON.parse(item.reasons)).toEqual([item.reason]);
      expect(await odd({ reportable_id: 1042, reason: null })).toMatchObject({
        reason: '',
        reasons: '[]',
        policy_id: '8',
      });
    });

    test('takes a report of no day, or of tomorrow, for one of now', async () => {
      for (const created_at of [null, '0000-00-00 00:00:00', '2026-02-30 10:00:00', '9999-12-31 23:59:59']) {
        const { at } = await odd({ created_at });
        expect(Math.abs(Date.parse(`${at}Z`) - Date.now()), String(created_at)).toBeLessThan(60_000);
      }
    });

    test('opens cases of kinds that it does not know, each its own', async () => {
      const kinds = [
        'Live-Stream',
        'Ein viel zu langer Name für eine Art',
        '视频',
        null,
        'photo`; DROP TABLE x',
      ];
      const found = [];
      for (const reportable_type of kinds) {
        const row = await odd({ reportable_type, reportable_id: 1043 });
        found.push(row.subject_kind);
        const [kept] = await it.evidenceOf(row.id);
        expect(kept?.evidence.absent).toBe('not-shown');
      }
      expect(found).toEqual(['live_stream', 'ein_viel_zu_langer_n', '__', 'unknown', 'photo___drop_table_x']);
    });

    test('opens a case of a subject that has no number, or one that cannot be', async () => {
      expect(await odd({ reportable_id: null })).toMatchObject({ subject_id: '0' });
      expect(await odd({ reportable_id: -5, reported_user_id: -6 })).toMatchObject({ subject_id: '0' });
    });

    test('keeps text as it is, whatever it would do elsewhere', async () => {
      const body = '<script>alert(1)</script>\u202Etxt.exe\u0007 \uFFFF 👩‍👩‍👧‍👦\r\n{"a":"\\u0000"}';
      await it.rows('UPDATE community_demo.statuses SET body = ? WHERE id = 1044', [body]);
      const row = await odd({ reportable_type: 'Status', reportable_id: 1044 });
      const [kept] = await it.evidenceOf(row.id);
      expect(kept?.evidence.content?.body).toBe(body);
      expect(row.excerpt).toContain('<script>alert(1)</script>');
      expect(row.excerpt).not.toMatch(/\p{Cc}/u);
    });
  });
});

/** Two servers with the same community, of which the second has not heard yet of what happened last. */
describe('Reading the reports of a site whose replica lags', () => {
  let primary: Community;
  let replica: Community;
  let signedIn: SignedIn;
  let it: Reporting;
  beforeAll(async () => {
    primary = await testCommunity({ members: 500, directory: false });
    replica = await testCommunity({ members: 500, directory: false });
    it = reporting(primary);
    const target = { primary: primary.address('admin'), replica: replica.address('admin') };
    const opening = await openSession(target);
    if (opening.outcome !== 'opened') throw new Error(opening.outcome);
    signedIn = opening.signedIn;
    // Until the replica's line is up, the primary is asked.
    await replica.sql.query("UPDATE community_demo.users SET nickname = 'replica' WHERE id = 1");
    const asked = () =>
      signedIn.database.read(undefined, (db, run) =>
        db
          .selectFrom('caretaker_site.member')
          .select('nickname')
          .where('nickname', '=', 'replica')
          .execute(run),
      );
    await vi.waitUntil(async () => (await asked()).length === 1, { timeout: 10_000 });
    await it.beginNow();
  });
  afterAll(async () => {
    await signedIn?.database.close();
    await primary?.[Symbol.asyncDispose]();
    await replica?.[Symbol.asyncDispose]();
  });

  test('misses no report, and keeps what was reported as the primary has it', async () => {
    await replica.sql.query('DELETE FROM community_demo.statuses WHERE id = 20');
    await replica.sql.query("UPDATE community_demo.comments SET body = 'before the edit' WHERE id = 21");
    await primary.sql.query("UPDATE community_demo.comments SET body = 'as it was reported' WHERE id = 21");
    await primary.sql.query("UPDATE community_demo.users SET nickname = 'The newest name' WHERE id = 22");
    await it.report({ on: ['Status', 20] });
    await it.report({ on: ['Comment', 21] });
    await it.report({ on: ['User', 22] });
    const costs = await costOf(replica, () => readAllReports(signedIn));
    const kept = [];
    for (const [kind, id] of [
      ['status', 20],
      ['comment', 21],
      ['member', 22],
    ] as const) {
      const [first] = await it.evidenceOf((await it.caseOf(kind, id)).id);
      kept.push(first?.evidence);
    }
    expect(kept[0]?.content?.id).toBe('20');
    expect(kept[1]?.content?.body).toBe('as it was reported');
    expect(kept[2]?.member?.nickname).toBe('The newest name');
    // Of the replica only what surrounds it was asked.
    expect(costs.some((cost) => /UNION ALL/.test(cost.text) || /content_comment/.test(cost.text))).toBe(true);
    expect(costs.filter((cost) => /INSERT|UPDATE|DELETE|report_item/.test(cost.text))).toEqual([]);
  });
});
