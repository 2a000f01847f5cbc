import { z } from 'zod';
import { Utc } from '../../values.ts';
import { Seconds } from '../values.ts';

/** A parameter with its standard error and the interval that holds it with 95%. */
export const Estimate = z.object({ value: z.number(), se: z.number(), low: z.number(), high: z.number() });
export type Estimate = z.infer<typeof Estimate>;

/** The values of the Universal Scalability Law, X(N) = γN / (1 + α(N−1) + βN(N−1)), without their errors. */
export interface Scaling {
  readonly alpha: number;
  readonly beta: number;
  readonly gamma: number;
}

/** What is done in a second at `n` sessions at work, in the unit of γ. */
export function throughputAt({ alpha, beta, gamma }: Scaling, n: number): number {
  return (gamma * n) / (1 + alpha * (n - 1) + beta * n * (n - 1));
}

/** `n` sessions at work on the mean, `x` statements a second. */
const load = { n: z.number(), x: z.number() };
const LoadPoint = z.object(load);

export const FittedLaw = z.object({
  kind: z.literal('law'),
  alpha: Estimate,
  beta: Estimate,
  gamma: Estimate,
  /** In statements a second. */
  residualSe: z.number(),
  points: z.int(),
  largestN: z.number(),
  peak: LoadPoint.nullable(),
  whyNoPeak: z.string().nullable(),
  /** What throughput comes near to without a peak; null where nothing queues. */
  limit: z.number().nullable(),
});
export type FittedLaw = z.infer<typeof FittedLaw>;

export const LawReport = z.object({
  /** Which series concurrency was taken from: `running` is sampled at moments, `concurrency` is the mean between them. */
  concurrency: z.enum(['concurrency', 'running']),
  /** What the law was fitted to, each the mean of `count` steps of about the same concurrency. */
  bins: z.array(z.object({ ...load, count: z.int() })),
  law: z.discriminatedUnion('kind', [
    FittedLaw,
    z.object({ kind: z.literal('refused'), because: z.string() }),
  ]),
  /** The mean of the last ten minutes; null where nothing was sampled in them. */
  now: LoadPoint.nullable(),
  /** The step of the range with the most statements. */
  busiest: z.object({ ...load, at: Seconds }).nullable(),
  /** Seconds of a step, how many there were, and how many of those were left out. */
  step: z.int(),
  steps: z.int(),
  leftOut: z.int(),
  /** How the points were made, as sentences. */
  notes: z.array(z.string()),
  asOf: Utc.nullable(),
});
export type LawReport = z.infer<typeof LawReport>;
