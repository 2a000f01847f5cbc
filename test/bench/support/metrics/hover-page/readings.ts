import type { ChartData } from '../../../../../src/contract/metrics/values.ts';

export const charts = 12;
export const step = 60;
export const readings = 30 * 1440;
/** The end of the range, in seconds since 1970; the same on every run. */
export const to = 1_796_040_000;
export const from = to - readings * step;

/** Thirty days of a reading a minute, three lines, with a hole of some hours; each chart its own. */
export function readingsOf(chart: number): ChartData {
  const at = Array.from({ length: readings }, (_, index) => from + index * step);
  const line = (place: number) =>
    at.map((moment, index) =>
      index % 9000 < 200
        ? null
        : 100 * (place + 1) +
          40 * Math.sin(moment / (20_000 + 900 * chart)) +
          15 * noise(index + 7919 * place + chart),
    );
  return {
    step,
    gap: 150,
    at,
    series: [0, 1, 2].map((place) => ({
      name: `line-${place}`,
      label: `Line ${place + 1}`,
      unit: 'count' as const,
      mean: line(place),
    })),
    asOf: null,
    notes: [],
  };
}

/** From 0 to 1, without a pattern, the same each time. */
function noise(seed: number): number {
  const mixed = Math.imul(seed ^ (seed >>> 15), 0x2c1b3c6d);
  return ((mixed ^ (mixed >>> 12)) >>> 0) / 2 ** 32;
}
