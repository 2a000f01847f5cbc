import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CaseId } from '../../src/contract/reports/values.ts';
import { inMinutes } from '../support/acting.ts';
import { testConsole } from '../support/calls.ts';
import { type Community, passwordOf, testCommunity } from '../support/community.ts';
import { caseDecision, type Deciding, deciding } from '../support/deciding.ts';

describe('A window that decides about cases', () => {
  let town: Community;
  let window: Awaited<ReturnType<typeof testConsole>>;
  let at: Deciding;
  beforeAll(async () => {
    town = await testCommunity({ members: 1000 });
    window = await testConsole();
    at = deciding(town, await town.signIn('admin'));
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

  const decided = async (ids: readonly CaseId[]) =>
    (await at.rows('SELECT 1 FROM caretaker.report_decision WHERE case_id IN (?)', [ids])).length;

  test('looks ahead, decides, sees the decision in the case and takes it back', async () => {
    const { reports } = window.client;
    const { caseId, author, photo } = await at.open({ reporters: 2 });
    const decision = caseDecision([{ kind: 'hide' }, { kind: 'mute', until: inMinutes(60) }], {
      memberMessage: 'Hello {nickname}',
      reporterMessage: 'Thank you, {nickname}',
    });
    const looked = await reports.preview({ target: { caseIds: [caseId] }, decision });
    expect(looked).toMatchObject({
      problems: [],
      cases: 1,
      messages: [{ to: 'author' }, { to: 'reporter' }],
    });
    const { row } = await reports.get({ caseId });
    const { decisionId } = await reports.decide({
      requestId: randomUUID(),
      caseId,
      seenVersion: row.version,
      decision,
    });
    const shown = await reports.get({ caseId });
    expect(shown).toMatchObject({
      row: { state: 'done', outcome: expect.stringMatching(/^hidden, muted until/), claim: null },
      decisions: [{ id: decisionId, told: { waiting: 3 }, undoable: true, stays: [] }],
    });
    expect(shown.events.at(-1)).toMatchObject({ kind: 'decided', actor: 'moderator' });
    await town.sql.query(
      'UPDATE caretaker.report_ending SET remind_at = UTC_TIMESTAMP(6) WHERE case_id = ?',
      [caseId],
    );
    const { endings } = await reports.endings({});
    expect(endings).toMatchObject([{ caseId, memberId: author, kind: 'mute', decidedBy: 'moderator' }]);
    await reports.settleEnding({ requestId: randomUUID(), endingId: endings[0]?.id as never });
    expect(await reports.endings({})).toEqual({ endings: [], next: null });
    expect(await reports.undo({ requestId: randomUUID(), decisionId })).toEqual({ caseId, stays: [] });
    expect((await at.photo(photo)).hidden_at).toBeNull();
  });

  test('stops a run by leaving it, goes on with it, and takes all of it back', async () => {
    const { reports } = window.client;
    const author = await at.someone();
    const ids = await at.reportedBy(author, await at.photosOf(author, 120), await at.several(1));
    const run = { runId: randomUUID(), target: { caseIds: ids }, decision: caseDecision('hide') };
    for await (const progress of await reports.decideMany(run)) {
      expect(progress.finished).toBe(false);
      break;
    }
    // Those under way are done; then nothing more.
    await new Promise((resolve) => setTimeout(resolve, 800));
    const stopped = await decided(ids);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await decided(ids)).toBe(stopped);
    expect(stopped).toBeLessThan(ids.length);

    const all = async (progress: AsyncIterable<{ outcomes: { outcome: string }[] }>) => {
      const outcomes: string[] = [];
      for await (const step of progress) outcomes.push(...step.outcomes.map((it) => it.outcome));
      return outcomes;
    };
    expect(await all(await reports.decideMany(run))).toEqual(ids.map(() => 'done'));
    expect(await decided(ids)).toBe(ids.length);
    const undoing = await reports.undoRun({ requestId: randomUUID(), runId: run.runId });
    expect(await all(undoing)).toEqual(ids.map(() => 'done'));
    expect(
      await at.rows("SELECT 1 FROM caretaker.report_case WHERE id IN (?) AND state <> 'open'", [ids]),
    ).toEqual([]);
  });
});
