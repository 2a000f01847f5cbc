import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decisionsOf as decisionsOfMember } from '../../src/core/members/actions/decisions.ts';
import { decide } from '../../src/core/reports/decisions/decide/decide.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { inMinutes } from '../support/acting.ts';
import { type Community, testCommunity } from '../support/community.ts';
import { caseDecision, type Deciding, deciding } from '../support/deciding.ts';

describe('Deciding about a case', () => {
  let town: Community;
  let moderator: SignedIn;
  let admin: SignedIn;
  let at: Deciding;
  beforeAll(async () => {
    town = await testCommunity({ members: 1500 });
    moderator = await town.signIn('moderator');
    admin = await town.signIn('admin');
    at = deciding(town, moderator);
  });
  afterAll(() => town?.[Symbol.asyncDispose]());

  test('dismissing closes it, and says who, when and why in its history and on record', async () => {
    const { caseId, reporters } = await at.open({ reporters: 2 });
    const before = await at.row(caseId);
    const decisionId = await at.decide(moderator, caseId, 'dismiss');
    expect(await at.row(caseId)).toMatchObject({
      state: 'done',
      open_mark: null,
      outcome: 'dismissed',
      decided_at: expect.any(String),
      holder: null,
      muted_sha256: null,
      version: Number(before.version) + 1,
    });
    expect((await at.events(caseId)).at(-1)).toMatchObject({
      kind: 'decided',
      actor: 'moderator',
      detail: {
        decision: decisionId,
        outcome: 'dismissed',
        policy: 'Spam',
        reason: 'Advertises a shop everywhere',
      },
    });
    expect(await at.caseRecord(caseId)).toMatchObject([
      {
        action: 'case.decided',
        actor: 'moderator',
        detail: { outcome: 'dismissed', policy: 'Spam', version: 1, reason: 'Advertises a shop everywhere' },
      },
    ]);
    for (const id of reporters) expect(await at.reporter(id)).toEqual({ right: 0, wrong: 1 });
    expect(await at.decided(moderator, caseId, decisionId)).toMatchObject({
      actor: 'moderator',
      policy: 'Spam',
      policyVersion: 1,
      actions: [{ kind: 'dismiss', until: null }],
      reason: 'Advertises a shop everywhere',
      messages: [],
      undoneAt: null,
      undoable: true,
      whyNot: null,
      stays: [],
    });
  });

  test('several actions are one decision, which the page of the member shows too', async () => {
    const { caseId, author, photo, reporters } = await at.open({ reporters: 2 });
    const until = inMinutes(60 * 24 * 3);
    const decisionId = await at.decide(
      moderator,
      caseId,
      caseDecision([{ kind: 'suspend', until }, { kind: 'hide' }, { kind: 'warn' }]),
    );
    expect((await at.photo(photo)).hidden_at).not.toBeNull();
    const end = `${until.slice(0, 19).replace('T', ' ')}.000000`;
    expect(await at.user(author)).toMatchObject({ suspended_until: end, warned_at: expect.any(String) });
    expect(await at.row(caseId)).toMatchObject({
      state: 'done',
      outcome: expect.stringMatching(/^hidden, warned, suspended until \d+ \w+ \d{4}, \d\d:\d\d UTC$/),
    });
    expect((await at.contentActions(photo)).map((it) => it.action)).toEqual(['content_hide']);
    const ofMember = await decisionsOfMember(moderator, author, undefined);
    expect(ofMember.map((it) => [it.action, it.undoable])).toEqual([
      ['suspend', true],
      ['warn', false],
    ]);
    expect((await at.record(author)).map((it) => it.action)).toEqual(['member.warned', 'member.suspended']);
    const hidden = await at.rows(
      "SELECT action, detail FROM caretaker_audit.entry WHERE subject_kind = 'content' AND subject_id = ?",
      [`photo ${photo}`],
    );
    expect(hidden).toMatchObject([{ action: 'content.hidden', detail: expect.stringContaining(caseId) }]);
    for (const id of reporters) expect(await at.reporter(id)).toEqual({ right: 1, wrong: 0 });
    const steps = await at.rows(
      'SELECT step, action FROM caretaker.report_step WHERE decision_id = ? ORDER BY step',
      [decisionId],
    );
    expect(steps.map((it) => (it as { action: string }).action)).toEqual(['hide', 'warn', 'suspend']);
  });

  test('what holds already fails nothing, and leaves nothing to take back', async () => {
    const { caseId, author, photo } = await at.open();
    await at.act(admin, author, { action: 'ban' });
    await town.sql.query('UPDATE community_demo.photos SET hidden_at = UTC_TIMESTAMP(6) WHERE id = ?', [
      photo,
    ]);
    const decisionId = await at.decide(moderator, caseId, caseDecision([{ kind: 'hide' }, { kind: 'ban' }]));
    expect(await at.siteActions(author)).toHaveLength(1);
    expect(await at.contentActions(photo)).toEqual([]);
    await at.undo(moderator, decisionId);
    expect((await at.user(author)).status).toBe('banned');
    expect((await at.photo(photo)).hidden_at).not.toBeNull();
    expect((await at.row(caseId)).state).toBe('open');
  });

  test('content that its author removed meanwhile is hidden well enough', async () => {
    const { caseId, author, photo } = await at.open();
    await town.sql.query('DELETE FROM community_demo.photos WHERE id = ?', [photo]);
    const decisionId = await at.decide(moderator, caseId, caseDecision([{ kind: 'hide' }, { kind: 'ban' }]));
    expect((await at.user(author)).status).toBe('banned');
    await at.undo(moderator, decisionId);
    expect((await at.user(author)).status).toBe('active');
  });

  test('repeats are muted for what was last kept of it', async () => {
    const { caseId } = await at.open();
    await at.decide(moderator, caseId, 'dismiss-and-mute');
    const [evidence] = await at.rows<{ subject_sha256: string }>(
      'SELECT subject_sha256 FROM caretaker.report_evidence WHERE case_id = ? ORDER BY id DESC LIMIT 1',
      [caseId],
    );
    expect((await at.row(caseId)).muted_sha256).toBe(evidence?.subject_sha256);
  });

  test('an escalated case stays open, with the administrators, where its policy puts it', async () => {
    const { caseId, reporters } = await at.open();
    const before = await at.row(caseId);
    await at.decide(moderator, caseId, caseDecision('escalate', { policyId: '2' as never }));
    const after = await at.row(caseId);
    expect(after).toMatchObject({
      state: 'escalated',
      open_mark: 1,
      set_by: 'moderator',
      holder: null,
      decided_at: null,
      outcome: null,
      policy_id: '2',
      danger: 'minors',
      severity: 5,
    });
    expect(after.score).toBeGreaterThan(10_000_000);
    expect(String(after.due_at) < String(before.due_at)).toBe(true);
    for (const id of reporters) expect(await at.reporter(id)).toEqual({ right: 0, wrong: 0 });
    await expect(at.decide(moderator, caseId, 'escalate')).rejects.toThrow(
      'This case is with the administrators already. Nothing was changed.',
    );
    await at.decide(admin, caseId, 'hide');
    expect((await at.row(caseId)).state).toBe('done');
  });

  test('the version of the policy that it was decided under is kept', async () => {
    const { caseId } = await at.open();
    await town.sql.query(
      `INSERT INTO caretaker.policy_version
         (policy_id, version, name, body, severity, danger, target_minutes, actions, reasons, member_template, reporter_template)
       SELECT policy_id, 2, 'Adverts', body, severity, danger, target_minutes, actions, reasons, member_template, reporter_template
       FROM caretaker.policy_version WHERE policy_id = 7 AND version = 1`,
    );
    await town.sql.query('UPDATE caretaker.policy SET version = 2 WHERE id = 7');
    const second = await at.decide(moderator, caseId, 'dismiss');
    await town.sql.query('UPDATE caretaker.policy SET version = 1 WHERE id = 7');
    expect(await at.decided(moderator, caseId, second)).toMatchObject({
      policy: 'Adverts',
      policyVersion: 2,
    });
  });

  test('asked twice with one request it decides once; for anything else the request is used up', async () => {
    const { caseId, author } = await at.open();
    const other = await at.open();
    const asked = {
      requestId: randomUUID(),
      caseId,
      seenVersion: Number((await at.row(caseId)).version),
      decision: caseDecision('ban'),
    };
    const [first, second] = await Promise.all([decide(moderator, asked), decide(moderator, asked)]);
    expect(second).toEqual(first);
    expect(await decide(moderator, asked)).toEqual(first);
    expect(await at.siteActions(author)).toHaveLength(1);
    for (const [who, o] of [
      [moderator, { ...asked, caseId: other.caseId }],
      [moderator, { ...asked, decision: caseDecision('warn') }],
      [admin, asked],
    ] as const) {
      await expect(decide(who, o)).rejects.toMatchObject({
        code: 'CONFLICT',
        message: expect.stringContaining('This request was used for something else before'),
      });
    }
  });
});
