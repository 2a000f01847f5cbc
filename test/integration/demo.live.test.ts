import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection, RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSite, siteAccount } from '../../scripts/demo/live/account.ts';
import { countOn } from '../../scripts/demo/live/counters.ts';
import { startLive } from '../../scripts/demo/live/live.ts';
import { deadlock, lockWait, prepareQuarrels } from '../../scripts/demo/live/quarrels.ts';
import { type Community, demoUntil, rootConnection, testCommunity } from '../support/community.ts';

const wish = { members: 500, seed: 1, until: demoUntil };
const hour = 3_600_000;

describe('The site of the demo', () => {
  let town: Community;
  let sql: Connection;
  beforeAll(async () => {
    town = await testCommunity({ members: wish.members, directory: false });
    sql = await rootConnection(town.root);
  });
  afterAll(async () => {
    sql?.destroy();
    await town?.[Symbol.asyncDispose]();
  });

  const rows = async (statement: string) => (await sql.query<RowDataPacket[]>(statement))[0];
  const one = async (statement: string) => Number((await rows(statement))[0]?.n);
  const checksum = async () =>
    (
      await rows(
        'CHECKSUM TABLE community_demo.traffic_hours, community_demo.growth_days, community_demo.deploys',
      )
    ).map((row) => row.Checksum);
  const sessions = () =>
    one("SELECT COUNT(*) AS n FROM information_schema.PROCESSLIST WHERE USER = 'community_site'");
  const ran = () =>
    one(
      `SELECT COALESCE(SUM(COUNT_STAR), 0) AS n FROM performance_schema.events_statements_summary_by_digest
       WHERE SCHEMA_NAME = 'community_demo' AND DIGEST_TEXT LIKE '%users%'`,
    );
  const until = async (holds: () => Promise<boolean>) => {
    for (let tries = 0; tries < 150 && !(await holds().catch(() => false)); tries++) await sleep(100);
    expect(await holds()).toBe(true);
  };

  test('counts on by the hour, the same whether at once or bit by bit', async () => {
    const site = await openSite(await siteAccount(town.root));
    const end = demoUntil.getTime();
    await countOn(site, wish, end + 31 * hour);
    await countOn(site, wish, end + 31.9 * hour);
    expect(await countOn(site, wish, end + 400.5 * hour)).toBe(369);
    const bitByBit = await checksum();
    expect(
      await one(
        'SELECT COUNT(DISTINCT hour) AS n FROM community_demo.traffic_hours WHERE hour >= "2026-10-01"',
      ),
    ).toBe(400);
    for (const table of ['traffic_hours WHERE hour', 'growth_days WHERE day', 'deploys WHERE created_at']) {
      await sql.query(`DELETE FROM community_demo.${table} >= '2026-10-01'`);
    }
    await countOn(site, wish, end + 400.5 * hour);
    expect(await checksum()).toEqual(bitByBit);
    site.destroy();
  });

  test('goes on as it grew: no step where the made part ends', async () => {
    const sum = (
      from: string,
      to: string,
      what = 'SUM(requests)',
      table = 'traffic_hours',
      column = 'hour',
    ) =>
      one(
        `SELECT ${what} AS n FROM community_demo.${table} WHERE ${column} >= '${from}' AND ${column} < '${to}'`,
      );
    const before = await sum('2026-09-17', '2026-10-01');
    const after = await sum('2026-10-01', '2026-10-15');
    expect(after / before).toBeGreaterThan(0.95);
    expect(after / before).toBeLessThan(1.15);
    const active = ['AVG(active)', 'growth_days', 'day'] as const;
    const growth =
      (await sum('2026-10-01', '2026-10-15', ...active)) / (await sum('2026-09-17', '2026-10-01', ...active));
    expect(growth).toBeGreaterThan(0.9);
    expect(growth).toBeLessThan(1.15);
    expect(await sum('2026-10-01', '2026-10-15', 'COUNT(*)', 'deploys', 'created_at')).toBeGreaterThan(3);
  });

  test('waits for its own locks, and meets a deadlock that the server ends', async () => {
    const account = await siteAccount(town.root);
    const [first, other] = [await openSite(account), await openSite(account)];
    await prepareQuarrels(first);
    const status = async (name: string) =>
      Number((await rows(`SHOW GLOBAL STATUS LIKE '${name}'`))[0]?.Value);
    const waits = await status('Innodb_row_lock_waits');
    const wait = lockWait(first, other, 400, new AbortController().signal);
    await until(async () => (await status('Innodb_row_lock_current_waits')) === 1);
    await wait;
    expect(await status('Innodb_row_lock_waits')).toBeGreaterThan(waits);
    const report = async () => String((await rows('SHOW ENGINE INNODB STATUS'))[0]?.Status);
    expect(await report()).not.toContain('LATEST DETECTED DEADLOCK');
    await deadlock(first, other);
    expect(await report()).toContain('LATEST DETECTED DEADLOCK');
    first.destroy();
    other.destroy();
  });

  test('works lightly as long as the demo runs, also after its server was started anew, and then is gone', async () => {
    const live = await startLive({ root: town.root, wish, works: true });
    try {
      await until(async () => (await sessions()) >= 3);
      const before = await ran();
      const began = performance.now();
      await sleep(4000);
      const perSecond = ((await ran()) - before) / ((performance.now() - began) / 1000);
      expect(perSecond).toBeGreaterThan(2);
      expect(perSecond).toBeLessThan(80);
      await town.server.kill();
      await town.server.startAgain();
      sql.destroy();
      sql = await rootConnection(town.root);
      // Whoever quarrels comes back with the next quarrel.
      await until(async () => (await sessions()) >= 1 && (await ran()) > 5);
    } finally {
      await live[Symbol.asyncDispose]();
    }
    await until(async () => (await sessions()) === 0);
  });

  test('does nothing but count where it is to be idle', async () => {
    const live = await startLive({ root: town.root, wish, works: false });
    await sleep(1000);
    expect(await sessions()).toBe(0);
    await live[Symbol.asyncDispose]();
    expect(
      await one(
        'SELECT COUNT(DISTINCT hour) AS n FROM community_demo.traffic_hours WHERE hour >= UTC_TIMESTAMP() - INTERVAL 48 HOUR',
      ),
    ).toBeGreaterThan(46);
  });
});
