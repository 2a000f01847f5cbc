import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { units } from '../../src/contract/metrics/values.ts';
import { tickTexts, timeTicks } from '../../src/renderer/components/charts/time-axis.ts';
import { axisSteps, axisTexts, valueText } from '../../src/renderer/components/charts/unit-text.ts';

const seconds = (iso: string) => Date.parse(iso) / 1000;

describe('a value', () => {
  it.each([
    [0, 'count', '0'],
    [0.5, 'count', '0.5'],
    [12.34, 'count', '12.3'],
    [151, 'count', '151'],
    [1234.4, 'count', '1,234'],
    [12_345, 'count', '12.3k'],
    [3_200_000, 'per-second', '3.2M/s'],
    [128 * 2 ** 20, 'bytes', '128 MiB'],
    [1536, 'bytes-per-second', '1.5 KiB/s'],
    [0.0035, 'seconds', '3.5 ms'],
    [0.000_02, 'seconds', '20 µs'],
    [0, 'seconds', '0 s'],
    [90, 'seconds', '1.5 min'],
    [7200, 'seconds', '2 h'],
    [250, 'milliseconds', '250 ms'],
    [0.125, 'ratio', '12.5%'],
    [-4096, 'bytes', '-4 KiB'],
  ] as const)('%d as %s reads %s', (value, unit, text) => {
    expect(valueText(value, unit)).toBe(text);
  });

  it('never reads as infinite or no number, in whichever unit', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e18, max: 1e18, noNaN: true }),
        fc.constantFrom(...units),
        (value, unit) => {
          expect(valueText(value, unit)).toMatch(/^-?[\d,.]+(e[+-]\d+)?/);
          expect(valueText(value, unit)).not.toMatch(/NaN|Infinity/);
        },
      ),
    );
  });
});

describe('an axis', () => {
  it('writes its values in one size, told apart by their decimals', () => {
    expect(axisTexts([0, 500, 1000, 1500], 'count')).toEqual(['0', '0.5k', '1.0k', '1.5k']);
    expect(axisTexts([0, 2 ** 26, 2 ** 27], 'bytes')).toEqual(['0', '64 MiB', '128 MiB']);
    expect(axisTexts([0, 0.25, 0.5], 'ratio')).toEqual(['0', '25%', '50%']);
    expect(axisTexts([0, 900, 1800], 'seconds')).toEqual(['0', '15 min', '30 min']);
  });

  it('has steps in every unit, ascending', () => {
    for (const unit of units) {
      const steps = axisSteps(unit);
      expect(steps.length).toBeGreaterThan(20);
      expect(steps).toEqual([...new Set(steps)].sort((a, b) => a - b));
    }
  });
});

describe('the axis of time', () => {
  it('names round times in UTC, and the date where a day begins', () => {
    const ticks = timeTicks(seconds('2026-11-29T22:10:00Z'), seconds('2026-11-30T02:10:00Z'), 6, 'utc');
    expect(tickTexts(ticks, 'utc')).toEqual(['23:00', '30 Nov', '01:00', '02:00']);
  });

  it('names Mondays of some weeks, months and years of longer ranges', () => {
    const weeks = timeTicks(seconds('2026-10-01T00:00:00Z'), seconds('2026-11-25T00:00:00Z'), 8, 'utc');
    expect(weeks.every((tick) => new Date(1000 * tick).getUTCDay() === 1)).toBe(true);
    const year = timeTicks(seconds('2025-11-30T00:00:00Z'), seconds('2026-11-30T00:00:00Z'), 6, 'utc');
    expect(tickTexts(year, 'utc')).toEqual(['2026', 'Apr', 'Jul', 'Oct']);
    const years = timeTicks(seconds('2021-12-01T00:00:00Z'), seconds('2026-11-30T00:00:00Z'), 6, 'utc');
    expect(tickTexts(years, 'utc')).toEqual(['2022', '2023', '2024', '2025', '2026']);
  });

  it('is ascending, inside the range and no denser than asked, for any range', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4e9 }),
        fc.integer({ min: 60, max: 6e8 }),
        fc.integer({ min: 2, max: 20 }),
        fc.constantFrom('utc' as const, 'local' as const),
        (from, length, most, zone) => {
          const ticks = timeTicks(from, from + length, most, zone);
          expect(ticks).toEqual([...new Set(ticks)].sort((a, b) => a - b));
          expect(ticks.every((tick) => tick >= from && tick <= from + length)).toBe(true);
          expect(ticks.length).toBeLessThanOrEqual(most + 2);
          expect(tickTexts(ticks, zone)).toHaveLength(ticks.length);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
