import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { CaseDecision } from '../../src/contract/reports/decisions.ts';
import { QueueFilter } from '../../src/contract/reports/queue.ts';
import type { CaseId } from '../../src/contract/reports/values.ts';
import { preview } from '../../src/core/reports/decisions/preview/preview.ts';
import { claim } from '../../src/core/reports/queue/claims/claim.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { inMinutes } from '../support/acting.ts';
import { type Community, testCommunity } from '../support/community.ts';
import { caseDecision, type Deciding, deciding } from '../support/deciding.ts';

describe('The preview of a decision', () => {
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

  const of = (caseIds: readonly CaseId[], decision: CaseDecision, who = moderator) =>
    preview(who, { target: { caseIds: [...caseIds] }, decision }, undefined);

  test('says of one case all that would follow, in the words that each would read', async () => {
    const { caseId, author, photo, reporters } = await at.open({ reporters: 2 });
    const nickname = String((await at.user(author)).nickname);
    const reader = String((await at.user(reporters[0] as never)).nickname);
    const before = [await at.row(caseId), await at.traces(caseId, author, photo)];
    const said = await of(
      [caseId],
      caseDecision([{ kind: 'hide' }, { kind: 'warn' }, { kind: 'mute', until: null }], {
        memberMessage: 'Hello {nickname}, {subject}: {outcome}.',
        reporterMessage: 'Thank you, {nickname}. {outcome}.',
      }),
    );
    expect(said).toEqual({
      effects: [
        'The case is closed under “Spam”: hidden, warned, muted until it is lifted.',
        'The photo is hidden from other members.',
        'Now: nothing holds them back. Then: warned, which the site shows at the next visit.',
        'Now: nothing holds them back. Then: muted until it is lifted (can read, cannot write).',
        `${nickname} and 2 reporters are told by message after 15 seconds; until then, taking this back stops it.`,
        'The 2 reporters are noted as having been right, and later believed more.',
        'This can be taken back. The warning stays, since it cannot be taken back.',
      ],
      warnings: [],
      problems: [],
      statuses: [{ status: 'active', members: 1 }],
      undoable: true,
      cases: 1,
      capped: false,
      messages: [
        {
          to: 'author',
          body: `Hello ${nickname}, your photo: It was hidden, you were warned and you are muted until it is lifted.`,
        },
        { to: 'reporter', body: `Thank you, ${reader}. It was hidden and the member was warned and muted.` },
      ],
    });
    expect([await at.row(caseId), await at.traces(caseId, author, photo)]).toEqual(before);
  });

  test('says of a dismissal and an escalation what becomes of the case and of the reporters', async () => {
    const { caseId } = await at.open();
    expect(await of([caseId], caseDecision('dismiss-and-mute'))).toMatchObject({
      effects: [
        'The case is closed under “Spam”: dismissed, repeats muted until it is edited.',
        'Whoever reports the same again is not heard until it is edited.',
        'Nobody is told.',
        'The reporter is noted as having been wrong, and later believed less.',
        'This can be taken back.',
      ],
    });
    expect(await of([caseId], caseDecision('escalate'))).toMatchObject({
      effects: [
        'The case goes to the administrators, and stays open.',
        'Nobody is told.',
        'This can be taken back.',
      ],
    });
  });

  test('says what holds already, what is replaced, and who of the staff was there before', async () => {
    const { caseId, author, photo } = await at.open();
    await at.act(admin, author, { action: 'suspend', until: inMinutes(60 * 48), reason: 'Shouting' });
    await at.act(admin, author, { action: 'ban', reason: 'Shouting on' });
    await town.sql.query('UPDATE community_demo.photos SET hidden_at = UTC_TIMESTAMP(6) WHERE id = ?', [
      photo,
    ]);
    const said = await of(
      [caseId],
      caseDecision([{ kind: 'hide' }, { kind: 'ban' }, { kind: 'suspend', until: inMinutes(60) }]),
    );
    const nickname = String((await at.user(author)).nickname);
    expect(said.effects).toContain('The photo is hidden already: nothing changes about it.');
    expect(said.effects).toContain(`${nickname} is banned already. Nothing changes about that.`);
    expect(said.effects).toContainEqual(
      expect.stringMatching(/^This takes the place of the present one, until/),
    );
    expect(said.warnings).toContainEqual(expect.stringMatching(/^This ends earlier than what holds now/));
    expect(said.warnings).toContainEqual(
      expect.stringMatching(/^The admin banned this member .*: Shouting on$/),
    );
    await town.sql.query('DELETE FROM community_demo.photos WHERE id = ?', [photo]);
    expect((await of([caseId], caseDecision('hide'))).effects).toContain(
      'The photo is gone already: there is nothing to hide.',
    );
  });

  test('says why it cannot be, and shows the messages all the same as far as they are filled', async () => {
    const { caseId, author } = await at.open();
    await town.sql.query("UPDATE community_demo.users SET status = 'deleted' WHERE id = ?", [author]);
    await claim(admin, { caseId, claimId: randomUUID() });
    const said = await of(
      [caseId],
      caseDecision([{ kind: 'dismiss' }, { kind: 'ban' }], {
        policyId: '99' as never,
        reporterMessage: 'We looked at {subject}: {why}',
      }),
    );
    expect(said).toMatchObject({
      effects: [],
      warnings: [],
      messages: [{ to: 'reporter', body: 'We looked at a photo: {why}' }],
    });
    expect(said.problems).toEqual([
      expect.stringMatching(/^The admin holds this case until .* UTC\.$/),
      'To dismiss a case goes with nothing else.',
      'There is no such policy. Choose another.',
      'Fill in “{why}” in the message to the reporters.',
      expect.stringMatching(/has deleted their account\.$/),
    ]);
    const done = await at.open();
    await at.decide(admin, done.caseId, 'dismiss');
    expect((await of([done.caseId], caseDecision('hide'))).problems).toEqual([
      'This case is decided already: The admin decided it less than a minute ago: dismissed.',
    ]);
  });

  test('says that an author who has left is told nothing', async () => {
    const { caseId, author } = await at.open();
    await town.sql.query("UPDATE community_demo.users SET status = 'deleted' WHERE id = ?", [author]);
    expect(await of([caseId], caseDecision('dismiss', { memberMessage: 'Hello' }))).toMatchObject({
      warnings: ['The author is not known, or has left: they are told nothing.'],
      messages: [],
    });
  });

  test('says of many, in numbers, how many are decided, and how many are not and why', async () => {
    const author = await at.someone();
    const ids = await at.reportedBy(author, await at.photosOf(author, 5), await at.several(2));
    const [held, done] = ids as [CaseId, CaseId];
    await claim(admin, { caseId: held, claimId: randomUUID() });
    await at.decide(admin, done, 'dismiss');
    const onMember = await at.openOnMember();
    const gone = await at.open();
    await town.sql.query("UPDATE community_demo.users SET status = 'deleted' WHERE id = ?", [gone.author]);
    const unknown = await at.open();
    await town.sql.query('UPDATE caretaker.report_case SET author_id = NULL WHERE id = ?', [unknown.caseId]);
    const said = await of(
      [...ids, onMember.caseId, gone.caseId, unknown.caseId, '9999999' as CaseId],
      caseDecision([{ kind: 'hide' }, { kind: 'warn' }], {
        memberMessage: 'Hello',
        reporterMessage: 'Thank you',
      }),
    );
    expect(said).toEqual({
      effects: [
        '3 cases of 9: hidden, warned.',
        '1 case: refused, since a colleague holds it.',
        '1 case: refused, since it is decided already.',
        '1 case: refused, since only content can be hidden.',
        '1 case: refused, since its author has deleted their account.',
        '1 case: refused, since its author is not known.',
        '1 case: refused, since there is no such case.',
        'Up to 3 messages to authors and 6 messages to reporters, each 15 seconds after its case is decided; until then, taking it back stops it.',
        'All of it can be taken back at once. The warnings stay, since they cannot be taken back.',
      ],
      warnings: ['One member is the author of 3 cases and is told as often.'],
      problems: [],
      statuses: [
        { status: 'active', members: 2 },
        { status: 'deleted', members: 1 },
      ],
      undoable: true,
      cases: 9,
      capped: false,
      messages: [],
    });
    expect((await of([held, done], caseDecision('dismiss'))).problems).toEqual([
      'Not one of these cases can be decided so.',
    ]);
  });

  test('says of a filter how many it finds', async () => {
    const author = await at.someone();
    await at.reportedBy(author, await at.photosOf(author, 4), await at.several(1));
    const target = { view: 'unclaimed' as const, filter: QueueFilter.parse({ authorId: author }) };
    const said = await preview(moderator, { target, decision: caseDecision('dismiss') }, undefined);
    expect(said).toMatchObject({
      cases: 4,
      capped: false,
      effects: expect.arrayContaining(['4 cases of 4: dismissed.']),
    });
    const nobody = { ...target, filter: QueueFilter.parse({ authorId: '999999' }) };
    expect(
      await preview(moderator, { target: nobody, decision: caseDecision('dismiss') }, undefined),
    ).toMatchObject({
      cases: 0,
      problems: ['Not one of these cases can be decided so.'],
    });
  });
});
