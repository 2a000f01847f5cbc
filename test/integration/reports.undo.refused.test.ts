import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CaseId } from '../../src/contract/reports/values.ts';
import type { EntryId } from '../../src/contract/values.ts';
import { claim } from '../../src/core/reports/queue/claims/claim.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { inMinutes } from '../support/acting.ts';
import { type Community, overTheWire, testCommunity } from '../support/community.ts';
import { caseDecision, type Deciding, deciding } from '../support/deciding.ts';

describe('A decision about a case that something later stands on', () => {
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

  /** What it says of a decision that cannot be taken back, when asked to and in the case's history. */
  async function whyNot(who: SignedIn, caseId: CaseId, decisionId: EntryId) {
    const shown = await at.decided(who, caseId, decisionId);
    const refused = await at.undo(who, decisionId).catch((error: unknown) => error);
    expect(refused).toMatchObject({
      code: 'CONFLICT',
      message: expect.stringMatching(/[Nn]othing was changed/),
    });
    expect(shown.undoable).toBe(false);
    expect(String((refused as Error).message)).toContain(String(shown.whyNot).slice(0, -1));
    return shown.whyNot;
  }

  test('a decision that is not known cannot be', async () => {
    await expect(at.undo(moderator, '999999' as never)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('where it was reported again and that case is open, names the case', async () => {
    const { caseId, author, photo } = await at.open();
    const decisionId = await at.decide(moderator, caseId, 'dismiss');
    const again = await at.reported(author, photo);
    expect(again.caseId).not.toBe(caseId);
    expect(await whyNot(moderator, caseId, decisionId)).toBe(
      `It was reported again since, and case ${again.caseId} about it is open. Decide that one.`,
    );
    await at.decide(moderator, again.caseId, 'dismiss');
    await at.undo(moderator, decisionId);
    expect((await at.row(caseId)).state).toBe('open');
  });

  test('where the member was acted on since, says by whom and how, and that stands', async () => {
    const { caseId, author, photo } = await at.open();
    const decisionId = await at.decide(
      moderator,
      caseId,
      caseDecision([{ kind: 'hide' }, { kind: 'mute', until: null }]),
    );
    await at.act(admin, author, { action: 'mute', until: inMinutes(60) });
    expect(await whyNot(moderator, caseId, decisionId)).toMatch(
      /^Since the mute, The admin muted this member until .* UTC less than a minute ago\. That stands\.$/,
    );
    expect((await at.photo(photo)).hidden_at).not.toBeNull();
    expect((await at.user(author)).muted_until).not.toBeNull();
  });

  test('where someone brought the content back since, or hid it again, says who', async () => {
    const { caseId, photo } = await at.open();
    const decisionId = await at.decide(moderator, caseId, 'hide');
    // A site may keep moments to the second; what comes within it is not told apart.
    await new Promise((resolve) => setTimeout(resolve, 1100));
    const call = (procedure: string) =>
      overTheWire(town, 'admin', (it) =>
        it.query(`CALL caretaker_site.${procedure}(?, 'photo', ?, 'By hand')`, [randomUUID(), photo]),
      );
    await call('content_restore');
    expect(await whyNot(moderator, caseId, decisionId)).toBe(
      'The admin brought back what was hidden less than a minute ago. That stands.',
    );
    await call('content_hide');
    expect(await whyNot(moderator, caseId, decisionId)).toBe(
      'The admin hid what was hidden less than a minute ago. That stands.',
    );
    expect((await at.photo(photo)).hidden_at).not.toBeNull();
  });

  test('where the site itself shows the content again, says so', async () => {
    const { caseId, photo } = await at.open();
    const decisionId = await at.decide(moderator, caseId, 'hide');
    await town.sql.query('UPDATE community_demo.photos SET hidden_at = NULL WHERE id = ?', [photo]);
    expect(await whyNot(moderator, caseId, decisionId)).toBe(
      'What was hidden is to be seen again, and nobody of the staff did that. It stands.',
    );
  });

  test('an escalation stands under what was decided after it, which goes first', async () => {
    const { caseId } = await at.open();
    const before = await at.row(caseId);
    const escalation = await at.decide(moderator, caseId, 'escalate');
    const decision = await at.decide(admin, caseId, 'dismiss');
    expect(await whyNot(moderator, caseId, escalation)).toBe(
      'A later decision about this case stands on it, which The admin made less than a minute ago. Take that back first.',
    );
    await at.undo(moderator, decision);
    expect(await at.row(caseId)).toMatchObject({ state: 'escalated', set_by: 'moderator' });
    await at.undo(moderator, escalation);
    expect(await at.row(caseId)).toEqual({ ...before, version: Number(before.version) + 4 });
  });

  test('an escalated case that someone took up has gone on', async () => {
    const { caseId } = await at.open();
    const escalation = await at.decide(moderator, caseId, 'escalate');
    await claim(admin, { caseId, claimId: randomUUID() });
    expect(await whyNot(moderator, caseId, escalation)).toBe(
      'The case has gone on since: The admin put it back into the queue less than a minute ago. That stands.',
    );
    expect(await at.row(caseId)).toMatchObject({ state: 'open', holder: 'admin' });
  });

  test('a decision whose row a client of one’s own made unreadable is shown, and cannot be taken back', async () => {
    const { caseId } = await at.open();
    await overTheWire(town, 'moderator', (it) =>
      it.query(
        `INSERT INTO caretaker.report_decision
           (request_id, run_id, case_id, policy_id, policy_version, actions, reason, before_case)
         VALUES (?, 'no run', ?, 7, 1, '{"x', '', '{"state":"done"}')`,
        [randomUUID(), caseId],
      ),
    );
    const decided = await at.allDecided(moderator, caseId);
    expect(decided).toMatchObject([
      { actions: [], undoable: false, whyNot: 'It was made by a newer Caretaker.' },
    ]);
    await expect(at.undo(moderator, decided[0]?.id as never)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
