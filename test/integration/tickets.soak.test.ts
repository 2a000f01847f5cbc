import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { soakSettings } from '../soak/command.ts';
import { reportOf } from '../soak/tickets/report.ts';
import { type Soaked, soak } from '../soak/tickets/soak.ts';
import { lookAtTables } from '../soak/tickets/verify/look.ts';
import { type Community, rootConnection, testCommunity } from '../support/community.ts';

describe('Agents at one desk, of whom some are killed in the middle of their work', () => {
  const work = { agents: 6, tickets: 300, seconds: 15 };
  const stack = new AsyncDisposableStack();
  let town: Community;
  let soaked: Soaked;
  beforeAll(async () => {
    const settings = { settings: soakSettings(work.agents) };
    town = stack.use(await testCommunity({ directory: false, settings }));
    const kills = { seatsEach: 3, killEverySeconds: 8 };
    soaked = await soak(town, { ...work, ...kills, replies: 30, say: () => {} });
  }, 300_000);
  afterAll(() => stack.disposeAsync());

  test('lose no answer, send none twice, and never answer the same by two, though the database is killed as well', () => {
    // The whole report, so that a failure shows what was found.
    const report = reportOf(soaked, { ...work, minutes: 0.25 });
    for (const [what, found] of Object.entries(soaked.wrong)) expect(found, `${what}\n${report}`).toEqual([]);
    expect(soaked.killed.people).toBeGreaterThan(0);
    expect(soaked.written).toBeGreaterThan(0);
  });

  const anAnswer = "kind = 'out' AND withdrawn = 0 ORDER BY id LIMIT 1";
  // Each made on purpose, looked at and put back.
  test.each([
    ['answers lost', ["DELETE FROM caretaker.ticket_message WHERE kind = 'out'"]],
    [
      'answers sent twice, not at all, or otherwise',
      ['DELETE FROM community_demo.notices ORDER BY id DESC LIMIT 1'],
    ],
    [
      'answers sent twice, not at all, or otherwise',
      [
        `INSERT INTO community_demo.notices (request_id, user_id, body, actor, created_at)
         SELECT UUID(), user_id, body, actor, created_at FROM community_demo.notices LIMIT 1`,
      ],
    ],
    [
      'answers sent twice, not at all, or otherwise',
      ["UPDATE community_demo.notices SET body = 'Otherwise' ORDER BY id DESC LIMIT 1"],
    ],
    [
      'tickets answered by two',
      [
        `INSERT INTO caretaker.ticket_message (ticket_id, kind, body)
         SELECT * FROM (SELECT ticket_id, kind, body FROM caretaker.ticket_message WHERE ${anAnswer}) again`,
      ],
    ],
    [
      'tickets taken from someone by “next”',
      [
        `UPDATE caretaker.ticket SET assignee = 'a0', claim_id = UUID(), version = version + 1
         WHERE assignee IS NOT NULL ORDER BY id LIMIT 1`,
      ],
    ],
    ['other deeds lost', ['DELETE FROM caretaker.assignee_log']],
    ['tickets not accounted for', ['DELETE FROM caretaker.ticket ORDER BY id LIMIT 1']],
    [
      'tickets not accounted for',
      ["DELETE FROM caretaker.ticket_message WHERE kind = 'in' ORDER BY id DESC LIMIT 1"],
    ],
    [
      'clocks that are wrong',
      ["UPDATE caretaker.ticket SET clock_since = NULL WHERE place = 'todo' ORDER BY id LIMIT 1"],
    ],
    ['counts that are wrong', ["DELETE FROM caretaker.ticket WHERE place = 'waiting' ORDER BY id LIMIT 1"]],
  ])('would be caught otherwise: %s (%#)', async (what, damage) => {
    const sql = await rootConnection(town.root);
    try {
      await sql.beginTransaction();
      for (const statement of damage) await sql.query(statement);
      const { wrong } = await lookAtTables(sql, soaked);
      expect(wrong[what]?.length).toBeGreaterThan(0);
    } finally {
      await sql.rollback();
      sql.destroy();
    }
  });
});
