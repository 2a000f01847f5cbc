import { readableStep } from '../readable-step.ts';

/** The finest step that samples are kept in, in seconds. */
export const rawStep = 10;

/** The steps that samples are kept in, in seconds, and for how long each is kept: the finest first. */
export const levels = [
  { step: rawStep, keptFor: 86_400 },
  { step: 60, keptFor: 30 * 86_400 },
  { step: 3600, keptFor: 5 * 366 * 86_400 },
  // What years are drawn from: hours would be 44,000 rows of each series.
  { step: 43_200, keptFor: 5 * 366 * 86_400 },
] as const;
export type Level = (typeof levels)[number];
/** A level that is summed up from the next finer one. */
export type SummedStep = Exclude<Level['step'], typeof rawStep>;

/** While someone looks, a sample is taken as often as this, in seconds. */
export const watchedEvery = rawStep;
/** Unless someone looks, a sample is taken as often as this, in seconds. */
export const usualEvery = 60;

/**
 * What a chart is read from: the finest level that reaches back far enough, but none much finer than the chart can show,
 * and the step that its points stand for, a whole number of the level's. All in seconds.
 */
export function levelFor(
  { from, to, points }: { from: number; to: number; points: number },
  now: number,
): { level: Level; step: number } {
  const wanted = (to - from) / points;
  const reaching = levels.filter(({ keptFor }) => from >= now - keptFor);
  // Half as many points as there is room for are fine, and spare the server to add up many small steps.
  const level = reaching.findLast(({ step }) => step <= 2 * wanted) ?? reaching[0] ?? levels[3];
  return { level, step: readableStep(Math.max(wanted, level.step), level.step) };
}

/** A hole in a line of `step` that is no accident of the clock, in seconds. */
export function gapOf(step: number): number {
  return 2.5 * Math.max(step, usualEvery);
}

/** A stretch of time that is read from one level: from `from` until before `to`, in seconds since 1970. */
export interface Part {
  readonly step: number;
  readonly from: number;
  readonly to: number;
}

/**
 * A range in parts: of its level up to where that has been summed up, and of the finer ones from there on, so that what was
 * read a moment ago is seen at every step. `marks`: up to when each step but the finest has been summed up.
 */
export function partsOf(
  level: Level,
  { from, to }: { from: number; to: number },
  marks: Readonly<Record<SummedStep, number>>,
): Part[] {
  const parts: Part[] = [];
  let start = from;
  for (const { step } of levels.toReversed()) {
    if (step > level.step) continue;
    const end = step === rawStep ? to : Math.min(to, marks[step]);
    if (start < end) parts.push({ step, from: start, to: end });
    start = Math.max(start, end);
  }
  return parts;
}
