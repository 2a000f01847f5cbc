import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { throughputAt } from '../../src/contract/metrics/headroom/law.ts';
import { fitLaw, type Law, type LoadPoint } from '../../src/core/metrics/headroom/law.ts';
import { studentQuantile } from '../../src/core/metrics/headroom/student.ts';

const specsdm91 = [
  [1, 64.9],
  [18, 995.9],
  [36, 1652.4],
  [72, 1853.2],
  [108, 1828.9],
  [144, 1775],
  [216, 1702.2],
].map(([n, x]) => ({ n, x }) as LoadPoint);

function law(points: readonly LoadPoint[]): Law {
  const fitted = fitLaw(points);
  if (fitted.kind === 'refused') throw new Error(fitted.because);
  return fitted;
}

const digits = (value: number, count = 4) => Number(value.toPrecision(count));

/** A source of normal noise that is the same each time. */
function noise(seed: number): () => number {
  let state = seed;
  const share = () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return (state + 0.5) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(share())) * Math.cos(2 * Math.PI * share());
}

describe('The scalability law', () => {
  test('agrees with the published fit of specsdm91 to four digits', () => {
    const { alpha, beta, gamma, residualSe, peak, limit } = law(specsdm91);
    expect([alpha.value, alpha.se].map((it) => digits(it))).toEqual([0.02773, 0.009122]);
    expect([beta.value, beta.se].map((it) => digits(it))).toEqual([0.0001044, 0.00001988]);
    expect([gamma.value, gamma.se].map((it) => digits(it))).toEqual([90, 14.21]);
    expect(digits(residualSe)).toBe(82.85);
    expect(digits(peak?.n ?? 0)).toBe(96.52);
    expect(digits(peak?.x ?? 0)).toBe(1884);
    expect(digits(limit ?? 0)).toBe(3246);
  });

  test('finds what made the points, whatever that was, where nothing disturbs them', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.001, max: 0.3, noNaN: true }),
        fc.double({ min: 1e-5, max: 0.01, noNaN: true }),
        fc.double({ min: 1, max: 1e5, noNaN: true }),
        (alpha, beta, gamma) => {
          const points = [1, 2, 4, 8, 16, 32, 64, 128].map((n) => ({
            n,
            x: throughputAt({ alpha, beta, gamma }, n),
          }));
          const fitted = law(points);
          expect(fitted.alpha.value).toBeCloseTo(alpha, 4);
          expect(fitted.beta.value / beta).toBeCloseTo(1, 2);
          expect(fitted.gamma.value / gamma).toBeCloseTo(1, 3);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('holds what made noisy points within its intervals about as often as it says', () => {
    const truth = { alpha: 0.03, beta: 2e-4, gamma: 100 };
    let held = 0;
    const runs = 400;
    for (let run = 0; run < runs; run++) {
      const next = noise(run + 1);
      const points = Array.from({ length: 40 }, (_, i) => {
        const n = 1 + i * 4;
        return { n, x: throughputAt(truth, n) + 30 * next() };
      });
      const { beta } = law(points);
      if (beta.low <= truth.beta && truth.beta <= beta.high) held++;
    }
    expect(held / runs).toBeGreaterThan(0.9);
    expect(held / runs).toBeLessThan(0.99);
  });

  test('refuses a fit from too few points, and from points that do not differ in concurrency', () => {
    expect(fitLaw(specsdm91.slice(0, 4))).toMatchObject({ kind: 'refused' });
    const alike = Array.from({ length: 50 }, (_, i) => ({ n: 4 + (i % 5) / 10, x: 100 + i }));
    expect(fitLaw(alike)).toMatchObject({
      kind: 'refused',
      because: expect.stringContaining('hardly varied'),
    });
  });

  test('names no peak from fewer than six points', () => {
    const { peak, whyNoPeak } = law(specsdm91.slice(0, 5));
    expect(peak).toBeNull();
    expect(whyNoPeak).toContain('No knee seen up to N = 108');
  });

  test('names no peak where throughput only grows', () => {
    const next = noise(7);
    const points = Array.from({ length: 30 }, (_, i) => ({ n: i + 1, x: 50 * (i + 1) + 5 * next() }));
    const { peak, whyNoPeak } = law(points);
    expect(peak).toBeNull();
    expect(whyNoPeak).toContain('No knee seen up to N = 30');
  });

  test('names no peak that lies more than twice beyond what was seen', () => {
    const made = { alpha: 0.02, beta: 5e-5, gamma: 100 };
    const points = Array.from({ length: 20 }, (_, i) => ({ n: i + 1, x: throughputAt(made, i + 1) }));
    const { peak, whyNoPeak } = law(points);
    expect(peak).toBeNull();
    expect(whyNoPeak).toContain('more than twice as far');
  });

  test('never throws and keeps to its bounds, whatever the points', () => {
    const point = fc.record({ n: fc.double({ min: -10, max: 1e4 }), x: fc.double({ min: -10, max: 1e7 }) });
    fc.assert(
      fc.property(fc.array(point, { maxLength: 40 }), (points) => {
        const fitted = fitLaw(points);
        if (fitted.kind === 'refused') return;
        for (const { value } of [fitted.alpha, fitted.beta]) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1);
        }
        expect(fitted.gamma.value).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

test.each([
  [0.975, 1, 12.7062],
  [0.975, 2, 4.30265],
  [0.975, 3, 3.18245],
  [0.975, 4, 2.77645],
  [0.975, 10, 2.22814],
  [0.975, 100, 1.98397],
  [0.9, 24, 1.31784],
])('Student’s t stays below with %f at %i degrees of freedom: %f', (p, df, value) => {
  expect(studentQuantile(p, df)).toBeCloseTo(value, 4);
});
