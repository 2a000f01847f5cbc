import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mysql, { type RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { StatementQuery } from '../../src/contract/metrics/statements/values.ts';
import { exportStatements } from '../../src/core/metrics/statements/export.ts';
import { statementDetail } from '../../src/core/metrics/statements/list/detail.ts';
import { listStatements } from '../../src/core/metrics/statements/list/list.ts';
import { readStatements, sampleStatements } from '../../src/core/metrics/statements/sampling/job.ts';
import { rollUp } from '../../src/core/metrics/statements/sampling/roll-up.ts';
import { trimStatements } from '../../src/core/metrics/statements/sampling/trim.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { type Community, personNamed, testCommunity } from '../support/community.ts';

const never = new AbortController().signal;
const at = { soonest: 0, latest: 150 };
const seconds = () => Math.floor(Date.now() / 1000);

describe('What statements cost', () => {
  let town: Community;
  let carl: SignedIn & AsyncDisposable;
  let shop: mysql.Connection;

  beforeAll(async () => {
    town = await testCommunity({ members: 60, directory: false });
    carl = await personNamed(town, 'cto', 'carl');
    await town.sql.query('CREATE DATABASE shop');
    await town.sql.query('CREATE TABLE shop.orders (id INT PRIMARY KEY, buyer VARCHAR(40), KEY (buyer))');
    for (let id = 1; id <= 200; id += 1) {
      await town.sql.query('INSERT INTO shop.orders VALUES (?, ?)', [id, `buyer ${id}`]);
    }
    const { host, port, user, password } = town.root;
    shop = await mysql.createConnection({ host, port, user, password, database: 'shop' });
  });
  afterAll(async () => {
    shop?.destroy();
    await carl?.[Symbol.asyncDispose]();
    await town?.[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    for (const table of ['statement_sample', 'statement_step', 'statement_digest']) {
      await town.sql.query(`DELETE FROM caretaker.${table}`);
    }
    await town.sql.query(
      "UPDATE caretaker.statement_reading SET reading = '', read_at = NULL, unknown = '', hours_until = 0, days_until = 0",
    );
  });

  const read = (who: SignedIn = carl) => readStatements(who.database, never, at);
  const list = (o: Partial<StatementQuery> = {}, who: SignedIn = carl) =>
    listStatements(
      who,
      StatementQuery.parse({ range: { from: seconds() - 3600, to: seconds() + 120 }, limit: 200, ...o }),
      never,
    );
  const ofShop = async (o: Partial<StatementQuery> = {}) =>
    (await list(o)).rows.filter((row) => row.schema === 'shop');
  const rows = async (statement: string, values: unknown[] = []) =>
    (await town.sql.query<RowDataPacket[]>(statement, values))[0];

  test('is told from the second reading on, as the server counts it, and every call once', async () => {
    await shop.query('SELECT * FROM orders WHERE id = 1');
    const counted = async () => {
      const [row] = await rows(
        "SELECT SUM_TIMER_WAIT AS timer FROM performance_schema.events_statements_summary_by_digest WHERE SCHEMA_NAME = 'shop' AND DIGEST_TEXT LIKE 'SELECT%BETWEEN%'",
      );
      return Number(row?.timer ?? 0) / 1e9;
    };
    await read();
    expect((await list()).rows).toEqual([]);
    expect((await list()).source).toMatchObject({ unknown: null, readAt: expect.any(String) });
    for (let i = 0; i < 7; i += 1)
      await shop.query(`SELECT buyer FROM orders WHERE id BETWEEN ${i + 1} AND 20`);
    await read();
    const [row, ...more] = await ofShop();
    expect(more).toEqual([]);
    expect(row).toMatchObject({ schema: 'shop', calls: 7, rowsSent: 7 * 20 - 21, errors: 0, noIndex: 0 });
    expect(row?.text).toMatch(/BETWEEN \? AND \?/);
    expect(row?.totalMs).toBeCloseTo(await counted(), 6);
    expect(row?.meanMs).toBeCloseTo((row?.totalMs ?? 0) / 7, 9);
    expect(Date.now() - Date.parse(row?.firstSeen ?? '')).toBeLessThan(60_000);

    await read();
    await shop.query('SELECT buyer FROM orders WHERE id BETWEEN 3 AND 4');
    await read();
    expect((await ofShop())[0]).toMatchObject({ calls: 8, rowsSent: 121 });
    const whole = await list();
    const told = whole.rows.reduce((sum, it) => sum + it.totalMs, whole.others.totalMs);
    expect(told).toBeCloseTo(whole.all.totalMs, 6);
    expect(whole.seconds).toBeGreaterThan(0);
  });

  test('shows a scan by the rows examined for each that was given, errors, and calls without an index', async () => {
    await read();
    for (let i = 0; i < 3; i += 1) await shop.query(`SELECT id FROM orders WHERE buyer LIKE '%r ${i + 10}'`);
    await shop.query('SELECT * FROM orders WHERE id = 5');
    await shop.query('SELECT nothing FROM orders').catch(() => {});
    await read();
    const found = await ofShop({ sort: 'examined' });
    expect(found[0]).toMatchObject({ rowsExamined: 600, rowsSent: 3, examinedPerRow: 200 });
    const errors = await ofShop({ sort: 'errors' });
    expect(errors[0]).toMatchObject({ errors: 1 });
    expect(errors[0]?.text).toContain('nothing');
    const [scan] = await ofShop({ search: 'LIKE' });
    expect(scan?.calls).toBe(3);
    expect(await ofShop({ search: '%' })).toEqual([]);
    expect((await ofShop({ search: 'SHOP' })).length).toBeGreaterThanOrEqual(3);
    expect(await ofShop({ newSince: seconds() + 3600 })).toEqual([]);
    expect((await list({ limit: 1 })).rows).toHaveLength(1);
    expect((await list({ limit: 1 })).found).toBeGreaterThan(1);
  });

  test('is counted once by two consoles, and the other goes on when one has stopped', async () => {
    await using dora = await personNamed(town, 'cto', 'dora');
    await read();
    expect(await read(dora)).toBe(false);
    const work = async () => {
      for (let i = 0; i < 25; i += 1) await shop.query(`SELECT 1 + ${i} FROM orders WHERE id = ${i + 1}`);
    };
    await Promise.all([
      work(),
      (async () => {
        for (let i = 0; i < 6; i += 1) await Promise.all([read(), read(dora)]);
      })(),
    ]);
    await read();
    expect((await ofShop())[0]).toMatchObject({ calls: 25 });

    // Carl's console stops: what it read is too old for anyone to follow, and Dora's begins anew.
    const takesOver = { soonest: 0, latest: -1 };
    expect(await readStatements(dora.database, never, takesOver)).toBe(true);
    expect(await read()).toBe(false);
    await shop.query('SELECT 1 + 77 FROM orders WHERE id = 3');
    expect(await read(dora)).toBe(true);
    expect((await ofShop())[0]).toMatchObject({ calls: 26 });
  });

  test('has a gap where the server’s counters were emptied, and goes on after it', async () => {
    await read();
    await shop.query('SELECT * FROM orders WHERE id = 8');
    await town.sql.query('TRUNCATE TABLE performance_schema.events_statements_summary_by_digest');
    await shop.query('SELECT * FROM orders WHERE id = 9');
    await read();
    expect((await list()).seconds).toBe(0);
    expect(await ofShop()).toEqual([]);
    await shop.query('SELECT * FROM orders WHERE id = 10');
    await read();
    expect((await ofShop())[0]).toMatchObject({ calls: 1 });
  });

  test('keeps no value of any statement anywhere', async () => {
    const secret = 'HUNTER2SECRET';
    const number = '8675309421';
    const hex = Buffer.from(secret).toString('hex');
    await read();
    const statements = [
      `SELECT * FROM orders WHERE buyer = '${secret}' OR id = ${number}`,
      `SELECT * FROM orders WHERE buyer = "${secret}" LIMIT 5`,
      `SELECT * FROM orders WHERE buyer IN ('${secret}', _utf8mb4'${secret}', N'${secret}', x'${hex}', 0x${hex})`,
      `SELECT /* ${secret} */ id FROM orders -- ${secret}`,
      `SELECT /*! '${secret}', */ id FROM orders`,
      `SELECT '${secret}' AS '${secret}' FROM orders LIMIT 1`,
      `INSERT INTO orders VALUES (9001, '${secret}'), (9002, '${secret}')`,
      `UPDATE orders SET buyer = '${secret}' WHERE id = 9001`,
      `SET @kept = '${secret}'`,
      `SELECT * FROM orders WHERE buyer = '${secret}`,
      `SELECT * FRM orders WHERE buyer = '${secret}'`,
      `CREATE USER secretive@localhost IDENTIFIED BY '${secret}'`,
      `DROP USER secretive@localhost`,
      `SELECT ${number} + ${number}.5 + ${number}e2 FROM orders LIMIT 1`,
      `SELECT * FROM orders WHERE buyer LIKE '%${secret}%' ESCAPE '|'`,
      `SELECT JSON_EXTRACT('{"a": "${secret}"}', '$.a')`,
    ];
    for (const it of statements) await shop.query(it).catch(() => {});
    await read();
    await shop.query('DELETE FROM orders WHERE id > 9000');
    expect((await ofShop()).length).toBeGreaterThanOrEqual(9);
    const kept = await Promise.all(
      ['statement_digest', 'statement_sample', 'statement_step', 'statement_reading'].map((table) =>
        rows(`SELECT * FROM caretaker.${table}`),
      ),
    );
    const everything = JSON.stringify(kept);
    for (const it of [secret, number, hex]) expect(everything.toLowerCase()).not.toContain(it.toLowerCase());
    expect(everything).toContain('orders');
  });

  test('is summed up by hour and by day, each once, whichever consoles do it', async () => {
    await using dora = await personNamed(town, 'cto', 'dora');
    const day = Math.floor(seconds() / 86_400) * 86_400 - 86_400;
    const ids: number[] = [];
    for (let i = 1; i <= 150; i += 1) {
      await town.sql.query(
        "INSERT INTO caretaker.statement_digest (id, schema_name, digest, text, first_seen, last_seen) VALUES (?, 'shop', ?, 'SELECT ?', '2026-01-01', UTC_TIMESTAMP(6))",
        [i, `d${i}`],
      );
      ids.push(i);
    }
    const sample = (minute: number, id: number, calls: number, ms: number) =>
      `(60, ${minute}, ${id}, ${calls}, ${ms}, 0, 0, 0, 0, 0, 0, 0, 0)`;
    for (const hour of [0, 5]) {
      for (const minute of [0, 60, 3540]) {
        const when = day + hour * 3600 + minute;
        const samples = [sample(when, 0, 1000, 5), ...ids.map((id) => sample(when, id, 2, id))];
        await town.sql.query(`INSERT INTO caretaker.statement_sample VALUES ${samples.join(',')}`);
        await town.sql.query('INSERT INTO caretaker.statement_step VALUES (60, ?, 60, 1300, 11330)', [when]);
      }
    }
    await Promise.all([
      rollUp(carl.database, never),
      rollUp(dora.database, never),
      rollUp(carl.database, never),
    ]);
    const sums = () =>
      rows(
        `SELECT step, at, COUNT(*) AS n, CAST(SUM(calls) AS SIGNED) AS calls, SUM(total_ms) AS ms,
           MAX(IF(digest_id = 0, total_ms, 0)) AS others, MIN(IF(digest_id = 0, 1000, digest_id)) AS least
         FROM caretaker.statement_sample WHERE step > 60 GROUP BY step, at ORDER BY step, at`,
      );
    const others = (50 * 51) / 2 + 5;
    const hour = { n: '101', calls: '3900', ms: 33_990, others: 3 * others, least: '51' };
    const expected = [
      { step: 3600, at: day, ...hour },
      { step: 3600, at: day + 5 * 3600, ...hour },
      { step: 86_400, at: day, n: '101', calls: '7800', ms: 67_980, others: 6 * others, least: '51' },
    ];
    expect(await sums()).toEqual(expected);
    expect(await rows('SELECT at, seconds, calls FROM caretaker.statement_step WHERE step = 86400')).toEqual([
      { at: day, seconds: 360, calls: '7800' },
    ]);
    expect(await rollUp(dora.database, never)).toBe(false);
    expect(await sums()).toEqual(expected);

    // The same figures, whether a range is read from days, hours or minutes.
    const range = { from: day, to: day + 86_400 };
    const byDay = await list({ range });
    await town.sql.query('UPDATE caretaker.statement_reading SET days_until = 0');
    expect(await list({ range })).toEqual(byDay);
    expect(byDay.all).toMatchObject({ calls: 7800, totalMs: 67_980 });
    expect(byDay.seconds).toBe(360);
    expect(byDay.rows[0]).toMatchObject({ id: 150, calls: 12, totalMs: 900, callsPerSecond: 12 / 360 });
    expect(byDay.found).toBe(100);
    expect(byDay.others.totalMs).toBeCloseTo(6 * others);
  });

  test('is compared with the same range a week before, by the time that was read', async () => {
    const now = Math.floor(seconds() / 3600) * 3600 - 7200;
    const before = now - 7 * 86_400;
    await town.sql.query(
      `INSERT INTO caretaker.statement_digest (id, schema_name, digest, text, first_seen, last_seen) VALUES
         (1, 'shop', 'a', 'SELECT ?', '2026-01-01', UTC_TIMESTAMP(6)),
         (2, 'shop', 'b', 'SELECT ? + ?', UTC_TIMESTAMP(6) - INTERVAL 1 DAY, UTC_TIMESTAMP(6)),
         (3, 'shop', 'c', 'SELECT ? - ?', '2026-01-01', UTC_TIMESTAMP(6))`,
    );
    const hour = (when: number, id: number, ms: number) =>
      `(3600, ${when}, ${id}, 10, ${ms}, 0, 0, 0, 0, 0, 0, 0, 0)`;
    await town.sql.query(
      `INSERT INTO caretaker.statement_sample VALUES ${[hour(now, 1, 300), hour(now, 2, 200), hour(now, 3, 100), hour(before, 1, 100)].join(',')}`,
    );
    await town.sql.query(
      'INSERT INTO caretaker.statement_step VALUES (3600, ?, 3600, 30, 600), (3600, ?, 1800, 10, 100)',
      [now, before],
    );
    await town.sql.query('UPDATE caretaker.statement_reading SET hours_until = ?', [now + 3600]);
    const range = { from: now, to: now + 3600 };
    const changes = async () =>
      (await list({ range, sort: 'change' })).rows.map((row) => [row.id, row.change]);
    expect(await changes()).toEqual([
      [2, { kind: 'new' }],
      [3, { kind: 'risen' }],
      [1, { kind: 'ratio', ratio: 0.5 }],
    ]);
    await town.sql.query('DELETE FROM caretaker.statement_step WHERE at = ?', [before]);
    await town.sql.query('DELETE FROM caretaker.statement_sample WHERE at = ?', [before]);
    expect((await list({ range })).rows[0]?.change).toEqual({ kind: 'unknown' });

    const { statement, chart } = await statementDetail(
      carl,
      { digestId: 1, range: { ...range, points: 100 } },
      never,
    );
    expect(statement).toMatchObject({ id: 1, text: 'SELECT ?', calls: 10, totalMs: 300, share: 0.5 });
    expect(chart.at.length).toBe(0);
    const hours = await statementDetail(
      carl,
      { digestId: 1, range: { from: now - 5 * 86_400, to: now + 3600, points: 100 } },
      never,
    );
    expect(hours.chart.at).toEqual([Math.floor(now / 7200) * 7200]);
    expect(hours.chart.series.map((it) => it.mean)).toEqual([[10 / 3600], [30], [0.5], [null]]);
    await expect(
      statementDetail(carl, { digestId: 99, range: { ...range, points: 100 } }, never),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('is removed when it is too old, and minutes not before they are summed up', async () => {
    const now = seconds();
    const old = now - 401 * 86_400;
    const days = (n: number) => now - n * 86_400;
    for (const [step, when] of [
      [60, days(3)],
      [60, days(1)],
      [3600, old],
      [3600, days(300)],
      [86_400, old],
      [86_400, days(300)],
    ] as const) {
      await town.sql.query(
        'INSERT INTO caretaker.statement_sample VALUES (?, ?, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0)',
        [step, when],
      );
      await town.sql.query('INSERT INTO caretaker.statement_step VALUES (?, ?, 60, 1, 1)', [step, when]);
    }
    await town.sql.query(
      `INSERT INTO caretaker.statement_digest (schema_name, digest, text, first_seen, last_seen) VALUES
         ('shop', 'old', 'SELECT ?', '2024-01-01', UTC_TIMESTAMP(6) - INTERVAL 401 DAY),
         ('shop', 'kept', 'SELECT ?', '2024-01-01', UTC_TIMESTAMP(6))`,
    );
    const left = async () => {
      const [samples] = await rows('SELECT COUNT(*) AS n FROM caretaker.statement_sample');
      const [steps] = await rows('SELECT COUNT(*) AS n FROM caretaker.statement_step');
      return [Number(samples?.n), Number(steps?.n)];
    };
    await trimStatements(carl.database, never);
    expect(await left()).toEqual([5, 5]);
    await town.sql.query('UPDATE caretaker.statement_reading SET hours_until = ?, days_until = ?', [
      now,
      now,
    ]);
    await trimStatements(carl.database, never);
    expect(await left()).toEqual([3, 3]);
    expect(await rows('SELECT digest FROM caretaker.statement_digest')).toEqual([{ digest: 'kept' }]);
  });

  test('is written as CSV, and that on record', async () => {
    await read();
    await shop.query('SELECT * FROM orders WHERE id = 8');
    await read();
    const folder = await mkdtemp(join(tmpdir(), 'caretaker-statements-'));
    let file = '';
    const query = StatementQuery.parse({
      range: { from: seconds() - 3600, to: seconds() + 120 },
      search: 'orders',
    });
    for await (const progress of exportStatements(carl, query, folder, never)) {
      if (progress.status === 'done') file = progress.file;
    }
    const lines = (await readFile(file, 'utf8')).trim().split('\r\n');
    expect(lines[0]).toContain('rows examined per row');
    expect(lines.some((line) => line.startsWith('shop,SELECT * FROM `orders`'))).toBe(true);
    const [entry] = await rows(
      "SELECT actor FROM caretaker_audit.entry WHERE action = 'statements.exported'",
    );
    expect(entry?.actor).toBe('carl');
  });

  test('is unknown while nothing is counted or the procedure is missing, and says how to turn it on', async () => {
    const consumer = (enabled: string) =>
      town.sql.query(
        "UPDATE performance_schema.setup_consumers SET ENABLED = ? WHERE NAME = 'statements_digest'",
        [enabled],
      );
    await read();
    await consumer('NO');
    try {
      // What had run before counts as seen for some seconds.
      await town.sql.query('TRUNCATE TABLE performance_schema.events_statements_summary_by_digest');
      await read();
      expect((await list()).source.unknown).toMatchObject({
        copy: expect.stringContaining('statements_digest'),
      });
    } finally {
      await consumer('YES');
    }
    await readStatements(carl.database, never, { soonest: 0, latest: -1 });
    expect((await list()).source.unknown).toBeNull();
    const roles = '`caretaker_cto`';
    await town.sql.query(`REVOKE EXECUTE ON PROCEDURE caretaker_audit.server_digests FROM ${roles}`);
    try {
      await read();
      expect((await list()).source.unknown).toMatchObject({ copy: 'npm run connect-site' });
    } finally {
      await town.sql.query(`GRANT EXECUTE ON PROCEDURE caretaker_audit.server_digests TO ${roles}`);
    }
  });

  test('is read by a job of those who watch metrics, whose account suffices for it', async () => {
    expect(sampleStatements.roles).toEqual(['cto', 'admin']);
    const ground = { database: carl.database } as Parameters<typeof sampleStatements.run>[0];
    await sampleStatements.run(ground, never);
    const [mark] = await rows('SELECT reading, kinds, took_ms, unknown FROM caretaker.statement_reading');
    expect(mark).toMatchObject({ unknown: '', kinds: expect.any(Number) });
    expect(Number(mark?.kinds)).toBeGreaterThan(10);
  });
});
