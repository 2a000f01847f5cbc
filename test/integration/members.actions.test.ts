import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Decision, type MemberAction, memberActions } from '../../src/contract/members/actions.ts';
import { Utc } from '../../src/contract/values.ts';
import { act } from '../../src/core/members/actions/act.ts';
import { decisionsOf } from '../../src/core/members/actions/decisions.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { type Acting, acting, decision, inMinutes } from '../support/acting.ts';
import { type Community, testCommunity } from '../support/community.ts';

describe('Acting on a member', () => {
  let town: Community;
  let moderator: SignedIn;
  let support: SignedIn;
  let admin: SignedIn;
  let at: Acting;
  beforeAll(async () => {
    town = await testCommunity();
    moderator = await town.signIn('moderator');
    support = await town.signIn('support');
    admin = await town.signIn('admin');
    at = acting(town);
  });
  afterAll(() => town?.[Symbol.asyncDispose]());

  const never = '9999-12-31 23:59:59.000000';
  const whole = (until: Utc) => `${until.slice(0, 19).replace('T', ' ')}.000000`;
  const tomorrow = inMinutes(24 * 60);

  const effects: [MemberAction, Partial<Decision>, string, Record<string, unknown>][] = [
    ['warn', {}, 'member.warned', { status: 'active', warned_at: expect.any(String) }],
    ['mute', { until: tomorrow }, 'member.muted', { muted_until: whole(tomorrow) }],
    ['mute', {}, 'member.muted', { muted_until: never }],
    [
      'suspend',
      { until: tomorrow },
      'member.suspended',
      { suspended_until: whole(tomorrow), sessions_valid_from: expect.any(String) },
    ],
    ['ban', {}, 'member.banned', { status: 'banned', banned_at: expect.any(String) }],
    ['rename', { nickname: 'Somebody Else' }, 'member.renamed', { nickname: 'Somebody Else' }],
    ['sign-out', {}, 'member.signed_out', { sessions_valid_from: expect.any(String) }],
    ['reset-password', {}, 'member.password_reset', { must_reset_password: 1 }],
  ];
  test.each(effects)(
    '%s %j reaches the site, the record and the list of decisions, under who decided',
    async (action, o, recorded, effect) => {
      const id = await at.someone();
      const who = action === 'reset-password' ? support : moderator;
      const { member, decisionId } = await at.act(who, id, { action, reason: 'Why <not> ☂ \\', ...o });
      expect(await at.user(id)).toMatchObject(effect);
      const { user } = who.person;
      const until = o.until ? whole(o.until) : null;
      expect(await at.siteActions(id)).toEqual([
        {
          action: memberActions[action].procedure,
          reason: 'Why <not> ☂ \\',
          until,
          actor: expect.stringMatching(new RegExp(`^${user}@`)),
        },
      ]);
      expect(await at.record(id)).toEqual([
        {
          actor: user,
          action: recorded,
          detail: {
            reason: 'Why <not> ☂ \\',
            told: false,
            ...(o.until ? { until: `${o.until.slice(0, 19)}.000000Z` } : {}),
            ...(o.nickname ? { nickname: o.nickname } : {}),
          },
        },
      ]);
      expect(await decisionsOf(who, id, undefined)).toEqual([
        {
          id: decisionId,
          at: expect.any(String),
          actor: user,
          action,
          reason: 'Why <not> ☂ \\',
          message: null,
          delivery: null,
          until: o.until ? `${o.until.slice(0, 19)}.000000Z` : null,
          runId: null,
          undoneAt: null,
          undoneBy: null,
          undoable: memberActions[action].undoable,
        },
      ]);
      expect(member).toEqual(await at.seen(who, id));
    },
  );

  test('restore lifts a ban, a suspension and a mute at once', async () => {
    const id = await at.someone();
    for (const action of ['mute', 'suspend', 'ban'] as const) await at.act(moderator, id, { action });
    expect((await at.seen(moderator, id)).sanctions).toHaveLength(3);
    const { member } = await at.act(admin, id, { action: 'restore' });
    expect(member).toMatchObject({ status: 'active', sanctions: [] });
    expect((await at.record(id)).at(-1)).toMatchObject({ actor: 'admin', action: 'member.restored' });
  });

  test('lists show what was done at once, and the other consoles are told', async () => {
    const id = await at.someone();
    const [feed] = await at.rows<{ last: string }>('SELECT MAX(id) AS last FROM caretaker.change_feed');
    await at.act(moderator, id, { action: 'suspend', until: tomorrow });
    const listed = await at.rows(
      'SELECT status, status_until FROM caretaker.member_directory WHERE member_id = ?',
      [id],
    );
    expect(listed).toEqual([{ status: 'suspended', status_until: whole(tomorrow) }]);
    const told = await at.rows(
      'SELECT topic, subject_id FROM caretaker.change_feed WHERE id > ? ORDER BY id',
      [feed?.last],
    );
    expect(told).toContainEqual({ topic: 'member', subject_id: id });
  });

  test('a suspension that ends by itself is over without anyone doing anything', async () => {
    const id = await at.someone();
    const soon = Utc.parse(new Date(Math.ceil(Date.now() / 1000) * 1000 + 2000).toISOString());
    const { member } = await at.act(moderator, id, { action: 'suspend', until: soon });
    expect(member.status).toBe('suspended');
    await expect.poll(async () => (await at.seen(moderator, id)).status, { timeout: 6000 }).toBe('active');
    expect(await at.siteActions(id)).toHaveLength(1);
  });

  test('asked twice with one request id, it acts once and gives the same answer', async () => {
    const id = await at.someone();
    const { updatedAt } = await at.seen(moderator, id);
    const asked = {
      requestId: randomUUID(),
      memberId: id,
      seenAt: updatedAt,
      decision: decision({ action: 'warn', message: 'Please stop.' }),
    };
    const first = await act(moderator, asked);
    expect((await act(moderator, asked)).decisionId).toBe(first.decisionId);
    expect(await at.siteActions(id)).toHaveLength(1);
    expect(await at.record(id)).toHaveLength(1);
    expect(await at.rows('SELECT body FROM caretaker.outbox WHERE member_id = ?', [id])).toEqual([
      { body: 'Please stop.' },
    ]);
  });

  test('a request id that was used for something else is refused', async () => {
    const [id, other] = await at.several(2);
    if (!id || !other) throw new Error('too few members');
    const asked = {
      requestId: randomUUID(),
      memberId: id,
      seenAt: (await at.seen(moderator, id)).updatedAt,
      decision: decision({ action: 'warn' }),
    };
    await act(moderator, asked);
    const seenAt = (await at.seen(moderator, other)).updatedAt;
    await expect(act(moderator, { ...asked, memberId: other, seenAt })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    await expect(act(admin, asked)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await at.siteActions(other)).toEqual([]);
  });

  test('of two people at one member at the same moment one acts, and the other hears what the first did', async () => {
    const id = await at.someone();
    const { updatedAt } = await at.seen(moderator, id);
    const ask = (who: SignedIn, what: Parameters<typeof decision>[0]) =>
      act(who, { requestId: randomUUID(), memberId: id, seenAt: updatedAt, decision: decision(what) });
    const results = await Promise.allSettled([
      ask(moderator, { action: 'suspend', until: tomorrow }),
      ask(admin, { action: 'ban' }),
    ]);
    expect(results.map((it) => it.status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const [actions, record] = [await at.siteActions(id), await at.record(id)];
    expect(actions).toHaveLength(1);
    expect(record).toHaveLength(1);
    const refused = results.find((it) => it.status === 'rejected');
    const first = record[0]?.actor === 'moderator' ? 'The moderator suspended' : 'The admin banned';
    expect(refused?.reason).toMatchObject({ code: 'CONFLICT' });
    expect(refused?.reason.message).toMatch(
      new RegExp(
        `^${first} this member .*less than a minute ago; look at it and decide again\\. Nothing was changed`,
      ),
    );
  });

  test('who has seen the member before a change hears that the member made it', async () => {
    const id = await at.someone();
    const { updatedAt, nickname } = await at.seen(moderator, id);
    const late = () =>
      act(moderator, {
        requestId: randomUUID(),
        memberId: id,
        seenAt: updatedAt,
        decision: decision({ action: 'ban' }),
      });
    await town.sql.query(
      'UPDATE community_demo.users SET location = ?, updated_at = UTC_TIMESTAMP(6) WHERE id = ?',
      ['Elsewhere', id],
    );
    await expect(late()).rejects.toThrow(/^Something about this member changed on the site itself; look/);
    await town.sql.query(
      `INSERT INTO community_demo.nickname_changes (user_id, old_nickname, new_nickname, actor, created_at)
       VALUES (?, ?, 'Newly Named', NULL, UTC_TIMESTAMP(6))`,
      [id, nickname],
    );
    await expect(late()).rejects.toThrow(`This member went from ${nickname} to Newly Named`);
    expect(await at.siteActions(id)).toEqual([]);
    expect(await at.record(id)).toEqual([]);
  });

  test('a site’s procedure that answers with rows disturbs nothing', async () => {
    const id = await at.someone();
    await town.sql.query('DROP PROCEDURE caretaker_site.member_sign_out_everywhere');
    await town.sql.query(
      `CREATE PROCEDURE caretaker_site.member_sign_out_everywhere(
         IN p_request_id CHAR(36), IN p_member_id BIGINT UNSIGNED, IN p_reason VARCHAR(500))
       BEGIN SELECT p_member_id AS id; SELECT 1 AS one UNION SELECT 2; END`,
    );
    const routine = 'PROCEDURE caretaker_site.member_sign_out_everywhere';
    await town.sql.query(`GRANT EXECUTE ON ${routine} TO caretaker_moderator`);
    const { member } = await at.act(moderator, id, { action: 'sign-out' });
    expect(member).toEqual(await at.seen(moderator, id));
    expect(await at.record(id)).toHaveLength(1);
  });
});
