import type { ChartData, Unit } from '../../../../contract/metrics/values.ts';
import { readingsOf, seenStretches } from '../series/readings.ts';

export interface SeriesSummary {
  readonly name: string;
  readonly label: string;
  readonly unit: Unit;
  /** Each null where nothing was read. */
  readonly last: number | null;
  readonly lowest: number | null;
  readonly mean: number | null;
  readonly highest: number | null;
  readonly readings: number;
  /** Holes between readings that break the line. */
  readonly gaps: number;
}

/** Each series of a chart in sum, between two moments in seconds; lowest and highest of every step's own. */
export function summaryOf(data: ChartData, from: number, to: number): SeriesSummary[] {
  return data.series.map(({ name, label, unit, mean, low, high }) => {
    const inside = data.at.flatMap((moment, index) =>
      moment + data.step > from && moment < to && typeof mean[index] === 'number' ? [index] : [],
    );
    const means = inside.map((index) => mean[index] ?? 0);
    const readings = readingsOf(
      inside.map((index) => data.at[index] ?? 0),
      means,
      data.gap,
    );
    const least = (values: readonly (number | null)[]) =>
      inside.reduce(
        (lowest, index) => Math.min(lowest, values[index] ?? mean[index] ?? 0),
        Number.POSITIVE_INFINITY,
      );
    const most = (values: readonly (number | null)[]) =>
      inside.reduce(
        (highest, index) => Math.max(highest, values[index] ?? mean[index] ?? 0),
        Number.NEGATIVE_INFINITY,
      );
    const none = inside.length === 0;
    return {
      name,
      label,
      unit,
      last: means.at(-1) ?? null,
      lowest: none ? null : least(low ?? mean),
      mean: none ? null : means.reduce((sum, value) => sum + value, 0) / means.length,
      highest: none ? null : most(high ?? mean),
      readings: inside.length,
      gaps: Math.max(0, seenStretches(readings, from - data.step, to).length - 1),
    };
  });
}
