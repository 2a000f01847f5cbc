import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readingsFor, stepOf } from '../../src/core/metrics/sampler/keeping/keep.ts';
import { gapOf, levelFor, levels, partsOf, type SummedStep } from '../../src/core/metrics/sampler/levels.ts';
import { untilDue } from '../../src/core/metrics/sampler/pace.ts';

const now = 1_796_000_000;
const day = 86_400;
const ranges = fc
  .record({
    ago: fc.nat(20 * 366 * day),
    seconds: fc.integer({ min: 1, max: 20 * 366 * day }),
    points: fc.integer({ min: 10, max: 2000 }),
  })
  .map(({ ago, seconds, points }) => ({ from: now - ago, to: now - ago + seconds, points }));

describe('The level that a chart is read from', () => {
  test('reaches back as far as the chart, where any does', () => {
    fc.assert(
      fc.property(ranges, (range) => {
        const { level } = levelFor(range, now);
        expect(range.from >= now - level.keptFor || level.step >= 3600).toBe(true);
      }),
    );
  });
  test('gives a step of whole samples, and no more points than were asked for', () => {
    fc.assert(
      fc.property(ranges, (range) => {
        const { level, step } = levelFor(range, now);
        expect(step % level.step).toBe(0);
        expect((range.to - range.from) / step).toBeLessThanOrEqual(range.points);
      }),
    );
  });
  test('is never read by more than 60 samples for a point, where a coarser one would do', () => {
    fc.assert(
      fc.property(ranges, (range) => {
        const { level, step } = levelFor(range, now);
        const coarser = levels.find((it) => it.step > level.step);
        if (coarser) expect(step / level.step).toBeLessThanOrEqual(60);
      }),
    );
  });
  test.each([
    ['an hour', 3600, 600, 10, 10],
    ['six hours', 6 * 3600, 600, 60, 60],
    ['a day', day, 600, 60, 300],
    ['a week', 7 * day, 600, 60, 1800],
    ['a month', 30 * day, 600, 3600, 7200],
    ['a year', 365 * day, 600, 43_200, 86_400],
  ])('of %s is usual', (_, seconds, points, level, step) => {
    const chosen = levelFor({ from: now - seconds, to: now, points }, now);
    expect([chosen.level.step, chosen.step]).toEqual([level, step]);
  });
  test('of an hour of last week is the minute: finer is not kept', () => {
    const from = now - 7 * day;
    expect(levelFor({ from, to: from + 3600, points: 600 }, now)).toEqual({ level: levels[1], step: 60 });
  });
  test('tells a hole from samples that are a minute apart', () => {
    expect(gapOf(10)).toBe(150);
    expect(gapOf(3600)).toBe(9000);
  });
});

test('A range is read in parts that meet, each from a level no coarser than the one before', () => {
  const marks = fc.record({ 60: fc.nat(4000), 3600: fc.nat(4000), 43200: fc.nat(4000) });
  fc.assert(
    fc.property(
      fc.constantFrom(...levels),
      fc.nat(4000),
      fc.integer({ min: 1, max: 4000 }),
      marks,
      (level, from, seconds, summed) => {
        const to = from + seconds;
        const parts = partsOf(level, { from, to }, summed);
        expect(parts[0]?.from).toBe(from);
        expect(parts.at(-1)?.to).toBe(to);
        for (const [index, part] of parts.entries()) {
          expect(part.from).toBeLessThan(part.to);
          expect(part.step).toBeLessThanOrEqual(level.step);
          const next = parts[index + 1];
          if (next) expect([next.from, next.step < part.step]).toEqual([part.to, true]);
          // Nothing is read from a level that has not been summed up so far.
          if (part.step !== 10) expect(part.to).toBeLessThanOrEqual(summed[part.step as SummedStep]);
        }
      },
    ),
  );
});

describe('Samples', () => {
  test('are due at the ends of steps: every minute, every ten seconds while someone looks', () => {
    const pace = (o: object) => ({ now: 1000, sampledAt: 960, isWatched: false, ...o });
    expect(untilDue(pace({}), false)).toBe(20);
    expect(untilDue(pace({ isWatched: true }), false)).toBe(0);
    expect(untilDue(pace({ isWatched: true, now: 1003, sampledAt: 1000.2 }), false)).toBe(7);
    expect(untilDue(pace({ sampledAt: 999.9, now: 1019.5 }), false)).toBe(0.5);
    // Too late in the step that has begun: at the end of it.
    expect(untilDue(pace({ now: 1086 }), false)).toBe(4);
    expect(untilDue(pace({ now: 1008, sampledAt: null }), false)).toBe(2);
    // Two soon after each other, so that there is something to compare.
    expect(untilDue(pace({ now: 1001, sampledAt: 1000.1 }), true)).toBe(9);
    // A sample of the future keeps nobody from sampling.
    expect(untilDue(pace({ sampledAt: 9e9 }), false)).toBe(0);
  });

  test('taken when due never fall into one step twice, and miss none while someone looks', () => {
    const late = fc.double({ min: 0, max: 4, noNaN: true });
    fc.assert(
      fc.property(fc.array(late, { minLength: 2, maxLength: 50 }), fc.boolean(), (lates, isWatched) => {
        let sampledAt: number | null = null;
        let clock = now;
        const steps: number[] = [];
        for (const lateness of lates) {
          clock += untilDue({ now: clock, sampledAt, isWatched }, false);
          expect(untilDue({ now: clock, sampledAt, isWatched }, false)).toBe(0);
          clock += lateness;
          sampledAt = clock;
          steps.push(stepOf(clock));
        }
        const apart = steps.slice(1).map((step, index) => step - (steps[index] ?? 0));
        const most = isWatched ? 10 : 60;
        expect(apart.every((it) => it >= 10 && it <= most)).toBe(true);
      }),
    );
  });

  test('stand for the step that they end, and count in a mean for as long as they stand for', () => {
    expect(stepOf(1_000.1)).toBe(990);
    expect(stepOf(1_003)).toBe(990);
    expect([10, 12, 20, 60, 3600, 0.1].map(readingsFor)).toEqual([1, 1, 2, 6, 6, 1]);
  });
});
