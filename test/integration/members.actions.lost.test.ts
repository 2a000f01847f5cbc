import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { act } from '../../src/core/members/actions/act.ts';
import { decisionsOf } from '../../src/core/members/actions/decisions.ts';
import { actOnMany } from '../../src/core/members/actions/run.ts';
import { openSession, type SignedIn } from '../../src/core/session/open.ts';
import { type Acting, acting, decision } from '../support/acting.ts';
import { type BreakingLine, breakingLine } from '../support/broken-line.ts';
import { type Community, testCommunity } from '../support/community.ts';

describe('When the line breaks in the middle of an action', () => {
  let town: Community;
  let line: BreakingLine;
  let moderator: SignedIn;
  let at: Acting;
  beforeAll(async () => {
    town = await testCommunity();
    line = await breakingLine(town.root.port);
    const opening = await openSession({
      primary: { ...town.address('moderator'), port: line.port },
      replica: null,
    });
    if (opening.outcome !== 'opened') throw new Error(opening.outcome);
    moderator = opening.signedIn;
    at = acting(town);
  });
  afterAll(async () => {
    await moderator?.database.close();
    await line?.[Symbol.asyncDispose]();
    await town?.[Symbol.asyncDispose]();
  });

  test.each(['before-commit', 'after-commit'] as const)(
    '%s: it is done once, with its message',
    async (when) => {
      const id = await at.someone();
      const { updatedAt } = await at.seen(moderator, id);
      const before = line.broken;
      line.breakAt(when);
      const { decisionId, member } = await act(moderator, {
        requestId: randomUUID(),
        memberId: id,
        seenAt: updatedAt,
        decision: decision({ action: 'ban', message: 'You are banned.' }),
      });
      expect(line.broken).toBe(before + 1);
      expect(member.status).toBe('banned');
      expect((await at.siteActions(id)).map((it) => it.action)).toEqual(['member_ban']);
      expect(await at.record(id)).toHaveLength(1);
      expect((await decisionsOf(moderator, id, undefined)).map((it) => it.id)).toEqual([decisionId]);
      expect(await at.rows('SELECT 1 FROM caretaker.outbox WHERE member_id = ?', [id])).toHaveLength(1);
    },
  );

  test.each(['before-commit', 'after-commit'] as const)('%s: it is taken back once', async (when) => {
    const id = await at.someone();
    const { decisionId } = await at.act(moderator, id, { action: 'mute' });
    const before = line.broken;
    line.breakAt(when);
    const { member } = await at.undo(moderator, decisionId);
    expect(line.broken).toBe(before + 1);
    expect(member.status).toBe('active');
    expect((await at.siteActions(id)).map((it) => it.action)).toEqual(['member_mute', 'member_restore']);
    expect((await at.record(id)).map((it) => it.action)).toEqual(['member.muted', 'member.action_undone']);
  });

  test('a run goes on after it, with each member acted on once', async () => {
    const ids = await at.several(12);
    const before = line.broken;
    const run = actOnMany(
      moderator,
      { runId: randomUUID(), memberIds: ids, decision: decision({ action: 'mute' }) },
      undefined,
    );
    line.breakAt('after-commit', 5);
    const outcomes = [];
    for await (const progress of run) outcomes.push(...progress.outcomes);
    expect(line.broken).toBe(before + 1);
    expect(outcomes).toEqual(ids.map((memberId) => ({ memberId, outcome: 'done', why: null })));
    for (const id of ids) expect(await at.siteActions(id)).toHaveLength(1);
  });

  test('a run waits while the server is away, and goes on when it is back', async () => {
    const ids = await at.several(30);
    const run = actOnMany(
      moderator,
      { runId: randomUUID(), memberIds: ids, decision: decision({ action: 'suspend' }) },
      undefined,
    );
    const outcomes = [];
    let isAway = false;
    for await (const progress of run) {
      outcomes.push(...progress.outcomes);
      if (isAway) continue;
      isAway = true;
      town.server.kill();
      setTimeout(() => void town.server.startAgain(), 6000);
    }
    expect(outcomes).toEqual(ids.map((memberId) => ({ memberId, outcome: 'done', why: null })));
    // Over the console's own line: the test's went down with the server.
    const [first, ...others] = await Promise.all(ids.map((id) => decisionsOf(moderator, id, undefined)));
    expect(first).toMatchObject([{ action: 'suspend' }]);
    expect(others.every((it) => it.length === 1)).toBe(true);
  });
});
