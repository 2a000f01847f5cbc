import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { soakSettings } from '../soak/command.ts';
import { reportOf } from '../soak/reports/report.ts';
import { type Soaked, soak } from '../soak/reports/soak.ts';
import { lookAtTables } from '../soak/reports/verify/look.ts';
import { type Community, rootConnection, testCommunity } from '../support/community.ts';

describe('Moderators at one queue, of whom some are killed in the middle of their work', () => {
  const work = { moderators: 6, cases: 300, seconds: 15 };
  const stack = new AsyncDisposableStack();
  let town: Community;
  let soaked: Soaked;
  beforeAll(async () => {
    const settings = { settings: soakSettings(work.moderators) };
    town = stack.use(await testCommunity({ directory: false, settings }));
    const kills = { seatsEach: 3, killEverySeconds: 8 };
    soaked = await soak(town, { ...work, ...kills, decisions: 30, say: () => {} });
  }, 300_000);
  afterAll(() => stack.disposeAsync());

  test('lose nothing, do nothing twice and nothing by halves, though the database is killed as well', () => {
    // The whole report, so that a failure shows what was found.
    const report = reportOf(soaked, { ...work, minutes: 0.25 });
    for (const [what, found] of Object.entries(soaked.wrong)) expect(found, `${what}\n${report}`).toEqual([]);
    expect(soaked.killed.people).toBeGreaterThan(0);
    expect(soaked.reported).toBeGreaterThan(0);
  });

  // Each made on purpose, looked at and put back.
  test.each([
    [
      'cases claimed twice at once',
      [
        `UPDATE caretaker.report_case SET holder = 'm1', claimed_until = UTC_TIMESTAMP(6) + INTERVAL 10 MINUTE
         WHERE state = 'open' AND holder IS NULL ORDER BY id LIMIT 1`,
        "UPDATE caretaker.report_case SET holder = 'm2' WHERE holder = 'm1' AND claimed_until > UTC_TIMESTAMP(6)",
      ],
    ],
    [
      'decisions doubled',
      [
        `INSERT INTO caretaker.report_decision
           (request_id, case_id, actor, policy_id, policy_version, actions, reason, before_case)
         SELECT UUID(), d.case_id, d.actor, d.policy_id, d.policy_version, d.actions, d.reason, d.before_case
         FROM caretaker.report_decision d JOIN caretaker.report_case c ON c.id = d.case_id
         WHERE c.state = 'done' ORDER BY d.id DESC LIMIT 1`,
      ],
    ],
    ['decisions half applied', ['DELETE FROM community_demo.moderation_actions ORDER BY id DESC LIMIT 1']],
    ['decisions lost', ['DELETE FROM caretaker.report_decision']],
    ['claims and other deeds lost', ['DELETE FROM caretaker.holder_log']],
    ['cases not accounted for', ['DELETE FROM caretaker.report_case ORDER BY id LIMIT 1']],
  ])('would be caught otherwise: %s', async (what, damage) => {
    const sql = await rootConnection(town.root);
    try {
      await sql.beginTransaction();
      for (const statement of damage) await sql.query(statement);
      const { wrong } = await lookAtTables(sql, soaked.diary, soaked.before);
      expect(wrong[what]?.length).toBeGreaterThan(0);
    } finally {
      await sql.rollback();
      sql.destroy();
    }
  });
});
