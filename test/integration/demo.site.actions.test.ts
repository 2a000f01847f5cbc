import { randomUUID } from 'node:crypto';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { passwordOf } from '../support/community.ts';
import { type DemoSite, testSite } from '../support/demo-site.ts';

describe('The actions of the demo community', () => {
  let site: DemoSite;
  beforeAll(async () => {
    site = await testSite();
  });
  afterAll(() => site?.[Symbol.asyncDispose]());

  const call = (procedure: string, ...values: unknown[]) => site.call('moderator', procedure, ...values);
  const statusOf = async (id: unknown) =>
    String((await site.rows('SELECT status FROM caretaker_site.member WHERE id = ?', [id]))[0]?.status);

  /** What the site's record holds of a member or a piece of content, oldest first. */
  const actionsOn = (id: number, kind = 'member') =>
    site.rows(
      `SELECT action, reason, until, actor FROM caretaker_site.member_action
       WHERE subject_kind = ? AND subject_id = ? ORDER BY at, id`,
      [kind, id],
    );

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
      const id = await site.someone();
      if (procedure === 'member_restore') await call('member_ban', randomUUID(), id, 'first');
      const request = randomUUID();
      await call(procedure, request, id, 'because', ...more);
      const once = await site.member(id);
      expect(read(once)).toEqual(expected);
      await call(procedure, request, id, 'because', ...more);
      expect(await site.member(id)).toEqual(once);
      expect(await actionsOn(id)).toMatchObject([
        ...(procedure === 'member_restore' ? [{ action: 'member_ban', reason: 'first', until: null }] : []),
        {
          action: procedure,
          reason: 'because',
          until: more[0] === later ? expect.stringContaining(later) : null,
          actor: expect.stringMatching(/^moderator@/),
        },
      ]);
    });

    test('member_force_password_reset, which is for support staff', async () => {
      const id = await site.someone();
      const request = randomUUID();
      for (let i = 0; i < 2; i++)
        await site.call('support', 'member_force_password_reset', request, id, 'asked for it');
      expect(await site.member(id)).toMatchObject({ must_reset_password: 1 });
      expect(await actionsOn(id)).toMatchObject([
        { action: 'member_force_password_reset', actor: expect.stringMatching(/^support@/) },
      ]);
    });

    test.each(['status', 'photo', 'writing', 'comment'])(
      'content_hide and content_restore of a %s',
      async (kind) => {
        const visible = async () =>
          Number(
            (await site.rows(`SELECT visible FROM caretaker_site.content_${kind} WHERE id = 17`))[0]?.visible,
          );
        const hide = randomUUID();
        await call('content_hide', hide, kind, 17, 'against the rules');
        expect(await visible()).toBe(0);
        const restore = randomUUID();
        await call('content_restore', restore, kind, 17, 'a mistake');
        expect(await visible()).toBe(1);
        await call('content_hide', hide, kind, 17, 'against the rules');
        expect(await visible()).toBe(1);
        await call('content_restore', restore, kind, 17, 'a mistake');
        expect(await actionsOn(17, kind)).toMatchObject([
          { action: 'content_hide', reason: 'against the rules' },
          { action: 'content_restore', reason: 'a mistake' },
        ]);
      },
    );
  });

  test('without an end, a mute holds until the member is restored', async () => {
    const id = await site.someone();
    await call('member_mute', randomUUID(), id, 'for good', null);
    expect(await statusOf(id)).toBe('muted');
    await call('member_restore', randomUUID(), id, 'changed my mind');
    expect(await statusOf(id)).toBe('active');
  });

  test('a renamed member is found by the former nickname, whoever gave the new one', async () => {
    const id = await site.someone();
    const before = String((await site.member(id)).nickname);
    const request = randomUUID();
    for (let i = 0; i < 2; i++)
      await site.call('support', 'member_rename', request, id, 'asked for it', '  Quite Another 41 ');
    const renames = await site.rows(
      'SELECT old_nickname, new_nickname, actor, at FROM caretaker_site.member_rename WHERE member_id = ? ORDER BY at, id',
      [id],
    );
    const last = renames.at(-1);
    expect(last).toMatchObject({
      old_nickname: before,
      new_nickname: 'Quite Another 41',
      actor: expect.stringMatching(/^support@/),
    });
    expect(renames.filter((it) => it.new_nickname === 'Quite Another 41')).toHaveLength(1);
    const after = await site.member(id);
    expect(after.nickname).toBe('Quite Another 41');
    expect(Math.abs(Date.parse(`${after.updated_at}Z`) - Date.parse(`${last?.at}Z`))).toBeLessThan(1000);
  });

  test('a refused rename leaves no trace', async () => {
    const [one, other] = [await site.someone(), await site.someone()];
    const taken = (await site.member(other)).nickname;
    const count = async () =>
      (await site.rows('SELECT COUNT(*) AS n FROM caretaker_site.member_rename'))[0]?.n;
    const before = await count();
    await expect(call('member_rename', randomUUID(), one, 'x', taken)).rejects.toMatchObject({
      sqlState: '45000',
    });
    expect(await count()).toBe(before);
    expect(await actionsOn(one)).toEqual([]);
  });

  test('a procedure keeps the transaction it is called in', async () => {
    const id = await site.someone();
    const before = await site.member(id);
    const request = randomUUID();
    await (await site.as('moderator')).beginTransaction();
    await call('member_ban', request, id, 'thought better of it');
    await (await site.as('moderator')).rollback();
    expect(await site.member(id)).toEqual(before);
    expect(
      await site.rows('SELECT 1 FROM community_demo.moderation_actions WHERE request_id = ?', [request]),
    ).toEqual([]);
  });

  test('what cannot be done is refused in plain words, and changes nothing', async () => {
    const [gone] = await site.rows("SELECT id FROM caretaker_site.member WHERE status = 'deleted' LIMIT 1");
    const [one, other] = [await site.someone(), await site.someone()];
    const taken = String((await site.member(other)).nickname).toUpperCase();
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
    const before = [await site.member(one), await site.member(other)];
    for (const [procedure, values, message] of refused)
      await expect(call(procedure, ...values), message).rejects.toMatchObject({
        sqlState: '45000',
        sqlMessage: message,
      });
    expect([await site.member(one), await site.member(other)]).toEqual(before);
  });

  describe('nobody acts on a member without leaving it on the site’s record', () => {
    test('by a request without an id', async () => {
      const id = await site.someone();
      const before = await site.member(id);
      for (const request of [null, '']) {
        await expect(call('member_ban', request, id, 'quietly')).rejects.toMatchObject({ sqlState: '45000' });
        await expect(call('content_hide', request, 'photo', 18, 'quietly')).rejects.toMatchObject({
          sqlState: '45000',
        });
      }
      expect(await site.member(id)).toEqual(before);
      expect(
        await site.rows('SELECT 1 FROM community_demo.photos WHERE id = 18 AND hidden_at IS NOT NULL'),
      ).toEqual([]);
    });

    test('by a request that an earlier snapshot does not see as used', async () => {
      const [warned, target] = [await site.someone(), await site.someone()];
      const before = await site.member(target);
      const request = randomUUID();
      const { host, port } = site.community.root;
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
      expect(await site.member(target)).toEqual(before);
    });
  });
});
