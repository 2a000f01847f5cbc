import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { percentiles } from '../../src/contract/metrics/traffic.ts';
import { trafficCharts } from '../../src/core/metrics/traffic/charts/chart.ts';
import { growthCharts } from '../../src/core/metrics/traffic/charts/growth.ts';
import { exportMonths } from '../../src/core/metrics/traffic/months/export.ts';
import { trafficMonths } from '../../src/core/metrics/traffic/months/months.ts';
import { deploysIn } from '../../src/core/metrics/traffic/overview/deploys.ts';
import { trafficOverview } from '../../src/core/metrics/traffic/overview/overview.ts';
import { daySeconds, hourSeconds } from '../../src/core/metrics/traffic/site/moments.ts';
import { sumAllTraffic } from '../../src/core/metrics/traffic/sum/job.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { type Community, overTheWire, personNamed, testCommunity } from '../support/community.ts';
import { columnText, countUntilNow } from '../support/traffic.ts';

const members = 500;
const never = new AbortController().signal;

describe('The traffic of the site', () => {
  let town: Community;
  let cto: SignedIn;

  beforeAll(async () => {
    town = await testCommunity({ members, directory: false });
    await countUntilNow(town, members);
    cto = await town.signIn('cto');
  });
  afterAll(async () => {
    await town?.[Symbol.asyncDispose]();
  });

  const rows = async (statement: string, values: unknown[] = []) =>
    (await town.sql.query<RowDataPacket[]>(statement, values))[0];
  const one = async (statement: string, values: unknown[] = []) =>
    Number((await rows(statement, values))[0]?.n);
  const over = () => Math.floor(Date.now() / 3_600_000) * hourSeconds;
  const lastDays = (days: number, points = 600) => ({
    from: over() - days * daySeconds,
    to: over() + 1800,
    points,
  });
  const chart = (range: ReturnType<typeof lastDays>, service: string | null = null) =>
    trafficCharts(cto, { range, service, percentile: 'p95' }, never);
  const sumOf = (values: readonly (number | null)[] = []) =>
    values.reduce<number>((sum, it) => sum + (it ?? 0), 0);
  const bySql = `SELECT DATE_FORMAT(hour, '%Y-%m-%d') AS day, service, SUM(requests) AS requests, SUM(pageviews) AS pageviews,
      SUM(errors) AS errors, COUNT(*) AS hours, MAX(ms_p95) AS worst
    FROM community_demo.traffic_hours GROUP BY day, service ORDER BY day, service`;
  const summed = `SELECT DATE_FORMAT(day, '%Y-%m-%d') AS day, service, requests, pageviews, errors, hours, worst_p95 AS worst
    FROM caretaker.traffic_day ORDER BY day, service`;

  test('is summed up by day: stopped and gone on with, by two consoles, once and right', async () => {
    for (const ms of [30, 80, 150]) {
      await sumAllTraffic(cto.database, AbortSignal.timeout(ms)).catch((error: unknown) => {
        if (!(error instanceof Error) || !/abort|stopped|timeout/i.test(`${error.name} ${error.message}`))
          throw error;
      });
    }
    await using ada = await personNamed(town, 'admin', 'ada');
    await Promise.all([sumAllTraffic(cto.database, never), sumAllTraffic(ada.database, never)]);
    await sumAllTraffic(cto.database, never);
    const expected = (await rows(bySql)).map((row) => ({ ...row, hours: Number(row.hours) }));
    const found = (await rows(summed)).map((row) => ({ ...row, hours: Number(row.hours) }));
    expect(found.length).toBeGreaterThan(5 * 1300);
    expect(found).toEqual(expected);
    const mean = `SELECT ROUND(SUM(requests * ms_p95) / SUM(requests), 6) AS n FROM community_demo.traffic_hours
      WHERE hour >= '2026-09-20' AND hour < '2026-09-21' AND service = 'web'`;
    expect(
      await one(
        "SELECT ROUND(ms_p95, 6) AS n FROM caretaker.traffic_day WHERE day = '2026-09-20' AND service = 'web'",
      ),
    ).toBeCloseTo(await one(mean), 5);
  });

  test('takes in hours that the site corrects within three days', async () => {
    const hour = new Date((over() - 30 * hourSeconds) * 1000).toISOString().slice(0, 19).replace('T', ' ');
    await rows(
      "UPDATE community_demo.traffic_hours SET requests = requests + 123 WHERE hour = ? AND service = 'api'",
      [hour],
    );
    await rows("DELETE FROM community_demo.traffic_hours WHERE hour = ? AND service = 'chat'", [hour]);
    await sumAllTraffic(cto.database, never);
    expect((await rows(summed)).map((row) => String(row.requests))).toEqual(
      (await rows(bySql)).map((row) => String(row.requests)),
    );
  });

  test('is read by the hour for a week, beside the week before, and ends with the last hour that is over', async () => {
    const range = lastDays(7);
    const { requests, errors, errorShare, latency, before, services, unknown } = await chart(range);
    expect(unknown).toBeNull();
    expect(services.toSorted()).toEqual(['activity', 'api', 'chat', 'media', 'web']);
    expect(requests.step).toBe(hourSeconds);
    expect(requests.at.at(-1)).toBe(over() - hourSeconds);
    expect(requests.asOf).toBe(`${new Date(over() * 1000).toISOString().slice(0, 19)}.000000Z`);
    expect(requests.series.map((it) => it.label)).toEqual(services);
    const total = sumOf(requests.series.map((it) => sumOf(it.mean) * hourSeconds));
    const from = new Date(range.from * 1000).toISOString().slice(0, 19).replace('T', ' ');
    const total2 = await one('SELECT SUM(requests) AS n FROM community_demo.traffic_hours WHERE hour >= ?', [
      from,
    ]);
    expect(total).toBeCloseTo(total2, 3);
    expect(before.requests.at).toEqual(requests.at.map((at) => at - 7 * daySeconds));
    expect(before.requests.series.map((it) => it.name)).toEqual(requests.series.map((it) => it.name));
    expect(errors.series[0]?.unit).toBe('per-second');
    expect(errorShare.series[0]?.mean.every((share) => share !== null && share >= 0 && share < 1)).toBe(true);
    expect(latency.series[0]).not.toHaveProperty('low');
    const web = await chart(range, 'web');
    expect(web.latency.series.map((it) => it.name)).toEqual([...percentiles]);
    expect(web.before.latency.series).toHaveLength(3);
    expect(sumOf(web.requests.series[0]?.mean)).toBeCloseTo(sumOf(requests.series[0]?.mean), 6);
  });

  test('has a band from the fastest to the slowest hour where a step has several, and says what its mean is', async () => {
    const { latency } = await chart(lastDays(60, 300), 'web');
    expect(latency.step).toBe(6 * hourSeconds);
    const p95 = latency.series.find((it) => it.name === 'p95');
    for (const [index, mean] of (p95?.mean ?? []).entries()) {
      expect(p95?.low?.[index]).toBeLessThanOrEqual(mean ?? 0);
      expect(p95?.high?.[index]).toBeGreaterThanOrEqual(mean ?? 0);
    }
    expect(latency.notes.join()).toContain('cannot be added up');
  });

  test('is read by day and week over years, from sums that are those of the site', async () => {
    const { requests, latency } = await chart(lastDays(1000, 1100));
    expect(requests.step).toBe(daySeconds);
    const total = sumOf(requests.series.map((it) => sumOf(it.mean))) * daySeconds;
    const day = (seconds: number | undefined) => new Date((seconds ?? 0) * 1000).toISOString().slice(0, 10);
    const bySite = await one(
      'SELECT SUM(requests) AS n FROM community_demo.traffic_hours WHERE hour >= ? AND hour < ?',
      [day(requests.at[0]), day((requests.at.at(-1) ?? 0) + daySeconds)],
    );
    expect(Math.abs(total / bySite - 1)).toBeLessThan(0.001);
    expect(latency.series[0]?.high).toBeDefined();
    expect((await chart(lastDays(1826, 600))).requests.step).toBe(7 * daySeconds);
  });

  test('leaves a hole where the site has none, and names a service that it does not know', async () => {
    const from = over() - 20 * hourSeconds;
    const hole = [columnText(from), columnText(from + 5 * hourSeconds)];
    await rows(
      'CREATE TABLE community_demo.kept AS SELECT * FROM community_demo.traffic_hours WHERE hour >= ? AND hour < ?',
      hole,
    );
    await rows('DELETE FROM community_demo.traffic_hours WHERE hour >= ? AND hour < ?', hole);
    const { requests } = await chart(lastDays(2));
    const at = requests.at;
    const jump = at.findIndex((moment, index) => index > 0 && moment - (at[index - 1] ?? 0) > requests.gap);
    expect(at[jump]).toBe(from + 5 * hourSeconds);
    expect(at[jump - 1]).toBe(from - hourSeconds);
    await rows('INSERT INTO community_demo.traffic_hours SELECT * FROM community_demo.kept');
    await rows('DROP TABLE community_demo.kept');
    expect((await chart(lastDays(7), 'nothing')).unknown).toBe(
      'The site’s traffic_hour has nothing of “nothing” in this range.',
    );
  });

  test('grows by members, who are all who joined less all who left', async () => {
    const growth = await growthCharts(cto, { range: lastDays(365) }, never);
    const total = await one('SELECT SUM(sign_ups) - SUM(deleted) AS n FROM community_demo.growth_days');
    expect(growth.members.series[0]?.mean.at(-1)).toBe(total);
    expect(growth.members.notes[0]).toContain('since');
    const today = new Date(Math.floor(Date.now() / 86_400_000) * 86_400_000 - 86_400_000)
      .toISOString()
      .slice(0, 10);
    expect(new Date((growth.active.at.at(-1) ?? 0) * 1000).toISOString().slice(0, 10)).toBe(today);
    const [row] = await rows(
      `SELECT SUM(t.requests) / g.active AS perMember, SUM(t.requests) / SUM(t.pageviews) AS perPageview
       FROM community_demo.traffic_hours t JOIN community_demo.growth_days g ON g.day = ?
       WHERE t.hour >= ? AND t.hour < ? + INTERVAL 1 DAY GROUP BY g.active`,
      [today, today, today],
    );
    expect(growth.requestsPerMember.series[0]?.mean.at(-1)).toBeCloseTo(Number(row?.perMember), 2);
    expect(growth.requestsPerPageview.series[0]?.mean.at(-1)).toBeCloseTo(Number(row?.perPageview), 2);
    expect(growth.unknown).toBeNull();
  });

  test('is told by month since the beginning, with its changes, as a file too', async () => {
    const { months, doublesIn, trend } = await trafficMonths(cto, never);
    const last = months.at(-1);
    expect(last?.whole).toBe(false);
    expect(last?.onYear).toBeGreaterThan(0.3);
    const september = months.find((it) => it.month === '2026-09');
    expect(september).toMatchObject({ whole: true, days: 30 });
    expect(september?.requests).toBe(
      await one(
        "SELECT SUM(requests) AS n FROM community_demo.traffic_hours WHERE hour >= '2026-09-01' AND hour < '2026-10-01'",
      ),
    );
    // Twentyfold in 45 months.
    expect(doublesIn).toBeGreaterThan(8);
    expect(doublesIn).toBeLessThan(13);
    expect(trend).toMatch(/^doubles every \d+\.\d months$/);
    const folder = await mkdtemp(join(tmpdir(), 'caretaker-traffic-'));
    let file = '';
    for await (const progress of exportMonths(cto, folder, never))
      if (progress.status === 'done') file = progress.file;
    const lines = (await readFile(file, 'utf8')).trim().split('\r\n');
    expect(lines).toHaveLength(months.length + 1);
    expect(lines.find((line) => line.startsWith('2026-09,30,'))).toContain(`,${september?.requests},`);
    expect(
      await one("SELECT COUNT(*) AS n FROM caretaker_audit.entry WHERE action = 'traffic.exported'"),
    ).toBe(1);
  });

  test('says what changed most since a week before, and which deploy came right before', async () => {
    const since = over() - 6 * hourSeconds;
    await rows(
      'UPDATE community_demo.traffic_hours SET ms_p95 = 40 * ms_p95 WHERE service = ? AND hour >= ?',
      ['media', columnText(since)],
    );
    await rows('INSERT INTO community_demo.deploys (label, created_at) VALUES (?, ?)', [
      'media 999',
      columnText(since - 900),
    ]);
    const { changes, headlines, asOf } = await trafficOverview(cto, never);
    expect(changes?.[0]).toMatchObject({
      service: 'media',
      measure: 'latency',
      since: `${new Date(since * 1000).toISOString().slice(0, 19)}.000000Z`,
      deploy: { label: 'media 999' },
    });
    expect(headlines.requests.now).toBeCloseTo(
      (await one('SELECT SUM(requests) AS n FROM community_demo.traffic_hours WHERE hour = ?', [
        columnText(over() - hourSeconds),
      ])) / hourSeconds,
      6,
    );
    expect(headlines.active.state).toBe('usual');
    expect(asOf).toContain(new Date(over() * 1000).toISOString().slice(0, 13));
    const { deploys, more } = await deploysIn(cto, { range: lastDays(1) }, never);
    expect(deploys.map((it) => it.label)).toContain('media 999');
    expect(more).toBe(false);
    const all = await deploysIn(cto, { range: lastDays(1826) }, never);
    expect(all.deploys).toHaveLength(200);
    expect(all.more).toBe(true);
  });

  test('is read by the index by hour, none of it scanned', async () => {
    // A server explains a view to who may see its tables. MariaDB does in columns, MySQL in a text.
    const explained = JSON.stringify(
      await rows(
        `EXPLAIN SELECT hour, service, requests FROM caretaker_site.traffic_hour
         WHERE hour >= '2026-09-28' AND hour < '2026-09-30' ORDER BY hour, service LIMIT 20000`,
      ),
    );
    expect(explained).toMatch(/"range"|range scan/);
    expect(explained).toContain('PRIMARY');
    const counted = await rows(
      `SELECT COALESCE(SUM(SUM_NO_INDEX_USED), 0) AS n FROM performance_schema.events_statements_summary_by_digest
       WHERE SCHEMA_NAME = 'caretaker' AND DIGEST_TEXT LIKE '%traffic_%'`,
    );
    expect(Number(counted[0]?.n)).toBe(0);
  });

  test('is unknown where it stopped, or its view is gone, and never flat', async () => {
    await rows(
      'CREATE TABLE community_demo.kept AS SELECT * FROM community_demo.traffic_hours WHERE hour >= ?',
      [new Date((over() - 9 * hourSeconds) * 1000).toISOString().slice(0, 19)],
    );
    await rows(
      'DELETE t FROM community_demo.traffic_hours t JOIN community_demo.kept k USING (hour, service)',
    );
    const stopped = /traffic_hour has nothing since .* UTC: its exporter may have stopped/;
    const { requests, unknown } = await chart(lastDays(7));
    expect(unknown).toMatch(stopped);
    expect(requests.at.at(-1)).toBe(over() - 10 * hourSeconds);
    const { headlines, changes } = await trafficOverview(cto, never);
    expect(headlines.requests).toMatchObject({
      now: null,
      state: 'unknown',
      reason: expect.stringMatching(stopped),
    });
    expect(headlines.active.state).toBe('usual');
    expect(changes).toBeNull();
    await rows('INSERT INTO community_demo.traffic_hours SELECT * FROM community_demo.kept');

    await rows('RENAME TABLE community_demo.growth_days TO community_demo.growth_kept');
    const growth = await growthCharts(cto, { range: lastDays(30) }, never);
    expect(growth.unknown).toMatch(/growth_day stands on a table or column that is gone|may not read/);
    expect(growth.members.at).toEqual([]);
    await rows('RENAME TABLE community_demo.growth_kept TO community_demo.growth_days');
  });

  test('is for a CTO and an administrator, by the database’s own word', async () => {
    for (const role of ['moderator', 'support'] as const) {
      await overTheWire(town, role, async (connection) => {
        for (const table of [
          'caretaker_site.traffic_hour',
          'caretaker.traffic_day',
          'caretaker.traffic_mark',
        ]) {
          await expect(
            connection.query(`SELECT 1 FROM ${table} LIMIT 1`),
            `${role} ${table}`,
          ).rejects.toThrow(/denied/);
        }
      });
    }
  });
});
