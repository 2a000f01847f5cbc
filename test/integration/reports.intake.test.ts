import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readAllReports, readReports } from '../../src/core/reports/intake/job.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { type Community, overTheWire, testCommunity } from '../support/community.ts';
import { type Reporting, reporting } from '../support/reporting.ts';

describe('Reports that the site has', () => {
  let town: Community;
  let it: Reporting;
  let moderator: SignedIn;
  beforeAll(async () => {
    town = await testCommunity({ members: 1000, directory: false });
    it = reporting(town);
    moderator = await town.signIn('moderator');
    await it.beginNow();
  });
  afterAll(() => town?.[Symbol.asyncDispose]());

  const read = () => readAllReports(moderator);

  test('open one case of their subject with its facts, and wait for a decision', async () => {
    const [status] = await it.rows<{ user_id: string; body: string }>(
      'SELECT user_id, body FROM community_demo.statuses WHERE id = 10',
    );
    const id = await it.report({
      on: ['Status', 10],
      by: 5,
      about: Number(status?.user_id),
      reason: 'Harassment',
      note: 'Follows me everywhere',
      minutesAgo: 3,
    });
    await read();
    const row = await it.caseOf('status', 10);
    expect(row).toMatchObject({
      state: 'open',
      open_mark: 1,
      author_id: status?.user_id,
      policy_id: '4',
      severity: 4,
      danger: null,
      reasons: '["Harassment"]',
      reports: 1,
      reporters: 1,
      believed: 0.5,
      age_step: 0,
      version: 1,
    });
    expect(status?.body.startsWith(row.excerpt.replace(/…$/, ''))).toBe(true);
    expect(Date.parse(`${row.due_at}Z`) - Date.parse(`${row.opened_at}Z`)).toBe(720 * 60_000);
    expect(await it.itemsOf(row.id)).toMatchObject([
      { report_id: id, reporter_id: '5', note: 'Follows me everywhere', weight: 0.5, muted: 0 },
    ]);
    expect(await it.eventsOf(row.id)).toEqual(['opened']);
    const [event] = await it.rows('SELECT by_job FROM caretaker.report_event WHERE case_id = ?', [row.id]);
    expect(event).toEqual({ by_job: 1 });
  });

  test('join the open case, which changes for whoever is about to decide', async () => {
    await it.report({ on: ['Photo', 11], by: 6, reason: 'spam', minutesAgo: 50 });
    await read();
    const before = await it.caseOf('photo', 11);
    await it.report({ on: ['Photo', 11], by: 7, reason: 'nudity', minutesAgo: 90 });
    await it.report({ on: ['Photo', 11], by: 6, reason: 'nudity' });
    await it.report({ on: ['Photo', 11], by: 8, reason: 'self-harm' });
    await read();
    const after = await it.caseOf('photo', 11);
    expect(after).toMatchObject({
      id: before.id,
      version: before.version + 1,
      reports: 4,
      reporters: 3,
      believed: 1.5,
      policy_id: '1',
      danger: 'life',
      severity: 5,
      reasons: '["nudity","self-harm","spam"]',
    });
    // The first report came late, but it was the first: by it, and by the graver policy, the case is due.
    expect(after.opened_at < before.opened_at).toBe(true);
    expect(Date.parse(`${after.due_at}Z`) - Date.parse(`${after.opened_at}Z`)).toBe(60 * 60_000);
    expect(after.score).toBeGreaterThan(before.score);
    expect(await it.eventsOf(after.id)).toEqual(['opened', 'joined']);
    expect(await it.evidenceOf(after.id)).toHaveLength(1);
  });

  test.each(['held', 'escalated'])('join a case that is %s, and leave it so', async (state) => {
    const id = state === 'held' ? 12 : 13;
    await it.report({ on: ['Photo', id], by: 6 });
    await read();
    await it.rows(
      "UPDATE caretaker.report_case SET state = ? WHERE subject_kind = 'photo' AND subject_id = ?",
      [state, id],
    );
    await it.report({ on: ['Photo', id], by: 7 });
    await read();
    expect(await it.caseOf('photo', id)).toMatchObject({ state, reports: 2 });
  });

  test('weigh as much as their reporters were right', async () => {
    await it.rows(
      'INSERT INTO caretaker.reporter (member_id, right_count, wrong_count) VALUES (20, 16, 0), (21, 0, 16)',
    );
    for (const by of [20, 21, 22]) await it.report({ on: ['Photo', 14], by });
    await read();
    const row = await it.caseOf('photo', 14);
    const weights = (await it.itemsOf(row.id)).map((item) => Number(item.weight));
    expect(weights[0]).toBeCloseTo(0.9, 5);
    expect(weights[1]).toBeCloseTo(0.1, 5);
    expect(weights[2]).toBe(0.5);
    expect(Number(row.believed)).toBe(weights.reduce((sum, weight) => sum + weight, 0));
  });

  test('after a decision open a new case', async () => {
    await it.report({ on: ['Photo', 15], by: 6 });
    await read();
    await it.end((await it.caseOf('photo', 15)).id);
    await it.report({ on: ['Photo', 15], by: 7 });
    await read();
    expect((await it.casesOf('photo', 15)).map((row) => row.state)).toEqual(['done', 'open']);
  });

  test('are muted once that was decided, until what was reported is edited', async () => {
    await it.report({ on: ['Status', 16], by: 6 });
    await read();
    const decided = await it.caseOf('status', 16);
    await it.end(decided.id, { mutes: true });
    await it.report({ on: ['Status', 16], by: 7 });
    await it.report({ on: ['Status', 16], by: 8 });
    await read();
    expect(await it.caseOf('status', 16)).toMatchObject({
      state: 'done',
      reports: 1,
      version: decided.version,
    });
    expect((await it.itemsOf(decided.id)).map((item) => item.muted)).toEqual([0, 1, 1]);
    expect(await it.rows('SELECT * FROM caretaker.reporter WHERE member_id IN (7, 8)')).toEqual([]);

    await it.rows("UPDATE community_demo.statuses SET body = 'worse than before' WHERE id = 16");
    await it.report({ on: ['Status', 16], by: 9 });
    await read();
    const [, fresh] = await it.casesOf('status', 16);
    expect(fresh).toMatchObject({ state: 'open', reports: 1, excerpt: 'worse than before' });
  });

  test('of a member say what their page said; a sanction is no edit of it', async () => {
    await it.report({ on: ['User', 30], by: 6, reason: 'impersonation' });
    await read();
    const row = await it.caseOf('member', 30);
    expect(row).toMatchObject({ author_id: '30', policy_id: '5', language: 'und' });
    await it.rows(
      "UPDATE community_demo.users SET status = 'banned', updated_at = UTC_TIMESTAMP(6) WHERE id = 30",
    );
    await it.report({ on: ['User', 30], by: 7, reason: 'impersonation' });
    await read();
    expect(await it.evidenceOf(row.id)).toHaveLength(1);
    await it.rows("UPDATE community_demo.users SET nickname = 'Someone Else 30' WHERE id = 30");
    await it.report({ on: ['User', 30], by: 8, reason: 'impersonation' });
    await read();
    const kept = await it.evidenceOf(row.id);
    expect(kept.map((one) => one.evidence.member?.status)).toEqual(['active', 'banned']);
    expect(kept[1]?.evidence.member?.nickname).toBe('Someone Else 30');
    expect(await it.eventsOf(row.id)).toEqual(['opened', 'joined', 'joined', 'edited']);
    // Those who reported this member lately.
    expect(await it.caseOf('member', 30)).toMatchObject({ reach: 3 });
  });

  test('are none of the business of support, whose account the database refuses', async () => {
    expect(readReports.roles).not.toContain('support');
    const support = await town.signIn('support');
    await expect(readAllReports(support)).rejects.toThrow(/denied/);
    await overTheWire(town, 'support', async (line) => {
      for (const table of [
        'report_case',
        'report_item',
        'report_evidence',
        'report_event',
        'report_intake',
      ]) {
        await expect(line.query(`SELECT 1 FROM caretaker.${table}`)).rejects.toThrow(/denied/);
      }
      await expect(line.query('CALL caretaker_site.report_conversation(1)')).rejects.toThrow(/denied/);
    });
  });

  test('leave evidence that nobody can change, under the hash of its text', async () => {
    await it.report({ on: ['Photo', 17], by: 6 });
    await read();
    const [kept] = await it.evidenceOf((await it.caseOf('photo', 17)).id);
    expect(kept?.sha256).toBe(createHash('sha256').update(kept?.body).digest('hex'));
    await overTheWire(town, 'moderator', async (line) => {
      const change = "UPDATE caretaker.report_evidence SET body = '{}' WHERE id = ?";
      await expect(line.query(change, [kept?.id])).rejects.toThrow(/denied/);
    });
  });
});
