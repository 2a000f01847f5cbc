import type { ChartRange } from '../../../../contract/metrics/values.ts';
import { daySeconds, floorTo, hourSeconds } from '../site/moments.ts';

/** How the points of a chart lie: `count` steps of `step` seconds from `from` on, all of them over. */
export interface Grid {
  readonly from: number;
  readonly step: number;
  readonly count: number;
}

/** So many hours are read as such; a longer range is read from the sums by day. */
export const hoursMost = 2000;
/** The first Monday since 1970: weeks begin with it. */
const monday = 4 * daySeconds;

const hourSteps = [1, 2, 3, 6, 12, 24].map((hours) => hours * hourSeconds);
const daySteps = [1, 7, 28].map((days) => days * daySeconds);

/** Whether a range is short enough to be read by hour. */
export function isByHour({ from, to }: ChartRange): boolean {
  return to - from <= hoursMost * hourSeconds;
}

/** Hours, or several, as many as the chart can show. `over`: up to when hours are over and told of. */
export function gridOfHours(range: ChartRange, over: number): Grid {
  return gridOf(range, hourSteps, over);
}

/** Days, weeks from Monday, or several. `over`: up to when days are over and told of. */
export function gridOfDays(range: ChartRange, over: number): Grid {
  return gridOf(range, daySteps, over);
}

/**
 * The first step may begin before the range, so that it is whole. The last is left out where it is not over: a part of it
 * would look like a drop, or like the hour of the day that it ends in.
 */
function gridOf({ from, to, points }: ChartRange, steps: readonly number[], over: number): Grid {
  const wanted = (to - from) / points;
  const longest = steps.at(-1) ?? daySeconds;
  const step = steps.find((it) => it >= wanted) ?? Math.ceil(wanted / longest) * longest;
  const phase = step % (7 * daySeconds) === 0 ? monday : 0;
  const first = floorTo(step, from - phase) + phase;
  const covered = Math.ceil((to - first) / step);
  const isOver = Math.floor((over - first) / step);
  return { from: first, step, count: Math.max(0, Math.min(covered, isOver)) };
}

/** The end of the last step. */
export function endOf({ from, step, count }: Grid): number {
  return from + count * step;
}

/** The same steps so many seconds earlier. */
export function earlier(grid: Grid, seconds: number): Grid {
  return { ...grid, from: grid.from - seconds };
}

/** A hole in a line of such steps is a gap. */
export function gapOfStep(step: number): number {
  return 1.5 * step;
}
