import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChartRange } from '../../src/contract/metrics/values.ts';
import { type Preset, parseRange, presets } from '../../src/renderer/features/metrics/range/range-address.ts';
import { liveEvery, moved, shortest, zoomed } from '../../src/renderer/features/metrics/range/range-moves.ts';

const now = 1_796_040_000;
const presetNames = Object.keys(presets) as Preset[];

describe('a live range', () => {
  it('goes on every 10 seconds where it is short, and no more often than its chart can show', () => {
    expect([presets['1h'], presets['6h']].map(liveEvery)).toEqual([10, 10]);
    expect(liveEvery(presets['24h'])).toBe(60);
    expect(liveEvery(presets['7d'])).toBe(300);
    expect(liveEvery(presets['5y'])).toBe(3600);
  });

  it('is left by a move into the past, and found again by moves to now', () => {
    const live = { from: now - 3600, to: now, preset: '1h' as const };
    const earlier = moved(live, -1, now);
    expect(earlier).toEqual({ from: now - 5400, to: now - 1800 });
    if (typeof earlier === 'string') throw new Error('it stands still');
    expect(moved({ ...earlier, preset: null }, 1, now)).toBe('1h');
    // As after some seconds in which the clock of the range has not ticked.
    expect(moved({ ...earlier, preset: null }, 1, now + 9)).toBe('1h');
    expect(moved({ from: now - 5000, to: now - 100, preset: null }, 1, now)).toEqual({
      from: now - 4900,
      to: now,
    });
  });

  it('is zoomed from preset to preset, and below the shortest by half', () => {
    expect(zoomed({ from: now - 21_600, to: now, preset: '6h' }, 1, now)).toBe('1h');
    expect(zoomed({ from: now - 21_600, to: now, preset: '6h' }, -1, now)).toBe('24h');
    expect(zoomed({ from: now - presets['5y'], to: now, preset: '5y' }, -1, now)).toBe('5y');
    expect(zoomed({ from: now - 3600, to: now, preset: '1h' }, 1, now)).toEqual({
      from: now - 2700,
      to: now - 900,
    });
  });
});

describe('any row of moves and zooms', () => {
  it('gives ranges that a call takes, that end by now and are no shorter than a minute', () => {
    const acts = fc.array(
      fc.tuple(fc.constantFrom('move', 'zoom'), fc.constantFrom(-1, 1) as fc.Arbitrary<-1 | 1>),
      {
        maxLength: 40,
      },
    );
    fc.assert(
      fc.property(acts, fc.constantFrom(...presetNames), (list, start) => {
        let shown: { from: number; to: number; preset: Preset | null } = {
          from: now - presets[start],
          to: now,
          preset: start,
        };
        for (const [act, direction] of list) {
          const next = (act === 'move' ? moved : zoomed)(shown, direction, now);
          shown =
            typeof next === 'string'
              ? { from: now - presets[next], to: now, preset: next }
              : { from: next.from, to: next.to, preset: null };
          expect(ChartRange.safeParse({ from: shown.from, to: shown.to, points: 600 }).success).toBe(true);
          expect(shown.to).toBeLessThanOrEqual(now);
          expect(shown.to - shown.from).toBeGreaterThanOrEqual(shortest);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('twice as long and half as long again is the same stretch', () => {
    const shown = { from: now - 100_000, to: now - 90_000, preset: null };
    const wide = zoomed(shown, -1, now);
    if (typeof wide === 'string') throw new Error('it stands still');
    expect(zoomed({ ...wide, preset: null }, 1, now)).toEqual({ from: shown.from, to: shown.to });
  });
});

describe('the range in an address', () => {
  it('is a preset or two moments; what makes no sense is the usual range', () => {
    expect(parseRange({ last: '7d' })).toEqual({ last: '7d' });
    expect(parseRange({ from: 100, to: '200', last: '7d' })).toEqual({ from: 100, to: 200 });
    expect(parseRange({ from: 200, to: 100 })).toEqual({});
    expect(parseRange({ last: 'toString' })).toEqual({});
    expect(parseRange({ from: 'x', to: 5 })).toEqual({});
  });
});
