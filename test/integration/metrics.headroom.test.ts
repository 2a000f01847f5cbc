import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ExportProgress } from '../../src/contract/exports.ts';
import { GrowthQuery } from '../../src/contract/metrics/headroom/growth.ts';
import { throughputAt } from '../../src/contract/metrics/headroom/law.ts';
import { calendarOf } from '../../src/core/metrics/headroom/calendar/calendar.ts';
import { diskEntries } from '../../src/core/metrics/headroom/calendar/disk.ts';
import { exportCalendar } from '../../src/core/metrics/headroom/calendar/export.ts';
import { growthOf } from '../../src/core/metrics/headroom/growth/detail.ts';
import { exportGrowth } from '../../src/core/metrics/headroom/growth/export.ts';
import { growthPageOf } from '../../src/core/metrics/headroom/growth/growth.ts';
import { lawReport } from '../../src/core/metrics/headroom/law-report.ts';
import { measureAll } from '../../src/core/metrics/headroom/measure/job.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { type Community, testCommunity } from '../support/community.ts';
import { daysAgo, noise, stageHours, stageSizes } from '../support/headroom-history.ts';
import { costOf } from '../support/statements.ts';

const never = new AbortController().signal;
const now = () => Math.floor(Date.now() / 1000);

describe('Headroom', () => {
  let town: Community;
  let cto: SignedIn;

  beforeAll(async () => {
    town = await testCommunity();
    cto = await town.signIn('cto');
    await town.sql.query('CREATE DATABASE shop');
  });
  afterAll(() => town?.[Symbol.asyncDispose]());
  beforeEach(async () => {
    for (const table of ['table_size', 'index_size', 'index_use', 'metric_sample'])
      await town.sql.query(`DELETE FROM caretaker.${table}`);
  });

  const rows = async (query: string) => (await town.sql.query<RowDataPacket[]>(query))[0];
  const measure = () => measureAll(cto.database, never);
  async function written(file: AsyncIterable<ExportProgress>): Promise<string[]> {
    for await (const progress of file) {
      if (progress.status === 'done') return (await readFile(progress.file, 'utf8')).trim().split('\r\n');
    }
    throw new Error('no file was written');
  }

  test('measures every table and index, each day once, and knows where ids end', async () => {
    await town.sql.query(
      `CREATE TABLE shop.small (id TINYINT UNSIGNED AUTO_INCREMENT PRIMARY KEY, a INT, KEY by_a (a))`,
    );
    await town.sql.query(`CREATE TABLE shop.signed (id SMALLINT AUTO_INCREMENT PRIMARY KEY)`);
    await town.sql.query(`CREATE TABLE shop.plain (name VARCHAR(10) PRIMARY KEY)`);
    await town.sql.query('INSERT INTO shop.small (a) VALUES (1), (2), (3)');
    await measure();
    await measure();
    const sizes = await rows(
      `SELECT * FROM caretaker.table_size WHERE schema_name = 'shop' ORDER BY table_name`,
    );
    expect(sizes.map((it) => [it.table_name, String(it.next_id), String(it.last_id)])).toEqual([
      ['plain', 'null', 'null'],
      ['signed', '1', '32767'],
      ['small', '4', '255'],
    ]);
    expect(Number(sizes[2]?.data_bytes)).toBeGreaterThan(0);
    expect(sizes[2]?.day).toBe(daysAgo(0));
    const indexes = await rows(
      `SELECT index_name, bytes FROM caretaker.index_size WHERE table_name = 'small'`,
    );
    expect(indexes.map((it) => it.index_name).sort()).toEqual(['PRIMARY', 'by_a']);
    // Tables of the community and of the console are measured too, and none of the server's own.
    const schemas = (await rows('SELECT DISTINCT schema_name FROM caretaker.table_size')).map(
      (it) => it.schema_name,
    );
    expect(schemas).toEqual(expect.arrayContaining(['caretaker', 'shop']));
    expect(schemas).not.toContain('mysql');
    await town.sql.query('DROP TABLE shop.small, shop.signed, shop.plain');
  });

  test('sees the ids of a table as they are at this moment, not as they were when last asked', async () => {
    await town.sql.query('CREATE TABLE shop.moving (id TINYINT UNSIGNED AUTO_INCREMENT PRIMARY KEY)');
    const used = async () =>
      (await calendarOf(cto, never)).entries.find((it) => it.name === 'shop.moving')?.used;
    await town.sql.query('INSERT INTO shop.moving VALUES (), (), ()');
    expect(await used()).toBe(3);
    await town.sql.query('INSERT INTO shop.moving VALUES (), ()');
    expect(await used()).toBe(5);
    await town.sql.query('DROP TABLE shop.moving');
  });

  test('foresees from weekly peaks when the ids of a table end, and puts first what ends first', async () => {
    await town.sql.query(
      'CREATE TABLE shop.soon (id SMALLINT UNSIGNED AUTO_INCREMENT PRIMARY KEY) AUTO_INCREMENT = 60000',
    );
    await town.sql.query(
      'CREATE TABLE shop.later (id SMALLINT UNSIGNED AUTO_INCREMENT PRIMARY KEY) AUTO_INCREMENT = 30000',
    );
    await town.sql.query(
      'CREATE TABLE shop.full (id TINYINT AUTO_INCREMENT PRIMARY KEY) AUTO_INCREMENT = 127',
    );
    await town.sql.query('INSERT INTO shop.full VALUES ()');
    await town.sql.query('CREATE TABLE shop.odd (id DOUBLE AUTO_INCREMENT PRIMARY KEY)').catch(() => {});
    await stageSizes(town.sql, 300, [
      {
        schema: 'shop',
        table: 'soon',
        lastId: 65535n,
        at: (day) => ({ bytes: 1, nextId: BigInt(30_000 + 100 * day) }),
      },
      {
        schema: 'shop',
        table: 'later',
        lastId: 65535n,
        at: (day) => ({ bytes: 1, nextId: BigInt(15_000 + 50 * day) }),
      },
    ]);
    const { entries, unknownIds, now: at } = await calendarOf(cto, never);
    const named = (name: string) => entries.find((it) => it.name === name);
    const order = entries.map((it) => it.name);
    expect(order.indexOf('shop.full')).toBe(0);
    expect(order.indexOf('shop.soon')).toBeLessThan(order.indexOf('shop.later'));
    expect(named('shop.full')?.reached).toBe(true);
    const soon = named('shop.soon')?.forecast;
    // 5,535 left at 100 a day.
    if (soon?.kind !== 'range') throw new Error(JSON.stringify(soon));
    expect(soon.earliest).toBeLessThanOrEqual(at + 57 * 86_400);
    expect(soon.latest).toBeGreaterThanOrEqual(at + 54 * 86_400);
    expect(Math.abs(soon.perWeek - 700)).toBeLessThan(20);
    expect(soon.backTest.errorShare).toBeLessThan(0.01);
    // The community's own tables were not measured before today.
    const fresh = entries.find((it) => it.name.startsWith('community_demo.'));
    expect(fresh?.forecast).toMatchObject({
      kind: 'refused',
      because: expect.stringContaining('8 full weeks'),
    });
    if (unknownIds.length > 0) expect(unknownIds[0]).toMatchObject({ name: 'shop.odd' });
    await town.sql.query('DROP TABLE shop.soon, shop.later, shop.full');
    await town.sql.query('DROP TABLE IF EXISTS shop.odd');
  });

  test('foresees connections and redo from a year of samples, and says of disks that it cannot know', async () => {
    await town.sql.query('SET GLOBAL max_connections = 200');
    await stageHours(town.sql, 365, {
      connected: (i) => 40 + i / 100 + 5 * noise(i),
      max_used: (i) => 45 + i / 100,
      checkpoint_age: (i) => 1e6 * (20 + i / 1000 + noise(i)),
      checkpoint_limit: () => 100e6,
    });
    const { entries } = await calendarOf(cto, never);
    const connections = entries.find((it) => it.kind === 'connections');
    expect(connections).toMatchObject({ limit: 200, reached: false, forecast: { kind: 'range' } });
    const redo = entries.find((it) => it.kind === 'redo');
    expect(redo?.limit).toBe(100e6);
    expect(redo?.forecast.kind).toBe('range');
    expect(await diskEntries(cto, never)).toEqual([
      expect.objectContaining({
        kind: 'disk',
        used: null,
        forecast: expect.objectContaining({
          kind: 'unknown',
          because: expect.stringContaining('Prometheus'),
        }),
      }),
    ]);
  });

  test('says what is unknown of redo before anything was sampled', async () => {
    const redo = (await calendarOf(cto, never)).entries.find((it) => it.kind === 'redo');
    expect(redo).toMatchObject({ used: null, reached: false, forecast: { kind: 'unknown' } });
  });

  test('fits the law to the samples of a range and tells where the server is on it', async () => {
    const law = { alpha: 0.03, beta: 0.0008, gamma: 120 };
    const load = (i: number) => 1 + 50 * noise(i) ** 3;
    await stageHours(town.sql, 90, {
      concurrency: load,
      statements: (i) => throughputAt(law, load(i)) * (1 + 0.02 * (noise(i + 0.5) - 0.5)),
      // The server was started anew after the first 30 days: the hour of it says nothing.
      uptime: (i) => (i < 720 ? 1e6 + 3600 * i : 3600 * (i - 720) + 300),
    });
    const to = Math.floor(now() / 3600) * 3600;
    const range = { from: to - 89 * 86_400, to, points: 600 };
    const report = await lawReport(cto, range, never);
    expect(report.step).toBe(3600);
    expect(report.steps).toBe(89 * 24);
    expect(report.leftOut).toBe(1);
    expect(report.bins.length).toBeGreaterThan(60);
    expect(report.bins.length).toBeLessThanOrEqual(200);
    expect(report.bins.reduce((sum, bin) => sum + bin.count, 0)).toBe(report.steps - report.leftOut);
    expect(report.concurrency).toBe('concurrency');
    if (report.law.kind !== 'law') throw new Error(report.law.because);
    expect(report.law.alpha.value).toBeCloseTo(law.alpha, 2);
    expect(report.law.beta.value).toBeCloseTo(law.beta, 4);
    expect(Math.abs(report.law.gamma.value - law.gamma)).toBeLessThan(3);
    expect(Math.abs((report.law.peak?.n ?? 0) - Math.sqrt(0.97 / 0.0008))).toBeLessThan(2);
    expect(report.now).toBeNull();
    expect(report.notes.join(' ')).toContain('1 of the hours was left out');
  });

  test('refuses the law where concurrency hardly varied, and takes sessions at work where nothing else is counted', async () => {
    await stageHours(town.sql, 60, { running: (i) => 4 + noise(i) / 10, statements: () => 100 });
    const report = await lawReport(cto, { from: now() - 59 * 86_400, to: now(), points: 600 }, never);
    expect(report.concurrency).toBe('running');
    expect(report.law).toMatchObject({ kind: 'refused', because: expect.stringContaining('hardly varied') });
    expect(report.notes.join(' ')).toContain('performance_schema');
    const none = await lawReport(
      cto,
      { from: now() - 900 * 86_400, to: now() - 800 * 86_400, points: 600 },
      never,
    );
    expect(none.law.kind).toBe('refused');
    expect(none.steps).toBe(0);
  });

  test('reckons growth over 7, 30 and 90 days, orders by it, and finds by name', async () => {
    const mb = 1e6;
    await stageSizes(town.sql, 120, [
      {
        schema: 'shop',
        table: 'orders',
        at: (day) => ({ bytes: mb * day, indexBytes: mb }),
        indexes: { PRIMARY: (day) => mb * day, by_user: () => mb },
      },
      { schema: 'shop', table: 'carts', at: () => ({ bytes: 200 * mb }) },
      { schema: 'shop', table: 'late', at: (day) => ({ bytes: day < 100 ? 0 : 2 * mb * (day - 100) }) },
    ]);
    await town.sql.query("DELETE FROM caretaker.table_size WHERE table_name = 'late' AND day < ?", [
      daysAgo(20),
    ]);
    const all = await growthPageOf(cto, GrowthQuery.parse({}), never);
    expect(all.rows.map((it) => it.tableName)).toEqual(['carts', 'orders', 'late']);
    expect(all.day).toBe(daysAgo(1));
    const orders = all.rows[1];
    expect(orders?.bytes).toBe(120 * mb);
    expect([orders?.week, orders?.month, orders?.quarter]).toEqual([mb, mb, mb]);
    expect(all.rows[2]).toMatchObject({ week: 2 * mb, month: null, quarter: null });
    expect(all.total.week).toBe(3 * mb);
    expect(all.total.bytes).toBe(358 * mb);
    const byWeek = await growthPageOf(cto, GrowthQuery.parse({ sort: 'week' }), never);
    expect(byWeek.rows.map((it) => it.tableName)).toEqual(['late', 'orders', 'carts']);
    const found = await growthPageOf(cto, GrowthQuery.parse({ text: 'SHOP.OR' }), never);
    expect([found.found, found.all, found.rows[0]?.tableName]).toEqual([1, 3, 'orders']);
    const indexes = await growthPageOf(cto, GrowthQuery.parse({ of: 'indexes' }), never);
    expect(indexes.rows.map((it) => [it.indexName, it.month])).toEqual([
      ['PRIMARY', mb],
      ['by_user', 0],
    ]);
    const range = { from: now() - 60 * 86_400, to: now(), points: 600 };
    const detail = await growthOf(cto, { table: { schemaName: 'shop', tableName: 'orders' }, range }, never);
    expect(detail.chart.at.length).toBeGreaterThanOrEqual(59);
    expect(detail.chart.series[0]?.mean.at(-1)).toBe(119 * mb);
    expect(detail.indexes.map((it) => it.indexName)).toEqual(['PRIMARY', 'by_user']);
  });

  test('pages through more than 200 tables', async () => {
    await stageSizes(
      town.sql,
      1,
      Array.from({ length: 450 }, (_, i) => ({
        schema: 'shop',
        table: `t${i}`,
        at: () => ({ bytes: 1e6 - i }),
      })),
    );
    const page = (number: number) => growthPageOf(cto, GrowthQuery.parse({ page: number }), never);
    expect((await page(0)).rows).toHaveLength(200);
    const last = await page(2);
    expect(last.rows).toHaveLength(50);
    expect(last.rows.at(-1)?.tableName).toBe('t449');
    expect(last.found).toBe(450);
    expect((await page(3)).rows).toEqual([]);
  });

  test('keeps five years of days, and of what is older than 400 days one day a week', async () => {
    const day = (days: number) => ({ schema: 'shop', table: 'old', days });
    for (const { days } of [day(1900), day(1700)])
      await town.sql.query(
        "INSERT INTO caretaker.table_size VALUES ('shop', 'old', ?, 1, 1, 1, 1, NULL, NULL)",
        [daysAgo(days)],
      );
    await stageSizes(town.sql, 460, [{ schema: 'shop', table: 'old', at: () => ({ bytes: 1 }) }]);
    await measure();
    const left = (
      await rows("SELECT day FROM caretaker.table_size WHERE table_name = 'old' ORDER BY day")
    ).map((it) => String(it.day));
    expect(left).not.toContain(daysAgo(1900));
    expect(left).toContain(daysAgo(1700));
    expect(left.filter((it) => it >= daysAgo(399))).toHaveLength(399);
    const older = left.filter((it) => it < daysAgo(407) && it > daysAgo(460));
    expect(older.length).toBeGreaterThan(5);
    expect(older.length).toBeLessThan(10);
  });

  test('writes the calendar and growth as CSV, and that it did into the record', async () => {
    await measure();
    const folder = await mkdtemp(join(tmpdir(), 'caretaker-headroom-'));
    const calendar = await written(exportCalendar(cto, folder, never));
    expect(calendar[0]).toMatch(/^what,name,/);
    expect(calendar.some((line) => line.startsWith('ids,community_demo.'))).toBe(true);
    expect(calendar.some((line) => line.startsWith('disk,'))).toBe(true);
    const growth = await written(exportGrowth(cto, GrowthQuery.parse({ text: 'caretaker.' }), folder, never));
    expect(growth.length).toBeGreaterThan(10);
    const [entry] = await rows(
      "SELECT actor, subject_id FROM caretaker_audit.entry WHERE action = 'metrics.exported' ORDER BY id LIMIT 1",
    );
    expect([entry?.actor, entry?.subject_id]).toEqual(['cto', 'calendar']);
  });

  test('reads years of many tables by keys: nothing is scanned, and no statement reads more than it needs', async () => {
    const tables = Array.from({ length: 250 }, (_, i) => `t${i}`);
    for (const table of tables) {
      await town.sql.query(
        `CREATE TABLE shop.${table} (id INT AUTO_INCREMENT PRIMARY KEY) AUTO_INCREMENT = 40000`,
      );
    }
    await stageSizes(
      town.sql,
      300,
      tables.map((table, i) => ({
        schema: 'shop',
        table,
        at: (day) => ({ bytes: 1e6, nextId: BigInt(100 * day + i) }),
        indexes: { PRIMARY: () => 1e6 },
      })),
    );
    await stageHours(town.sql, 365, { concurrency: (i) => 1 + noise(i), statements: () => 100 });
    await town.sql.query('ANALYZE TABLE caretaker.table_size, caretaker.index_size, caretaker.metric_sample');
    const range = { from: now() - 365 * 86_400, to: now(), points: 600 };
    const costs = await costOf(town, async () => {
      expect((await calendarOf(cto, never)).entries.length).toBeGreaterThan(199);
      await growthPageOf(cto, GrowthQuery.parse({}), never);
      await growthPageOf(cto, GrowthQuery.parse({ of: 'indexes' }), never);
      await growthOf(cto, { table: { schemaName: 'shop', tableName: 't7' }, range }, never);
      await lawReport(cto, range, never);
    });
    const kept = costs.filter((it) => /table_size|index_size|metric_sample|index_use/.test(it.text));
    expect(kept.length).toBeGreaterThan(8);
    expect(kept.filter((it) => it.scans > 0).map((it) => it.text)).toEqual([]);
    // The history of 200 of the 250 tables is the most that is read at once.
    const most = Math.max(...kept.map((it) => it.rowsExamined / it.calls));
    expect(most).toBeGreaterThan(200 * 290);
    expect(most).toBeLessThan(210 * 301);
    await town.sql.query(`DROP TABLE ${tables.map((it) => `shop.${it}`).join()}`);
  });

  test('is for those who watch metrics alone: a moderator is refused by the database too', async () => {
    const moderator = await town.signIn('moderator');
    await expect(calendarOf(moderator, never)).rejects.toThrow(/denied/);
    await expect(growthPageOf(moderator, GrowthQuery.parse({}), never)).rejects.toThrow(/denied/);
  });
});
