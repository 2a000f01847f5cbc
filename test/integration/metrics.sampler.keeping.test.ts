import type { RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { databaseSeries, databaseSeriesNames } from '../../src/contract/metrics/series.ts';
import type { ChartData } from '../../src/contract/metrics/values.ts';
import { sampledChart } from '../../src/core/metrics/sampler/chart.ts';
import { expireSome } from '../../src/core/metrics/sampler/keeping/expire.ts';
import { keepSample } from '../../src/core/metrics/sampler/keeping/keep.ts';
import { rollUp } from '../../src/core/metrics/sampler/keeping/roll-up.ts';
import { latestSamples } from '../../src/core/metrics/sampler/latest.ts';
import { openSession, type SignedIn } from '../../src/core/session/open.ts';
import { type Community, testCommunity } from '../support/community.ts';

type Row = readonly [series: number, at: number, low: number, mean: number, high: number, readings: number];

describe('Samples that are kept', () => {
  let town: Community;
  let cto: SignedIn;
  let admin: SignedIn;
  let now: number;
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
      "UPDATE caretaker.metric_sampler SET sampled_at = NULL, minutes_until = 0, hours_until = 0, half_days_until = 0, unknown = '{}'",
    );
    now = Number((await rows('SELECT UNIX_TIMESTAMP() AS now'))[0]?.now);
  });

  async function rows(statement: string, values: unknown[] = []): Promise<RowDataPacket[]> {
    return (await town.sql.query<RowDataPacket[]>(statement, values))[0];
  }
  async function lay(step: number, all: readonly Row[]): Promise<void> {
    for (let start = 0; start < all.length; start += 2000) {
      await rows(
        'INSERT INTO caretaker.metric_sample (step, series, at, low, mean, high, readings) VALUES ?',
        [all.slice(start, start + 2000).map((row) => [step, ...row])],
      );
    }
  }
  async function kept(step: number): Promise<Row[]> {
    const found = await rows(
      'SELECT series, at, low, mean, high, readings FROM caretaker.metric_sample WHERE step = ? ORDER BY series, at',
      [step],
    );
    return found.map((row) => [row.series, row.at, row.low, row.mean, row.high, row.readings]);
  }
  const floor = (at: number, step: number) => Math.floor(at / step) * step;

  /** What rows come to in steps of `step`, those that have ended by `until`. */
  function summed(all: readonly Row[], step: number, until: number): Row[] {
    const groups = Map.groupBy(
      all.filter(([, at]) => floor(at, step) + step <= until),
      ([series, at]) => `${series} ${floor(at, step)}`,
    );
    return [...groups.values()]
      .map((group): Row => {
        const weight = group.reduce((sum, row) => sum + row[5], 0);
        return [
          group[0]?.[0] ?? 0,
          floor(group[0]?.[1] ?? 0, step),
          Math.min(...group.map((row) => row[2])),
          group.reduce((sum, row) => sum + row[3] * row[5], 0) / weight,
          Math.max(...group.map((row) => row[4])),
          weight,
        ];
      })
      .toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
  }
  function expectSame(found: readonly Row[], wanted: readonly Row[]): void {
    const close = ([series, at, low, mean, high, readings]: Row) => [
      series,
      at,
      low,
      mean.toPrecision(10),
      high,
      readings,
    ];
    expect(found.map(close)).toEqual(wanted.map(close));
  }

  /** Samples as they come: every minute, for a while every ten seconds, with pauses of hours. */
  function someDays(hours: number): Row[] {
    const all: Row[] = [];
    const begin = floor(now, 3600) - hours * 3600;
    for (let at = begin; at < floor(now, 60); at += 10) {
      const second = at - begin;
      const isAway = second % 18_000 > 10_800;
      const isWatched = second % 7200 < 1500;
      if (isAway || (!isWatched && second % 60 !== 50)) continue;
      for (const series of [1, 3, 49]) {
        const value = ((at * 7919 * series) % 1000) / 8; // told exactly in text
        all.push([series, at, value, value, value, isWatched ? 1 : 6]);
      }
    }
    return all;
  }
  async function expectSummedUp(raw: readonly Row[], ended: number): Promise<void> {
    const minutes = summed(raw, 60, floor(ended, 60));
    expectSame(await kept(60), minutes);
    const hours = summed(minutes, 3600, floor(ended, 3600));
    expectSame(await kept(3600), hours);
    expectSame(await kept(43_200), summed(hours, 43_200, floor(ended, 43_200)));
  }

  test('are summed up into every minute and hour that has ended, from the lowest to the highest', async () => {
    const raw = someDays(20);
    await lay(10, raw);
    await rollUp(cto.database, never);
    const [marks] = await rows('SELECT minutes_until, hours_until FROM caretaker.metric_sampler');
    const ended = Number(marks?.minutes_until);
    expect(ended).toBe(floor(now, 60) + (ended > floor(now, 60) ? 60 : 0));
    expect(marks?.hours_until).toBe(floor(ended, 3600));
    expect((await kept(3600)).length).toBeGreaterThan(10);
    await expectSummedUp(raw, ended);
  });

  test('are summed up once, by two consoles at the same time, each stopped half way again and again', async () => {
    const raw = someDays(20);
    await lay(10, raw);
    const state = { isDone: false };
    const stopping = (async () => {
      while (!state.isDone) {
        const sessions = await rows(
          "SELECT ID AS id FROM information_schema.PROCESSLIST WHERE USER IN ('cto', 'admin')",
        );
        for (const { id } of sessions) await rows(`KILL ${Number(id)}`).catch(() => {});
        await new Promise((resolve) => setTimeout(resolve, 40));
      }
    })();
    // What a line that breaks too often throws, the next look of the job does again.
    const often = async ({ database }: SignedIn) => {
      for (let i = 0; i < 8; i += 1) await rollUp(database, never).catch(() => {});
    };
    const killed = Promise.all([often(cto), often(admin)]);
    await killed;
    state.isDone = true;
    await stopping;
    await expect.poll(() => cto.database.link.link.state, { timeout: 10_000 }).toBe('up');
    await rollUp(cto.database, never);
    const [marks] = await rows('SELECT minutes_until FROM caretaker.metric_sampler');
    await expectSummedUp(raw, Number(marks?.minutes_until));
    const before = [await kept(60), await kept(3600)];
    await rollUp(admin.database, never);
    expect([await kept(60), await kept(3600)]).toEqual(before);
  });

  test('are summed up by the next console where one signed out half way', async () => {
    const raw = someDays(20);
    await lay(10, raw);
    const opening = await openSession({ primary: town.address('cto'), replica: null });
    if (opening.outcome !== 'opened') throw new Error(opening.outcome);
    const { database } = opening.signedIn;
    const going = rollUp(database, never);
    going.catch(() => {}); // not before it is awaited
    await expect.poll(async () => (await kept(60)).length, { interval: 5 }).toBeGreaterThan(0);
    await database.close();
    await expect(going).rejects.toThrow();
    const half = (await kept(60)).length;
    expect(half).toBeLessThan(summed(raw, 60, now).length);
    await rollUp(cto.database, never);
    const [marks] = await rows('SELECT minutes_until FROM caretaker.metric_sampler');
    await expectSummedUp(raw, Number(marks?.minutes_until));
  });

  test('go on from now where a mark of the future was written, and do not wait for it', async () => {
    await rows(
      'UPDATE caretaker.metric_sampler SET minutes_until = 4000000000, hours_until = 4000000000, half_days_until = 4000000000',
    );
    const values = new Map([['connected', 5] as const]);
    await keepSample(cto.database, { readAt: now, tookMs: 1, readings: 6, values, unknown: new Map() });
    await rollUp(cto.database, never);
    const [marks] = await rows('SELECT minutes_until, hours_until FROM caretaker.metric_sampler');
    expect(Number(marks?.minutes_until)).toBeLessThanOrEqual(now + 60);
    expect(Number(marks?.hours_until)).toBeLessThanOrEqual(now + 60);
    expect((await kept(10)).length).toBe(1);
  });

  test('that come after their minute was summed up change nothing of what was told', async () => {
    const at = floor(now, 60) - 30;
    await lay(10, [[2, at, 5, 5, 5, 6]]);
    await rollUp(cto.database, never);
    const before = await kept(60);
    const values = new Map([['connected', 900] as const]);
    await keepSample(cto.database, { readAt: at + 10, tookMs: 1, readings: 6, values, unknown: new Map() });
    await rollUp(cto.database, never);
    expect(await kept(60)).toEqual(before);
    expect(await kept(10)).toEqual([[2, at, 5, 5, 5, 6]]);
  });

  test('are removed when they are too old, a bounded number of one series at a time, and no others', async () => {
    const old: Row[] = [];
    for (let i = 1; i <= 2500; i += 1) old.push([7, now - 86_400 - i * 10, 1, 1, 1, 1]);
    const young: Row = [7, now - 86_000, 1, 1, 1, 1];
    const other: Row = [8, now - 90_000, 1, 1, 1, 1];
    await lay(10, [...old, young, other]);
    await lay(60, [
      [7, now - 90_000, 1, 1, 1, 6],
      [7, now - 31 * 86_400, 1, 1, 1, 6],
    ]);
    await lay(3600, [
      [7, now - 31 * 86_400, 1, 1, 1, 360],
      [7, now - 6 * 366 * 86_400, 1, 1, 1, 360],
    ]);
    const ids = databaseSeriesNames.map((name) => databaseSeries[name].id);
    // The minute in which it is the turn of series 7.
    const turn = Array.from({ length: ids.length }, (_, i) => now - i * 60).find(
      (at) => ids[Math.floor(at / 60) % ids.length] === 7,
    );
    await expireSome(cto.database, turn ?? 0);
    expect((await kept(10)).filter(([series]) => series === 7).length).toBeGreaterThanOrEqual(1501);
    for (let i = 0; i < 3; i += 1) await expireSome(cto.database, turn ?? 0);
    // The turn may be up to an hour ago, and so is the day.
    const left = await kept(10);
    expect(left).toContainEqual(young);
    expect(left).toContainEqual(other);
    expect(left.length).toBeLessThan(2 + 300);
    expect((await kept(60)).length).toBe(1);
    expect((await kept(3600)).length).toBe(1);
    // Every series has its turn within an hour.
    const turns = new Set(Array.from({ length: 60 }, (_, i) => ids[(Math.floor(now / 60) + i) % ids.length]));
    expect(turns.size).toBe(ids.length);
  });

  describe('A chart of them', () => {
    const chart = (
      from: number,
      to: number,
      series = ['running' as const, 'statements' as const],
      points = 600,
    ) => sampledChart(cto, { range: { from, to, points }, series }, never);
    const line = ({ series }: ChartData, name: string) => series.find((it) => it.name === name);

    test('shows the lowest, the mean by time and the highest of each step, up to now', async () => {
      const raw = someDays(20);
      await lay(10, raw);
      await rollUp(cto.database, never);
      const from = floor(now, 3600) - 20 * 3600;
      for (const points of [10, 60, 600]) {
        const data = await chart(from, now, undefined, points);
        const wanted = summed(raw, data.step, Number.POSITIVE_INFINITY).filter(([series]) => series === 3);
        expect(data.at).toEqual(wanted.map(([, at]) => at));
        const statements = line(data, 'statements');
        expect(statements?.low).toEqual(wanted.map((row) => row[2]));
        expect(statements?.high).toEqual(wanted.map((row) => row[4]));
        for (const [index, row] of wanted.entries()) expect(statements?.mean[index]).toBeCloseTo(row[3], 6);
        expect(data.at.length).toBeLessThanOrEqual(points + 1);
      }
    });

    test('leaves gaps where nothing was read: no point, and none for a series that has none', async () => {
      const from = floor(now, 3600) - 3600;
      await lay(10, [
        [1, from, 1, 1, 1, 6],
        [1, from + 60, 2, 2, 2, 6],
        [1, from + 1200, 3, 3, 3, 6],
        [3, from + 60, 9, 9, 9, 6],
      ]);
      const data = await chart(from, from + 3600);
      expect(data.at).toEqual([from, from + 60, from + 1200]);
      expect(line(data, 'running')?.mean).toEqual([1, 2, 3]);
      expect(line(data, 'statements')?.mean).toEqual([null, 9, null]);
      expect(data.gap).toBeLessThan(1140);
      expect(data.gap).toBeGreaterThan(60);
    });

    test('gives the same number for a step however the range is moved', async () => {
      const raw = someDays(10);
      await lay(10, raw);
      await rollUp(cto.database, never);
      const from = floor(now, 3600) - 5 * 3600;
      const [first, moved] = [
        await chart(from, from + 14_400, undefined, 20),
        await chart(from + 333, from + 14_733, undefined, 20),
      ];
      expect(moved.step).toBe(first.step);
      const means = new Map(first.at.map((at, index) => [at, line(first, 'statements')?.mean[index]]));
      const shared = moved.at.filter((at) => means.has(at));
      expect(shared.length).toBeGreaterThan(5);
      for (const at of shared) {
        expect(line(moved, 'statements')?.mean[moved.at.indexOf(at)]).toBe(means.get(at));
      }
    });

    test('of many series and points is whole, though a statement of the console ends at 5,000 rows', async () => {
      const from = floor(now, 60) - 6000;
      const all: Row[] = [];
      for (let at = from; at < from + 6000; at += 10) {
        for (let series = 1; series <= 30; series += 1) all.push([series, at, 1, 1, 1, 1]);
      }
      await lay(10, all);
      const names = databaseSeriesNames.slice(0, 30);
      const data = await sampledChart(
        cto,
        { range: { from, to: from + 6000, points: 600 }, series: names },
        never,
      );
      expect(data.at.length).toBe(600);
      expect(data.series.every((it) => it.mean.every((value) => value === 1))).toBe(true);
    });

    test('reads what it shows by the primary key alone', async () => {
      await lay(10, someDays(20));
      await rollUp(cto.database, never);
      await rows('ANALYZE TABLE caretaker.metric_sample');
      const all = Number((await rows('SELECT COUNT(*) AS n FROM caretaker.metric_sample'))[0]?.n);
      // A stretch in which a sample was taken each minute, whatever the time of day is.
      const from = floor(now, 3600) - 20 * 3600 + 9000;
      await chart(from, from + 600, ['running', 'statements']);
      await rows('TRUNCATE TABLE performance_schema.events_statements_summary_by_digest');
      await chart(from, from + 600, ['running', 'statements']);
      const [cost] = await rows(
        `SELECT SUM(SUM_ROWS_EXAMINED) AS examined FROM performance_schema.events_statements_summary_by_digest
         WHERE DIGEST_TEXT LIKE '%metric_sample%'`,
      );
      expect(all).toBeGreaterThan(3000);
      expect(Number(cost?.examined)).toBeLessThan(600);
    });
  });

  test('give the newest reading of each series, the mean of five minutes, and what is too old to say', async () => {
    const at = floor(now, 10);
    await lay(10, [
      [1, at - 20, 4, 4, 4, 1],
      [1, at - 10, 10, 10, 10, 6],
      [3, at - 240, 2, 2, 2, 6],
      [5, at - 900, 2, 2, 2, 6],
    ]);
    await rows('UPDATE caretaker.metric_sampler SET unknown = ?', [
      JSON.stringify({ latency_p99: 'because' }),
    ]);
    const latest = await latestSamples(cto.database, never);
    expect(latest.newest.get('running')?.mean).toBe(10);
    expect(latest.recent.get('running')).toMatchObject({ low: 4, high: 10, mean: 64 / 7, at: at - 10 });
    expect(latest.newest.has('statements')).toBe(false);
    expect(latest.recent.get('statements')?.mean).toBe(2);
    expect(latest.recent.has('latency_p95')).toBe(false);
    expect(latest.unknown.latency_p99).toBe('because');
  });
});
