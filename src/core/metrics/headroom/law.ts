import { throughputAt } from '../../../contract/metrics/headroom/law.ts';
import { studentQuantile } from './student.ts';

/** How much was done at which concurrency: `n` sessions at work on the mean, `x` a second. */
export interface LoadPoint {
  readonly n: number;
  readonly x: number;
}

/** A parameter with its standard error and the interval that holds it with 95%. */
export interface Estimate {
  readonly value: number;
  readonly se: number;
  readonly low: number;
  readonly high: number;
}

/** The Universal Scalability Law, X(N) = γN / (1 + α(N−1) + βN(N−1)), fitted to points. */
export interface Law {
  readonly kind: 'law';
  /** The share of the work that has to queue: contention, 0 to 1. */
  readonly alpha: Estimate;
  /** What each session costs each other: coherency, 0 to 1. */
  readonly beta: Estimate;
  /** What one session alone does in a second. */
  readonly gamma: Estimate;
  /** In the unit of `x`. */
  readonly residualSe: number;
  readonly points: number;
  readonly largestN: number;
  /** Where more concurrency begins to do less; null where the points do not show it, and `whyNoPeak` says why. */
  readonly peak: LoadPoint | null;
  readonly whyNoPeak: string | null;
  /** What throughput comes near to without a peak: γ/α; null where α is 0. */
  readonly limit: number | null;
}

export interface LawRefusal {
  readonly kind: 'refused';
  readonly because: string;
}

const fewestPoints = 5;
/** With fewer, or a peak further beyond what was seen than this, a peak would be a guess. */
const fewestForPeak = 6;
const peakWithin = 2;
/** Without so much difference in concurrency there is no curve to fit. */
const leastSpread = 1.5;

type Triple = readonly [number, number, number];

/**
 * Fits by bounded least squares (α, β in [0, 1], γ ≥ 0) from γ = max(X/N), α = 0.01, β = 0.0001; standard errors from the
 * Jacobian, intervals by Student's t. Source: N. J. Gunther, Guerrilla Capacity Planning; the R package usl.
 */
export function fitLaw(given: readonly LoadPoint[]): Law | LawRefusal {
  const points = given.filter(({ n, x }) => Number.isFinite(n) && Number.isFinite(x) && n > 0 && x > 0);
  const because = refusalOf(points);
  if (because !== null) return { kind: 'refused', because };

  const fitted = leastSquares(points, [0.01, 1e-4, Math.max(...points.map(({ n, x }) => x / n))]);
  const df = points.length - 3;
  const residualSe = Math.sqrt(squares(points, fitted) / df);
  const errors = standardErrors(points, fitted, residualSe);
  if (errors === null)
    return { kind: 'refused', because: 'The points lie so that no single curve fits them best.' };

  const t = studentQuantile(0.975, df);
  const estimate = (index: 0 | 1 | 2): Estimate => {
    const [value, se] = [fitted[index], errors[index]];
    return { value, se, low: value - t * se, high: value + t * se };
  };
  const [alpha, beta, gamma] = [estimate(0), estimate(1), estimate(2)];
  const largestN = Math.max(...points.map(({ n }) => n));
  const whyNoPeak = whyNoPeakOf(alpha, beta, points.length, largestN);
  const peakN = Math.sqrt((1 - alpha.value) / beta.value);
  const values = { alpha: alpha.value, beta: beta.value, gamma: gamma.value };
  return {
    kind: 'law',
    alpha,
    beta,
    gamma,
    residualSe,
    points: points.length,
    largestN,
    peak: whyNoPeak === null ? { n: peakN, x: throughputAt(values, peakN) } : null,
    whyNoPeak,
    limit: alpha.value > 0 ? gamma.value / alpha.value : null,
  };
}

function refusalOf(points: readonly LoadPoint[]): string | null {
  if (points.length < fewestPoints) {
    return `The law has three unknowns and needs at least ${fewestPoints} points with work done; there are ${points.length}.`;
  }
  const all = points.map(({ n }) => n);
  const [least, most] = [Math.min(...all), Math.max(...all)];
  if (most / least < leastSpread) {
    return `Concurrency hardly varied: between ${tidy(least)} and ${tidy(most)}. Without busier and quieter times there is no curve to fit.`;
  }
  return null;
}

function whyNoPeakOf(alpha: Estimate, beta: Estimate, count: number, largestN: number): string | null {
  const unseen = `No knee seen up to N = ${tidy(largestN)}`;
  if (count < fewestForPeak) return `${unseen}: a peak needs at least ${fewestForPeak} points.`;
  if (beta.low <= 0) return `${unseen}: β cannot be told from 0.`;
  const peak = Math.sqrt((1 - alpha.value) / beta.value);
  if (peak > peakWithin * largestN) {
    return `${unseen}: the curve would have its peak at N = ${tidy(peak)}, more than twice as far as anything measured.`;
  }
  return null;
}

function tidy(n: number): string {
  return String(Number(n.toPrecision(3)));
}

function squares(points: readonly LoadPoint[], [alpha, beta, gamma]: Triple): number {
  return points.reduce((sum, { n, x }) => sum + (x - throughputAt({ alpha, beta, gamma }, n)) ** 2, 0);
}

/** How X changes with α, β and γ at one point. */
function gradient([alpha, beta, gamma]: Triple, n: number): Triple {
  const divisor = 1 + alpha * (n - 1) + beta * n * (n - 1);
  const x = (gamma * n) / divisor;
  return [(-x * (n - 1)) / divisor, (-x * n * (n - 1)) / divisor, n / divisor];
}

/** JᵀJ and Jᵀr. */
function normalEquations(points: readonly LoadPoint[], at: Triple) {
  const product = [
    [0, 0, 0],
    [0, 0, 0],
    [0, 0, 0],
  ];
  const slope = [0, 0, 0];
  const [alpha, beta, gamma] = at;
  for (const { n, x } of points) {
    const g = gradient(at, n);
    const residual = x - throughputAt({ alpha, beta, gamma }, n);
    for (const i of [0, 1, 2] as const) {
      slope[i] = (slope[i] ?? 0) + g[i] * residual;
      const row = product[i] as number[];
      for (const j of [0, 1, 2] as const) row[j] = (row[j] ?? 0) + g[i] * g[j];
    }
  }
  return { product, slope };
}

const bounds: readonly (readonly [number, number])[] = [
  [0, 1],
  [0, 1],
  [0, Number.POSITIVE_INFINITY],
];

/** Levenberg and Marquardt's method; a parameter at its bound that would go beyond it stays there for the step. */
function leastSquares(points: readonly LoadPoint[], from: Triple): Triple {
  let best = from;
  let cost = squares(points, best);
  let damping = 1e-3;
  for (let step = 0; step < 2000 && damping < 1e16; step++) {
    const { product, slope } = normalEquations(points, best);
    const free = [0, 1, 2].filter((i) => {
      const [low, high] = bounds[i] as readonly [number, number];
      const [value, push] = [best[i] as number, slope[i] as number];
      return !((value <= low && push < 0) || (value >= high && push > 0));
    });
    const damped = free.map((i) =>
      free.map((j) => (product[i]?.[j] as number) * (i === j ? 1 + damping : 1)),
    );
    const move = solve(
      damped,
      free.map((i) => slope[i] as number),
    );
    const next = best.map((value, i) => {
      const [low, high] = bounds[i] as readonly [number, number];
      const place = free.indexOf(i);
      return place < 0 || move === null ? value : Math.min(high, Math.max(low, value + (move[place] ?? 0)));
    }) as unknown as Triple;
    const nextCost = squares(points, next);
    if (move === null || !(nextCost < cost)) {
      damping *= 4;
      continue;
    }
    const isDone = cost - nextCost <= 1e-15 * cost;
    [best, cost, damping] = [next, nextCost, damping / 5];
    if (isDone) break;
  }
  return best;
}

function standardErrors(points: readonly LoadPoint[], at: Triple, residualSe: number): Triple | null {
  const { product } = normalEquations(points, at);
  const errors = [0, 1, 2].map((i) => {
    const column = solve(
      product,
      [0, 1, 2].map((j) => (i === j ? 1 : 0)),
    );
    return residualSe * Math.sqrt(column?.[i] ?? Number.NaN);
  });
  return errors.every(Number.isFinite) ? (errors as unknown as Triple) : null;
}

/** Gauss' elimination with pivots, after scaling: α and β differ by orders of magnitude. Null where it has no one answer. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] | null {
  const scale = matrix.map((row, i) => Math.sqrt(row[i] as number) || 1);
  const rows = matrix.map((row, i) => [
    ...row.map((value, j) => value / ((scale[i] as number) * (scale[j] as number))),
    (right[i] as number) / (scale[i] as number),
  ]);
  const size = rows.length;
  for (let column = 0; column < size; column++) {
    const pivot = rows
      .slice(column)
      .reduce((most, row) =>
        Math.abs(row[column] as number) > Math.abs(most[column] as number) ? row : most,
      );
    if (!(Math.abs(pivot[column] as number) > 1e-14)) return null;
    const place = rows.indexOf(pivot);
    [rows[column], rows[place]] = [pivot, rows[column] as number[]];
    for (const row of rows) {
      if (row === pivot) continue;
      const factor = (row[column] as number) / (pivot[column] as number);
      for (let k = column; k <= size; k++) row[k] = (row[k] as number) - factor * (pivot[k] as number);
    }
  }
  return rows.map((row, i) => (row[size] as number) / (row[i] as number) / (scale[i] as number));
}
