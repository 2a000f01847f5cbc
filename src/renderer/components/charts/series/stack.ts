import { type Readings, readingsOf } from './readings.ts';

/**
 * The upper edges of series laid one upon another, the first at the bottom. A reading that is missing within a stretch is
 * taken from the line between its neighbours; in a gap a series adds nothing, and is not drawn.
 */
export function stacked(
  at: readonly number[],
  series: readonly (readonly (number | null)[])[],
  gap: number,
): Readings[] {
  const sum = new Float64Array(at.length);
  return series.map((values) => {
    const whole = bridged(at, values, gap);
    const tops = whole.map((value, index) => {
      if (value === null) return null;
      sum[index] = (sum[index] ?? 0) + value;
      return sum[index] ?? 0;
    });
    return readingsOf(at, tops, gap);
  });
}

/** The values with those between two readings of one stretch put on the line between them. */
function bridged(at: readonly number[], values: readonly (number | null)[], gap: number): (number | null)[] {
  const whole = at.map((_, index) => values[index] ?? null);
  let last = -1;
  for (let index = 0; index < whole.length; index += 1) {
    const value = whole[index];
    if (typeof value !== 'number') continue;
    const length = (at[index] ?? 0) - (at[last] ?? Number.NEGATIVE_INFINITY);
    if (last >= 0 && length <= gap) {
      const start = whole[last] ?? 0;
      for (let between = last + 1; between < index; between += 1) {
        whole[between] = start + ((value - start) * ((at[between] ?? 0) - (at[last] ?? 0))) / length;
      }
    }
    last = index;
  }
  return whole;
}
