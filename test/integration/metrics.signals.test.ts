import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databaseSeries } from '../../src/contract/metrics/series.ts';
import { measureAll } from '../../src/core/metrics/headroom/measure/job.ts';
import { readStatements } from '../../src/core/metrics/statements/sampling/job.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { type Community, rootConnection, testCommunity } from '../support/community.ts';
import { signalling } from '../support/signalling.ts';

const never = new AbortController().signal;

describe('The signals of a server', () => {
  let town: Community;
  let cto: SignedIn;
  let on: ReturnType<typeof signalling>;
  let isMysql: boolean;
  /** In a transaction since the beginning: for the one that is older than a minute. */
  let old: Connection;
  let oldSince: number;

  beforeAll(async () => {
    town = await testCommunity({
      members: 50,
      directory: false,
      settings: { settings: { bufferPoolMegabytes: 24 } },
    });
    cto = await town.signIn('cto');
    on = signalling(town, cto);
    isMysql = town.server.flavour === 'mysql';
    await on.rows('CREATE DATABASE shop');
    await on.rows('CREATE TABLE shop.one (id INT PRIMARY KEY, n INT)');
    await on.rows('INSERT INTO shop.one VALUES (1, 0), (2, 0)');
    await on.rows('CREATE TABLE shop.held (id INT PRIMARY KEY, n INT)');
    await on.rows('INSERT INTO shop.held VALUES (1, 0)');
    old = await rootConnection(town.root);
    await old.query('BEGIN');
    await old.query('UPDATE shop.held SET n = 1');
    oldSince = performance.now();
  });
  afterAll(async () => {
    old?.destroy();
    await town?.[Symbol.asyncDispose]();
  });

  async function two(work: (a: Connection, b: Connection) => Promise<unknown>): Promise<void> {
    const [a, b] = await Promise.all([rootConnection(town.root), rootConnection(town.root)]);
    try {
      await work(a, b);
    } finally {
      await Promise.allSettled([a.query('ROLLBACK'), b.query('ROLLBACK')]);
      a.destroy();
      b.destroy();
    }
  }

  test('are unknown before the first sample, and all of them told after two', async () => {
    const before = await on.all();
    expect(before.sampledAt).toBeNull();
    expect(before.signals).toHaveLength(26);
    // Locks are asked of the server itself, for whom a sample of a minute ago is too old.
    expect(before.signals.filter((it) => it.state !== 'unknown').map((it) => it.id)).toEqual(['blocking']);
    await on.during(() => on.rows('SELECT COUNT(*) FROM shop.one'));
    const { signals, sampledAt } = await on.all();
    expect(sampledAt).not.toBeNull();
    const unknown = signals.filter((it) => it.state === 'unknown');
    for (const it of unknown) expect(it.unknownBecause, it.id).toMatch(/\.$/);
    // What needs a past, and what this server does not have.
    const past = ['statements', 'concurrency', 'digests', 'ids-left', 'growth', 'indexes'];
    const few = ['pool-miss', 'rollbacks'];
    const never = ['hash-miss', 'mutex-waits', 'replication-lag', ...(isMysql ? [] : ['latency'])];
    expect([...past, ...few, ...never]).toEqual(expect.arrayContaining(unknown.map((it) => it.id)));
    expect(signals.find((it) => it.id === 'sessions')?.value).toBe(0);
  });

  test('A lock wait over 5 s is told with who waits for whom, and gone once it ends', async () => {
    await two(async (holder, waiter) => {
      await holder.query('BEGIN');
      await holder.query('UPDATE shop.one SET n = n + 1 WHERE id = 1');
      await waiter.query('SET innodb_lock_wait_timeout = 50');
      await on.during(async () => {
        const waiting = waiter.query('UPDATE shop.one SET n = n + 1 WHERE id = 1');
        await expect
          .poll(async () => (await on.signal('blocking')).state, { timeout: 15_000, interval: 500 })
          .toBe('watch');
        const { value, reason, text, since } = await on.signal('blocking');
        expect(value).toBeGreaterThanOrEqual(5);
        expect(text).toMatch(/^1 session waiting/);
        expect(reason).toContain(`waits for session ${holder.threadId} on shop.one`);
        expect(since).not.toBeNull();
        await holder.query('COMMIT');
        await waiting;
      });
    });
    // MariaDB tells the same of locks again until nobody has asked for a tenth of a second.
    await sleep(300);
    expect(await on.signal('blocking')).toMatchObject({ state: 'good', value: 0 });
    // A wait counts once it ends.
    expect(await on.signal('row-locks')).toMatchObject({ state: 'bad' });
  });

  test('A deadlock is counted', async () => {
    await on.during(async () => undefined);
    expect(await on.signal('deadlocks')).toMatchObject({ state: 'good', value: 0 });
    await on.during(() =>
      two(async (a, b) => {
        await a.query('BEGIN');
        await b.query('BEGIN');
        await a.query('UPDATE shop.one SET n = 1 WHERE id = 1');
        await b.query('UPDATE shop.one SET n = 2 WHERE id = 2');
        const crossing = a.query('UPDATE shop.one SET n = 1 WHERE id = 2');
        const outcomes = await Promise.allSettled([
          crossing,
          b.query('UPDATE shop.one SET n = 2 WHERE id = 1'),
        ]);
        expect(outcomes.filter((it) => it.status === 'rejected')).toHaveLength(1);
      }),
    );
    expect(await on.signal('deadlocks')).toMatchObject({
      state: 'watch',
      text: expect.stringMatching(/^\d+ deadlock/),
    });
    expect((await on.signal('deadlocks')).value).toBeGreaterThanOrEqual(1);
  });

  test('Temporary tables that go to disk are told', async () => {
    const table = 'shop.wide';
    await on.rows(`CREATE TABLE ${table} (id INT PRIMARY KEY, word VARCHAR(100))`);
    await on.rows(`INSERT INTO ${table} VALUES (1, 'a'), (2, 'b'), (3, 'c')`);
    const many = async () => {
      for (let i = 0; i < 60; i += 1)
        await on.rows(`SELECT word, COUNT(*) AS n FROM ${table} GROUP BY word ORDER BY n`);
    };
    await on.during(many);
    expect(await on.signal('temporary-tables')).toMatchObject({ state: 'good' });
    await on.rows(isMysql ? 'SET SESSION big_tables = ON' : 'SET SESSION tmp_memory_table_size = 0');
    await on.during(many);
    expect(await on.signal('temporary-tables')).toMatchObject({ state: 'bad' });
    await on.rows(isMysql ? 'SET SESSION big_tables = OFF' : 'SET SESSION tmp_memory_table_size = DEFAULT');
  });

  test('Pages that must be read from disk are told, once the pool is too small for what is read', async () => {
    await on.rows(
      'CREATE TABLE shop.large (id INT PRIMARY KEY AUTO_INCREMENT, body VARCHAR(7000)) CHARSET latin1',
    );
    await on.rows("INSERT INTO shop.large (body) VALUES (REPEAT('x', 7000))");
    for (let i = 0; i < 13; i += 1)
      await on.rows('INSERT INTO shop.large (body) SELECT body FROM shop.large');
    const spread = async (of: number) => {
      for (let i = 0; i < 1500; i += 1)
        await on.rows(`SELECT body FROM shop.large WHERE id = ${1 + ((i * 7919) % of)}`);
    };
    await spread(50);
    await on.during(() => spread(50));
    const { state, value } = await on.signal('pool-miss');
    expect([state, value]).toEqual(['good', expect.any(Number)]);
    await on.during(() => spread(8192));
    expect((await on.signal('pool-miss')).state).toMatch(/watch|bad/);
    expect((await on.signal('pool-miss')).value).toBeGreaterThan(0.05);
  });

  test('Rollbacks of most of what is done are told', async () => {
    await on.during(async () => {
      for (let i = 0; i < 200; i += 1) {
        await on.rows('BEGIN');
        await on.rows('UPDATE shop.one SET n = n + 1 WHERE id = 1');
        await on.rows('ROLLBACK');
      }
    });
    expect(await on.signal('rollbacks')).toMatchObject({ state: 'bad' });
  });

  test('A kind of statement that is new and dear is told, and a full-table scan before it', async () => {
    const read = () => readStatements(cto.database, never, { soonest: 0, latest: 600 });
    expect((await on.signal('digests')).unknownBecause).toContain('No statement');
    // Watched for a month, so that not every kind is new.
    await on.rows(
      "INSERT INTO caretaker.statement_digest (schema_name, digest, text, first_seen, last_seen) VALUES ('shop', 'old', 'SELECT 1', UTC_TIMESTAMP(6) - INTERVAL 30 DAY, UTC_TIMESTAMP(6))",
    );
    await read();
    await on.rows('SELECT SLEEP(1.5) FROM shop.one WHERE id = 1');
    await read();
    const fresh = await on.signal('digests');
    expect(fresh).toMatchObject({ state: 'watch' });
    expect(fresh.reason).toMatch(/^First seen .*SLEEP/s);
    await on.rows('CREATE TABLE shop.many (id INT PRIMARY KEY AUTO_INCREMENT, n INT)');
    await on.rows('INSERT INTO shop.many (n) VALUES (1)');
    for (let i = 0; i < 15; i += 1) await on.rows('INSERT INTO shop.many (n) SELECT n + id FROM shop.many');
    await read();
    for (let i = 0; i < 200; i += 1) await on.rows('SELECT id FROM shop.many WHERE n = -1');
    await read();
    const scan = await on.signal('digests');
    expect(scan.state).toMatch(/watch|bad/);
    expect(scan.reason).toMatch(/^A full-table scan takes .*`?shop`?.*many/s);
    expect(scan.reason).not.toContain('-1');
  });

  test('A table near the end of its ids is told at the next reading of sizes, without a wait for cached figures', async () => {
    await on.rows('CREATE TABLE shop.small (id TINYINT UNSIGNED PRIMARY KEY AUTO_INCREMENT)');
    const used = async (id: number) => {
      await on.rows('INSERT INTO shop.small (id) VALUES (?)', [id]);
      await measureAll(cto.database, never);
      return on.signal('ids-left');
    };
    expect(await used(150)).toMatchObject({ state: 'good' });
    expect(await used(200)).toMatchObject({ state: 'watch' });
    expect(await used(240)).toMatchObject({ state: 'bad', text: expect.stringContaining('shop.small') });
    expect(await used(255)).toMatchObject({
      state: 'bad',
      value: 1,
      text: 'shop.small is full, or has one left',
    });
    await on.rows('DROP TABLE shop.small');
  });

  test('Growth has no slope before there is a week, and one that doubles is told', async () => {
    expect((await on.signal('growth')).unknownBecause).toContain('no slope yet');
    for (const [days, part] of [
      [7, 0.9],
      [35, 0.86],
    ]) {
      await on.rows(
        `INSERT INTO caretaker.table_size SELECT schema_name, table_name, day - INTERVAL ? DAY, rows_estimate, data_bytes * ?, index_bytes * ?, free_bytes, next_id, last_id FROM caretaker.table_size WHERE day = (SELECT * FROM (SELECT MAX(day) FROM caretaker.table_size) latest)`,
        [days, part, part],
      );
    }
    expect(await on.signal('growth')).toMatchObject({ state: 'watch' });
  });

  /** Takes connections until one is refused. */
  async function fill(taken: Connection[]): Promise<void> {
    const { host, port, user, password } = town.address('moderator');
    for (;;) {
      const opened = await rootConnection({ host, port, user, password }).catch((error) => error);
      if (opened instanceof Error) {
        expect(opened).toMatchObject({ errno: 1040 });
        return;
      }
      taken.push(opened);
    }
  }

  test('Too many connections are told, and one that was refused', async () => {
    const [[now] = []] = [await on.rows("SHOW GLOBAL STATUS LIKE 'Threads_connected'")];
    const limit = Math.max(10, Number(now?.Value) + 6);
    const taken: Connection[] = [];
    await on.rows('SET GLOBAL max_connections = ?', [limit]);
    try {
      await on.during(async () => {
        await fill(taken);
        // The console gives back connections that it has no use for just now.
        await sleep(1300);
        await fill(taken);
      });
    } finally {
      for (const it of taken) it.destroy();
      await sleep(200);
      await on.rows('SET GLOBAL max_connections = 151');
    }
    expect(await on.signal('connections')).toMatchObject({ state: 'bad' });
    expect(await on.signal('refused')).toMatchObject({ state: 'bad' });
  });

  test('The adaptive hash index is off with how to turn it on, and judged once it is', async () => {
    await on.rows('SET GLOBAL innodb_adaptive_hash_index = OFF');
    await on.during(async () => undefined);
    const off = await on.signal('hash-miss');
    expect(off).toMatchObject({ state: 'unknown' });
    await on.rows(off.howToTurnOn?.code ?? '');
    await on.during(async () => {
      for (let i = 0; i < 500; i += 1) await on.rows('SELECT body FROM shop.large WHERE id = ?', [i % 40]);
    });
    expect((await on.signal('hash-miss')).value).not.toBeNull();
    expect((await on.signal('hash-miss')).state).not.toBe('unknown');
    await on.rows('SET GLOBAL innodb_adaptive_hash_index = OFF');
  });

  test('What InnoDB does not count says how it is turned on', async () => {
    if (!isMysql) return;
    await on.rows("SET GLOBAL innodb_monitor_disable = 'lock_deadlocks'");
    await on.during(async () => undefined);
    const off = await on.signal('deadlocks');
    expect(off).toMatchObject({
      state: 'unknown',
      unknownBecause: expect.stringContaining('lock_deadlocks'),
    });
    await on.rows(off.howToTurnOn?.code ?? '');
    await on.during(async () => undefined);
    expect((await on.signal('deadlocks')).state).toBe('good');
  });

  test('Whether InnoDB counts is read on both servers, which name that column differently', async () => {
    const [counters] = await on.rows('CALL caretaker_audit.server_counters()');
    const counted = new Map(
      (counters as unknown as { name: string; counted: number }[]).map((it) => [it.name, Number(it.counted)]),
    );
    expect(counted.size).toBeGreaterThan(100);
    expect(new Set(counted.values())).toEqual(new Set([0, 1]));
    expect(counted.get('trx_rseg_history_len')).toBe(1);
  });

  test('Main rates are held against the same hour of last week, and the state tells since when', async () => {
    await on.during(async () => {
      for (let i = 0; i < 300; i += 1) await on.rows('DO 1');
    });
    expect((await on.signal('statements')).unknownBecause).toContain('this hour of last week');
    expect((await on.all()).changes[0]).toMatchObject({ name: 'Statements', before: null });
    const [[row] = []] = [await on.rows('SELECT UNIX_TIMESTAMP() AS now')];
    const now = Number(row?.now);
    const put = (series: keyof typeof databaseSeries, at: number, value: number, step = 60) =>
      on.rows('REPLACE INTO caretaker.metric_sample VALUES (?, ?, ?, ?, ?, ?, 6)', [
        step,
        databaseSeries[series].id,
        at,
        value,
        value,
        value,
      ]);
    const week = Math.floor((now - 7 * 86_400 - 1800) / 60) * 60;
    await put('statements', week, 1);
    await put('concurrency', week, 0.001);
    const { signals, changes } = await on.all();
    expect(signals.find((it) => it.id === 'statements')).toMatchObject({ state: 'watch' });
    expect(changes[0]).toMatchObject({ name: 'Statements', before: 1 });
    expect(changes[0]?.now).toBeGreaterThan(20);
    expect(changes.find((it) => it.name === 'Latency, mean')?.before).toBeCloseTo(0.001);

    // Log waits for the last two hours, but for one good moment an hour ago.
    for (let at = now - 7200; at < now - 300; at += 60) {
      await put('log_waits', Math.floor(at / 60) * 60, Math.abs(at - (now - 3600)) < 300 ? 0 : 0.5);
    }
    for (let at = now - 900; at < now; at += 10) await put('log_waits', Math.floor(at / 10) * 10, 0.5, 10);
    const { state, since } = await on.signal('log-waits');
    expect(state).toBe('watch');
    const ago = now - Date.parse(since ?? '') / 1000;
    expect(ago).toBeGreaterThan(2700);
    expect(ago).toBeLessThan(3600);
  });

  test('A transaction that is open for more than a minute is told, and since when', async () => {
    await on.during(async () => undefined);
    const seconds = (performance.now() - oldSince) / 1000;
    expect((await on.signal('oldest-transaction')).value).toBeGreaterThan(Math.min(59, seconds - 5));
    await sleep(Math.max(0, 61_500 - (performance.now() - oldSince)));
    await on.during(async () => undefined);
    const long = await on.signal('oldest-transaction');
    expect(long).toMatchObject({ state: 'watch', value: expect.any(Number) });
    expect(Date.now() - Date.parse(long.since ?? '')).toBeLessThan(120_000);
    await old.query('ROLLBACK');
    await on.during(async () => undefined);
    expect(await on.signal('oldest-transaction')).toMatchObject({ state: 'good' });
  }, 120_000);

  test('Without a sample for three minutes nothing is said to be well', async () => {
    await on.rows('UPDATE caretaker.metric_sampler SET sampled_at = sampled_at - INTERVAL 4 MINUTE');
    const { signals } = await on.all();
    const good = signals.filter((it) => it.state === 'good').map((it) => it.id);
    expect(['blocking', 'digests', 'ids-left', 'growth', 'indexes']).toEqual(expect.arrayContaining(good));
    expect(signals.find((it) => it.id === 'log-waits')?.unknownBecause).toMatch(
      /^The last sample was taken 4 min ago/,
    );
  });

  test('After a restart, counters of before it are no answer', async () => {
    await on.during(async () => undefined);
    expect((await on.signal('log-waits')).state).toBe('good');
    await sleep(1100);
    town.server.kill();
    await town.server.startAgain();
    await expect
      .poll(async () => (await on.signal('log-waits').catch(() => null))?.unknownBecause, { timeout: 20_000 })
      .toMatch(/counters began anew|The last samples hold nothing/);
  });
});
