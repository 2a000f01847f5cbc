import { z } from 'zod';
import type { Role } from '../roles.ts';
import { Utc } from '../values.ts';

/** Roles that watch traffic and the database. */
export const metricsReaders = ['cto', 'admin'] as const satisfies readonly Role[];

/** A moment in whole seconds since 1970, UTC: what steps and axes are reckoned in. */
export const Seconds = z.int().min(0).max(4_102_444_800);

/** From `from` until before `to`, and about how many points a series may have: the width of the chart. */
export const ChartRange = z
  .object({ from: Seconds, to: Seconds, points: z.int().min(10).max(2000).default(600) })
  .refine(({ from, to }) => from < to && to - from <= 20 * 366 * 86_400, {
    message: 'a range of at most twenty years, its end after its beginning',
  });
export type ChartRange = z.infer<typeof ChartRange>;

/** How the numbers of a series are written. `ratio` is 0 to 1; `per-second` counts what happens in a second. */
export const units = [
  'count',
  'per-second',
  'bytes',
  'bytes-per-second',
  'seconds',
  'milliseconds',
  'ratio',
] as const;
export const Unit = z.enum(units);
export type Unit = z.infer<typeof Unit>;

const points = z.array(z.number().nullable());

/** One line: a value for each moment of `at`, null where nothing was read. A mean hides stalls, so low and high too. */
export const ChartSeries = z.object({
  name: z.string(),
  label: z.string(),
  unit: Unit,
  mean: points,
  /** Both absent where a step holds one reading. */
  low: points.optional(),
  high: points.optional(),
});
export type ChartSeries = z.infer<typeof ChartSeries>;

/** What every chart is drawn from, wherever it was read. */
export const ChartData = z.object({
  /** Seconds between two points. A hole of more than `gap` seconds is a gap in the line. */
  step: z.int(),
  gap: z.int(),
  /** Ascending; the beginning of each step. */
  at: z.array(z.number()),
  series: z.array(ChartSeries),
  /** Until when there are readings; null before the first. */
  asOf: Utc.nullable(),
  /** What the source said beside the data, and why a series is missing: sentences. */
  notes: z.array(z.string()),
});
export type ChartData = z.infer<typeof ChartData>;

/** A moment that is drawn across all charts. */
export const Marker = z.object({ at: Seconds, label: z.string() });
export type Marker = z.infer<typeof Marker>;
