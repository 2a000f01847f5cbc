import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Forecast,
  forecastCrossing,
  type Sample,
  weeklyPeaks,
} from '../../src/core/metrics/headroom/forecast.ts';

const day = 86_400;
const week = 7 * day;
const now = 1_790_000_000;

/** A value for each day of so many weeks up to now. */
function daily(weeks: number, value: (daysAgo: number) => number): Sample[] {
  return Array.from({ length: weeks * 7 }, (_, i) => weeks * 7 - i).map((daysAgo) => ({
    at: now - daysAgo * day,
    value: value(daysAgo),
  }));
}

function range(forecast: Forecast) {
  if (forecast.kind !== 'range') throw new Error(JSON.stringify(forecast));
  return forecast;
}

describe('A forecast', () => {
  test('gives no date from fewer than eight full weeks, and says how many there are', () => {
    expect(
      forecastCrossing(
        daily(7, (ago) => 100 - ago),
        200,
        now,
      ),
    ).toEqual({
      kind: 'refused',
      because: 'A date needs 8 full weeks; 7 are seen so far.',
    });
    expect(
      forecastCrossing(
        daily(8, (ago) => 100 - ago),
        200,
        now,
      ).kind,
    ).toBe('range');
  });

  test('of a straight line is the day it crosses the limit', () => {
    const { earliest, latest, perWeek, backTest } = range(
      forecastCrossing(
        daily(40, (ago) => 1000 - ago),
        1100,
        now,
      ),
    );
    expect(Math.abs(earliest - (now + 100 * day))).toBeLessThan(2 * day);
    expect(Math.abs((latest ?? 0) - (now + 100 * day))).toBeLessThan(2 * day);
    expect(perWeek).toBeCloseTo(7, 6);
    expect(backTest.errorShare).toBeCloseTo(0, 6);
    expect(backTest.errorDays).toBe(0);
  });

  test('of an unsteady growth is a range, the wider the less steady', () => {
    const swaying = (by: number) => (ago: number) => 1000 - ago + by * Math.sin(ago * 1.7);
    const little = range(forecastCrossing(daily(40, swaying(5)), 1100, now));
    const much = range(
      forecastCrossing(
        daily(40, (ago) => swaying(5)(ago) + 20 * Math.sin(ago / 9)),
        1100,
        now,
      ),
    );
    const width = ({ earliest, latest }: typeof little) => (latest ?? Number.POSITIVE_INFINITY) - earliest;
    expect(width(little)).toBeGreaterThan(0);
    expect(width(much)).toBeGreaterThan(width(little));
  });

  test('of what shrinks or stands still is never', () => {
    expect(
      forecastCrossing(
        daily(30, (ago) => 500 + ago),
        1000,
        now,
      ),
    ).toMatchObject({
      kind: 'never',
      because: 'It does not grow.',
    });
    expect(
      forecastCrossing(
        daily(30, () => 500),
        1000,
        now,
      ).kind,
    ).toBe('never');
  });

  test('of what has reached its limit is now', () => {
    expect(
      range(
        forecastCrossing(
          daily(20, (ago) => 1000 - ago),
          900,
          now,
        ),
      ).earliest,
    ).toBe(now);
  });

  test('says what the same method missed in the last quarter, where growth changed', () => {
    const bent = (ago: number) => (ago > 91 ? 1000 - ago : 1000 - ago + 3 * (91 - ago));
    const { backTest } = range(forecastCrossing(daily(45, bent), 3000, now));
    expect(backTest.errorShare).toBeGreaterThan(0.03);
    expect(backTest.errorDays).toBeGreaterThan(200);
    expect(backTest.text).toMatch(/by 4\.\d% of the limit, and today’s value by \d+ days, too late/);
  });

  test('says that it could not be tested on too short a past', () => {
    const { backTest } = range(
      forecastCrossing(
        daily(20, (ago) => 1000 - ago),
        1100,
        now,
      ),
    );
    expect(backTest).toEqual({
      errorShare: null,
      errorDays: null,
      text: 'Not tested: that needs 21 weeks, and there are 20.',
    });
  });

  test('never has its latest day before its earliest, nor either in the past', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 56, maxLength: 300 }),
        fc.double({ min: 1, max: 2e6, noNaN: true }),
        (values, limit) => {
          const samples = values.map((value, i) => ({ at: now - (values.length - i) * day, value }));
          const forecast = forecastCrossing(samples, limit, now);
          if (forecast.kind !== 'range') return;
          expect(forecast.earliest).toBeGreaterThanOrEqual(now);
          if (forecast.latest !== null)
            expect(forecast.latest).toBeGreaterThanOrEqual(forecast.earliest - day);
        },
      ),
    );
  });
});

test('A weekly peak is the highest of its week, and a week without values has none', () => {
  const samples = [
    { at: now - 20 * day, value: 1 },
    { at: now - 16 * day, value: 5 },
    { at: now - 2 * day, value: 3 },
    { at: now + week, value: 99 },
  ];
  expect(weeklyPeaks(samples, now).map(({ value }) => value)).toEqual([5, 3]);
});
