import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CaseDecision } from '../../src/contract/reports/decisions.ts';
import { decide } from '../../src/core/reports/decisions/decide/decide.ts';
import { openSession, type SignedIn } from '../../src/core/session/open.ts';
import { inMinutes } from '../support/acting.ts';
import { type BreakingLine, breakingLine } from '../support/broken-line.ts';
import { type Community, rootConnection, testCommunity } from '../support/community.ts';
import { caseDecision, type Deciding, deciding, type Opened } from '../support/deciding.ts';

const nothing = {
  entries: 0,
  decisions: 0,
  steps: 0,
  ofMember: 0,
  messages: 0,
  endings: 0,
  siteActions: 0,
  events: 0,
};
/** Of the decision below, once. */
const once = {
  ...nothing,
  entries: 3,
  decisions: 1,
  steps: 2,
  ofMember: 1,
  messages: 2,
  endings: 1,
  siteActions: 2,
  events: 1,
};

describe('A decision about a case stands whole or not at all', () => {
  let town: Community;
  let line: BreakingLine;
  let shaky: SignedIn;
  let moderator: SignedIn;
  let admin: SignedIn;
  let at: Deciding;
  beforeAll(async () => {
    town = await testCommunity({ members: 1500 });
    line = await breakingLine(town.root.port);
    moderator = await town.signIn('moderator');
    admin = await town.signIn('admin');
    const primary = { ...town.address('moderator'), port: line.port };
    const opening = await openSession({ primary, replica: null });
    if (opening.outcome !== 'opened') throw new Error(opening.outcome);
    shaky = opening.signedIn;
    at = deciding(town, moderator);
  });
  afterAll(async () => {
    await shaky?.database.close();
    await line?.[Symbol.asyncDispose]();
    await town?.[Symbol.asyncDispose]();
  });

  const whole = () =>
    caseDecision([{ kind: 'hide' }, { kind: 'mute', until: inMinutes(600) }], {
      memberMessage: 'Hello {nickname}',
      reporterMessage: 'Thank you, {nickname}',
    });
  const traces = ({ caseId, author, photo }: Opened) => at.traces(caseId, author, photo);
  const askedOf = async ({ caseId }: Opened, decision: CaseDecision = whole()) => ({
    requestId: randomUUID(),
    caseId,
    seenVersion: Number((await at.row(caseId)).version),
    decision,
  });

  test.each([
    ['the site refuses to hide the content', 'community_demo.photos', 'UPDATE'],
    ['the site refuses the sanction', 'community_demo.users', 'UPDATE'],
    ['a message cannot be queued', 'caretaker.outbox', 'INSERT'],
    ['the case cannot be closed', 'caretaker.report_case', 'UPDATE'],
    ['its event cannot be written', 'caretaker.report_event', 'INSERT'],
  ])('where %s, nothing of it stands', async (_, table, what) => {
    const opened = await at.open();
    const before = await at.row(opened.caseId);
    const schema = table.split('.')[0];
    await town.sql.query(
      `CREATE TRIGGER ${schema}.refuses BEFORE ${what} ON ${table} FOR EACH ROW
       SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'The site says no.'`,
    );
    try {
      await expect(decide(moderator, await askedOf(opened))).rejects.toThrow('The site says no.');
    } finally {
      await town.sql.query(`DROP TRIGGER ${schema}.refuses`);
    }
    expect(await traces(opened)).toEqual(nothing);
    expect(await at.row(opened.caseId)).toEqual(before);
    expect((await at.photo(opened.photo)).hidden_at).toBeNull();
    expect((await at.user(opened.author)).muted_until).toBeNull();
    expect(await at.reporter(opened.reporters[0] as never)).toEqual({ right: 0, wrong: 0 });
    await decide(moderator, await askedOf(opened));
    expect(await traces(opened)).toEqual(once);
  });

  test.each(['before-commit', 'after-commit'] as const)(
    'where the line breaks %s, it is done once',
    async (when) => {
      const opened = await at.open();
      const asked = await askedOf(opened);
      const before = line.broken;
      line.breakAt(when);
      const { decisionId } = await decide(shaky, asked);
      expect(line.broken).toBe(before + 1);
      expect(await traces(opened)).toEqual(once);
      expect(await at.reporter(opened.reporters[0] as never)).toEqual({ right: 1, wrong: 0 });
      expect(await decide(moderator, asked)).toEqual({ decisionId });
      expect(await traces(opened)).toEqual(once);
    },
  );

  test.each(['before-commit', 'after-commit'] as const)(
    'where the line breaks %s, it is taken back once',
    async (when) => {
      const opened = await at.open();
      const before = await at.row(opened.caseId);
      const { decisionId } = await decide(shaky, await askedOf(opened));
      const broken = line.broken;
      line.breakAt(when);
      await at.undo(shaky, decisionId);
      expect(line.broken).toBe(broken + 1);
      expect(await at.row(opened.caseId)).toEqual({ ...before, version: Number(before.version) + 2 });
      expect((await at.contentActions(opened.photo)).map((it) => it.action)).toEqual([
        'content_hide',
        'content_restore',
      ]);
      expect(await at.reporter(opened.reporters[0] as never)).toEqual({ right: 0, wrong: 0 });
    },
  );

  test('where its connection is killed in the middle, it is done once all the same', async () => {
    const opened = await at.open();
    const asked = await askedOf(opened);
    const blocker = await rootConnection(town.root);
    try {
      // It waits for the photo's row in the middle of its transaction, its entry and the sanction done.
      await blocker.query('BEGIN');
      await blocker.query('SELECT id FROM community_demo.photos WHERE id = ? FOR UPDATE', [opened.photo]);
      const deciding = decide(moderator, asked);
      const waiting = async () =>
        (
          await at.rows<{ id: string }>(
            "SELECT ID AS id FROM information_schema.PROCESSLIST WHERE INFO LIKE '%content_hide%' AND ID <> CONNECTION_ID()",
          )
        )[0]?.id;
      await expect.poll(waiting, { timeout: 2500, interval: 20 }).toBeDefined();
      await town.sql.query(`KILL ${await waiting()}`);
      await sleep(100);
      await blocker.query('ROLLBACK');
      await deciding;
    } finally {
      blocker.destroy();
    }
    expect(await traces(opened)).toEqual(once);
  });

  test('of two moderators who decide at once one does, and the other is told of it', async () => {
    for (let round = 0; round < 8; round += 1) {
      const opened = await at.open();
      const asked = await askedOf(opened);
      const results = await Promise.allSettled([
        decide(moderator, asked),
        decide(admin, { ...asked, requestId: randomUUID(), decision: caseDecision('dismiss') }),
      ]);
      expect(results.map((it) => it.status).toSorted()).toEqual(['fulfilled', 'rejected']);
      const refused = results.find((it) => it.status === 'rejected') as PromiseRejectedResult;
      expect(refused.reason).toMatchObject({
        code: 'CONFLICT',
        message: expect.stringMatching(
          /^This case is decided already: The \w+ decided it less than a minute ago: /,
        ),
      });
      expect((await traces(opened)).decisions).toBe(1);
    }
  });

  test('of two who take it back at once one does', async () => {
    const opened = await at.open();
    const { decisionId } = await decide(moderator, await askedOf(opened));
    const results = await Promise.allSettled([at.undo(moderator, decisionId), at.undo(admin, decisionId)]);
    expect(results.map((it) => it.status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const refused = results.find((it) => it.status === 'rejected') as PromiseRejectedResult;
    expect(refused.reason).toMatchObject({
      message: expect.stringMatching(/took this back less than a minute ago/),
    });
    expect(await at.contentActions(opened.photo)).toHaveLength(2);
  });

  test('many moderators at once, on cases of the same author and reporters, wait for each other and lose nothing', async () => {
    const author = await at.someone();
    const reporters = await at.several(3);
    const photos = await Promise.all(Array.from({ length: 12 }, () => at.photoOf(author)));
    const cases = await at.reportedBy(author, photos, reporters);
    const results = await Promise.allSettled(
      cases.map(async (caseId, index) =>
        decide(index % 2 === 0 ? moderator : admin, {
          requestId: randomUUID(),
          caseId,
          seenVersion: Number((await at.row(caseId)).version),
          decision: caseDecision([{ kind: 'hide' }, { kind: 'mute', until: inMinutes(60 * (index + 1)) }]),
        }),
      ),
    );
    expect(results.map((it) => (it.status === 'rejected' ? String(it.reason) : 'fulfilled'))).toEqual(
      cases.map(() => 'fulfilled'),
    );
    for (const id of reporters) expect(await at.reporter(id)).toEqual({ right: 12, wrong: 0 });
    expect((await at.siteActions(author)).map((it) => it.action)).toEqual(cases.map(() => 'member_mute'));
  });
});
