/** The steps that samples are kept in, in seconds, and for how long each is kept. */
export const levels = [
  { step: 10, keptFor: 86_400 },
  { step: 60, keptFor: 30 * 86_400 },
  { step: 3600, keptFor: 5 * 366 * 86_400 },
] as const;
export type Level = (typeof levels)[number];

/** Unless someone looks, a sample is taken as often as this, in seconds. */
export const usualEvery = 60;

/** Steps that a person reads easily off an axis, in seconds. */
const readableSteps = [
  10, 20, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800,
];

/**
 * What a chart is read from: the finest level that reaches back far enough, but none much finer than the chart can show,
 * and the step that its points stand for. All in seconds.
 */
export function levelFor(
  { from, to, points }: { from: number; to: number; points: number },
  now: number,
): { level: Level; step: number } {
  const wanted = (to - from) / points;
  const reaching = levels.filter(({ keptFor }) => from >= now - keptFor);
  const last = levels[2];
  const level = reaching.findLast(({ step }) => step <= wanted) ?? reaching[0] ?? last;
  const least = Math.max(wanted, level.step);
  return { level, step: readableSteps.find((step) => step >= least) ?? Math.ceil(least / 604_800) * 604_800 };
}

/** A hole in a line of `step` that is no accident of the clock, in seconds. */
export function gapOf(step: number): number {
  return 2.5 * Math.max(step, usualEvery);
}
