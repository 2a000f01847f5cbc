import { z } from 'zod';
import { Refused } from '../../../errors.ts';

/** A moment in seconds and a number as text: JSON knows neither NaN nor infinity. */
const Sample = z.tuple([z.number(), z.string()]);
const Labels = z.record(z.string(), z.string());

const Result = z.discriminatedUnion('resultType', [
  z.object({
    resultType: z.literal('matrix'),
    result: z.array(
      z.object({
        metric: Labels,
        values: z.array(Sample).optional(),
        histograms: z.array(z.unknown()).optional(),
      }),
    ),
  }),
  z.object({
    resultType: z.literal('vector'),
    result: z.array(
      z.object({ metric: Labels, value: Sample.optional(), histogram: z.unknown().optional() }),
    ),
  }),
  z.object({ resultType: z.literal('scalar'), result: Sample }),
  z.object({ resultType: z.literal('string'), result: Sample }),
]);

export interface Line {
  readonly labels: Readonly<Record<string, string>>;
  /** Ascending; the number as text. */
  readonly samples: readonly (readonly [at: number, text: string])[];
}

export interface Lines {
  readonly lines: readonly Line[];
  /** Native histograms are left out: they are no lines. */
  readonly histograms: number;
}

/** What a query gave, whatever it is, as lines; one sample each for a single moment. @throws UNAVAILABLE */
export function linesOf(data: unknown): Lines {
  const parsed = Result.safeParse(data);
  if (!parsed.success) {
    throw new Refused(
      'UNAVAILABLE',
      'The server’s answer does not have the shape of a result of Prometheus, so nothing of it is shown.',
    );
  }
  const { resultType, result } = parsed.data;
  if (resultType === 'scalar' || resultType === 'string') {
    return { lines: [{ labels: {}, samples: [result] }], histograms: 0 };
  }
  const lines =
    resultType === 'matrix'
      ? result.map(({ metric, values }) => ({ labels: metric, samples: values ?? [] }))
      : result.map(({ metric, value }) => ({ labels: metric, samples: value === undefined ? [] : [value] }));
  const shown = lines.filter((it) => it.samples.length > 0);
  return { lines: shown, histograms: lines.length - shown.length };
}

/** The number, or null where it is none that could be drawn: not a number, infinite, or the mark of a series that ended. */
export function numberOf(text: string): number | null {
  const value = text === '' ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : null;
}
