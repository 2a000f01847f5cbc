import { setTimeout as sleep } from 'node:timers/promises';
import type { RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  type DatabaseSeries,
  databaseSeries,
  databaseSeriesNames,
} from '../../src/contract/metrics/series.ts';
import { JobRunner } from '../../src/core/jobs/runner.ts';
import { createLog } from '../../src/core/log.ts';
import { Sampler, sampleServer } from '../../src/core/metrics/sampler/job.ts';
import { type LatestSamples, latestSamples } from '../../src/core/metrics/sampler/latest.ts';
import { lookAtSamples } from '../../src/core/metrics/sampler/look.ts';
import { readPace } from '../../src/core/metrics/sampler/pace.ts';
import { openSession, type SignedIn } from '../../src/core/session/open.ts';
import { type Community, rootConnection, testCommunity } from '../support/community.ts';
import { TEST_SETTINGS } from '../support/database-server.ts';

const log = createLog({ level: 'silent' });

/**
 * Samples that are taken when they are not due may fall into a step whose minute has just been summed up, and change
 * nothing of it: waits for a moment with so many seconds of its minute left.
 */
async function withinMinute(seconds: number): Promise<void> {
  const second = (Date.now() / 1000) % 60;
  if (second < 6) await sleep((6 - second) * 1000);
  else if (second > 60 - seconds) await sleep((66 - second) * 1000);
}

describe('The sampler', () => {
  let town: Community;
  let cto: SignedIn;
  let admin: SignedIn;
  const never = new AbortController().signal;

  beforeAll(async () => {
    town = await testCommunity({ members: 50, directory: false });
    cto = await town.signIn('cto');
    admin = await town.signIn('admin');
  });
  afterAll(() => town?.[Symbol.asyncDispose]());
  beforeEach(async () => {
    await rows('DELETE FROM caretaker.metric_sample');
    await rows(
      "UPDATE caretaker.metric_sampler SET sampled_at = NULL, watched_until = '1000-01-01', minutes_until = 0, hours_until = 0, half_days_until = 0",
    );
  });

  async function rows(statement: string, values: unknown[] = []): Promise<RowDataPacket[]> {
    return (await town.sql.query<RowDataPacket[]>(statement, values))[0];
  }
  const sample = async (sampler: Sampler, who = cto) =>
    sampler.sample(await readPace(who.database, never), never);
  const newest = ({ newest: all }: LatestSamples, name: DatabaseSeries) => all.get(name)?.mean;

  /** What two samples some time apart tell of what happened between them. */
  async function during(work: () => Promise<unknown>, seconds = 2): Promise<LatestSamples> {
    await withinMinute(10);
    const sampler = new Sampler(cto.database);
    await sample(sampler);
    const started = performance.now();
    await work();
    await sleep(Math.max(0, seconds * 1000 - (performance.now() - started)));
    await sample(sampler);
    return latestSamples(cto.database, never);
  }

  test('gives every series of the server a number or a reason', async () => {
    const latest = await during(async () => undefined);
    const silent = databaseSeriesNames.filter(
      (name) => latest.newest.has(name) === (latest.unknown[name] !== undefined),
    );
    expect(silent).toEqual([]);
    const missing =
      town.server.flavour === 'mariadb'
        ? ['hash_hits', 'hash_misses', 'latency_p95', 'latency_p99', 'mutex_waits', 'replication_lag']
        : ['hash_hits', 'hash_misses', 'replication_lag'];
    expect(Object.keys(latest.unknown).toSorted()).toEqual(missing);
    expect(latest.unknown.hash_hits).toContain('SET GLOBAL innodb_adaptive_hash_index = ON');
    expect(newest(latest, 'pool_size')).toBe(64 * 2 ** 20);
    expect(newest(latest, 'redo_capacity')).toBe(8 * 2 ** 20);
    expect(newest(latest, 'max_connections')).toBe(151);
    expect(newest(latest, 'running')).toBe(0);
  });

  test('counts what happens in a second', async () => {
    const latest = await during(async () => {
      for (let i = 0; i < 400; i += 1) await town.sql.query('SELECT SLEEP(0.001)');
    });
    const statements = newest(latest, 'statements') ?? 0;
    // 400 over the two seconds or a little longer, and the few of the consoles.
    expect(statements).toBeGreaterThan(100);
    expect(statements).toBeLessThan(300);
    expect(newest(latest, 'concurrency')).toBeGreaterThan(0.1);
    expect(newest(latest, 'concurrency')).toBeLessThan(1.2);
    if (town.server.flavour === 'mysql') {
      expect(newest(latest, 'latency_p95')).toBeGreaterThan(0.001);
      expect(newest(latest, 'latency_p95')).toBeLessThan(0.1);
    }
  });

  test('sees who waits for a row lock, and how old the transaction is', async () => {
    await rows('CREATE DATABASE IF NOT EXISTS locks');
    await rows('CREATE TABLE IF NOT EXISTS locks.one (id INT PRIMARY KEY, n INT)');
    await rows('REPLACE INTO locks.one VALUES (1, 0)');
    const [holder, waiter] = await Promise.all([rootConnection(town.root), rootConnection(town.root)]);
    const latest = await during(async () => {
      await holder.query('BEGIN');
      await holder.query('UPDATE locks.one SET n = 1');
      void waiter.query('UPDATE locks.one SET n = 2');
    });
    expect(newest(latest, 'lock_waits_now')).toBe(1);
    expect(newest(latest, 'transactions')).toBe(2);
    expect(newest(latest, 'oldest_transaction')).toBeGreaterThanOrEqual(1);
    expect(newest(latest, 'oldest_transaction')).toBeLessThan(20);
    expect(newest(latest, 'running')).toBe(1);
    await holder.query('ROLLBACK');
    await Promise.all([holder.end(), waiter.end()]);
  });

  test('says what is off once it is on, and what it needs', async () => {
    await rows('SET GLOBAL innodb_adaptive_hash_index = ON');
    try {
      const latest = await during(() => town.sql.query('SELECT COUNT(*) FROM caretaker.migration'));
      expect(latest.unknown.hash_hits).toBeUndefined();
      expect(newest(latest, 'hash_misses')).toBeGreaterThanOrEqual(0);
    } finally {
      await rows('SET GLOBAL innodb_adaptive_hash_index = OFF');
    }
  });

  test('goes on without a procedure that is not there, and says who can mend it', async () => {
    await rows("REVOKE EXECUTE ON PROCEDURE caretaker_audit.server_activity FROM 'caretaker_cto'");
    try {
      const latest = await during(async () => undefined);
      expect(latest.unknown.oldest_transaction).toMatch(/may not call .*server_activity.*connect-site/);
      expect(newest(latest, 'statements')).toBeGreaterThan(0);
    } finally {
      await rows("GRANT EXECUTE ON PROCEDURE caretaker_audit.server_activity TO 'caretaker_cto'");
    }
  });

  test('reads every minute, and every ten seconds once someone looks', async () => {
    const state = await lookAtSamples(cto, never);
    expect(state.everySeconds).toBe(10);
    const runner = new JobRunner(cto, log, [sampleServer]);
    runner.start();
    const steps = async () =>
      (await rows('SELECT at FROM caretaker.metric_sample WHERE step = 10 AND series = 2 ORDER BY at')).map(
        (row) => Number(row.at),
      );
    await expect.poll(async () => (await steps()).length, { timeout: 45_000 }).toBeGreaterThanOrEqual(3);
    const seen = await steps();
    expect(seen.slice(1).map((at, index) => at - (seen[index] ?? 0))).toEqual(seen.slice(1).map(() => 10));
    expect((await lookAtSamples(cto, never)).sampledAt).not.toBeNull();
    // Nobody looks any more: but for the minute's, there is none.
    await rows("UPDATE caretaker.metric_sampler SET watched_until = '1000-01-01'");
    await sleep(6000);
    const before = (await steps()).length;
    await sleep(25_000);
    expect((await steps()).length - before).toBeLessThanOrEqual(1);
    await runner.stop();
  });

  test('has one sample of each step when two consoles read at once, and none is lost when one of them goes', async () => {
    await rows('UPDATE caretaker.metric_sampler SET watched_until = UTC_TIMESTAMP() + INTERVAL 10 MINUTE');
    const runners = [cto, admin].map((it) => new JobRunner(it, log, [sampleServer]));
    for (const runner of runners) runner.start();
    // And both go around the lease.
    const both = [new Sampler(cto.database), new Sampler(admin.database)] as const;
    await Promise.all([sample(both[0]), sample(both[1], admin)]);
    await sleep(1500);
    await Promise.all([sample(both[0]), sample(both[1], admin)]);
    const counted = await rows(
      'SELECT at, COUNT(*) AS samples FROM caretaker.metric_sample WHERE step = 10 AND series = 2 GROUP BY at',
    );
    expect(counted.length).toBeGreaterThanOrEqual(1);
    expect(counted.every((row) => Number(row.samples) === 1)).toBe(true);
    await runners[0]?.stop();
    const last = Number(counted.at(-1)?.at);
    await expect
      .poll(
        async () =>
          Number((await rows('SELECT MAX(at) AS at FROM caretaker.metric_sample WHERE step = 10'))[0]?.at),
        { timeout: 40_000 },
      )
      .toBeGreaterThanOrEqual(last + 10);
    await runners[1]?.stop();
  });

  test('leaves a gap, no spike, where the server was killed and started again in between', async () => {
    await withinMinute(30);
    const sampler = new Sampler(admin.database);
    await sample(sampler, admin);
    town.server.kill();
    await town.server.startAgain();
    town = { ...town, sql: await rootConnection(town.root) };
    // More than was counted before, so that counters alone would not tell.
    for (let i = 0; i < 3000; i += 1) await town.sql.query('DO 0');
    await expect.poll(() => admin.database.link.link.state, { timeout: 15_000 }).toBe('up');
    await sample(sampler, admin);
    const kept = await rows('SELECT DISTINCT series FROM caretaker.metric_sample WHERE step = 10');
    const series = kept.map((row) => Number(row.series));
    expect(series).toContain(databaseSeries.connected.id);
    expect(series).not.toContain(databaseSeries.statements.id);
    await sleep(1200);
    await sample(sampler, admin);
    const latest = await latestSamples(admin.database, never);
    expect(newest(latest, 'statements')).toBeLessThan(200);
    expect(newest(latest, 'uptime')).toBeLessThan(60);
  });

  test('is not what a moderator may read', async () => {
    const opening = await openSession({ primary: town.address('moderator'), replica: null });
    if (opening.outcome !== 'opened') throw new Error(opening.outcome);
    await expect(latestSamples(opening.signedIn.database, never)).rejects.toThrow(/denied/);
    await opening.signedIn.database.close();
  });
});

test('A server without performance_schema is sampled all the same: sessions at work stand for the mean concurrency', async () => {
  const options = { ...TEST_SETTINGS.options, 'performance-schema': 'OFF' };
  await using town = await testCommunity({
    members: 20,
    directory: false,
    settings: { settings: { options } },
  });
  const { database } = await town.signIn('cto');
  const never = new AbortController().signal;
  const sampler = new Sampler(database);
  const busy = await rootConnection(town.root);
  await withinMinute(10);
  const asleep = busy.query('SELECT SLEEP(5)');
  await sampler.sample(await readPace(database, never), never);
  await sleep(1500);
  await sampler.sample(await readPace(database, never), never);
  const { newest, unknown } = await latestSamples(database, never);
  expect(newest.get('running')?.mean).toBe(1);
  expect(newest.get('concurrency')?.mean).toBe(1);
  expect(newest.get('statements')?.mean).toBeGreaterThan(0);
  if (town.server.flavour === 'mysql') {
    expect(unknown.latency_p99).toContain('performance_schema = ON');
  }
  await asleep;
  await busy.end();
});
