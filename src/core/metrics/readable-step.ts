/** Steps that a person reads easily off an axis, in seconds. */
const readable = [
  1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800,
  604_800,
];
/** They lie up to 3.5 times apart: one that is further away would leave a chart too few points. */
const farthest = 4;
const week = 604_800;

/**
 * A step of `least` or a little more that a person reads easily, a whole number of `every`; whole weeks above a week. Where
 * none of those is near (45 s goes into 15 min at the least), the next multiple. All in seconds.
 */
export function readableStep(least: number, every: number): number {
  const next = Math.ceil(least / every) * every;
  const step = readable.find((it) => it >= least && it % every === 0) ?? Math.ceil(least / week) * week;
  return step % every === 0 && step <= farthest * next ? step : next;
}
