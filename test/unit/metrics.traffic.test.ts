import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { endOf, gridOfDays, gridOfHours, isByHour } from '../../src/core/metrics/traffic/charts/steps.ts';
import { monthBefore, monthsOf } from '../../src/core/metrics/traffic/months/month-list.ts';
import { trendOf } from '../../src/core/metrics/traffic/months/trend.ts';
import { changesOf } from '../../src/core/metrics/traffic/overview/changes.ts';
import { headlinesOf } from '../../src/core/metrics/traffic/overview/headlines.ts';
import { onsetOf } from '../../src/core/metrics/traffic/overview/onset.ts';
import type { TrafficHour } from '../../src/core/metrics/traffic/site/hours.ts';
import { daySeconds, hourSeconds, weekSeconds } from '../../src/core/metrics/traffic/site/moments.ts';
import { whyNoDays, whyNoHours } from '../../src/core/metrics/traffic/site/view.ts';
import { daysOf } from '../../src/core/metrics/traffic/sum/days.ts';

const monday = Date.parse('2026-03-02T00:00:00Z') / 1000;

const hourOf = (at: number, o: Partial<TrafficHour> = {}): TrafficHour => ({
  at,
  service: 'web',
  requests: 3600,
  pageviews: 1800,
  errors: 4,
  p50: 50,
  p95: 200,
  p99: 400,
  ...o,
});

describe('The steps of a chart of traffic', () => {
  test('are hours for a week, and several for three months', () => {
    const week = { from: monday, to: monday + weekSeconds, points: 600 };
    expect(gridOfHours(week, week.to)).toEqual({ from: monday, step: hourSeconds, count: 168 });
    const quarter = { from: monday, to: monday + 80 * daySeconds, points: 600 };
    expect(gridOfHours(quarter, quarter.to).step).toBe(6 * hourSeconds);
  });

  test('end with the last hour that is over, and with the last whole step', () => {
    const range = { from: monday, to: monday + daySeconds, points: 12 };
    const over = monday + 9 * hourSeconds;
    expect(endOf(gridOfHours({ ...range, points: 24 }, over))).toBe(over);
    // Steps of two hours: 8:00 to 10:00 is not over at 9:00.
    expect(endOf(gridOfHours(range, over))).toBe(monday + 8 * hourSeconds);
  });

  test('are read by hour up to 2,000 of them, else by day and by week from Monday', () => {
    expect(isByHour({ from: 0, to: 2000 * hourSeconds, points: 600 })).toBe(true);
    const range = { from: monday + 3 * daySeconds, to: monday + 1826 * daySeconds, points: 600 };
    expect(isByHour(range)).toBe(false);
    expect(gridOfDays(range, range.to)).toMatchObject({ from: monday, step: 7 * daySeconds });
  });

  test('cover the range but for what is not over, whatever it is', () => {
    const inputs = fc.record({
      from: fc.integer({ min: 0, max: 2_000_000_000 }),
      length: fc.integer({ min: 1, max: 20 * 366 * daySeconds }),
      points: fc.integer({ min: 10, max: 2000 }),
      over: fc.integer({ min: 0, max: 2_600_000_000 }),
    });
    fc.assert(
      fc.property(inputs, ({ from, length, points, over }) => {
        const range = { from, to: from + length, points };
        for (const grid of [gridOfHours(range, over), gridOfDays(range, over)]) {
          expect(grid.from).toBeLessThanOrEqual(from);
          expect(from - grid.from).toBeLessThan(grid.step);
          expect(grid.count).toBeLessThanOrEqual(points + 1);
          if (grid.count > 0) expect(endOf(grid)).toBeLessThanOrEqual(over);
          if (over >= range.to + grid.step) expect(endOf(grid)).toBeGreaterThanOrEqual(range.to);
        }
      }),
    );
  });
});

describe('Hours summed up by day', () => {
  test('add up, keep the slowest hour, and weigh times by requests', () => {
    const [day] = daysOf([
      hourOf(monday, { requests: 300, p95: 100 }),
      hourOf(monday + hourSeconds, { requests: 100, p95: 500 }),
    ]);
    expect(day).toMatchObject({
      day: '2026-03-02',
      requests: 400,
      pageviews: 3600,
      errors: 8,
      hours: 2,
      ms_p95: 200,
      worst_p95: 500,
    });
  });

  test('have no time where the site gives none, rather than 0', () => {
    const [day] = daysOf([
      hourOf(monday, { p99: null }),
      hourOf(monday + hourSeconds, { requests: 0, p99: 7 }),
    ]);
    expect(day).toMatchObject({ ms_p99: null, worst_p99: 7 });
  });
});

describe('What changed', () => {
  const over = monday + 5 * daySeconds;
  const hours = Array.from({ length: 48 }, (_, nr) => over - (48 - nr) * hourSeconds);
  const usual = (service: string, at: number) => {
    const busy = 1 + 0.5 * Math.sin((2 * Math.PI * at) / daySeconds);
    return hourOf(at, { service, requests: Math.round(36_000 * busy), errors: Math.round(40 * busy) });
  };
  const before = ['web', 'api'].flatMap((service) => hours.map((at) => usual(service, at - weekSeconds)));
  const slowSince = over - 9 * hourSeconds;
  const now = hours.flatMap((at) => [
    usual('web', at),
    { ...usual('api', at), p95: at >= slowSince ? 600 : 200 },
  ]);

  test('is told with the hour in which it did, and the deploy right before', () => {
    const deploys = [
      { at: slowSince - 5 * hourSeconds, label: 'web 1' },
      { at: slowSince - 600, label: 'api 2' },
      { at: slowSince + 2 * hourSeconds, label: 'api 3' },
    ];
    const [first, ...others] = changesOf({ now, before, over, deploys });
    expect(others).toEqual([]);
    expect(first).toMatchObject({ service: 'api', measure: 'latency', before: 200 });
    expect(first?.since).toBe('2026-03-06T15:00:00.000000Z');
    expect(first?.deploy?.label).toBe('api 2');
  });

  test('is nothing where all is as a week before', () => {
    const same = before.map((row) => ({ ...row, at: row.at + weekSeconds }));
    expect(changesOf({ now: same, before, over, deploys: [] })).toEqual([]);
  });

  test('leaves out errors that chance would bring', () => {
    const few = (errors: number) => (row: TrafficHour) => ({
      ...row,
      errors: row.at % 7200 === 0 ? errors : 0,
    });
    const same = before.map((row) => ({ ...row, at: row.at + weekSeconds }));
    expect(changesOf({ now: same.map(few(2)), before: before.map(few(1)), over, deploys: [] })).toEqual([]);
    const many = changesOf({ now: same.map(few(400)), before: before.map(few(40)), over, deploys: [] });
    expect(many.map((it) => it.measure)).toEqual(['errors', 'errors']);
  });

  test('names a service that began, and one that ended', () => {
    const renamed = now.map((row) => (row.service === 'web' ? { ...row, service: 'www' } : row));
    const found = changesOf({ now: renamed, before, over, deploys: [] });
    expect(found).toContainEqual(
      expect.objectContaining({ service: 'www', measure: 'requests', before: null }),
    );
    expect(found).toContainEqual(expect.objectContaining({ service: 'web', measure: 'requests', now: null }));
  });

  test('is at most five things', () => {
    const many = Array.from({ length: 12 }, (_, nr) =>
      hours.map((at) => ({ ...usual(`s${nr}`, at), requests: 1000 * (nr + 1) })),
    ).flat();
    const then = many.map((row) => ({ ...row, at: row.at - weekSeconds, requests: 500 }));
    expect(changesOf({ now: many, before: then, over, deploys: [] })).toHaveLength(5);
  });

  test('has no hour where none stands out', () => {
    expect(onsetOf(Array(48).fill(0.7), 0.7)).toBeNull();
    expect(onsetOf([null, null, 0.1], 0.1)).toBeNull();
    expect(onsetOf([0, 0, 0, null, 1, 1, 1], 1)).toBe(4);
  });

  test('shows in the headlines, which are unknown where the exporter stopped', () => {
    const ground = { now, before, over, growth: [], unknown: null, unknownGrowth: null };
    const usualNow = headlinesOf(ground);
    expect(usualNow.requests).toMatchObject({ state: 'usual' });
    expect(usualNow.requests.now).toBe(usualNow.requests.before);
    expect(usualNow.latency).toMatchObject({ state: 'watch', now: 400, before: 200 });
    expect(usualNow.active).toMatchObject({ state: 'unknown', now: null });
    const why = whyNoHours(over, over + 5 * hourSeconds);
    expect(why).toBe(
      'The site’s traffic_hour has nothing since 2026-03-07 00:00 UTC: its exporter may have stopped.',
    );
    expect(headlinesOf({ ...ground, unknown: why }).requests).toMatchObject({
      now: null,
      state: 'unknown',
      reason: why,
    });
  });

  test('is told as long as the exporter is no more than late', () => {
    expect(whyNoHours(over, over + 2 * hourSeconds)).toBeNull();
    expect(whyNoDays(over, over + 2 * daySeconds)).toBeNull();
    expect(whyNoDays(over, over + 3 * daySeconds)).toContain('nothing since 2026-03-07');
    expect(whyNoHours(null)).toContain('may never have run');
  });
});

describe('The trend of months', () => {
  const growing = (factor: number, months = 14) =>
    Array.from({ length: months }, (_, nr) => 1e6 * factor ** nr);

  test('is told as the time in which requests double', () => {
    const trend = trendOf(growing(2 ** (1 / 10.4)));
    expect(trend.doublesIn).toBeCloseTo(10.4);
    expect(trend.words).toBe('doubles every 10.4 months');
    expect(trendOf(growing(0.9)).words).toBe('halves every 6.6 months');
  });

  test('is the same where a month between is not known', () => {
    const perDay = growing(2 ** (1 / 10)).map((value, month) => (month === 8 ? null : value));
    expect(trendOf(perDay).doublesIn).toBeCloseTo(10);
  });

  test('is not told of fewer than six whole months, nor where nothing moves', () => {
    expect(trendOf(growing(2, 5))).toEqual({
      doublesIn: null,
      words: 'too few whole months to tell a trend: 5, and 6 are needed',
    });
    expect(trendOf(growing(1)).words).toBe('neither grows nor shrinks by the last year');
    expect(trendOf([null, 0, 1, 1, 1]).doublesIn).toBeNull();
  });
});

describe('The months', () => {
  test('go through without a hole, and say which are whole', () => {
    const summed = ['2026-02', '2026-04'].map((month) => ({
      month,
      days: 28,
      hours: 28 * 24,
      requests: 10,
      pageviews: 5,
      errors: 1,
    }));
    const growth = [0, 1].map((day) => ({
      at: monday + day * daySeconds,
      signUps: 10,
      deleted: day,
      active: 30,
      messages: null,
    }));
    const months = monthsOf(summed, growth);
    expect(months.map((it) => [it.month, it.whole, it.requests, it.members])).toEqual([
      ['2026-02', true, 10, null],
      ['2026-03', false, null, 19],
      ['2026-04', false, 10, null],
    ]);
    expect(months[1]).toMatchObject({ signUps: 20, deleted: 1, active: 30, messages: null });
    expect(monthBefore('2026-01', 1)).toBe('2025-12');
  });
});
