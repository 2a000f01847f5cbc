import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from '../../src/contract/contract.ts';
import {
  type PrometheusPanel,
  type PrometheusServerId,
  prometheusPanels,
} from '../../src/contract/metrics/prometheus.ts';
import { readDiskPeaks } from '../../src/core/metrics/prometheus/disk.ts';
import { type Community, testCommunity } from '../support/community.ts';
import {
  guard,
  monitoring,
  mysqldExporter,
  nodeExporter,
  prometheus,
  type Running,
  untilThere,
  victoriaMetrics,
} from '../support/monitoring.ts';
import { connectTo, draftOf, failureOf } from '../support/prometheus-calls.ts';
import { clientFor } from '../support/ticketing.ts';

const now = () => Math.floor(Date.now() / 1000);
const lately = (seconds = 60, points = 600) => ({ from: now() - seconds, to: now(), points });
const day = 86_400;
/** The beginning of today, UTC. */
const today = Math.floor(Date.now() / 1000 / day) * day;

/** 20 days of a disk that fills by one hundredth a day, read every six hours; fullest at noon. */
function diskPast(): string {
  const metric = (name: string, value: (at: number) => number) => [
    `# TYPE ${name} gauge`,
    ...Array.from({ length: 80 }, (_, index) => today - 20 * day + index * 21_600).map(
      (at) =>
        `${name}{instance="db-1:9100",job="node",mountpoint="/var/lib/mysql",fstype="ext4",device="sda"} ${value(at)} ${at}`,
    ),
  ];
  const used = (at: number) =>
    0.5 + Math.floor((at - today) / day + 20) / 100 + (at % day === day / 2 ? 0.005 : 0);
  return [
    ...metric('node_filesystem_avail_bytes', (at) => Math.round(1e12 * (1 - used(at)))),
    ...metric('node_filesystem_size_bytes', () => 1e12),
    '# EOF\n',
  ].join('\n');
}

describe.skipIf(monitoring === null)('A real Prometheus', () => {
  let town: Community;
  let client: Client;
  let node: Running;
  let main: Running;
  let id: PrometheusServerId;
  const stack = new AsyncDisposableStack();

  beforeAll(async () => {
    town = stack.use(await testCommunity({ members: 50, directory: false }));
    client = stack.use(await clientFor(town, 'cto')).client;
    node = stack.use(await nodeExporter());
    const { port, user, password } = town.root;
    const mysqld = stack.use(await mysqldExporter({ port: port ?? 0, user, password }));
    main = stack.use(
      await prometheus({
        jobs: { machines: [node.target], databases: [mysqld.target], gone: ['127.0.0.1:1'] },
        past: diskPast(),
      }),
    );
    id = await connectTo(client, main.url);
    await untilThere(main, 'count_over_time(mysql_up[10s]) > 7');
    await untilThere(main, 'count_over_time(node_load1[10s]) > 7');
  });
  afterAll(() => stack.disposeAsync());
  // Each test leaves the first server alone connected.
  afterEach(async () => {
    const { servers } = await client.metrics.prometheus.servers({});
    for (const it of servers.filter((it) => it.id !== id)) {
      await client.metrics.prometheus.removeServer({ requestId: randomUUID(), id: it.id, removed: true });
    }
  });

  const chart = (expression: string, range = lately(), server = id) =>
    client.metrics.prometheus.chart({ id: server, expression, unit: 'count', range });
  const instant = (expression: string, server = id) =>
    client.metrics.prometheus.instant({ id: server, expression });

  test('tells its version, how many of its targets answer, and that its clock is right', async () => {
    const check = await client.metrics.prometheus.check({ id });
    expect(check).toMatchObject({ state: 'warned', flavour: 'Prometheus', up: 2, down: 1 });
    expect(check.version).toMatch(/^\d+\.\d+\.\d+/);
    expect(Math.abs(check.skewSeconds ?? 99)).toBeLessThan(2);
    expect(check.sentences).toContain('1 of its 3 targets does not answer it.');
  });

  test('lists its targets, the one that is down first with why and when it was asked', async () => {
    const { targets, up, down, exporters, scrapeSeconds } = await client.metrics.prometheus.targets({ id });
    expect({ up, down, exporters, scrapeSeconds }).toEqual({
      up: 2,
      down: 1,
      exporters: { node: 1, mysqld: 1 },
      scrapeSeconds: 1,
    });
    expect(targets[0]).toMatchObject({ job: 'gone', instance: '127.0.0.1:1', up: false });
    expect(targets[0]?.error).toContain('connection refused');
    for (const it of targets) expect(it.ageSeconds).toBeLessThan(5);
  });

  test.each(Object.keys(prometheusPanels) as PrometheusPanel[])(
    'fills the panel %s with what its exporter tells',
    async (panel) => {
      const { at, series, step, asOf, notes } = await client.metrics.prometheus.panel({
        id,
        panel,
        range: lately(120),
      });
      expect(notes).toEqual([]);
      expect(step).toBe(1);
      expect(asOf).not.toBeNull();
      expect(series.length).toBeGreaterThan(0);
      const values = series.flatMap((it) => it.mean).filter((it) => it !== null);
      expect(values.length).toBeGreaterThan(0);
      for (const it of series) expect(it.mean).toHaveLength(at.length);
      if (series[0]?.unit === 'ratio') {
        for (const value of values) expect(value).toBeGreaterThanOrEqual(-0.01);
        for (const value of values) expect(value).toBeLessThanOrEqual(1.2);
      }
    },
  );

  test('draws an expression over a range, each series named by what tells it apart', async () => {
    const { series, at, step } = await chart('up');
    expect(series.map((it) => it.label).sort()).toEqual([
      expect.stringMatching(/^databases · 127/),
      'gone · 127.0.0.1:1 (not answering)',
      expect.stringMatching(/^machines · 127/),
    ]);
    expect(at.every((moment, index) => index === 0 || moment - (at[index - 1] ?? 0) >= step)).toBe(true);
    const gone = series.find((it) => it.label.startsWith('gone'));
    expect(new Set(gone?.mean.filter((it) => it !== null))).toEqual(new Set([0]));
  });

  test('is never asked for more than 11,000 points, however long the range', async () => {
    const range = { from: now() - 5 * 365 * day, to: now(), points: 2000 };
    const { step, at, series } = await chart('node_filesystem_size_bytes{instance="db-1:9100"}', range);
    expect(step).toBeGreaterThanOrEqual((5 * 365 * day) / 2000);
    expect(at.length).toBeGreaterThanOrEqual(19);
    expect(series[0]?.mean).toEqual(at.map(() => 1e12));
  });

  test('refuses an expression with its own words and the place, before its placeholders were filled', async () => {
    await expect(chart('sum(rate(up[$window]')).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      data: { issues: [{ path: expect.stringMatching(/^expression:1:\d+$/) }] },
    });
    // Behind a placeholder that is longer or shorter once it is filled.
    const { data } = await failureOf(chart('rate(up[$window]) + bad bad'));
    expect(data.issues[0]).toEqual({
      path: `expression:1:${'rate(up[$window]) + bad bad'.lastIndexOf('bad') + 1}`,
      problem: expect.stringContaining('unexpected identifier'),
    });
  });

  test('refuses what it can read and not evaluate (422), with its own words', async () => {
    const failure = await failureOf(chart('up + on (job) group_left () node_cpu_seconds_total'));
    expect(failure.code).toBe('INVALID_INPUT');
    expect(failure.message).toContain('many-to-many matching not allowed');
  });

  test('shows no number where there is none: not a number and infinite are gaps', async () => {
    const { series } = await chart('0 * up{job="machines"} / 0');
    expect(series[0]?.mean.every((it) => it === null)).toBe(true);
    const { rows } = await instant('1 / (0 * up{job="machines"})');
    expect(rows).toEqual([{ labels: expect.anything(), value: null, text: '+Inf', down: false }]);
  });

  test('shows at most 50 series, the highest, and says how many more there are', async () => {
    const many = Array.from({ length: 60 }, (_, n) => `label_replace(vector(${n}), "n", "${n}", "", "")`);
    const { series, notes } = await chart(many.join(' or '));
    expect(series).toHaveLength(50);
    expect(series[0]?.label).toBe('n 59');
    expect(notes).toEqual([expect.stringContaining('50 of 60 series are shown')]);
  });

  test('gives current values as a table, the largest first', async () => {
    const { rows, found } = await instant('up');
    expect(found).toBe(3);
    expect(rows.map((it) => [it.value, it.down])).toEqual([
      [1, false],
      [1, false],
      [0, true],
    ]);
    expect((await instant('42')).rows).toEqual([{ labels: {}, value: 42, text: '42', down: false }]);
  });

  test('finds names of metrics by a part of them, those that begin with it first', async () => {
    const { names } = await client.metrics.prometheus.names({ id, text: 'node_memory_MemA' });
    expect(names).toEqual(['node_memory_MemAvailable_bytes']);
    expect((await client.metrics.prometheus.names({ id, text: '.*"}' })).names).toEqual([]);
    expect((await client.metrics.prometheus.names({ id, text: 'cpu' })).names).toContain(
      'node_cpu_seconds_total',
    );
  });

  test('has a gap where a machine did not answer, and says whose', async () => {
    await using other = await nodeExporter();
    await using server = await prometheus({ jobs: { machines: [node.target, other.target] } });
    const server2 = await connectTo(client, server.url);
    await untilThere(server, `up{instance="${other.target}"} == 1`);
    await sleep(3000);
    await other.stop();
    await untilThere(server, `up{instance="${other.target}"} == 0`);
    await sleep(3000);
    const panel = await client.metrics.prometheus.panel({ id: server2, panel: 'memory', range: lately(60) });
    const silent = panel.series.find((it) => it.label === `${other.target} (not answering)`);
    expect(silent?.mean.at(-1)).toBeNull();
    expect(panel.series.find((it) => it.label === node.target)?.mean.at(-1)).not.toBeNull();
    // Over a minute the average goes on without it: marked, and not taken away.
    const average = await chart(`avg_over_time(node_load1[1m])`, lately(60), server2);
    expect(average.series.map((it) => it.label)).toContain(`${other.target} (not answering)`);
    expect(average.notes).toEqual([expect.stringContaining('A target did not answer for a time')]);
  });

  test('tells how full each disk was at its fullest, day by day and week by week', async () => {
    const cto = await town.signIn('cto');
    const range = { from: today - 20 * day, to: now() };
    const { disks, unknown } = await readDiskPeaks(cto, { ...range, every: 'day' }, undefined);
    expect(unknown).toBeNull();
    const db = disks.find((it) => it.instance === 'db-1:9100');
    expect(db).toMatchObject({ server: expect.any(String), mountpoint: '/var/lib/mysql' });
    expect(db?.peaks).toHaveLength(20);
    for (const [index, { at, share }] of (db?.peaks ?? []).entries()) {
      expect(at).toBe(today - (20 - index) * day);
      expect(share).toBeCloseTo(0.505 + index / 100, 3);
    }
    const here = disks.find((it) => it.instance === node.target);
    expect(here?.peaks.at(-1)?.at).toBe(today);
    const weeks = await readDiskPeaks(cto, { ...range, every: 'week' }, undefined);
    const weekly = weeks.disks.find((it) => it.instance === 'db-1:9100')?.peaks ?? [];
    expect(weekly.length).toBeLessThanOrEqual(4);
    for (const { at } of weekly) expect(new Date(at * 1000).getUTCDay()).toBe(1);
    expect(weekly.at(-1)?.share).toBeCloseTo(0.695, 3);
  });

  test('lets in who has the name and password, and no one else (401)', async () => {
    await using guarded = await prometheus({ jobs: { machines: [node.target] }, guarded: true });
    const right = draftOf({ url: guarded.url, auth: 'basic', user: guard.user, secret: guard.password });
    const tryIt = (server: typeof right) => client.metrics.prometheus.tryServer({ id: null, server });
    expect((await tryIt(right)).state).not.toBe('failed');
    for (const wrong of [
      { ...right, secret: 'another' },
      { ...right, auth: 'none' as const, secret: null },
    ]) {
      expect(await tryIt(wrong)).toMatchObject({
        state: 'failed',
        sentences: [expect.stringContaining('(401)')],
      });
    }
    const guardedId = await connectTo(client, guarded.url, right);
    expect((await instant('vector(7)', guardedId)).rows[0]?.value).toBe(7);
  });

  test('is reached below a path of its own', async () => {
    await using prefixed = await prometheus({ prefix: '/prometheus' });
    const check = (url: string) =>
      client.metrics.prometheus.tryServer({ id: null, server: draftOf({ url }) });
    expect(await check(`${prefixed.url}/`)).toMatchObject({ flavour: 'Prometheus' });
    const without = await check(prefixed.url.replace('/prometheus', ''));
    expect(without).toMatchObject({ state: 'failed', sentences: [expect.stringContaining('(404)')] });
  });

  test('says when a query is too much for it', async () => {
    await using small = await prometheus({
      jobs: { machines: [node.target] },
      flags: ['--query.max-samples=50'],
    });
    await untilThere(small, 'up == 1');
    await sleep(2000);
    const smallId = await connectTo(client, small.url);
    const failure = await failureOf(chart('{job="machines"}', lately(), smallId));
    expect(failure.message).toContain('too many samples');
  });

  test('VictoriaMetrics answers the same way, at the moments that were asked for', async () => {
    await using victoria = await victoriaMetrics({ machines: [node.target], gone: ['127.0.0.1:1'] });
    await untilThere(victoria, 'count_over_time(node_load1[1m]) > 3');
    const server = await connectTo(client, victoria.url);
    expect(await client.metrics.prometheus.check({ id: server })).toMatchObject({
      flavour: 'VictoriaMetrics',
      up: 1,
      down: 1,
    });
    const { scrapeSeconds, exporters } = await client.metrics.prometheus.targets({ id: server });
    expect({ scrapeSeconds, exporters }).toEqual({ scrapeSeconds: 1, exporters: { node: 1, mysqld: 0 } });
    const { at, series } = await chart('node_load1', lately(100), server);
    expect(series).toHaveLength(1);
    const newest = at.at(-1) ?? 0;
    expect(now() - newest).toBeLessThan(20);
    const load = await client.metrics.prometheus.panel({ id: server, panel: 'load', range: lately(100) });
    expect(load.series).toHaveLength(1);
    expect((await failureOf(chart('sum(foo[', lately(), server))).code).toBe('INVALID_INPUT');
  });
});
