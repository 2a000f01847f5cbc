import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Decision, MemberAction } from '../../src/contract/members/actions.ts';
import type { EntryId, MemberId } from '../../src/contract/values.ts';
import { Unchanged } from '../../src/core/errors.ts';
import { decisionsOf } from '../../src/core/members/actions/decisions.ts';
import { undo } from '../../src/core/members/actions/undo/undo.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { type Acting, acting, inMinutes } from '../support/acting.ts';
import { type Community, testCommunity } from '../support/community.ts';

describe('Taking an action back', () => {
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

  /** What an undo is to put back exactly. A sanction that ended before the test began is none. */
  async function held(id: MemberId) {
    const { nickname, status, muted_until, suspended_until } = await at.user(id);
    const inForce = (until: unknown) => (until !== null && String(until) > began ? until : null);
    return { nickname, status, muted_until: inForce(muted_until), suspended_until: inForce(suspended_until) };
  }
  const began = new Date().toISOString().replace('T', ' ');

  async function decisionOf(id: MemberId, decisionId: EntryId) {
    const found = (await decisionsOf(moderator, id, undefined)).find((it) => it.id === decisionId);
    if (!found) throw new Error(`no decision ${decisionId}`);
    return found;
  }

  /** Whole seconds, as sites keep them; far enough that none ends while the test runs. */
  const deed: fc.Arbitrary<Partial<Decision> & { action: MemberAction }> = fc.oneof(
    fc.record({
      action: fc.constantFrom('mute' as const, 'suspend' as const),
      until: fc.option(
        fc.integer({ min: 60, max: 60 * 24 * 400 }).map((minutes) => inMinutes(minutes)),
        { nil: null },
      ),
    }),
    fc.record({ action: fc.constantFrom('ban' as const, 'restore' as const) }),
    fc.record({
      action: fc.constant('rename' as const),
      nickname: fc.constantFrom('Ann', 'Bo', 'Cleo', 'Dai'),
    }),
  );

  /** Does it, or gives null where it holds already. Two members cannot have one name. */
  function tryOut(id: MemberId, it: Partial<Decision> & { action: MemberAction }) {
    const o = it.nickname ? { ...it, nickname: `${it.nickname} ${id}` } : it;
    return at.act(moderator, id, o).catch((error: unknown) => {
      expect(error).toBeInstanceOf(Unchanged);
      return null;
    });
  }

  test('whatever was done to a member before, to act and take it back leaves all as it was', async () => {
    let reached = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { maxLength: 4 }), deed, async (earlier, last) => {
        const id = await at.someone();
        for (const it of earlier) await tryOut(id, it);
        const before = await held(id);
        const acted = await tryOut(id, last);
        if (!acted) return;
        reached += 1;
        const { member } = await at.undo(admin, acted.decisionId);
        expect(await held(id)).toEqual(before);
        expect(member).toEqual(await at.seen(moderator, id));
      }),
      { numRuns: 40 },
    );
    expect(reached).toBeGreaterThan(20);
  });

  test('a whole history is taken back step by step, the newest first, to where it began', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { minLength: 2, maxLength: 5 }), async (deeds) => {
        const id = await at.someone();
        const states = [await held(id)];
        const made: EntryId[] = [];
        for (const it of deeds) {
          const acted = await tryOut(id, it);
          if (!acted) continue;
          made.push(acted.decisionId);
          states.push(await held(id));
        }
        for (const decisionId of made.toReversed()) {
          await at.undo(moderator, decisionId);
          states.pop();
          expect(await held(id)).toEqual(states.at(-1));
        }
      }),
      { numRuns: 25 },
    );
  });

  test('it stands on record and in the decisions who took what back, whoever had decided', async () => {
    const id = await at.someone();
    const { decisionId } = await at.act(moderator, id, { action: 'ban', reason: 'Sells followers' });
    expect(await decisionOf(id, decisionId)).toMatchObject({ undoable: true, undoneAt: null });
    await at.undo(admin, decisionId);
    expect(await decisionOf(id, decisionId)).toMatchObject({
      undoable: false,
      undoneAt: expect.any(String),
      undoneBy: 'admin',
    });
    expect((await at.record(id)).at(-1)).toEqual({
      actor: 'admin',
      action: 'member.action_undone',
      detail: { action: 'ban', by: 'moderator', reason: 'Sells followers', decision: decisionId },
    });
    expect((await at.siteActions(id)).at(-1)).toMatchObject({
      action: 'member_restore',
      reason: 'Takes back the ban by moderator: Sells followers',
      actor: expect.stringMatching(/^admin@/),
    });
    const listed = await at.rows('SELECT status FROM caretaker.member_directory WHERE member_id = ?', [id]);
    expect(listed).toEqual([{ status: 'active' }]);
  });

  test('a second undo is told who was first, and the same request asked twice is done once', async () => {
    const id = await at.someone();
    const { decisionId } = await at.act(moderator, id, { action: 'suspend', until: inMinutes(90) });
    const asked = { requestId: randomUUID(), decisionId };
    await undo(admin, asked);
    await undo(admin, asked);
    expect(await at.siteActions(id)).toHaveLength(2);
    await expect(at.undo(moderator, decisionId)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: 'The admin took the suspension back less than a minute ago. Nothing was changed.',
    });
    await expect(at.undo(admin, decisionId)).rejects.toThrow(/^You took the suspension back/);
  });

  test('of two who take the same back at once, one does', async () => {
    const id = await at.someone();
    const { decisionId } = await at.act(moderator, id, { action: 'mute' });
    const results = await Promise.allSettled([at.undo(moderator, decisionId), at.undo(admin, decisionId)]);
    expect(results.map((it) => it.status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect((await at.siteActions(id)).map((it) => it.action)).toEqual(['member_mute', 'member_restore']);
  });

  test('an undo takes back its own decision alone: what was decided beside it since stands', async () => {
    const id = await at.someone();
    const { decisionId } = await at.act(moderator, id, { action: 'mute', until: inMinutes(60) });
    await at.act(admin, id, { action: 'suspend', until: inMinutes(600) });
    const { suspended_until } = await held(id);
    const { member } = await at.undo(moderator, decisionId);
    expect(member.sanctions.map((it) => it.kind)).toEqual(['suspension']);
    expect(await held(id)).toMatchObject({ muted_until: null, suspended_until });
  });

  test('what someone decided anew is not swept away, and it is said what', async () => {
    const id = await at.someone();
    const { decisionId } = await at.act(moderator, id, { action: 'mute', until: inMinutes(60) });
    await at.act(admin, id, { action: 'mute', until: inMinutes(6000) });
    const before = await held(id);
    expect(await decisionOf(id, decisionId)).toMatchObject({ undoable: false });
    await expect(at.undo(moderator, decisionId)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringMatching(
        /^Since the mute, The admin muted this member until .* ago\. That stands; nothing was changed\.$/,
      ),
    });
    expect(await held(id)).toEqual(before);
  });

  test('a name that the member has changed since is theirs', async () => {
    const id = await at.someone();
    const { decisionId } = await at.act(support, id, { action: 'rename', nickname: `Tidy ${id}` });
    await town.sql.query('UPDATE community_demo.users SET nickname = ? WHERE id = ?', [`Mine ${id}`, id]);
    await expect(at.undo(support, decisionId)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await held(id)).toMatchObject({ nickname: `Mine ${id}` });
  });

  test('what has ended by itself is over: an undo says so', async () => {
    const id = await at.someone();
    const { decisionId } = await at.act(moderator, id, { action: 'suspend', until: inMinutes(1) });
    await endOf(id, decisionId, 'suspended_until', 'suspendedUntil');
    await expect(at.undo(moderator, decisionId)).rejects.toThrow(
      'There is nothing left of the suspension to take back: it has ended by itself.',
    );
  });

  test('an earlier suspension that would have ended by now is not put back', async () => {
    const id = await at.someone();
    await at.act(moderator, id, { action: 'suspend', until: inMinutes(1) });
    const { decisionId } = await at.act(moderator, id, { action: 'restore' });
    await at.act(moderator, id, { action: 'mute', until: inMinutes(60) });
    const past = '2020-01-01T00:00:00.000000Z';
    await town.sql.query(
      `UPDATE caretaker.member_decision SET before_state = JSON_SET(before_state, '$.suspendedUntil', ?),
       at = '2019-01-01' WHERE id = ?`,
      [past, decisionId],
    );
    await expect(at.undo(moderator, decisionId)).rejects.toThrow(/nothing left/);
    expect(await held(id)).toMatchObject({ suspended_until: null, muted_until: expect.any(String) });
  });

  /** As if the time had passed: in the site's table and in what the decision remembers. */
  async function endOf(id: MemberId, decisionId: EntryId, column: string, key: string) {
    await town.sql.query(`UPDATE community_demo.users SET ${column} = '2020-01-01' WHERE id = ?`, [id]);
    await town.sql.query(
      `UPDATE caretaker.member_decision SET at = '2019-01-01',
       after_state = JSON_SET(after_state, '$.${key}', '2020-01-01T00:00:00.000000Z') WHERE id = ?`,
      [decisionId],
    );
  }

  test.each(['warn', 'sign-out', 'reset-password'] as const)(
    '%s cannot be taken back, and says so',
    async (action) => {
      const id = await at.someone();
      const { decisionId } = await at.act(admin, id, { action });
      expect(await decisionOf(id, decisionId)).toMatchObject({ undoable: false });
      await expect(at.undo(admin, decisionId)).rejects.toThrow(/cannot be taken back\. Nothing was changed/);
    },
  );

  test('who may not do it may not take it back', async () => {
    const id = await at.someone();
    const { decisionId } = await at.act(moderator, id, { action: 'ban' });
    expect((await decisionsOf(support, id, undefined))[0]).toMatchObject({ undoable: false });
    await expect(at.undo(support, decisionId)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const renamed = await at.act(moderator, id, { action: 'rename', nickname: `Other ${id}` });
    await at.undo(support, renamed.decisionId);
  });

  test('a message that is not out yet is stopped; one that is out stays, and shows as delivered', async () => {
    const [early, late] = await at.several(2);
    if (!early || !late) throw new Error('too few members');
    const first = await at.act(moderator, early, { action: 'mute', message: 'You are muted.' });
    expect(await decisionOf(early, first.decisionId)).toMatchObject({
      message: 'You are muted.',
      delivery: 'waiting',
    });
    await at.undo(moderator, first.decisionId);
    expect(await decisionOf(early, first.decisionId)).toMatchObject({ delivery: 'cancelled' });

    const second = await at.act(moderator, late, { action: 'mute', message: 'You are muted.' });
    await town.sql.query("UPDATE caretaker.outbox SET state = 'delivered' WHERE member_id = ?", [late]);
    await at.undo(moderator, second.decisionId);
    expect(await decisionOf(late, second.decisionId)).toMatchObject({ delivery: 'delivered' });
  });

  test('a decision that nobody knows, or that cannot be read, is not taken back', async () => {
    await expect(at.undo(admin, '999999' as EntryId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const id = await at.someone();
    const { decisionId } = await at.act(moderator, id, { action: 'ban' });
    await town.sql.query("UPDATE caretaker.member_decision SET before_state = '{' WHERE id = ?", [
      decisionId,
    ]);
    expect(await decisionOf(id, decisionId)).toMatchObject({ undoable: false });
    await expect(at.undo(admin, decisionId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
