import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { splitStatements } from '../../src/core/database/sql-file.ts';
import { type Community, demoAdapter, passwordOf, testCommunity } from '../support/community.ts';

const CONTENT_COLUMNS =
  'kind id author_id context_kind context_id title body media_url created_at edited_at visible';
const VIEWS: Record<string, string> = {
  capability: 'name value',
  member: 'id nickname email status created_at last_active_at location avatar_url updated_at',
  member_login: 'id member_id at ip device user_agent',
  content_status: CONTENT_COLUMNS,
  content_photo: CONTENT_COLUMNS,
  content_writing: CONTENT_COLUMNS,
  content_comment: CONTENT_COLUMNS,
  activity: 'id at actor_id verb object_kind object_id',
  report: 'id at reporter_id subject_kind subject_id subject_author_id reason note',
  traffic_hour: 'hour service requests pageviews errors ms_p50 ms_p95 ms_p99',
  growth_day: 'day sign_ups active deleted messages',
  deploy: 'at label',
};

let community: Community;
let moderator: Connection;

beforeAll(async () => {
  community = await testCommunity({ members: 2000 });
  const { host, port } = community.root;
  moderator = await createConnection({
    host,
    port,
    user: 'moderator',
    password: passwordOf('moderator'),
    dateStrings: true,
  });
});

afterAll(async () => {
  await moderator?.end();
  await community?.[Symbol.asyncDispose]();
});

async function rows(sql: string, values: unknown[] = []): Promise<RowDataPacket[]> {
  return (await community.sql.query<RowDataPacket[]>(sql, values))[0];
}

/** What EXPLAIN says, as a table on both kinds of server. */
async function plan(sql: string): Promise<RowDataPacket[]> {
  const tabular = community.server.flavour === 'mysql' ? 'EXPLAIN FORMAT=TRADITIONAL' : 'EXPLAIN';
  return rows(`${tabular} ${sql}`);
}

async function member(id: number): Promise<RowDataPacket> {
  const [found] = await rows('SELECT * FROM community_demo.users WHERE id = ?', [id]);
  if (!found) throw new Error(`there is no member ${id}`);
  return found;
}

async function statusOf(id: number): Promise<string> {
  const [found] = await rows('SELECT status FROM caretaker_site.member WHERE id = ?', [id]);
  return String(found?.status);
}

/** Someone with nothing against them; a member of their own for each test. */
let lastMember = 100;
async function someone(): Promise<number> {
  const [found] = await rows(
    `SELECT id FROM caretaker_site.member WHERE status = 'active' AND id > ? ORDER BY id LIMIT 1`,
    [lastMember],
  );
  lastMember = Number(found?.id);
  return lastMember;
}

async function call(procedure: string, ...values: unknown[]): Promise<void> {
  await moderator.query(`CALL caretaker_site.${procedure}(${values.map(() => '?').join(', ')})`, values);
}

describe('the views', () => {
  test('are those of the contract, with its columns in its order', async () => {
    const found = await rows(
      `SELECT table_name AS name, GROUP_CONCAT(column_name ORDER BY ordinal_position SEPARATOR ' ') AS columns
       FROM information_schema.columns WHERE table_schema = 'caretaker_site' GROUP BY table_name`,
    );
    expect(Object.fromEntries(found.map((row) => [row.name, row.columns]))).toEqual(VIEWS);
  });

  test('run with the rights of the locked owner', async () => {
    const found = await rows(
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
    ['traffic_hour', "hour >= '2026-09-30' AND hour < '2026-10-01'", 'hour', 'PRIMARY'],
    ['growth_day', "day >= '2026-09-01'", 'day', 'PRIMARY'],
    ['deploy', "at >= '2026-09-01'", 'at', 'created_at'],
  ])('%s is merged, and paged by an index: %s', async (view, where, order, index) => {
    const steps = await plan(
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

  test('show a suspension that has run out as over', async () => {
    const id = await someone();
    await rows(
      'UPDATE community_demo.users SET suspended_until = UTC_TIMESTAMP() + INTERVAL 1 HOUR WHERE id = ?',
      [id],
    );
    expect(await statusOf(id)).toBe('suspended');
    await rows(
      'UPDATE community_demo.users SET suspended_until = UTC_TIMESTAMP() - INTERVAL 1 HOUR WHERE id = ?',
      [id],
    );
    expect(await statusOf(id)).toBe('active');
  });

  test('name kinds as the contract does', async () => {
    const kinds = await rows('SELECT DISTINCT subject_kind AS kind FROM caretaker_site.report');
    const allowed = ['comment', 'conversation', 'member', 'photo', 'status', 'writing'];
    expect(kinds.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['conversation', 'member', 'comment']),
    );
    expect(kinds.filter(({ kind }) => !allowed.includes(String(kind)))).toEqual([]);
    const objects = await rows(
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
    await community.sql.query(statement);
  const [made] = await rows(
    "SELECT COUNT(*) AS n FROM information_schema.routines WHERE routine_schema = 'caretaker_site' AND routine_type = 'PROCEDURE'",
  );
  const [offered] = await rows(
    "SELECT COUNT(*) AS n FROM caretaker_site.capability WHERE name = 'procedure'",
  );
  expect(Number(offered?.n)).toBe(11);
  expect(Number(made?.n)).toBe(11 + 4);
  // Making a procedure anew takes the rights on the old one with it: the installer grants them after the adapter.
  const { install } = await import('../../src/core/database/install.ts');
  await install({ root: community.root, adapterFile: demoAdapter });
});

test('the owner of the views cannot read a password', async () => {
  const columns = await rows(
    `SELECT column_name AS name FROM information_schema.column_privileges
     WHERE table_schema = 'community_demo' AND table_name = 'users' AND privilege_type = 'SELECT'
       AND grantee = '''caretaker_owner''@''localhost'''`,
  );
  const whole = await rows(
    `SELECT privilege_type FROM information_schema.table_privileges WHERE table_schema = 'community_demo'
       AND table_name = 'users' AND privilege_type = 'SELECT' AND grantee = '''caretaker_owner''@''localhost'''`,
  );
  expect(columns.length).toBeGreaterThan(5);
  expect(columns.map(({ name }) => name)).not.toContain('encrypted_password');
  expect(whole).toEqual([]);
});

describe('a procedure called twice with the same request id acts once', () => {
  const later = '2031-05-06 07:08:09';
  const cases: [string, unknown[], (after: RowDataPacket) => unknown, unknown][] = [
    ['member_warn', [], (it) => it.warned_at !== null, true],
    ['member_mute', [later], (it) => String(it.muted_until).slice(0, 19), later],
    ['member_suspend', [later], (it) => String(it.suspended_until).slice(0, 19), later],
    ['member_ban', [], (it) => it.status, 'banned'],
    ['member_restore', [], (it) => [it.status, it.banned_at], ['active', null]],
    ['member_rename', ['A New Name 77'], (it) => it.nickname, 'A New Name 77'],
    ['member_sign_out_everywhere', [], (it) => it.sessions_valid_from !== null, true],
  ];

  test.each(cases)('%s', async (procedure, more, read, expected) => {
    const id = await someone();
    if (procedure === 'member_restore') await call('member_ban', randomUUID(), id, 'first');
    const request = randomUUID();
    await call(procedure, request, id, 'because', ...more);
    const once = await member(id);
    expect(read(once)).toEqual(expected);
    await call(procedure, request, id, 'because', ...more);
    expect(await member(id)).toEqual(once);
    const actions = await rows('SELECT * FROM community_demo.moderation_actions WHERE request_id = ?', [
      request,
    ]);
    expect(actions).toHaveLength(1);
    expect(actions[0]).toMatchObject({
      action: procedure,
      subject_type: 'User',
      subject_id: String(id),
      reason: 'because',
    });
    expect(actions[0]?.actor).toMatch(/^moderator@/);
  });

  test('member_force_password_reset, which is for support staff', async () => {
    const id = await someone();
    const request = randomUUID();
    const { host, port } = community.root;
    const support = await createConnection({ host, port, user: 'support', password: passwordOf('support') });
    for (let i = 0; i < 2; i++)
      await support.query("CALL caretaker_site.member_force_password_reset(?, ?, 'asked for it')", [
        request,
        id,
      ]);
    await support.end();
    expect(await member(id)).toMatchObject({ must_reset_password: 1 });
    expect(
      await rows('SELECT 1 FROM community_demo.moderation_actions WHERE request_id = ?', [request]),
    ).toHaveLength(1);
  });

  test.each(['status', 'photo', 'writing', 'comment'])(
    'content_hide and content_restore of a %s',
    async (kind) => {
      const visible = async () =>
        Number((await rows(`SELECT visible FROM caretaker_site.content_${kind} WHERE id = 17`))[0]?.visible);
      const hide = randomUUID();
      await call('content_hide', hide, kind, 17, 'against the rules');
      expect(await visible()).toBe(0);
      const restore = randomUUID();
      await call('content_restore', restore, kind, 17, 'a mistake');
      expect(await visible()).toBe(1);
      await call('content_hide', hide, kind, 17, 'against the rules');
      expect(await visible()).toBe(1);
      await call('content_restore', restore, kind, 17, 'a mistake');
      const actions = await rows(
        'SELECT 1 FROM community_demo.moderation_actions WHERE request_id IN (?, ?)',
        [hide, restore],
      );
      expect(actions).toHaveLength(2);
    },
  );
});

test('without an end, a mute holds until the member is restored', async () => {
  const id = await someone();
  await call('member_mute', randomUUID(), id, 'for good', null);
  expect(await statusOf(id)).toBe('muted');
  await call('member_restore', randomUUID(), id, 'changed my mind');
  expect(await statusOf(id)).toBe('active');
});

test('a procedure keeps the transaction it is called in', async () => {
  const id = await someone();
  const before = await member(id);
  const request = randomUUID();
  await moderator.beginTransaction();
  await call('member_ban', request, id, 'thought better of it');
  await moderator.rollback();
  expect(await member(id)).toEqual(before);
  expect(
    await rows('SELECT 1 FROM community_demo.moderation_actions WHERE request_id = ?', [request]),
  ).toEqual([]);
});

test('what cannot be done is refused in plain words, and changes nothing', async () => {
  const [gone] = await rows("SELECT id FROM caretaker_site.member WHERE status = 'deleted' LIMIT 1");
  const [one, other] = [await someone(), await someone()];
  const taken = String((await member(other)).nickname).toUpperCase();
  const used = randomUUID();
  await call('member_warn', used, one, 'first');
  const refused: [string, unknown[], string][] = [
    ['member_ban', [randomUUID(), 999_999_999, 'x'], 'There is no member 999999999. Nothing was changed.'],
    [
      'member_ban',
      [randomUUID(), gone?.id, 'x'],
      `Member ${gone?.id} has deleted their account. Nothing was changed.`,
    ],
    [
      'member_ban',
      [used, one, 'x'],
      'This request was already used for another action. Nothing was changed.',
    ],
    [
      'member_warn',
      [used, other, 'x'],
      'This request was already used for another action. Nothing was changed.',
    ],
    [
      'member_rename',
      [randomUUID(), one, 'x', taken],
      'Another member has this nickname. Nothing was changed.',
    ],
    ['member_rename', [randomUUID(), one, 'x', ' '], 'A nickname cannot be empty. Nothing was changed.'],
    [
      'content_hide',
      [randomUUID(), 'photo', 999_999_999, 'x'],
      'There is no photo 999999999. Nothing was changed.',
    ],
    ['content_hide', [randomUUID(), 'users', 1, 'x'], 'There is no users 1. Nothing was changed.'],
  ];
  const before = [await member(one), await member(other)];
  for (const [procedure, values, message] of refused)
    await expect(call(procedure, ...values), message).rejects.toMatchObject({
      sqlState: '45000',
      sqlMessage: message,
    });
  expect([await member(one), await member(other)]).toEqual(before);
});

describe('nobody acts on a member without leaving it on the site’s record', () => {
  test('by a request without an id', async () => {
    const id = await someone();
    const before = await member(id);
    for (const request of [null, '']) {
      await expect(call('member_ban', request, id, 'quietly')).rejects.toMatchObject({ sqlState: '45000' });
      await expect(call('content_hide', request, 'photo', 18, 'quietly')).rejects.toMatchObject({
        sqlState: '45000',
      });
    }
    expect(await member(id)).toEqual(before);
    expect(await rows('SELECT 1 FROM community_demo.photos WHERE id = 18 AND hidden_at IS NOT NULL')).toEqual(
      [],
    );
  });

  test('by a request that an earlier snapshot does not see as used', async () => {
    const [warned, target] = [await someone(), await someone()];
    const before = await member(target);
    const request = randomUUID();
    const { host, port } = community.root;
    const hostile = await createConnection({
      host,
      port,
      user: 'moderator',
      password: passwordOf('moderator'),
    });
    await hostile.query('SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ');
    await hostile.query('START TRANSACTION WITH CONSISTENT SNAPSHOT');
    await hostile.query('SELECT COUNT(*) FROM caretaker_site.member');
    await call('member_warn', request, warned, 'harmless');
    const ban = hostile.query('CALL caretaker_site.member_ban(?, ?, ?)', [request, target, 'quietly']);
    await expect(ban).rejects.toMatchObject({ sqlState: '45000' });
    await hostile.query('COMMIT');
    hostile.destroy();
    expect(await member(target)).toEqual(before);
  });
});

test('a report opens the conversation it names, and no other', async () => {
  const [report] = await rows(
    "SELECT id, subject_id FROM caretaker_site.report WHERE subject_kind = 'conversation' ORDER BY id LIMIT 1",
  );
  const [sets] = await moderator.query<RowDataPacket[][]>('CALL caretaker_site.report_conversation(?)', [
    report?.id,
  ]);
  const expected = await rows(
    `SELECT id, conversation_id, user_id AS author_id, body FROM community_demo.messages
     WHERE conversation_id = ? ORDER BY id`,
    [report?.subject_id],
  );
  expect(expected.length).toBeGreaterThan(0);
  const seen = sets[0]?.map(({ id, conversation_id, author_id, body }) =>
    [id, conversation_id, author_id, body].map(String),
  );
  expect(seen).toEqual(expected.map((row) => Object.values(row).map(String)));

  const [another] = await rows(
    "SELECT id FROM caretaker_site.report WHERE subject_kind <> 'conversation' ORDER BY id LIMIT 1",
  );
  await expect(call('report_conversation', another?.id)).rejects.toThrow('does not name a conversation');
  await expect(call('report_conversation', 999_999_999)).rejects.toThrow('does not name a conversation');
  await expect(moderator.query('SELECT body FROM community_demo.messages LIMIT 1')).rejects.toThrow(/denied/);
});
