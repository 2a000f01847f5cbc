import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decisionsOf as decisionsOfMember } from '../../src/core/members/actions/decisions.ts';
import { undo as undoMember } from '../../src/core/members/actions/undo/undo.ts';
import { undo } from '../../src/core/reports/decisions/undo/undo.ts';
import { readAllReports } from '../../src/core/reports/intake/job.ts';
import { claim } from '../../src/core/reports/queue/claims/claim.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { inMinutes } from '../support/acting.ts';
import { type Community, testCommunity } from '../support/community.ts';
import { caseDecision, type Deciding, deciding } from '../support/deciding.ts';
import { reporting } from '../support/reporting.ts';

describe('Taking back a decision about a case', () => {
  let town: Community;
  let moderator: SignedIn;
  let admin: SignedIn;
  let support: SignedIn;
  let at: Deciding;
  beforeAll(async () => {
    town = await testCommunity({ members: 1500 });
    moderator = await town.signIn('moderator');
    admin = await town.signIn('admin');
    support = await town.signIn('support');
    at = deciding(town, moderator);
  });
  afterAll(() => town?.[Symbol.asyncDispose]());

  test('puts back the case, its claim, the content, the member and the reporters’ records, and stops messages', async () => {
    const { caseId, author, photo, reporters } = await at.open({ reporters: 2 });
    await claim(moderator, { caseId, claimId: randomUUID() });
    const before = await at.row(caseId);
    const decisionId = await at.decide(
      moderator,
      caseId,
      caseDecision([{ kind: 'hide' }, { kind: 'mute', until: inMinutes(600) }, { kind: 'ban' }], {
        policyId: '3' as never,
        memberMessage: 'Hello',
        reporterMessage: 'Thank you',
      }),
    );
    expect(await at.row(caseId)).toMatchObject({ policy_id: '3', severity: 4 });
    const { stays } = await at.undo(admin, decisionId);
    expect(stays).toEqual([]);
    expect(await at.row(caseId)).toEqual({ ...before, version: Number(before.version) + 2 });
    expect((await at.photo(photo)).hidden_at).toBeNull();
    expect(await at.user(author)).toMatchObject({ status: 'active', muted_until: null, banned_at: null });
    for (const id of reporters) expect(await at.reporter(id)).toEqual({ right: 0, wrong: 0 });
    expect((await at.messages(decisionId)).map((it) => it.state)).toEqual([
      'cancelled',
      'cancelled',
      'cancelled',
    ]);
    await at.deliver(support, decisionId);
    expect(await at.told([author, ...reporters])).toEqual([]);
    expect(
      await at.rows('SELECT 1 FROM caretaker.report_ending WHERE case_id = ? AND open_mark = 1', [caseId]),
    ).toEqual([]);
    expect((await at.events(caseId)).at(-1)).toMatchObject({
      kind: 'undone',
      actor: 'admin',
      detail: { undone: decisionId, outcome: expect.stringMatching(/^hidden, muted until .*, banned$/) },
    });
    expect((await at.caseRecord(caseId)).at(-1)).toMatchObject({
      action: 'case.undone',
      actor: 'admin',
      detail: { by: 'moderator', decision: decisionId },
    });
    expect((await at.record(author)).map((it) => it.action)).toEqual([
      'member.muted',
      'member.banned',
      'member.action_undone',
      'member.action_undone',
    ]);
    expect(await at.decided(moderator, caseId, decisionId)).toMatchObject({
      undoneAt: expect.any(String),
      undoneBy: 'admin',
      undoable: false,
      whyNot: null,
    });
  });

  test('leaves a warning and what was delivered, and says so before and after', async () => {
    const { caseId, author, photo } = await at.open();
    const decisionId = await at.decide(
      moderator,
      caseId,
      caseDecision([{ kind: 'hide' }, { kind: 'warn' }], {
        memberMessage: 'Hello',
        reporterMessage: 'Thank you',
      }),
    );
    await at.deliver(support, decisionId);
    const stays = [
      'The warning stays, since it cannot be taken back.',
      '2 messages are out already, and stay so.',
    ];
    expect(await at.decided(moderator, caseId, decisionId)).toMatchObject({
      undoable: true,
      whyNot: null,
      stays,
    });
    expect(await at.undo(moderator, decisionId)).toEqual({ caseId, stays });
    expect((await at.photo(photo)).hidden_at).toBeNull();
    expect((await at.user(author)).warned_at).not.toBeNull();
    expect((await at.row(caseId)).state).toBe('open');
    expect((await at.messages(decisionId)).map((it) => it.state)).toEqual(['delivered', 'delivered']);
  });

  test('asked twice with one request it is done once, and says the same', async () => {
    const { caseId, photo } = await at.open();
    const decisionId = await at.decide(moderator, caseId, 'hide');
    const asked = { requestId: randomUUID(), decisionId };
    const first = await undo(moderator, asked);
    expect(await undo(moderator, asked)).toEqual(first);
    expect(await at.contentActions(photo)).toHaveLength(2);
    await expect(undo(moderator, { ...asked, requestId: randomUUID() })).rejects.toThrow(
      /^You took this back less than a minute ago\. Nothing was changed\.$/,
    );
  });

  test('where the sanction was taken back on the member’s own page, puts back the rest', async () => {
    const { caseId, author, photo } = await at.open();
    const decisionId = await at.decide(moderator, caseId, caseDecision([{ kind: 'hide' }, { kind: 'ban' }]));
    const [ban] = await decisionsOfMember(admin, author, undefined);
    if (!ban) throw new Error('no decision about the member');
    await undoMember(admin, { requestId: randomUUID(), decisionId: ban.id });
    await at.act(admin, author, { action: 'suspend' });
    await at.undo(moderator, decisionId);
    expect((await at.photo(photo)).hidden_at).toBeNull();
    expect(await at.user(author)).toMatchObject({ status: 'active', suspended_until: expect.any(String) });
    expect((await at.row(caseId)).state).toBe('open');
  });

  test('where a sanction has ended by itself, puts back the rest', async () => {
    const { caseId, author, photo } = await at.open();
    const decisionId = await at.decide(
      moderator,
      caseId,
      caseDecision([{ kind: 'hide' }, { kind: 'mute', until: inMinutes(1 / 30) }]),
    );
    await expect
      .poll(
        async () =>
          (
            await at.rows('SELECT 1 FROM caretaker_site.member WHERE id = ? AND status = ?', [
              author,
              'active',
            ])
          ).length,
        { timeout: 6000 },
      )
      .toBe(1);
    await at.undo(moderator, decisionId);
    expect((await at.photo(photo)).hidden_at).toBeNull();
    expect((await at.siteActions(author)).map((it) => it.action)).toEqual(['member_mute']);
  });

  test('where the content is gone since, puts back the rest', async () => {
    const { caseId, author, photo } = await at.open();
    const decisionId = await at.decide(moderator, caseId, caseDecision([{ kind: 'hide' }, { kind: 'ban' }]));
    await town.sql.query('DELETE FROM community_demo.photos WHERE id = ?', [photo]);
    await at.undo(moderator, decisionId);
    expect((await at.user(author)).status).toBe('active');
  });

  test('where a report named a graver policy while the case was escalated, it stays under that', async () => {
    const { caseId, photo, author } = await at.open();
    const escalation = await at.decide(
      moderator,
      caseId,
      caseDecision('escalate', { policyId: '4' as never }),
    );
    await reporting(town).report({
      on: ['Photo', Number(photo)],
      by: Number(await at.someone()),
      about: Number(author),
      reason: 'underage',
    });
    await readAllReports(moderator);
    const joined = await at.row(caseId);
    expect(joined).toMatchObject({ policy_id: '2', danger: 'minors' });
    await at.undo(moderator, escalation);
    expect(await at.row(caseId)).toMatchObject({
      state: 'open',
      policy_id: '2',
      danger: 'minors',
      due_at: joined.due_at,
      score: joined.score,
    });
  });

  test('reports that came while repeats were muted stay with the case, and count for nobody’s record', async () => {
    const { caseId, author, photo } = await at.open();
    const decisionId = await at.decide(moderator, caseId, 'dismiss-and-mute');
    const by = await at.someone();
    await reporting(town).report({ on: ['Photo', Number(photo)], by: Number(by), about: Number(author) });
    const more = await at.reported(author, photo);
    expect(more.caseId).toBe(caseId);
    await at.undo(moderator, decisionId);
    expect(await at.row(caseId)).toMatchObject({ state: 'open', muted_sha256: null });
    await at.decide(moderator, caseId, 'hide');
    expect(await at.reporter(by)).toEqual({ right: 0, wrong: 0 });
  });

  test('a claim that its request has made anew on another case is not put back', async () => {
    const { caseId } = await at.open();
    const other = await at.open();
    const claimId = randomUUID();
    await claim(moderator, { caseId, claimId });
    const decisionId = await at.decide(moderator, caseId, 'dismiss');
    await claim(moderator, { caseId: other.caseId, claimId });
    await at.undo(moderator, decisionId);
    expect(await at.row(caseId)).toMatchObject({ state: 'open', holder: null, claim_id: null });
    expect(await at.row(other.caseId)).toMatchObject({ holder: 'moderator', claim_id: claimId });
  });

  test('where the author has left since, puts back the rest', async () => {
    const { caseId, author, photo } = await at.open();
    const decisionId = await at.decide(moderator, caseId, caseDecision([{ kind: 'hide' }, { kind: 'ban' }]));
    await town.sql.query("UPDATE community_demo.users SET status = 'deleted' WHERE id = ?", [author]);
    expect(await at.decided(moderator, caseId, decisionId)).toMatchObject({ undoable: true, whyNot: null });
    await at.undo(moderator, decisionId);
    expect((await at.photo(photo)).hidden_at).toBeNull();
    expect(await at.user(author)).toMatchObject({ status: 'deleted' });
    expect((await at.row(caseId)).state).toBe('open');
  });
});
