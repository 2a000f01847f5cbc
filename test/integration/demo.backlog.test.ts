import type { Connection, RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { workBacklog } from '../../scripts/demo/backlog/backlog.ts';
import { fillCommunity } from '../../scripts/demo/community.ts';
import { addStaff, install, type Root } from '../../src/core/database/install.ts';
import { demoAdapter, rootConnection } from '../support/community.ts';
import { type TestServer, testServer } from '../support/database-server.ts';

const workers = [
  { user: 'mara', password: 'mara-Pass-1', role: 'moderator', displayName: 'Mara' },
  { user: 'ada', password: 'ada-Pass-1', role: 'admin', displayName: 'Ada' },
] as const;

describe('The reports of the demo', () => {
  let server: TestServer;
  let root: Root;
  let sql: Connection;
  beforeAll(async () => {
    server = await testServer();
    root = { host: server.host, port: server.port, ...server.root };
    const until = new Date();
    until.setUTCMinutes(0, 0, 0);
    await fillCommunity({ root, members: 2500, seed: 1, until });
    await install({ root, adapterFile: demoAdapter, makesAccounts: true });
    for (const worker of workers) await addStaff({ root, ...worker });
    sql = await rootConnection(root);
    // As many of the last month as a larger community has.
    await sql.query(
      `UPDATE community_demo.reports JOIN (SELECT MAX(id) AS last FROM community_demo.reports) AS ids
       SET created_at = UTC_TIMESTAMP(6) - INTERVAL (ids.last - id) * 2 HOUR`,
    );
  });
  afterAll(async () => {
    sql?.destroy();
    await server?.[Symbol.asyncDispose]();
  });

  const rows = async (statement: string) => (await sql.query<RowDataPacket[]>(statement))[0];
  const count = async (from: string) => Number((await rows(`SELECT COUNT(*) AS n FROM ${from}`))[0]?.n);
  const work = (signal?: AbortSignal) => workBacklog({ root, workers, ...(signal ? { signal } : {}) });

  test('are worked on to the end, however often the first start is stopped', async () => {
    for (const milliseconds of [200, 600, 900, 1200]) {
      const signal = AbortSignal.timeout(milliseconds);
      await work(signal).catch((error) => {
        if (!signal.aborted) throw error;
      });
    }
    await work();
    const decisions = await count('caretaker.report_decision');
    expect(decisions).toBeGreaterThan(30);
    const twice = 'SELECT case_id FROM caretaker.report_decision GROUP BY case_id HAVING COUNT(*) > 1';
    expect(await rows(twice)).toEqual([]);
    const again = "SELECT reporter_id FROM community_demo.reports WHERE note = 'It is still there!'";
    const repeats = (await rows(again)).length;
    expect(repeats).toBeGreaterThan(2);
    const lost = `community_demo.reports WHERE created_at > UTC_TIMESTAMP(6) - INTERVAL 29 DAY
      AND id NOT IN (SELECT report_id FROM caretaker.report_item)`;
    expect(await count(lost)).toBe(0);

    await work();
    expect(await count('caretaker.report_decision')).toBe(decisions);
    expect(await rows(again)).toHaveLength(repeats);
  });

  test('stand in every state that a queue has', async () => {
    const state = async (where: string) => count(`caretaker.report_case WHERE ${where}`);
    expect(await state("state = 'open'")).toBeGreaterThan(30);
    for (const where of [
      "state = 'held' AND held_until > UTC_TIMESTAMP(6)",
      "state = 'escalated'",
      "state = 'done'",
      'holder IS NOT NULL AND handed = 1',
      "state = 'open' AND holder IS NOT NULL AND handed = 0 AND claimed_until > UTC_TIMESTAMP(6)",
      'danger IS NOT NULL',
      'reporters > 3',
      'age_step = 0',
      'age_step > 6',
      'muted_sha256 IS NOT NULL',
    ]) {
      expect(await state(where), where).toBeGreaterThan(0);
    }
    const outcomes = await rows("SELECT DISTINCT outcome FROM caretaker.report_case WHERE state = 'done'");
    expect(outcomes.length).toBeGreaterThan(4);
    const kinds = await rows('SELECT DISTINCT kind FROM caretaker.report_event');
    expect(kinds.map((row) => row.kind)).toEqual(
      expect.arrayContaining([
        'opened',
        'joined',
        'edited',
        'handed-over',
        'held',
        'escalated',
        'noted',
        'decided',
        'undone',
      ]),
    );
    const messages = await rows('SELECT DISTINCT state FROM caretaker.outbox');
    expect(messages.map((row) => row.state)).toEqual(
      expect.arrayContaining(['delivered', 'waiting', 'cancelled']),
    );
    expect(await count('caretaker.report_item WHERE muted = 1')).toBeGreaterThan(0);
    expect(await count('caretaker.report_undo')).toBeGreaterThan(0);
    const twoStates = 'SELECT case_id FROM caretaker.report_evidence GROUP BY case_id HAVING COUNT(*) > 1';
    expect((await rows(twoStates)).length).toBeGreaterThan(0);
    const removed = `caretaker.report_case WHERE state = 'open' AND subject_kind = 'comment' AND excerpt <> ''
      AND subject_id NOT IN (SELECT id FROM community_demo.comments)`;
    expect(await count(removed)).toBeGreaterThan(0);
  });
});
