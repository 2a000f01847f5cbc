import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dangers } from '../../src/contract/reports/values.ts';
import { reckon } from '../../src/core/reports/intake/scores/reckon.ts';
import { ageAt, ageSteps, type Scored, scoreOf, termsOf, weightOf } from '../../src/core/reports/score.ts';

const count = fc.nat({ max: 10_000 });
const weights = fc.record({
  severity: fc.nat({ max: 1000 }),
  reporters: fc.nat({ max: 1000 }),
  reach: fc.nat({ max: 1000 }),
  age: fc.nat({ max: 1000 }),
});
const record = fc.record({ right: count, wrong: count });
const scored: fc.Arbitrary<Scored> = fc.record({
  danger: fc.constantFrom(null, ...dangers),
  severity: fc.integer({ min: 1, max: 5 }),
  believed: fc.double({ min: 0, max: 5000, noNaN: true }),
  reach: fc.nat({ max: 50 }),
  ageStep: fc.nat({ max: ageSteps.length }),
});

test('a score is the sum of the terms that a case shows', () => {
  fc.assert(
    fc.property(scored, weights, (of, by) => {
      const points = termsOf(of, by).reduce((sum, term) => sum + Math.round(term.points * 100), 0);
      expect(scoreOf(of, by)).toBe(points);
      expect(termsOf(of, by).every((term) => term.points >= 0)).toBe(true);
    }),
  );
});

test('a score never falls when a reporter joins, nor when more take part, or time passes', () => {
  fc.assert(
    fc.property(scored, weights, record, fc.nat({ max: 50 }), (of, by, reporter, others) => {
      const before = scoreOf(of, by);
      expect(scoreOf({ ...of, believed: of.believed + weightOf(reporter) }, by)).toBeGreaterThanOrEqual(
        before,
      );
      expect(scoreOf({ ...of, reach: of.reach + others }, by)).toBeGreaterThanOrEqual(before);
      expect(scoreOf({ ...of, ageStep: of.ageStep + 1 }, by)).toBeGreaterThanOrEqual(before);
    }),
  );
});

test('danger to life or minors stands above whatever else adds up', () => {
  fc.assert(
    fc.property(scored, scored, weights, fc.constantFrom(...dangers), (grave, other, by, danger) => {
      expect(scoreOf({ ...grave, danger }, by)).toBeGreaterThan(scoreOf({ ...other, danger: null }, by));
    }),
  );
});

test('a reporter is believed more for each report that was right, less for each that was wrong, and never wholly', () => {
  fc.assert(
    fc.property(record, ({ right, wrong }) => {
      const weight = weightOf({ right, wrong });
      expect(weight).toBeGreaterThan(0);
      expect(weight).toBeLessThan(1);
      expect(weightOf({ right: right + 1, wrong })).toBeGreaterThanOrEqual(weight);
      expect(weightOf({ right, wrong: wrong + 1 })).toBeLessThanOrEqual(weight);
    }),
  );
  expect(weightOf({ right: 0, wrong: 0 })).toBe(0.5);
  // One lucky report makes no oracle: forty of fifty that were right are believed more.
  expect(weightOf({ right: 1, wrong: 0 })).toBeLessThan(weightOf({ right: 40, wrong: 10 }));
});

test('the weights of reporters add up to the same, whoever was first', () => {
  fc.assert(
    fc.property(
      fc
        .array(record, { maxLength: 200 })
        .chain((them) => fc.tuple(fc.constant(them), fc.shuffledSubarray(them, { minLength: them.length }))),
      ([one, other]) => {
        const sum = (them: typeof one) => them.reduce((total, it) => total + weightOf(it), 0);
        expect(sum(one)).toBe(sum(other));
      },
    ),
  );
});

test('age only grows, by one step at each moment that was told before', () => {
  fc.assert(
    fc.property(
      fc.nat({ max: 1e10 }),
      fc.nat({ max: 1e10 }),
      fc.integer({ min: 300_000, max: 7_776_000_000 }),
      (a, b, target) => {
        const [early, late] = a < b ? [a, b] : [b, a];
        expect(ageAt(late, target).step).toBeGreaterThanOrEqual(ageAt(early, target).step);
        const { step, nextMs } = ageAt(early, target);
        if (nextMs === null) expect(step).toBe(ageSteps.length);
        else {
          expect(nextMs).toBeGreaterThan(early);
          expect(ageAt(nextMs - 1, target).step).toBe(step);
          expect(ageAt(nextMs, target).step).toBe(step + 1);
        }
      },
    ),
  );
});

test('a case whose time to be reckoned anew has come gets its next step then', () => {
  const standing = {
    danger: null,
    severity: 3,
    believed: 1,
    reach: 0,
    openedAt: '2026-11-01 10:00:00.123456',
    targetMs: 3_600_000,
  };
  const by = { severity: 1, reporters: 1, reach: 1, age: 1 };
  const first = reckon(standing, by, standing.openedAt);
  expect(first).toMatchObject({
    age_step: 0,
    due_at: '2026-11-01 11:00:00.123000',
    rescore_at: '2026-11-01 10:15:00.123000',
  });
  const steps = [first];
  for (let next = first; !next.rescore_at.startsWith('9999'); steps.push(next)) {
    next = reckon(standing, by, next.rescore_at);
  }
  expect(steps.map((it) => it.age_step)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
});
