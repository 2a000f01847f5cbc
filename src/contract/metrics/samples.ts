import { z } from 'zod';
import { nothing, procedure } from '../procedure.ts';
import { Utc } from '../values.ts';
import { databaseSeriesNames } from './series.ts';
import { ChartData, ChartRange, metricsReaders } from './values.ts';

export const SamplerState = z.object({
  /** When the last sample was taken; null before the first. */
  sampledAt: Utc.nullable(),
  /** How long the last sample took, in ms: what it took of one core of the server at the most. */
  tookMs: z.number().nullable(),
  everySeconds: z.int(),
  /** From a series that could not be read at the last sample to why, and how to turn it on. */
  unknown: z.record(z.string(), z.string()),
});
export type SamplerState = z.infer<typeof SamplerState>;

export const samples = {
  /** What was sampled of the database server. */
  chart: procedure(metricsReaders)
    .input(z.object({ range: ChartRange, series: z.array(z.enum(databaseSeriesNames)).min(1).max(60) }))
    .output(ChartData),
  /** Says that someone looks, so that samples are taken every 10 seconds for the next minute. */
  look: procedure(metricsReaders).input(nothing).output(SamplerState),
};
