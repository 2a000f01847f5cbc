import { studentQuantile } from './student.ts';

export interface Sample {
  /** Seconds since 1970. */
  readonly at: number;
  readonly value: number;
}

/** What the same method would have said a quarter ago, against what came. */
export interface BackTest {
  /** How far the peaks of the quarter were missed, on the mean, as a share of the limit; null where it could not be done. */
  readonly errorShare: number | null;
  /** By how many days the present value was foreseen too early (below 0) or too late; null where it was not foreseen. */
  readonly errorDays: number | null;
  readonly text: string;
}

export type Forecast =
  /** Too little is known for a date. */
  | { readonly kind: 'refused'; readonly because: string }
  /** Nothing points to the limit within `horizonYears`. */
  | {
      readonly kind: 'never';
      readonly because: string;
      readonly perWeek: number;
      readonly backTest: BackTest;
    }
  | {
      readonly kind: 'range';
      /** Seconds since 1970. Four of five courses reach the limit between the two; null: perhaps never. */
      readonly earliest: number;
      readonly latest: number | null;
      readonly perWeek: number;
      readonly backTest: BackTest;
    };

const week = 7 * 86_400;
const day = 86_400;
/** Never a date from fewer. */
export const fewestWeeks = 8;
/** Half a year: what was before says little about how things grow now. */
const weeksUsed = 26;
const quarter = 13;
const horizonYears = 20;
/** One of ten courses is below the band, one of ten above. */
const bandEdge = 0.9;

/**
 * When what grows reaches `limit`: a regression over the weekly peaks of the last half year, as the range of dates in which
 * its band of 80% crosses the limit, with the error that the same method made over the last quarter. The week that is not
 * over is left out. `now` in seconds since 1970.
 */
export function forecastCrossing(samples: readonly Sample[], limit: number, now: number): Forecast {
  const peaks = weeklyPeaks(samples, now);
  if (peaks.length < fewestWeeks) {
    const seen = peaks.length === 1 ? 'one is' : `${peaks.length} are`;
    return { kind: 'refused', because: `A date needs ${fewestWeeks} full weeks; ${seen} seen so far.` };
  }
  const used = peaks.slice(-weeksUsed);
  const line = fitLine(used);
  const perWeek = line.slope * week;
  const backTest = testOnLastQuarter(peaks, limit);
  const reached = used.findLast(({ value }) => value >= limit);
  if (reached !== undefined && reached === used.at(-1)) {
    return { kind: 'range', earliest: now, latest: now, perWeek, backTest };
  }
  const earliest = crossing(line, limit, now, 1);
  if (earliest === null) {
    const because = line.slope <= 0 ? 'It does not grow.' : `At this rate not within ${horizonYears} years.`;
    return { kind: 'never', because, perWeek, backTest };
  }
  return { kind: 'range', earliest, latest: crossing(line, limit, now, -1), perWeek, backTest };
}

/**
 * The highest value of each week before `now`, at the moment it was reached. A week without values is left out, and so is
 * the first where the values do not reach back to its beginning.
 */
export function weeklyPeaks(samples: readonly Sample[], now: number): Sample[] {
  const past = samples.filter(({ at }) => at <= now);
  const first = past.reduce((least, { at }) => Math.min(least, at), now);
  const peaks = new Map<number, Sample>();
  for (const sample of past) {
    const ago = Math.floor((now - sample.at) / week);
    if (now - (ago + 1) * week < first - day) continue;
    const before = peaks.get(ago);
    if (before === undefined || sample.value > before.value) peaks.set(ago, sample);
  }
  return [...peaks.values()].sort((a, b) => a.at - b.at);
}

interface Line {
  readonly slope: number;
  at(moment: number): number;
  /** Half the width of the band in which a peak of that moment is expected. */
  margin(moment: number): number;
}

/** A straight line by least squares. Times are taken from the middle, since seconds since 1970 would eat the digits. */
function fitLine(points: readonly Sample[]): Line {
  const count = points.length;
  const middle = points.reduce((sum, { at }) => sum + at, 0) / count;
  const mean = points.reduce((sum, { value }) => sum + value, 0) / count;
  const spread = points.reduce((sum, { at }) => sum + (at - middle) ** 2, 0);
  const slope = points.reduce((sum, { at, value }) => sum + (at - middle) * (value - mean), 0) / spread;
  const at = (moment: number) => mean + slope * (moment - middle);
  const missed = points.reduce((sum, point) => sum + (point.value - at(point.at)) ** 2, 0);
  const t = studentQuantile(bandEdge, count - 2);
  const se = Math.sqrt(missed / (count - 2));
  return {
    slope,
    at,
    margin: (moment) => t * se * Math.sqrt(1 + 1 / count + (moment - middle) ** 2 / spread),
  };
}

/** When an edge of the band comes to the limit, to a day; null: not within the horizon. */
function crossing(line: Line, limit: number, now: number, edge: 1 | -1): number | null {
  const isReached = (moment: number) => line.at(moment) + edge * line.margin(moment) >= limit;
  if (isReached(now)) return now;
  const last = now + horizonYears * 366 * day;
  let low = now;
  for (let high = now + week; high <= last; high += week) {
    if (isReached(high)) {
      let [before, after] = [low, high];
      while (after - before > day) {
        const between = (before + after) / 2;
        if (isReached(between)) after = between;
        else before = between;
      }
      return Math.round(after);
    }
    low = high;
  }
  return null;
}

function testOnLastQuarter(peaks: readonly Sample[], limit: number): BackTest {
  const known = peaks.slice(0, -quarter);
  if (known.length < fewestWeeks) {
    const needed = fewestWeeks + quarter;
    const text = `Not tested: that needs ${needed} weeks, and there are ${peaks.length}.`;
    return { errorShare: null, errorDays: null, text };
  }
  const line = fitLine(known.slice(-weeksUsed));
  const came = peaks.slice(-quarter);
  const missed = came.map(({ at, value }) => Math.abs(value - line.at(at)));
  const errorShare = missed.reduce((sum, by) => sum + by, 0) / missed.length / limit;
  const latest = came.at(-1) as Sample;
  const foreseen = line.slope > 0 ? latest.at + (latest.value - line.at(latest.at)) / line.slope : null;
  const errorDays = foreseen === null ? null : Math.round((foreseen - latest.at) / day);
  return { errorShare, errorDays, text: tested(errorShare, errorDays) };
}

function tested(errorShare: number, errorDays: number | null): string {
  const share = `A quarter ago it would have missed the weekly peaks since by ${(100 * errorShare).toPrecision(2)}% of the limit`;
  if (errorDays === null) return `${share}, and have foreseen no growth.`;
  if (errorDays === 0) return `${share}, and today’s value to the day.`;
  const days = Math.abs(errorDays) === 1 ? 'a day' : `${Math.abs(errorDays)} days`;
  return `${share}, and today’s value by ${days}, too ${errorDays > 0 ? 'late' : 'early'}.`;
}
