import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MemberId } from '../../src/contract/values.ts';
import { type Acting, acting, decision } from '../support/acting.ts';
import { testConsole } from '../support/calls.ts';
import { type Community, passwordOf, testCommunity } from '../support/community.ts';

describe('A window that acts on members', () => {
  let town: Community;
  let window: Awaited<ReturnType<typeof testConsole>>;
  let at: Acting;
  beforeAll(async () => {
    town = await testCommunity();
    window = await testConsole();
    at = acting(town);
    const { host, port } = town.root;
    const { id } = await window.client.connections.save({
      id: null,
      details: { name: 'Town', host, port, tls: 'off', ca: null, replica: null },
    });
    const input = { connectionId: id, user: 'moderator', password: passwordOf('moderator') };
    expect(await window.client.session.signIn(input)).toEqual({ outcome: 'signed-in' });
  });
  afterAll(async () => {
    await window?.[Symbol.asyncDispose]();
    await town?.[Symbol.asyncDispose]();
  });

  async function acts(ids: readonly MemberId[]): Promise<number> {
    const [counted] = await at.rows<{ acts: string }>(
      "SELECT COUNT(*) AS acts FROM community_demo.moderation_actions WHERE subject_type = 'member' AND subject_id IN (?)",
      [ids],
    );
    return Number(counted?.acts);
  }

  test('looks ahead, acts, sees the decision and takes it back', async () => {
    const { members } = window.client;
    const id = await at.someone();
    const what = { action: 'suspend' as const, until: null, nickname: null };
    const looked = await members.preview({ memberIds: [id], decision: what, hasMessage: true });
    expect(looked.problems).toEqual([]);
    const { member } = await members.get({ id });
    const { decisionId } = await members.act({
      requestId: randomUUID(),
      memberId: id,
      seenAt: member.updatedAt,
      decision: decision({ ...what, message: 'You are suspended.' }),
    });
    const { decisions } = await members.decisions({ memberId: id });
    expect(decisions).toMatchObject([{ id: decisionId, delivery: 'waiting', undoable: true }]);
    const back = await members.undo({ requestId: randomUUID(), decisionId });
    expect(back.member.status).toBe('active');
  });

  test('is told in the site’s own words what the site refuses', async () => {
    const [id, other] = await at.several(2);
    if (!id || !other) throw new Error('too few members');
    const { members } = window.client;
    const [{ member }, taken] = await Promise.all([members.get({ id }), members.get({ id: other })]);
    const refused = members.act({
      requestId: randomUUID(),
      memberId: id,
      seenAt: member.updatedAt,
      decision: decision({ action: 'rename', nickname: taken.member.nickname }),
    });
    await expect(refused).rejects.toMatchObject({
      code: 'CONFLICT',
      message: 'Another member has this nickname. Nothing was changed.',
    });
  });

  test('stops a run by leaving it', async () => {
    const ids = await at.several(200);
    const run = await window.client.members.actOnMany({
      runId: randomUUID(),
      memberIds: ids,
      decision: decision({ action: 'mute' }),
    });
    for await (const progress of run) {
      expect(progress.finished).toBe(false);
      break;
    }
    // The one under way is done; then nothing more.
    await new Promise((resolve) => setTimeout(resolve, 500));
    const stopped = await acts(ids);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await acts(ids)).toBe(stopped);
    expect(stopped).toBeGreaterThan(0);
    expect(stopped).toBeLessThan(200);
  });
});
