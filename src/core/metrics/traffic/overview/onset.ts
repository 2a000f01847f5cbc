/** Fewer points on a side are chance. */
const fewest = 2;
/** The two sides must differ by this share of the whole change, or it did not begin in what is seen. */
const telling = 0.5;

/**
 * Where a series moved from one level to another: the split at which the two sides differ least within themselves. Values
 * are logarithms of now against a week earlier, null where one of them is missing.
 * @param change the logarithm of the whole change, whose sign and size the step must have
 * @returns the index of the first value after the step, null where none stands out
 */
export function onsetOf(values: readonly (number | null)[], change: number): number | null {
  const points = values.flatMap((value, index) => (value === null ? [] : [{ value, index }]));
  let best: { loss: number; index: number; step: number } | null = null;
  for (let split = fewest; split <= points.length - fewest; split += 1) {
    const before = points.slice(0, split).map(({ value }) => value);
    const after = points.slice(split).map(({ value }) => value);
    const loss = spread(before) + spread(after);
    const step = mean(after) - mean(before);
    if (best === null || loss < best.loss) best = { loss, index: points[split]?.index ?? 0, step };
  }
  if (best === null || Math.abs(best.step) < telling * Math.abs(change)) return null;
  return Math.sign(best.step) === Math.sign(change) ? best.index : null;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, it) => sum + it, 0) / values.length;
}

/** The sum of the squares around the mean. */
function spread(values: readonly number[]): number {
  const middle = mean(values);
  return values.reduce((sum, it) => sum + (it - middle) ** 2, 0);
}
