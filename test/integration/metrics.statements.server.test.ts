import mysql from 'mysql2/promise';
import { describe, expect, test } from 'vitest';
import { StatementQuery } from '../../src/contract/metrics/statements/values.ts';
import { listStatements } from '../../src/core/metrics/statements/list/list.ts';
import { readStatements } from '../../src/core/metrics/statements/sampling/job.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { rootConnection, testCommunity } from '../support/community.ts';
import { TEST_SETTINGS } from '../support/database-server.ts';

const never = new AbortController().signal;
const at = { soonest: 0, latest: 150 };

function list(who: SignedIn) {
  const now = Math.floor(Date.now() / 1000);
  return listStatements(
    who,
    StatementQuery.parse({ range: { from: now - 3600, to: now + 120 }, limit: 200 }),
    never,
  );
}
const withOption = (options: Record<string, string>) => ({
  settings: { options: { ...TEST_SETTINGS.options, ...options } },
});

describe('A server', () => {
  test('without performance_schema says so, and how to turn it on; nothing is invented', async () => {
    await using town = await testCommunity({
      members: 60,
      directory: false,
      settings: withOption({ 'performance-schema': 'OFF' }),
    });
    const carl = await town.signIn('cto');
    expect((await list(carl)).source.unknown?.copy).toContain('performance_schema = ON');
    expect(await readStatements(carl.database, never, at)).toBe(true);
    const { rows, all, source } = await list(carl);
    expect(rows).toEqual([]);
    expect(all.calls).toBe(0);
    expect(source.unknown?.why).toContain('performance_schema is off');
    expect(source.unknown?.how).toContain('start it again');
  });

  test('that has no room for more kinds says so, and those count among the others', async () => {
    await using town = await testCommunity({
      members: 60,
      directory: false,
      settings: withOption({ 'performance-schema-digests-size': '200' }),
    });
    const carl = await town.signIn('cto');
    await readStatements(carl.database, never, at);
    for (let i = 0; i < 300; i += 1) await town.sql.query(`SELECT 1 AS kind_${i}`);
    await readStatements(carl.database, never, at);
    const before = await list(carl);
    for (let i = 300; i < 360; i += 1) await town.sql.query(`SELECT 1 AS kind_${i}`);
    await readStatements(carl.database, never, at);
    const { source, others } = await list(carl);
    expect(source.partial?.why).toContain('room for 200 kinds');
    expect(source.partial?.copy).toContain('TRUNCATE TABLE performance_schema');
    expect(others.calls - before.others.calls).toBeGreaterThanOrEqual(60);
  });

  test('that was started anew begins anew: a gap, and no figure that was never counted', async () => {
    await using town = await testCommunity({ members: 60, directory: false });
    const carl = await town.signIn('cto');
    const shop = async (statement: string) => {
      const { host, port, user, password } = town.root;
      const connection = await mysql.createConnection({
        host,
        port,
        user,
        password,
        database: 'community_demo',
      });
      await connection.query(statement);
      await connection.end();
    };
    await shop('SELECT id FROM users WHERE id = 1');
    await readStatements(carl.database, never, at);
    for (let i = 0; i < 5; i += 1) await shop('SELECT id FROM users WHERE id = 1');
    await readStatements(carl.database, never, at);
    const calls = async () =>
      (await list(carl)).rows.find((row) => row.schema === 'community_demo' && /FROM `users`/i.test(row.text))
        ?.calls;
    expect(await calls()).toBe(5);
    const { seconds } = await list(carl);

    town.sql.on('error', () => {});
    const root = await rootConnection(town.root);
    root.on('error', () => {});
    await root.query('SHUTDOWN').catch(() => {});
    await town.server.exited;
    await town.server.startAgain();
    await expect.poll(() => carl.database.link.link.state, { timeout: 20_000 }).toBe('up');
    await shop('SELECT id FROM users WHERE id = 1');
    await readStatements(carl.database, never, at);
    const after = await list(carl);
    expect(after.seconds).toBe(seconds);
    expect(await calls()).toBe(5);
    await shop('SELECT id FROM users WHERE id = 1');
    await readStatements(carl.database, never, at);
    expect(await calls()).toBe(6);
    expect((await list(carl)).seconds).toBeGreaterThan(seconds);
  });
});
