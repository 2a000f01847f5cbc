import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MemberId } from '../../src/contract/values.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { inMinutes } from '../support/acting.ts';
import { type Community, testCommunity } from '../support/community.ts';
import { caseDecision, type Deciding, deciding } from '../support/deciding.ts';
import { reporting } from '../support/reporting.ts';

describe('What members are told of a decision about a case', () => {
  let town: Community;
  let moderator: SignedIn;
  let support: SignedIn;
  let at: Deciding;
  beforeAll(async () => {
    town = await testCommunity({ members: 1500 });
    moderator = await town.signIn('moderator');
    support = await town.signIn('support');
    at = deciding(town, moderator);
  });
  afterAll(() => town?.[Symbol.asyncDispose]());

  const nicknameOf = async (id: MemberId) => String((await at.user(id)).nickname);
  const bodies = async (ids: readonly MemberId[]) =>
    new Map((await at.told(ids)).map((it) => [it.user_id, it.body]));

  test('each is told once, in their own words, after the 15 seconds in which an undo stops it', async () => {
    const { caseId, author, reporters } = await at.open({ reporters: 3 });
    const decisionId = await at.decide(
      moderator,
      caseId,
      caseDecision([{ kind: 'hide' }, { kind: 'mute', until: inMinutes(60 * 24) }], {
        memberMessage: 'Hello {nickname}, {subject} broke “{policy}”: {rule} {outcome}. It ends {until}.',
        reporterMessage: 'Thank you, {nickname}, for telling us of {subject}. {outcome}.',
      }),
    );
    await at.deliver(support, decisionId);
    const told = await bodies([author, ...reporters]);
    const rule = 'No advertising, no links posted again and again, no accounts made for either.';
    expect(told.get(author)).toMatch(
      new RegExp(
        `^Hello ${await nicknameOf(author)}, your photo broke “Spam”: ${rule} It was hidden and you are muted until (.* UTC)\\. It ends \\1\\.$`,
      ),
    );
    for (const id of reporters) {
      expect(told.get(id)).toBe(
        `Thank you, ${await nicknameOf(id)}, for telling us of a photo. It was hidden and the member was muted.`,
      );
    }
    await at.deliver(moderator, decisionId);
    expect(await at.told([author, ...reporters])).toHaveLength(4);
  });

  test('they wait for 15 seconds, and show as waiting until the site has them', async () => {
    const { caseId, author, reporters } = await at.open({ reporters: 2 });
    const decisionId = await at.decide(
      moderator,
      caseId,
      caseDecision('dismiss', { memberMessage: 'All is well.', reporterMessage: 'All is well, {nickname}.' }),
    );
    const [waits] = await at.rows<{ s: string }>(
      'SELECT MIN(TIMESTAMPDIFF(MICROSECOND, created_at, due_at)) / 1000000 AS s FROM caretaker.outbox WHERE report_decision_id = ?',
      [decisionId],
    );
    expect(Number(waits?.s)).toBeCloseTo(15, 1);
    const before = await at.decided(moderator, caseId, decisionId);
    expect(before).toMatchObject({ told: { waiting: 3 }, toldMore: false, stays: [] });
    expect(before.messages[0]).toEqual({
      memberId: author,
      nickname: await nicknameOf(author),
      to: 'author',
      body: 'All is well.',
      delivery: 'waiting',
      problem: null,
    });
    expect(before.messages.slice(1).map((it) => [it.memberId, it.to])).toEqual(
      reporters.map((id) => [id, 'reporter']),
    );
    const feed = () =>
      at.rows("SELECT 1 FROM caretaker.change_feed WHERE topic = 'case' AND subject_id = ?", [caseId]);
    const news = (await feed()).length;
    await at.deliver(support, decisionId);
    expect((await feed()).length).toBe(news + 3);
    expect(await at.decided(moderator, caseId, decisionId)).toMatchObject({
      told: { delivered: 3 },
      stays: ['3 messages are out already, and stay so.'],
    });
  });

  test('nobody learns who reported them, nor what else was said', async () => {
    const { caseId, author, reporters } = await at.open({ reporters: 2 });
    const everything = '{nickname} {subject} {policy} {rule} {outcome}';
    const decisionId = await at.decide(
      moderator,
      caseId,
      caseDecision([{ kind: 'hide' }, { kind: 'ban' }], {
        memberMessage: everything,
        reporterMessage: everything,
      }),
    );
    await at.deliver(support, decisionId);
    const told = await bodies([author, ...reporters]);
    for (const reporter of reporters) {
      expect(told.get(author)).not.toContain(await nicknameOf(reporter));
      expect(told.get(reporter)).not.toContain(await nicknameOf(author));
    }
    for (const text of told.values()) expect(text).not.toContain('Advertises a shop everywhere');
  });

  test('a nickname that looks like a placeholder is not filled in', async () => {
    const { caseId, author } = await at.open();
    await town.sql.query("UPDATE community_demo.users SET nickname = '{rule} {x}' WHERE id = ?", [author]);
    const decisionId = await at.decide(
      moderator,
      caseId,
      caseDecision('dismiss', { memberMessage: 'Hello {nickname}.' }),
    );
    expect((await at.messages(decisionId)).map((it) => it.body)).toEqual(['Hello {rule} {x}.']);
  });

  test('who reported the same twice is told once', async () => {
    const { caseId, photo, author, reporters } = await at.open();
    const by = Number(reporters[0]);
    await reporting(town).report({ on: ['Photo', Number(photo)], by, about: Number(author) });
    await at.reported(author, photo);
    const decisionId = await at.decide(
      moderator,
      caseId,
      caseDecision('dismiss', { reporterMessage: 'Thank you, {nickname}.' }),
    );
    const messages = await at.messages(decisionId);
    expect(messages).toHaveLength(2);
    expect(new Set(messages.map((it) => it.member_id)).size).toBe(2);
  });

  test('an author who reported their own is told as the author, and once', async () => {
    const { caseId, photo, author } = await at.open();
    await reporting(town).report({ on: ['Photo', Number(photo)], by: Number(author), about: Number(author) });
    await at.reported(author, photo);
    const decisionId = await at.decide(
      moderator,
      caseId,
      caseDecision('dismiss', { memberMessage: 'To the author', reporterMessage: 'To the reporter' }),
    );
    const messages = await at.messages(decisionId);
    expect(messages.filter((it) => it.member_id === author).map((it) => it.body)).toEqual(['To the author']);
    expect(messages).toHaveLength(3);
  });

  test('who has left is told nothing, and keeps nobody else from being told', async () => {
    const { caseId, author, reporters } = await at.open({ reporters: 2 });
    const [left, there] = reporters;
    await town.sql.query("UPDATE community_demo.users SET status = 'deleted' WHERE id IN (?)", [
      [left, author],
    ]);
    const decisionId = await at.decide(
      moderator,
      caseId,
      caseDecision('dismiss', { memberMessage: 'Hello', reporterMessage: 'Thank you' }),
    );
    expect((await at.messages(decisionId)).map((it) => it.member_id)).toEqual([there]);
  });

  test('a case of thousands of reporters tells each, in a few statements', async () => {
    const { caseId, author } = await at.open();
    await town.sql.query(
      `INSERT INTO community_demo.reports (reporter_id, reportable_type, reportable_id, reported_user_id, reason, created_at)
       SELECT id, 'Photo', 999999, ?, 'spam', UTC_TIMESTAMP(6) FROM community_demo.users WHERE id <> ? AND status <> 'deleted'`,
      [author, author],
    );
    await town.sql.query(
      `INSERT INTO caretaker.report_item (report_id, case_id, reporter_id, at, reason, weight)
       SELECT id, ?, reporter_id, created_at, reason, 0.5 FROM community_demo.reports WHERE reportable_id = 999999`,
      [caseId],
    );
    const [expected] = await at.rows<{ n: string }>(
      'SELECT COUNT(DISTINCT reporter_id) AS n FROM caretaker.report_item WHERE case_id = ?',
      [caseId],
    );
    const count = Number(expected?.n);
    expect(count).toBeGreaterThan(1000);
    const started = Date.now();
    const decisionId = await at.decide(
      moderator,
      caseId,
      caseDecision('dismiss', { reporterMessage: 'Thank you, {nickname}. {outcome}.' }),
    );
    expect(Date.now() - started).toBeLessThan(5000);
    const messages = await at.messages(decisionId);
    expect(messages).toHaveLength(count);
    expect(new Set(messages.map((it) => it.member_id)).size).toBe(count);
    const decided = await at.decided(moderator, caseId, decisionId);
    expect(decided).toMatchObject({ told: { waiting: 1000 }, toldMore: true });
    expect(decided.messages).toHaveLength(50);
    await at.undo(moderator, decisionId);
    expect(new Set((await at.messages(decisionId)).map((it) => it.state))).toEqual(new Set(['cancelled']));
  });

  test('what the site refuses shows with its reason', async () => {
    const { caseId, author } = await at.open();
    const decisionId = await at.decide(
      moderator,
      caseId,
      caseDecision('dismiss', { memberMessage: 'Hello' }),
    );
    await town.sql.query("UPDATE community_demo.users SET status = 'deleted' WHERE id = ?", [author]);
    await at.deliver(support, decisionId);
    expect((await at.decided(moderator, caseId, decisionId)).messages).toMatchObject([
      { delivery: 'refused', problem: expect.stringContaining('Nothing was sent') },
    ]);
  });
});
