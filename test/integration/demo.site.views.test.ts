import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { install } from '../../src/core/database/install.ts';
import { splitStatements } from '../../src/core/database/sql-file.ts';
import { demoAdapter } from '../support/community.ts';
import { type DemoSite, testSite } from '../support/demo-site.ts';

const CONTENT_COLUMNS =
  'kind id author_id context_kind context_id title body media_url created_at edited_at visible';
const VIEWS: Record<string, string> = {
  capability: 'name value',
  member:
    'id nickname email status muted_until suspended_until banned_at created_at last_active_at location avatar_url updated_at',
  member_login: 'id member_id at ip device device_id user_agent',
  member_action: 'id at subject_kind subject_id action reason until actor',
  member_rename: 'id member_id at old_nickname new_nickname actor',
  content_status: CONTENT_COLUMNS,
  content_photo: CONTENT_COLUMNS,
  content_writing: CONTENT_COLUMNS,
  content_comment: CONTENT_COLUMNS,
  activity: 'id at actor_id verb object_kind object_id',
  report: 'id at reporter_id subject_kind subject_id subject_author_id reason note',
  support_request: 'id at member_id name email subject body in_reply_to rating',
  traffic_hour: 'hour service requests pageviews errors ms_p50 ms_p95 ms_p99',
  growth_day: 'day sign_ups active deleted messages',
  deploy: 'at label',
};
/** All procedures of the contract. */
const PROCEDURES = 13;

describe('The site contract of the demo community', () => {
  let site: DemoSite;
  beforeAll(async () => {
    site = await testSite();
  });
  afterAll(() => site?.[Symbol.asyncDispose]());

  describe('the views', () => {
    test('are those of the contract, with its columns in its order', async () => {
      const found = await site.rows(
        `SELECT table_name AS name, GROUP_CONCAT(column_name ORDER BY ordinal_position SEPARATOR ' ') AS columns
       FROM information_schema.columns WHERE table_schema = 'caretaker_site' GROUP BY table_name`,
      );
      expect(Object.fromEntries(found.map((row) => [row.name, row.columns]))).toEqual(VIEWS);
    });

    test('run with the rights of the locked owner', async () => {
      const found = await site.rows(
        `SELECT DISTINCT definer, security_type AS security FROM information_schema.views
       WHERE table_schema = 'caretaker_site'`,
      );
      expect(found.map((row) => Object.values(row))).toEqual([['caretaker_owner@localhost', 'DEFINER']]);
    });

    test.each([
      ['member', 'id < 900', 'id DESC', 'PRIMARY'],
      [
        'member',
        "nickname LIKE 's%' AND nickname >= 'sa' AND (nickname > 'sa' OR id > 5)",
        'nickname, id',
        'nickname(_and_id)?',
      ],
      ['member', "email = 'someone@mail.example'", 'id', 'email'],
      [
        'member',
        "created_at <= '2024-01-01' AND (created_at < '2024-01-01' OR id < 99)",
        'created_at DESC, id DESC',
        'created_at',
      ],
      [
        'member',
        "updated_at >= '2026-09-30 20:00' AND (updated_at > '2026-09-30 20:00' OR id > 99)",
        'updated_at, id',
        'updated_at',
      ],
      [
        'member_login',
        "member_id = 9 AND at <= '2026-01-01' AND (at < '2026-01-01' OR id < 99)",
        'at DESC, id DESC',
        'user_id',
      ],
      ['member_login', 'id > 900', 'id', 'PRIMARY'],
      [
        'member_action',
        "subject_kind = 'member' AND subject_id = 9 AND at <= '2026-01-01' AND (at < '2026-01-01' OR id < 99)",
        'at DESC, id DESC',
        'subject',
      ],
      [
        'member_rename',
        "member_id = 9 AND at <= '2026-01-01' AND (at < '2026-01-01' OR id < 99)",
        'at DESC, id DESC',
        'user_id',
      ],
      [
        'content_status',
        "author_id = 9 AND created_at <= '2026-01-01' AND (created_at < '2026-01-01' OR id < 99)",
        'created_at DESC, id DESC',
        'user_id',
      ],
      [
        'content_photo',
        "author_id = 9 AND created_at <= '2026-01-01' AND (created_at < '2026-01-01' OR id < 99)",
        'created_at DESC, id DESC',
        'user_id',
      ],
      [
        'content_writing',
        "author_id = 9 AND created_at <= '2026-01-01' AND (created_at < '2026-01-01' OR id < 99)",
        'created_at DESC, id DESC',
        'user_id',
      ],
      [
        'content_comment',
        "author_id = 9 AND created_at <= '2026-01-01' AND (created_at < '2026-01-01' OR id < 99)",
        'created_at DESC, id DESC',
        'user_id',
      ],
      ['content_comment', 'id = 9', 'id', 'PRIMARY'],
      [
        'content_comment',
        "context_kind = 'status' AND context_id = 9 AND created_at <= '2026-01-01' AND (created_at < '2026-01-01' OR id < 99)",
        'created_at DESC, id DESC',
        'commentable',
      ],
      [
        'content_writing',
        "context_kind = 'group' AND context_id = 2 AND created_at <= '2026-01-01' AND (created_at < '2026-01-01' OR id < 99)",
        'created_at DESC, id DESC',
        'group_id',
      ],
      [
        'activity',
        "actor_id = 9 AND at <= '2026-01-01' AND (at < '2026-01-01' OR id < 99)",
        'at DESC, id DESC',
        'user_id',
      ],
      ['report', 'id > 20', 'id', 'PRIMARY'],
      [
        'report',
        "subject_author_id = 9 AND at <= '2026-01-01' AND (at < '2026-01-01' OR id < 9)",
        'at DESC, id DESC',
        'reported_user_id',
      ],
      [
        'report',
        "reporter_id = 9 AND at <= '2026-01-01' AND (at < '2026-01-01' OR id < 9)",
        'at DESC, id DESC',
        'reporter_id',
      ],
      ['support_request', 'id > 20', 'id', 'PRIMARY'],
      ['traffic_hour', "hour >= '2026-09-30' AND hour < '2026-10-01'", 'hour', 'PRIMARY'],
      ['growth_day', "day >= '2026-09-01'", 'day', 'PRIMARY'],
      ['deploy', "at >= '2026-09-01'", 'at', 'created_at'],
    ])('%s is merged, and paged by an index: %s', async (view, where, order, index) => {
      const steps = await site.plan(
        `SELECT * FROM caretaker_site.${view} WHERE ${where} ORDER BY ${order} LIMIT 51`,
      );
      expect(steps).toHaveLength(1);
      expect(steps[0]?.select_type).toBe('SIMPLE');
      // An equality on a unique key is known before the query runs: MySQL then finds that there is no such row.
      const impossible = /no matching row|impossible/i.test(String(steps[0]?.Extra));
      if (!impossible) expect(String(steps[0]?.key)).toMatch(new RegExp(`(_on_|^)${index}$`));
      expect(String(steps[0]?.Extra)).not.toMatch(/filesort|temporary/);
      expect(['range', 'ref', 'const', null]).toContain(steps[0]?.type);
    });

    const statusOf = async (id: number) =>
      String((await site.rows('SELECT status FROM caretaker_site.member WHERE id = ?', [id]))[0]?.status);

    test('show a suspension that has run out as over', async () => {
      const id = await site.someone();
      await site.rows(
        'UPDATE community_demo.users SET suspended_until = UTC_TIMESTAMP() + INTERVAL 1 HOUR WHERE id = ?',
        [id],
      );
      expect(await statusOf(id)).toBe('suspended');
      await site.rows(
        'UPDATE community_demo.users SET suspended_until = UTC_TIMESTAMP() - INTERVAL 1 HOUR WHERE id = ?',
        [id],
      );
      expect(await statusOf(id)).toBe('active');
    });

    test('name kinds as the contract does', async () => {
      const kinds = await site.rows('SELECT DISTINCT subject_kind AS kind FROM caretaker_site.report');
      const allowed = ['comment', 'conversation', 'member', 'photo', 'status', 'writing'];
      expect(kinds.map(({ kind }) => kind)).toEqual(
        expect.arrayContaining(['conversation', 'member', 'comment']),
      );
      expect(kinds.filter(({ kind }) => !allowed.includes(String(kind)))).toEqual([]);
      const objects = await site.rows(
        'SELECT DISTINCT object_kind AS kind FROM caretaker_site.activity ORDER BY kind',
      );
      expect(objects.map(({ kind }) => kind)).toEqual([
        'comment',
        'group',
        'member',
        'photo',
        'status',
        'writing',
      ]);
    });
  });

  test('the adapter may be run again over what it made', async () => {
    for (const statement of splitStatements(readFileSync(demoAdapter, 'utf8')))
      await site.community.sql.query(statement);
    const [made] = await site.rows(
      "SELECT COUNT(*) AS n FROM information_schema.routines WHERE routine_schema = 'caretaker_site' AND routine_type = 'PROCEDURE'",
    );
    const [offered] = await site.rows(
      "SELECT COUNT(*) AS n FROM caretaker_site.capability WHERE name = 'procedure'",
    );
    expect(Number(offered?.n)).toBe(PROCEDURES);
    expect(Number(made?.n)).toBe(PROCEDURES + 4);
    // Making a procedure anew takes the rights on the old one with it: the installer grants them after the adapter.
    await install({ root: site.community.root, adapterFile: demoAdapter });
  });

  test('the owner of the views cannot read a password', async () => {
    const columns = await site.rows(
      `SELECT column_name AS name FROM information_schema.column_privileges
     WHERE table_schema = 'community_demo' AND table_name = 'users' AND privilege_type = 'SELECT'
       AND grantee = '''caretaker_owner''@''localhost'''`,
    );
    const whole = await site.rows(
      `SELECT privilege_type FROM information_schema.table_privileges WHERE table_schema = 'community_demo'
       AND table_name = 'users' AND privilege_type = 'SELECT' AND grantee = '''caretaker_owner''@''localhost'''`,
    );
    expect(columns.length).toBeGreaterThan(5);
    expect(columns.map(({ name }) => name)).not.toContain('encrypted_password');
    expect(whole).toEqual([]);
  });
});
