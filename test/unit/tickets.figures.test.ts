import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bucketOf, middleOf, quantileOf, scopeOf, scopesOf } from '../../src/core/tickets/figures/parts.ts';
import { stepOf, stepsOf } from '../../src/core/tickets/figures/steps.ts';

describe('The spread of minutes', () => {
  test('is told within 3% of the minutes themselves', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 500_000 }), { minLength: 1 }),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        (minutes, share) => {
          const buckets = new Map<number, number>();
          for (const it of minutes) buckets.set(bucketOf(it), (buckets.get(bucketOf(it)) ?? 0) + 1);
          const exact =
            minutes.toSorted((a, b) => a - b)[Math.max(1, Math.ceil(minutes.length * share)) - 1] ?? 0;
          const told = quantileOf(buckets, share) ?? Number.NaN;
          expect(Math.abs(told - exact)).toBeLessThanOrEqual(exact * 0.03);
        },
      ),
    );
  });

  test('is none of nothing, and grows with the minutes', () => {
    expect(quantileOf(new Map(), 0.5)).toBeNull();
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 500_000 }), fc.integer({ min: 0, max: 500_000 }), (a, b) => {
        expect(bucketOf(Math.min(a, b))).toBeLessThanOrEqual(bucketOf(Math.max(a, b)));
      }),
    );
    expect(middleOf(bucketOf(0))).toBe(0);
    expect(bucketOf(525_600)).toBeLessThan(65_536);
  });
});

describe('What a ticket counts for', () => {
  test('is everyone, its team, its channel, and both', () => {
    expect(scopesOf({ teamId: '3', channel: 'site' })).toEqual(['', 't3', 'csite', 't3csite']);
    expect(scopesOf({ teamId: null, channel: 'staff' })).toEqual(['', 't0', 'cstaff', 't0cstaff']);
    expect(scopesOf({ teamId: '3', channel: 'site' })).toContain(scopeOf({ teamId: '3', channel: null }));
  });
});

describe('The steps of a range', () => {
  test('are days, weeks from Monday or months, by its length', () => {
    expect(stepOf({ from: '2026-01-01', to: '2026-03-31' })).toBe('day');
    expect(stepsOf({ from: '2026-02-27', to: '2026-03-02' }, 'day')).toEqual([
      '2026-02-27',
      '2026-02-28',
      '2026-03-01',
      '2026-03-02',
    ]);
    expect(stepOf({ from: '2026-01-01', to: '2026-12-31' })).toBe('week');
    expect(stepsOf({ from: '2026-11-25', to: '2026-12-08' }, 'week')).toEqual([
      '2026-11-23',
      '2026-11-30',
      '2026-12-07',
    ]);
    expect(stepOf({ from: '2020-01-01', to: '2026-12-31' })).toBe('month');
    expect(stepsOf({ from: '2025-11-25', to: '2026-01-08' }, 'month')).toEqual([
      '2025-11-01',
      '2025-12-01',
      '2026-01-01',
    ]);
  });
});
