import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CaseAction, CaseDecision } from '../../src/contract/reports/decisions.ts';
import type { EntryId } from '../../src/contract/values.ts';
import { claim } from '../../src/core/reports/queue/claims/claim.ts';
import { hold } from '../../src/core/reports/queue/claims/rest.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { inMinutes } from '../support/acting.ts';
import { type Community, testCommunity } from '../support/community.ts';
import { caseDecision, type Deciding, deciding, type Opened } from '../support/deciding.ts';

describe('Whatever is decided about a case', () => {
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

  const until = fc.option(
    fc.integer({ min: 60, max: 60 * 24 * 400 }).map((minutes) => inMinutes(minutes)),
    { nil: null },
  );
  const done: fc.Arbitrary<CaseAction> = fc.oneof(
    fc.record({ kind: fc.constantFrom('hide' as const, 'warn' as const, 'ban' as const) }),
    fc.record({ kind: fc.constantFrom('mute' as const, 'suspend' as const), until }),
  );
  const alone: fc.Arbitrary<CaseAction> = fc.record({
    kind: fc.constantFrom('dismiss' as const, 'dismiss-and-mute' as const, 'escalate' as const),
  });
  /** Of any policy that allows all of it. */
  const decision: fc.Arbitrary<CaseDecision> = fc
    .record({
      actions: fc.oneof(
        {
          weight: 4,
          arbitrary: fc.uniqueArray(done, { minLength: 1, maxLength: 5, selector: (it) => it.kind }),
        },
        { weight: 2, arbitrary: alone.map((it) => [it]) },
      ),
      policyId: fc.constantFrom('3', '4', '7', '8'),
      memberMessage: fc.constantFrom(null, 'Hello {nickname}'),
      reporterMessage: fc.constantFrom(null, 'Thank you, {nickname}'),
    })
    .map(({ actions, ...o }) => caseDecision(actions, o as Partial<CaseDecision>));

  /** What the author and the case are like before: sanctions in force, and whose the case is. */
  const earlier = fc.record({
    sanctions: fc.uniqueArray(
      fc.oneof(
        fc.record({ action: fc.constant('ban' as const) }),
        fc.record({ action: fc.constantFrom('mute' as const, 'suspend' as const), until }),
      ),
      { maxLength: 2, selector: (it) => it.action },
    ),
    hidden: fc.boolean(),
    standing: fc.constantFrom('free', 'claimed', 'held', 'escalated'),
  });

  type Earlier = typeof earlier extends fc.Arbitrary<infer It> ? It : never;

  async function prepare({ sanctions, hidden, standing }: Earlier): Promise<Opened> {
    const opened = await at.open({ reporters: 2 });
    const { caseId, author, photo } = opened;
    for (const it of sanctions) await at.act(admin, author, it);
    if (hidden)
      await town.sql.query("UPDATE community_demo.photos SET hidden_at = '2026-01-01' WHERE id = ?", [photo]);
    if (standing === 'claimed') await claim(moderator, { caseId, claimId: randomUUID() });
    if (standing === 'held')
      await hold(admin, { requestId: randomUUID(), caseId, until: inMinutes(600), note: 'Waits' });
    if (standing === 'escalated') await at.decide(admin, caseId, 'escalate');
    return opened;
  }

  /** All that an undo is to put back exactly: the case but for its version, the member's sanctions, the content, the records. */
  async function look({ caseId, author, photo, reporters }: Opened) {
    const { version: _, ...row } = await at.row(caseId);
    const { status, muted_until, suspended_until, nickname, banned_at } = await at.user(author);
    return {
      row,
      // A ban that is imposed again, because another sanction was lifted beside it, has a later moment.
      user: { status, muted_until, suspended_until, nickname, isBanned: banned_at !== null },
      photo: await at.photo(photo),
      records: await Promise.all(reporters.map((id) => at.reporter(id))),
    };
  }

  /** Null where it is decided so already. */
  const tryOut = (opened: Opened, it: CaseDecision): Promise<EntryId | null> =>
    at.decide(moderator, opened.caseId, it).catch((error: unknown) => {
      expect(error).toMatchObject({ message: expect.stringContaining('with the administrators already') });
      return null;
    });

  test('to take it back leaves case, member, content and reporters’ records as they were', async () => {
    let reached = 0;
    await fc.assert(
      fc.asyncProperty(earlier, decision, async (ground, it) => {
        const opened = await prepare(ground);
        const before = await look(opened);
        const decisionId = await tryOut(opened, it);
        if (decisionId === null) return;
        reached += 1;
        await at.undo(admin, decisionId);
        expect(await look(opened)).toEqual(before);
      }),
      { numRuns: 30 },
    );
    expect(reached).toBeGreaterThan(20);
  });

  test('a row of decisions is taken back step by step, the newest first, to where it began', async () => {
    await fc.assert(
      fc.asyncProperty(earlier, decision, decision, async (ground, first, second) => {
        const opened = await prepare(ground);
        const states = [await look(opened)];
        // A decision can follow on one that left the case open, and on one that was taken back.
        const escalation = await tryOut(opened, caseDecision('escalate'));
        if (escalation !== null) states.push(await look(opened));
        const tried = await tryOut(opened, first);
        if (tried !== null) await at.undo(moderator, tried);
        expect(await look(opened)).toEqual(states.at(-1));
        const last = await tryOut(opened, second);
        for (const decisionId of [last, escalation].filter((it) => it !== null)) {
          await at.undo(admin, decisionId);
          expect(await look(opened)).toEqual(decisionId === last ? states.at(-1) : states[0]);
        }
      }),
      { numRuns: 12 },
    );
  });
});
