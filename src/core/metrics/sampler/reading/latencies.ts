/** How many statements ended, by the upper end of the time that they took in seconds; since the server started. */
export type Histogram = ReadonlyMap<number, number>;

/** The last bucket has no upper end worth the name: MySQL gives it 213 days. */
const noLatency = 1e6;

/** What the statements between two readings took at the share (0 to 1) of them, in seconds; null where that is not known. */
export function latencyAt(share: number, before: Histogram, now: Histogram): number | null {
  const between = [...now].map(([seconds, count]) => ({
    seconds,
    count: count - (before.get(seconds) ?? 0),
  }));
  const wentBack = between.some(({ count }) => count < 0) || [...before.keys()].some((it) => !now.has(it));
  const all = between.reduce((sum, { count }) => sum + count, 0);
  if (wentBack || all === 0) return null;
  let below = 0;
  for (const { seconds, count } of between.toSorted((a, b) => a.seconds - b.seconds)) {
    below += count;
    if (below >= share * all) return seconds < noLatency ? seconds : null;
  }
  return null;
}
