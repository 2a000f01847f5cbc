import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { memberActionNames, memberActions } from '../../src/contract/members/actions.ts';
import { type Role, roles } from '../../src/contract/roles.ts';
import { MemberId } from '../../src/contract/values.ts';
import { refusalOf } from '../../src/core/database/errors.ts';
import { act } from '../../src/core/members/actions/act.ts';
import { decisionsOf } from '../../src/core/members/actions/decisions.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { type Acting, acting, decision, inMinutes } from '../support/acting.ts';
import { type Community, testCommunity } from '../support/community.ts';

describe('An action that cannot be', () => {
  let town: Community;
  let moderator: SignedIn;
  let support: SignedIn;
  let at: Acting;
  beforeAll(async () => {
    town = await testCommunity();
    moderator = await town.signIn('moderator');
    support = await town.signIn('support');
    at = acting(town);
  });
  afterAll(() => town?.[Symbol.asyncDispose]());

  const never = '9999-12-31 23:59:59.000000';
  const tomorrow = inMinutes(24 * 60);

  test('what holds already is said, and changes nothing', async () => {
    const id = await at.someone();
    const { nickname } = await at.seen(moderator, id);
    const again = async (what: Parameters<typeof decision>[0], words: string) => {
      const before = await at.record(id);
      await expect(at.act(moderator, id, what)).rejects.toThrow(`${nickname} ${words}`);
      expect(await at.record(id)).toEqual(before);
    };
    await again({ action: 'restore' }, 'has no sanction to lift.');
    await again({ action: 'rename', nickname }, 'is called that already.');
    await at.act(moderator, id, { action: 'mute' });
    await again({ action: 'mute' }, 'is muted until it is lifted already.');
    await at.act(moderator, id, { action: 'ban' });
    await again({ action: 'ban' }, 'is banned already. Nothing was changed.');
  });

  test('what cannot be is refused in words before the site is asked', async () => {
    const id = await at.someone();
    const refused = async (what: Parameters<typeof decision>[0], code: string, words: RegExp) => {
      const attempt = at.act(moderator, id, what);
      await expect(attempt).rejects.toMatchObject({ code, message: expect.stringMatching(words) });
    };
    await refused({ action: 'mute', until: inMinutes(-1) }, 'INVALID_INPUT', /has passed already/);
    await refused(
      { action: 'ban', until: tomorrow },
      'INVALID_INPUT',
      /Only a mute or a suspension has an end/,
    );
    await refused({ action: 'rename' }, 'INVALID_INPUT', /needs the new nickname/);
    await refused({ action: 'warn', nickname: 'x' }, 'INVALID_INPUT', /Only a rename takes a nickname/);
    expect(await at.record(id)).toEqual([]);
    const nobody = { requestId: randomUUID(), memberId: MemberId.parse('99999999'), seenAt: tomorrow };
    await expect(act(moderator, { ...nobody, decision: decision({ action: 'ban' }) })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  test('a deleted account is left alone', async () => {
    const id = await at.someone();
    await town.sql.query("UPDATE community_demo.users SET status = 'deleted' WHERE id = ?", [id]);
    await expect(at.act(moderator, id, { action: 'ban' })).rejects.toThrow(/has deleted their account/);
  });

  test('what the site itself refuses comes with the site’s own sentence, and nothing is kept', async () => {
    const [id, other] = await at.several(2);
    if (!id || !other) throw new Error('too few members');
    const { nickname } = await at.seen(moderator, other);
    const error = await at.act(moderator, id, { action: 'rename', nickname }).catch((it: unknown) => it);
    expect(refusalOf(error)).toMatchObject({
      code: 'CONFLICT',
      message: 'Another member has this nickname. Nothing was changed.',
    });
    expect(await at.record(id)).toEqual([]);
    expect(await decisionsOf(moderator, id, undefined)).toEqual([]);
  });

  test.each(roles.filter((role) => role !== 'cto'))(
    '%s may do the actions of the role and no other',
    async (role) => {
      const who = await town.signIn(role);
      for (const action of memberActionNames) {
        const id = await at.someone();
        await town.sql.query('UPDATE community_demo.users SET muted_until = ? WHERE id = ?', [never, id]);
        const nickname = action === 'rename' ? `renamed by ${role}` : null;
        const attempt = at.act(who, id, { action, nickname, until: action === 'mute' ? tomorrow : null });
        const allowed: readonly Role[] = memberActions[action].roles;
        if (allowed.includes(role)) await attempt;
        else {
          await expect(attempt).rejects.toMatchObject({
            code: 'FORBIDDEN',
            message: expect.stringContaining('Your role may not'),
          });
        }
        expect(await at.siteActions(id)).toHaveLength(allowed.includes(role) ? 1 : 0);
      }
    },
  );

  test('a client that leaves our own check out is refused by the database', async () => {
    const id = await at.someone();
    const disguised = { ...support, person: { ...support.person, role: 'moderator' as const } };
    await expect(at.act(disguised, id, { action: 'ban' })).rejects.toMatchObject({ errno: 1370 });
    expect(await at.record(id)).toEqual([]);
  });

  test('an action that the site does not offer is refused in words', async () => {
    const id = await at.someone();
    const procedures = moderator.site.procedures.filter((it) => !/mute|notify/.test(it));
    const elsewhere = { ...moderator, site: { ...moderator.site, procedures } };
    await expect(at.act(elsewhere, id, { action: 'mute' })).rejects.toThrow(
      'This site offers no way to mute a member: its adapter has no member_mute.',
    );
    await expect(at.act(elsewhere, id, { action: 'ban', message: 'Bye.' })).rejects.toThrow(
      'This site takes no messages to members.',
    );
    expect(await at.siteActions(id)).toEqual([]);
  });
});
