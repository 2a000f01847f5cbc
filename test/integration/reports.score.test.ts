import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Weights } from '../../src/contract/reports/policies.ts';
import { createLog } from '../../src/core/log.ts';
import { readAllReports } from '../../src/core/reports/intake/job.ts';
import { rescoreCases } from '../../src/core/reports/intake/scores/rescore.ts';
import { scoredOf } from '../../src/core/reports/policies/weights.ts';
import type { CaseColumns } from '../../src/core/reports/rows.ts';
import { scoreOf } from '../../src/core/reports/score.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { type Community, testCommunity } from '../support/community.ts';
import { type Reporting, reporting } from '../support/reporting.ts';
import { costOf } from '../support/statements.ts';

const log = createLog({ level: 'silent' });

describe('The scores of the queue', () => {
  let town: Community;
  let it: Reporting;
  let moderator: SignedIn;
  beforeAll(async () => {
    town = await testCommunity({ members: 2000, directory: false });
    it = reporting(town);
    moderator = await town.signIn('moderator');
    await it.beginNow();
  });
  afterAll(() => town?.[Symbol.asyncDispose]());

  const rescore = (signal = new AbortController().signal) =>
    rescoreCases.run({ database: moderator.database, site: moderator.site, log }, signal);
  const open = () =>
    it.rows<CaseColumns>("SELECT * FROM caretaker.report_case WHERE state <> 'done' ORDER BY id");
  const feed = async () =>
    (await it.rows("SELECT COUNT(*) AS n FROM caretaker.change_feed WHERE topic = 'case'"))[0]?.n;

  async function report(count: number, from: number): Promise<void> {
    await it.rows(
      `INSERT INTO community_demo.reports
         (reporter_id, reportable_type, reportable_id, reported_user_id, reason, created_at)
       SELECT 1 + id % 70, 'Comment', id, 100 + id % 50, 'spam', UTC_TIMESTAMP(6) - INTERVAL id % 300 MINUTE
       FROM community_demo.comments WHERE id >= ? ORDER BY id LIMIT ?`,
      [from, count],
    );
    await readAllReports(moderator);
  }

  async function weigh(weights: Weights): Promise<void> {
    await it.rows('INSERT INTO caretaker.report_weights SET ?', [weights]);
  }

  const expectReckonedBy = async (weights: Weights) => {
    for (const row of await open()) expect(row.score, row.id).toBe(scoreOf(scoredOf(row), weights));
  };

  test('grow by the steps of a case’s age, at their time and not before', async () => {
    await it.report({ on: ['Status', 10], minutesAgo: 0 });
    await it.report({ on: ['Status', 11], minutesAgo: 0 });
    await readAllReports(moderator);
    await rescore();
    const [young, old] = [await it.caseOf('status', 10), await it.caseOf('status', 11)];
    expect([young.age_step, old.age_step]).toEqual([0, 0]);
    await it.rows(
      `UPDATE caretaker.report_case SET opened_at = opened_at - INTERVAL 25 HOUR, due_at = due_at - INTERVAL 25 HOUR,
         rescore_at = rescore_at - INTERVAL 25 HOUR, state = 'held' WHERE id = ?`,
      [old.id],
    );
    const before = await feed();
    await rescore();
    const aged = await it.caseOf('status', 11);
    expect(await it.caseOf('status', 10)).toEqual(young);
    expect(aged).toMatchObject({ age_step: 4, version: old.version, score: old.score + 4 * 10 * 100 });
    expect(aged.rescore_at > aged.due_at).toBe(true);
    // The queue is in another order; nobody's case changed.
    expect(await feed()).toEqual(before);
  });

  test('are all reckoned anew after the weights changed, also where that is stopped in the middle', async () => {
    await report(1300, 1);
    await it.rows(
      "UPDATE caretaker.report_case SET state = 'done', open_mark = NULL, decided_at = UTC_TIMESTAMP(6) WHERE id % 7 = 0",
    );
    const done = await it.rows(
      "SELECT id, score FROM caretaker.report_case WHERE state = 'done' ORDER BY id",
    );
    const weights = { severity: 7, reporters: 300, reach: 11, age: 2 };
    await weigh(weights);
    for (const passes of [1, 1, 100]) {
      const stop = new AbortController();
      let left = passes;
      const { database } = moderator;
      // Stopped after so many of its transactions.
      const watched = new Proxy(database, {
        get(of, name) {
          const value = Reflect.get(of, name);
          if (typeof value !== 'function') return value;
          return (...input: unknown[]) => {
            if (name === 'write') left -= 1;
            if (left <= 0) stop.abort();
            return value.apply(of, input);
          };
        },
      });
      await rescoreCases
        .run({ database: watched, site: moderator.site, log }, stop.signal)
        .catch((error) => expect(error.name).toBe('AbortError'));
    }
    await expectReckonedBy(weights);
    expect(
      await it.rows("SELECT id, score FROM caretaker.report_case WHERE state = 'done' ORDER BY id"),
    ).toEqual(done);
    const [mark] = await it.rows('SELECT weights, rescore_below FROM caretaker.report_intake');
    expect(mark).toEqual({ weights: 2, rescore_below: null });
  });

  test('are by the newest weights also of reports that are read meanwhile', async () => {
    const weights = { severity: 31, reporters: 17, reach: 3, age: 9 };
    await weigh(weights);
    await Promise.all([report(200, 1400), rescore(), report(200, 1600), rescore()]);
    await rescore();
    await expectReckonedBy(weights);
  });

  test('follow a policy that an administrator made graver and more urgent', async () => {
    await it.rows(
      `INSERT INTO caretaker.policy_version (policy_id, version, name, body, severity, danger, target_minutes, actions,
         reasons, member_template, reporter_template)
       SELECT policy_id, 2, name, body, 5, 'minors', 60, actions, reasons, member_template, reporter_template
       FROM caretaker.policy_version WHERE policy_id = 7`,
    );
    await it.rows('UPDATE caretaker.policy SET version = 2 WHERE id = 7');
    await it.rows('UPDATE caretaker.report_intake SET rescore_below = 18446744073709551615');
    await rescore();
    const rows = (await open()).filter((row) => row.policy_id === '7');
    expect(rows.length).toBeGreaterThan(100);
    for (const row of rows) {
      expect(row).toMatchObject({ severity: 5, danger: 'minors' });
      expect(Date.parse(`${row.due_at}Z`) - Date.parse(`${row.opened_at}Z`)).toBe(3_600_000);
    }
  });

  test('cost next to nothing while none is due', async () => {
    await rescore();
    const costs = await costOf(town, rescore);
    expect(costs.reduce((sum, cost) => sum + cost.rowsExamined, 0)).toBeLessThan(150);
    // Of the few policies and weights all are at hand.
    for (const cost of costs.filter((it) => !/policy|report_weights/.test(it.text))) {
      expect(cost, cost.text).toMatchObject({ scans: 0 });
    }
  });
});
