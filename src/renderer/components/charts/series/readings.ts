import { minMaxLttb } from '../min-max-lttb.ts';

/** The moments at which a series has a value, and where each stretch of them without a gap begins. */
export interface Readings {
  /** Ascending, in seconds. */
  readonly at: Float64Array;
  readonly values: Float64Array;
  /** The index of each stretch's first reading; ends with their number. */
  readonly edges: readonly number[];
}

/** What was read of `values`. Where two readings lie more than `gap` seconds apart, the line is broken. */
export function readingsOf(
  at: readonly number[],
  values: readonly (number | null)[],
  gap: number,
  shift = 0,
): Readings {
  const moments = new Float64Array(at.length);
  const read = new Float64Array(at.length);
  const edges: number[] = [];
  let count = 0;
  let last = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < at.length; index += 1) {
    const value = values[index];
    const moment = at[index];
    if (typeof value !== 'number' || moment === undefined || !Number.isFinite(value)) continue;
    if (moment - last > gap) edges.push(count);
    moments[count] = moment + shift;
    read[count] = value;
    last = moment;
    count += 1;
  }
  edges.push(count);
  return { at: moments.subarray(0, count), values: read.subarray(0, count), edges };
}

/** The index of the last reading at or before `time`; -1 where there is none. */
export function lastBefore(at: ArrayLike<number>, time: number): number {
  let low = 0;
  let high = at.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((at[middle] ?? 0) <= time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/**
 * The index of the reading that stands at `time`: the nearest of its stretch, or one whose step of `step` seconds `time`
 * lies in. -1 in a gap, before the first and after the last.
 */
export function readingAt({ at, edges }: Readings, time: number, step: number): number {
  const before = lastBefore(at, time);
  const after = before + 1;
  const [since, until] = [time - (at[before] ?? Number.NaN), (at[after] ?? Number.NaN) - time];
  // The next stretch begins there: what lies between is a gap.
  const broken = before < 0 || after >= at.length || edges.includes(after);
  if (!broken) return since <= until ? before : after;
  if (since < step) return before;
  return until <= step / 2 ? after : -1;
}

/** The part of each stretch that is seen, with one reading more at either side where the line goes on. */
export function seenStretches({ at, edges }: Readings, from: number, to: number) {
  const found: { begin: number; end: number }[] = [];
  const first = lastBefore(at, from);
  const last = lastBefore(at, to) + 1;
  for (let edge = 0; edge + 1 < edges.length; edge += 1) {
    const begin = Math.max(edges[edge] ?? 0, first);
    const end = Math.min(edges[edge + 1] ?? 0, last + 1);
    if (begin < end) found.push({ begin, end });
  }
  return found;
}

/** Indices to draw a line of, stretch by stretch, about `asked` in all and never more unless each stretch needs its two. */
export function drawnStretches(readings: Readings, from: number, to: number, asked: number): number[][] {
  const stretches = seenStretches(readings, from, to);
  const total = stretches.reduce((sum, { begin, end }) => sum + end - begin, 0);
  const spare = Math.max(0, asked - 2 * stretches.length);
  return stretches.map((stretch) => {
    const share = 2 + Math.floor((spare * (stretch.end - stretch.begin)) / Math.max(1, total));
    return minMaxLttb(readings.at, readings.values, stretch, share);
  });
}
