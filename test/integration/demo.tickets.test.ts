import type { Connection, RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fillCommunity } from '../../scripts/demo/community.ts';
import { workTickets } from '../../scripts/demo/tickets/tickets.ts';
import { addStaff, install, type Root } from '../../src/core/database/install.ts';
import { demoAdapter, rootConnection } from '../support/community.ts';
import { type TestServer, testServer } from '../support/database-server.ts';

const workers = [
  { user: 'sam', password: 'sam-Pass-1', role: 'support', displayName: 'Sam' },
  { user: 'ada', password: 'ada-Pass-1', role: 'admin', displayName: 'Ada' },
] as const;

describe('The tickets of the demo', () => {
  let server: TestServer;
  let root: Root;
  let sql: Connection;
  beforeAll(async () => {
    server = await testServer();
    root = { host: server.host, port: server.port, ...server.root };
    const until = new Date();
    until.setUTCMinutes(0, 0, 0);
    await fillCommunity({ root, members: 1000, seed: 1, until });
    await install({ root, adapterFile: demoAdapter, makesAccounts: true });
    for (const worker of workers) await addStaff({ root, ...worker });
    sql = await rootConnection(root);
  });
  afterAll(async () => {
    sql?.destroy();
    await server?.[Symbol.asyncDispose]();
  });

  const rows = async (statement: string) => (await sql.query<RowDataPacket[]>(statement))[0];
  const count = async (from: string) => Number((await rows(`SELECT COUNT(*) AS n FROM ${from}`))[0]?.n);
  const work = (signal?: AbortSignal) => workTickets({ root, workers, ...(signal ? { signal } : {}) });

  test('come through the site, and are worked on to the end, however often the first start is stopped', async () => {
    for (const milliseconds of [200, 600, 900, 1200]) {
      const signal = AbortSignal.timeout(milliseconds);
      await work(signal).catch((error) => {
        if (!signal.aborted) throw error;
      });
    }
    await work();
    const tickets = await count('caretaker.ticket');
    expect(tickets).toBeGreaterThan(110);
    const lost = `community_demo.contact_requests WHERE created_at > UTC_TIMESTAMP(6) - INTERVAL 11 DAY
      AND id NOT IN (SELECT site_request_id FROM caretaker.ticket_message WHERE kind = 'in')`;
    expect(await count(lost)).toBe(0);
    const twice = `SELECT ticket_id FROM caretaker.ticket_message WHERE kind = 'out'
      GROUP BY ticket_id, body HAVING COUNT(*) > 1`;
    expect(await rows(twice)).toEqual([]);
    const messages = await count('caretaker.ticket_message');
    await work();
    expect(await count('caretaker.ticket')).toBe(tickets);
    expect(await count('caretaker.ticket_message')).toBe(messages);
  });

  test('stand in every state that a desk has', async () => {
    for (const where of [
      "place = 'todo' AND status = 'new'",
      "place = 'todo' AND status = 'open'",
      "place = 'waiting'",
      "place = 'hold'",
      "place = 'snoozed'",
      "place = 'solved'",
      "place = 'closed'",
      "place = 'merged'",
      "place = 'todo' AND due_at < UTC_TIMESTAMP(6)",
      "place = 'todo' AND due_at > UTC_TIMESTAMP(6)",
      'priority = 4',
      'team_id IS NOT NULL',
      "place = 'todo' AND assignee IS NOT NULL",
      'assignee IS NULL',
      'member_id IS NULL',
      'rating = 5',
      'rating < 5',
    ]) {
      expect(await count(`caretaker.ticket WHERE ${where}`), where).toBeGreaterThan(0);
    }
    for (const from of [
      "caretaker.ticket_merge WHERE kind = 'merge'",
      "caretaker.ticket_merge WHERE kind = 'split'",
      'caretaker.ticket_tag',
      "caretaker.ticket_message WHERE kind = 'note'",
      'caretaker.ticket_message WHERE thanks = 1 AND withdrawn = 0',
      'caretaker.ticket_mention',
      "caretaker.ticket_draft WHERE body <> ''",
      "caretaker.ticket_scheduled WHERE state = 'waiting'",
      "caretaker.ticket_scheduled WHERE state = 'cancelled'",
      'caretaker.ticket_referral',
    ]) {
      expect(await count(from), from).toBeGreaterThan(0);
    }
  });

  test('have an answer of the desk in the site’s own tables, and one of the member there', async () => {
    const answered = `caretaker.ticket_message AS message
      JOIN community_demo.notices AS notice ON notice.request_id = message.request_id AND notice.body = message.body`;
    expect(await count(`${answered} WHERE message.kind = 'out'`)).toBeGreaterThan(30);
    expect(await count(`${answered} WHERE message.kind = 'question'`)).toBeGreaterThan(10);
    const back = `community_demo.contact_requests AS request
      JOIN community_demo.notices AS notice ON notice.request_id = request.in_reply_to`;
    expect(await count(back)).toBeGreaterThan(20);
  });

  test('were answered over the last days and not all at once, mostly within what was promised', async () => {
    const days = await rows(
      "SELECT DISTINCT DATE(at) AS day FROM caretaker.ticket_fact WHERE kind = 'first'",
    );
    expect(days.length).toBeGreaterThan(6);
    const [kept] = await rows("SELECT AVG(kept) AS share FROM caretaker.ticket_fact WHERE kind = 'first'");
    expect(Number(kept?.share)).toBeGreaterThan(0.6);
    expect(Number(kept?.share)).toBeLessThan(1);
    expect(await count('caretaker.ticket_message WHERE at > UTC_TIMESTAMP(6)')).toBe(0);
    const early = `caretaker.ticket_message AS message JOIN caretaker.ticket AS ticket ON ticket.id = message.ticket_id
      WHERE message.at < ticket.opened_at`;
    expect(await count(early)).toBe(0);
  });
});
