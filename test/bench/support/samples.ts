/** The value that `share` (0 to 1) of the values do not exceed, by nearest rank: always one that was measured. */
export function percentile(values: readonly number[], share: number): number {
  if (!(share >= 0 && share <= 1)) throw new RangeError(`A share is from 0 to 1, not ${share}.`);
  const sorted = [...values].sort((a, b) => a - b);
  const found = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (found === undefined) throw new RangeError('Nothing was measured.');
  return found;
}

export const p50 = (values: readonly number[]): number => percentile(values, 0.5);
export const p95 = (values: readonly number[]): number => percentile(values, 0.95);

/** How many times the baseline. @throws RangeError when the baseline took no time that could be told */
export function ratio(value: number, baseline: number): number {
  if (!(baseline > 0)) throw new RangeError(`A baseline of ${baseline} cannot be divided by.`);
  return value / baseline;
}

/** Milliseconds that the work took, and what came of it. */
export async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; result: T }> {
  const began = performance.now();
  const result = await work();
  return { ms: performance.now() - began, result };
}

/**
 * Times several ways of doing the same, one at a time, for every case. The ways take turns at going first, because
 * who goes second finds the rows in the server's cache. All must come to the same: `sameness` tells results apart.
 * @returns milliseconds by way, in the order of the cases
 * @throws Error when two ways came to different results: then the comparison would mean nothing
 */
export async function compare<Way extends string, Case, Result>(o: {
  ways: Record<Way, (each: Case) => Promise<Result>>;
  cases: readonly Case[];
  sameness: (result: Result) => string;
  /** Cases run beforehand and not counted. */
  warmUp: number;
  signal: AbortSignal;
}): Promise<Record<Way, number[]>> {
  const ways = Object.keys(o.ways) as Way[];
  const times = Object.fromEntries(ways.map((way) => [way, [] as number[]])) as Record<Way, number[]>;
  const all = [...o.cases.slice(0, o.warmUp), ...o.cases];
  for (const [index, each] of all.entries()) {
    o.signal.throwIfAborted();
    const turn = index % ways.length;
    const results = new Set<string>();
    for (const way of [...ways.slice(turn), ...ways.slice(0, turn)]) {
      const { ms, result } = await timed(() => o.ways[way](each));
      if (index >= o.warmUp) times[way].push(ms);
      results.add(o.sameness(result));
    }
    if (results.size > 1)
      throw new Error(
        `${ways.join(' and ')} came to different results for ${JSON.stringify(each)}. The benchmark compares ` +
          'things that are not the same any more: correct its statements.',
      );
  }
  return times;
}

/** `count` whole numbers from 1 to `most`, spread evenly and in no order; the same each time. */
export function spread(count: number, most: number): number[] {
  // Multiples of the golden section fall nowhere near each other.
  return Array.from({ length: count }, (_, i) => 1 + Math.floor(((i * 0.6180339887498949) % 1) * most));
}
