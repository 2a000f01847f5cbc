/** Of the last year; fewer whole months than this tell no trend. */
const fewest = 6;
const yearMonths = 12;
/** Slower than this, in months, is no growth that anyone plans for. */
const slowest = 120;

export interface Trend {
  /** Months in which it doubles, negative where it halves. */
  readonly doublesIn: number | null;
  readonly words: string;
}

/**
 * How fast a number grows: the line through the logarithms of the whole months of the last twelve, each by its day.
 * @param perDay of every month in order up to the last whole one, null where it is not whole or not known
 */
export function trendOf(perDay: readonly (number | null)[]): Trend {
  const points = perDay
    .slice(-yearMonths)
    .flatMap((value, month) => (value === null || value <= 0 ? [] : [{ x: month, y: Math.log2(value) }]));
  if (points.length < fewest) {
    return {
      doublesIn: null,
      words: `too few whole months to tell a trend: ${points.length}, and ${fewest} are needed`,
    };
  }
  const slope = slopeOf(points);
  const doublesIn = 1 / slope;
  if (!Number.isFinite(doublesIn) || Math.abs(doublesIn) > slowest) {
    return { doublesIn: null, words: 'neither grows nor shrinks by the last year' };
  }
  const months = Math.abs(doublesIn).toFixed(1);
  return { doublesIn, words: `${doublesIn > 0 ? 'doubles' : 'halves'} every ${months} months` };
}

/** By least squares. */
function slopeOf(points: readonly { x: number; y: number }[]): number {
  const mean = (key: 'x' | 'y') => points.reduce((sum, it) => sum + it[key], 0) / points.length;
  const [x, y] = [mean('x'), mean('y')];
  const across = points.reduce((sum, it) => sum + (it.x - x) * (it.y - y), 0);
  return across / points.reduce((sum, it) => sum + (it.x - x) ** 2, 0);
}
