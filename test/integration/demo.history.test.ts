import type { Connection, RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeHistory } from '../../scripts/demo/history/history.ts';
import { siteStatements } from '../../scripts/demo/live/statements.ts';
import { ReadDeadlock } from '../../src/contract/metrics/locks/deadlocks.ts';
import { type Community, rootConnection, testCommunity } from '../support/community.ts';

describe('The past of the demo’s database', () => {
  let town: Community;
  let sql: Connection;
  beforeAll(async () => {
    town = await testCommunity({ members: 500, directory: false });
    sql = await rootConnection(town.root);
  });
  afterAll(async () => {
    sql?.destroy();
    await town?.[Symbol.asyncDispose]();
  });

  const rows = async (statement: string) => (await sql.query<RowDataPacket[]>(statement))[0];
  const one = async (statement: string) => Number((await rows(statement))[0]?.n);
  const idOf = { concurrency: 4, statements: 3, connected: 2 };

  test('is made in seconds, once, also where it was stopped half way', async () => {
    const signal = AbortSignal.timeout(400);
    await makeHistory({ root: town.root, signal }).catch((error) => {
      if (!signal.aborted) throw error;
    });
    const began = performance.now();
    await makeHistory({ root: town.root });
    expect((performance.now() - began) / 1000).toBeLessThan(60);
    const samples = await one('SELECT COUNT(*) AS n FROM caretaker.metric_sample');
    expect(samples).toBeGreaterThan(300_000);
    await makeHistory({ root: town.root });
    expect(await one('SELECT COUNT(*) AS n FROM caretaker.metric_sample')).toBe(samples);
  });

  test('has hours of two years and minutes of two weeks, none twice and none missing', async () => {
    const hours = await rows(
      `SELECT MIN(at) AS first, MAX(at) AS last, COUNT(*) AS n FROM caretaker.metric_sample
       WHERE step = 3600 AND series = ${idOf.statements}`,
    );
    expect(Number(hours[0]?.n)).toBe(2 * 365 * 24);
    expect(Number(hours[0]?.last) - Number(hours[0]?.first)).toBe((2 * 365 * 24 - 1) * 3600);
    expect(
      await one(
        `SELECT COUNT(*) AS n FROM caretaker.metric_sample WHERE step = 60 AND series = ${idOf.connected}`,
      ),
    ).toBe(2 * 24 * 60 + (13 * 24 * 60) / 5);
    expect(
      await one(
        'SELECT COUNT(*) AS n FROM caretaker.metric_sample WHERE low > mean OR mean > high * 1.00001',
      ),
    ).toBe(0);
    const marks = await rows('SELECT minutes_until, hours_until FROM caretaker.metric_sampler');
    expect(Number(marks[0]?.hours_until)).toBe(Number(hours[0]?.last) + 3600);
  });

  test('follows one law of scalability, up to where it bends', async () => {
    const points = await rows(
      `SELECT n.mean AS n, x.mean AS x FROM caretaker.metric_sample n
       JOIN caretaker.metric_sample x ON x.step = 60 AND x.series = ${idOf.statements} AND x.at = n.at
       WHERE n.step = 60 AND n.series = ${idOf.concurrency}`,
    );
    const most = Math.max(...points.map((row) => Number(row.n)));
    expect(most).toBeGreaterThan(8);
    for (const { n, x } of points) {
      const at = Number(n);
      const law = (250 * at) / (1 + 0.02 * (at - 1) + 0.004 * at * (at - 1));
      expect(Math.abs(Number(x) / law - 1)).toBeLessThan(0.2);
    }
  });

  test('has the cost of the site’s own statements, by their digests on this server', async () => {
    expect(
      await one("SELECT COUNT(*) AS n FROM caretaker.statement_digest WHERE schema_name = 'community_demo'"),
    ).toBe(siteStatements.length);
    expect(
      await one('SELECT COUNT(DISTINCT at) AS n FROM caretaker.statement_sample WHERE step = 3600'),
    ).toBeGreaterThan(35 * 24);
    const apart = await one(
      `SELECT COUNT(*) AS n FROM caretaker.statement_step s WHERE calls <>
         (SELECT SUM(calls) FROM caretaker.statement_sample c WHERE c.step = s.step AND c.at = s.at) AND step = 3600`,
    );
    expect(apart).toBe(0);
  });

  test('has the size of every table of the site for a year, growing to what it is, and what no index was used for', async () => {
    expect(
      await one("SELECT COUNT(DISTINCT day) AS n FROM caretaker.table_size WHERE table_name = 'users'"),
    ).toBeGreaterThan(360);
    const shrinking = await one(
      `SELECT COUNT(*) AS n FROM caretaker.index_size a JOIN caretaker.index_size b
         USING (schema_name, table_name, index_name)
       WHERE b.day = a.day + INTERVAL 1 DAY AND b.bytes < a.bytes`,
    );
    expect(shrinking).toBe(0);
    const unused = await rows('SELECT index_name, days_seen FROM caretaker.index_use WHERE used_at IS NULL');
    expect(unused.length).toBeGreaterThan(1);
    expect(unused.every((row) => Number(row.days_seen) > 30)).toBe(true);
    const ids = await rows(
      "SELECT next_id, last_id FROM caretaker.table_size WHERE table_name = 'notifications' ORDER BY day DESC LIMIT 1",
    );
    expect(Number(ids[0]?.last_id)).toBe(2 ** 24 - 1);
    expect(Number(ids[0]?.next_id) / 2 ** 24).toBeGreaterThan(0.7);
  });

  test('has deadlocks of one kind, such as the site meets', async () => {
    const kinds = await rows(
      'SELECT fingerprint, COUNT(*) AS n, MIN(detail) AS detail FROM caretaker.deadlock GROUP BY fingerprint',
    );
    expect(kinds).toHaveLength(1);
    expect(Number(kinds[0]?.n)).toBeGreaterThanOrEqual(24);
    const detail = ReadDeadlock.parse(JSON.parse(String(kinds[0]?.detail)));
    expect(detail.complete).toBe(true);
    expect(detail.transactions.map((it) => it.statement)).toEqual([
      expect.stringContaining('page_counters'),
      expect.stringContaining('page_counters'),
    ]);
    const told = await rows('SELECT CAST(at AS CHAR) AS at FROM caretaker.deadlock ORDER BY id');
    const moments = told.map(({ at }) => String(at));
    expect(moments).toEqual(moments.toSorted());
  });
});
