import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CaseDecision } from '../../src/contract/reports/decisions.ts';
import type { CaseId } from '../../src/contract/reports/values.ts';
import { decide } from '../../src/core/reports/decisions/decide/decide.ts';
import { readAllReports } from '../../src/core/reports/intake/job.ts';
import { claim } from '../../src/core/reports/queue/claims/claim.ts';
import { handOver } from '../../src/core/reports/queue/claims/hand-over.ts';
import { hold, resume } from '../../src/core/reports/queue/claims/rest.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { inMinutes } from '../support/acting.ts';
import { type Community, testCommunity } from '../support/community.ts';
import { caseDecision, type Deciding, deciding, type Opened } from '../support/deciding.ts';
import { reporting } from '../support/reporting.ts';

const kept = 'Nothing was changed; what you typed is kept.';

describe('A decision that cannot stand', () => {
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

  const versionOf = async (caseId: CaseId) => Number((await at.row(caseId)).version);

  /** Decides on the case as it was seen, and gives the refusal; nothing may have come of it. */
  async function refusal(
    opened: Pick<Opened, 'caseId' | 'author'> & { photo?: string },
    seenVersion: number,
    decision: CaseDecision = caseDecision([{ kind: 'ban' }]),
    who: SignedIn = moderator,
  ): Promise<unknown> {
    const look = async () => [
      await at.row(opened.caseId),
      await at.user(opened.author),
      await at.traces(opened.caseId, opened.author, opened.photo ?? '0'),
    ];
    const before = await look();
    const asked = { requestId: randomUUID(), caseId: opened.caseId, seenVersion, decision };
    const error = await decide(who, asked).then(
      () => 'it was decided',
      (it: unknown) => it,
    );
    expect(await look()).toEqual(before);
    return error;
  }

  describe('because the case changed since it was seen, says', () => {
    test('how many more reports came, and why', async () => {
      const opened = await at.open();
      const seen = await versionOf(opened.caseId);
      const { report } = reporting(town);
      for (const reason of ['nudity', 'hate speech']) {
        const by = Number(await at.someone());
        await report({ on: ['Photo', Number(opened.photo)], by, about: Number(opened.author), reason });
        await readAllReports(moderator);
      }
      expect(await refusal(opened, seen)).toMatchObject({
        code: 'CONFLICT',
        message: `This case changed since you saw it: 2 more reports came, the last for “hate speech”. Look at it and decide again. ${kept}`,
      });
    });

    test('that it was edited, beside the report which showed it', async () => {
      const opened = await at.open();
      const seen = await versionOf(opened.caseId);
      await town.sql.query(
        "UPDATE community_demo.photos SET caption = 'A field', updated_at = UTC_TIMESTAMP(6) WHERE id = ?",
        [opened.photo],
      );
      const by = Number(await at.someone());
      const { report } = reporting(town);
      await report({ on: ['Photo', Number(opened.photo)], by, about: Number(opened.author), reason: 'spam' });
      await readAllReports(moderator);
      expect(await refusal(opened, seen)).toMatchObject({
        message: `This case changed since you saw it: one more report came, the last for “spam”; what was reported was edited. Look at it and decide again. ${kept}`,
      });
    });

    test('who decided it, when and how', async () => {
      const opened = await at.open();
      const seen = await versionOf(opened.caseId);
      await at.decide(admin, opened.caseId, 'dismiss');
      expect(await refusal(opened, seen)).toMatchObject({
        code: 'CONFLICT',
        message: `This case is decided already: The admin decided it less than a minute ago: dismissed. ${kept}`,
      });
      expect(await refusal(opened, seen, caseDecision('warn'), admin)).toMatchObject({
        message: expect.stringContaining('you decided it less than a minute ago: dismissed'),
      });
      expect(await refusal(opened, await versionOf(opened.caseId))).toMatchObject({
        message: expect.stringContaining('The admin decided it less than a minute ago: dismissed'),
      });
    });

    test('to whom it was handed', async () => {
      const opened = await at.open();
      const seen = await versionOf(opened.caseId);
      const note = 'You know her';
      await handOver(moderator, { requestId: randomUUID(), caseId: opened.caseId, to: 'admin', note });
      expect(await refusal(opened, seen)).toMatchObject({
        message: `This case changed since you saw it: you handed it to The admin less than a minute ago. Look at it and decide again. ${kept}`,
      });
    });

    test('what else happened, in its order, and nothing that was seen', async () => {
      const opened = await at.open();
      const { caseId } = opened;
      const undone = await at.decide(admin, caseId, 'dismiss');
      await at.undo(admin, undone);
      const seen = await versionOf(caseId);
      await hold(admin, { requestId: randomUUID(), caseId, until: inMinutes(60), note: 'Waits' });
      await resume(admin, { requestId: randomUUID(), caseId });
      const escalation = await at.decide(admin, caseId, 'escalate');
      await at.undo(admin, escalation);
      const ago = 'less than a minute ago';
      expect(await refusal(opened, seen)).toMatchObject({
        message: `This case changed since you saw it: The admin put it on hold ${ago}; The admin put it back into the queue ${ago}; The admin escalated it ${ago}; The admin took a decision about it back ${ago}. Look at it and decide again. ${kept}`,
      });
    });
  });

  test('because a colleague holds the case says who and until when; one’s own claim, lapsed or not, is fine', async () => {
    const opened = await at.open();
    const { caseId } = opened;
    await claim(admin, { caseId, claimId: randomUUID() });
    expect(await refusal(opened, await versionOf(caseId))).toMatchObject({
      code: 'CONFLICT',
      message: expect.stringMatching(
        /^The admin holds this case until .* UTC\. Nothing was changed; what you typed is kept\.$/,
      ),
    });
    await town.sql.query("UPDATE caretaker.report_case SET claimed_until = '2001-01-01' WHERE id = ?", [
      caseId,
    ]);
    await at.decide(moderator, caseId, 'dismiss');

    for (const lapsed of [false, true]) {
      const own = await at.open();
      await claim(moderator, { caseId: own.caseId, claimId: randomUUID() });
      if (lapsed)
        await town.sql.query("UPDATE caretaker.report_case SET claimed_until = '2001-01-01' WHERE id = ?", [
          own.caseId,
        ]);
      await at.decide(moderator, own.caseId, 'dismiss');
      expect(await at.row(own.caseId)).toMatchObject({ state: 'done', holder: null, claim_id: null });
    }
  });

  describe('because of a rule:', () => {
    const refused = async (decision: CaseDecision, message: string | RegExp, code = 'CONFLICT') => {
      const opened = await at.open();
      expect(await refusal(opened, await versionOf(opened.caseId), decision)).toMatchObject({
        code,
        message: typeof message === 'string' ? `${message} ${kept}` : expect.stringMatching(message),
      });
    };

    test('a dismissal goes with nothing else', () =>
      refused(
        caseDecision([{ kind: 'dismiss' }, { kind: 'warn' }]),
        'To dismiss a case goes with nothing else.',
        'INVALID_INPUT',
      ));
    test('each action goes once', () =>
      refused(
        caseDecision([
          { kind: 'mute', until: null },
          { kind: 'mute', until: inMinutes(60) },
        ]),
        'To mute the author once is enough.',
        'INVALID_INPUT',
      ));
    test('a sanction ends in the future', () =>
      refused(
        caseDecision([{ kind: 'mute', until: inMinutes(-60) }]),
        /^The end, .* UTC, has passed already\./,
        'INVALID_INPUT',
      ));
    test('the policy allows it', () =>
      refused(
        caseDecision('dismiss-and-mute', { policyId: '1' as never }),
        '“Danger to life” does not allow to dismiss a case and mute repeats.',
      ));
    test('there is such a policy', () =>
      refused(
        caseDecision('dismiss', { policyId: '99' as never }),
        'There is no such policy. Choose another.',
      ));
    test('the policy is in use', async () => {
      await town.sql.query('UPDATE caretaker.policy SET removed_at = UTC_TIMESTAMP(6) WHERE id = 5');
      await refused(
        caseDecision('dismiss', { policyId: '5' as never }),
        '“Impersonation” is out of use. Choose another policy.',
      );
    });
    test('only content is hidden', async () => {
      const opened = await at.openOnMember();
      expect(await refusal(opened, 1, caseDecision([{ kind: 'hide' }, { kind: 'ban' }]))).toMatchObject({
        code: 'CONFLICT',
        message: `Only content can be hidden, and this case is about a member. ${kept}`,
      });
    });
    test('nobody is sanctioned where the author is not known', async () => {
      const opened = await at.open();
      await town.sql.query('UPDATE caretaker.report_case SET author_id = NULL WHERE id = ?', [opened.caseId]);
      expect(await refusal(opened, await versionOf(opened.caseId))).toMatchObject({
        message: `Nobody is known to be its author, so nobody can be banned. ${kept}`,
      });
    });
    test('repeats are not muted where nothing was kept of what was reported', async () => {
      const opened = await at.open();
      await town.sql.query('DELETE FROM caretaker.report_evidence WHERE case_id = ?', [opened.caseId]);
      expect(
        await refusal(opened, await versionOf(opened.caseId), caseDecision('dismiss-and-mute')),
      ).toMatchObject({
        code: 'CONFLICT',
        message: expect.stringMatching(/Dismiss the case without muting it/),
      });
    });
    test('a message is filled in', () =>
      refused(
        caseDecision('dismiss', { reporterMessage: 'Thank you, {nickname}. {what you found}' }),
        'Fill in “{what you found}” in the message to the reporters.',
        'INVALID_INPUT',
      ));
    test('a message fits into what the site takes, once it is filled in', () =>
      refused(
        caseDecision('dismiss', { memberMessage: `${'x'.repeat(3990)} {rule}` }),
        'The message to the author is longer than 4,000 characters once it is filled in. Shorten it.',
        'INVALID_INPUT',
      ));
    test('the site offers it', async () => {
      const { site } = moderator;
      const opened = await at.open();
      const lacking = (name: string) => ({
        ...moderator,
        site: { ...site, procedures: site.procedures.filter((it) => it !== name) },
      });
      const decision = caseDecision([{ kind: 'hide' }, { kind: 'ban' }], { memberMessage: 'Hello' });
      const seen = await versionOf(opened.caseId);
      expect(await refusal(opened, seen, decision, lacking('content_hide'))).toMatchObject({
        message: `This site offers no way to hide content: its adapter has no content_hide. ${kept}`,
      });
      expect(await refusal(opened, seen, decision, lacking('member_ban'))).toMatchObject({
        message: expect.stringContaining('its adapter has no member_ban'),
      });
      expect(await refusal(opened, seen, decision, lacking('notify_member'))).toMatchObject({
        message: `This site takes no messages to members. Leave the messages out. ${kept}`,
      });
    });
    test('the case is there', async () => {
      const asked = {
        requestId: randomUUID(),
        caseId: '999999' as CaseId,
        seenVersion: 1,
        decision: caseDecision('dismiss'),
      };
      await expect(decide(moderator, asked)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    });
  });

  test('because the author has deleted their account says so, and hides nothing', async () => {
    const opened = await at.open();
    await town.sql.query("UPDATE community_demo.users SET status = 'deleted' WHERE id = ?", [opened.author]);
    const decision = caseDecision([{ kind: 'hide' }, { kind: 'ban' }]);
    expect(await refusal(opened, await versionOf(opened.caseId), decision)).toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('has deleted their account. Nothing was changed.'),
    });
    expect((await at.photo(opened.photo)).hidden_at).toBeNull();
  });
});
