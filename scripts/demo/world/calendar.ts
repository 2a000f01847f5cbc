export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const MONTH = 30.4375 * DAY;

/** How busy each hour of the day is (UTC): members live in Europe and the Americas. */
const DAY_RHYTHM = [
  1.1, 0.98, 0.84, 0.7, 0.56, 0.48, 0.46, 0.52, 0.62, 0.72, 0.81, 0.9, 0.98, 1.03, 1.07, 1.11, 1.17, 1.26,
  1.38, 1.5, 1.56, 1.52, 1.42, 1.26,
];

/** From Sunday. */
const WEEK_RHYTHM = [1.16, 1.03, 0.98, 0.96, 0.95, 0.9, 1.02];

/** How busy an hour is against the mean hour of its year. `hour` in ms since 1970. */
export function rhythm(hour: number): number {
  const time = new Date(hour);
  const season = 1 + 0.07 * Math.cos((2 * Math.PI * (hour / DAY - 15)) / 365.25);
  return (DAY_RHYTHM[time.getUTCHours()] ?? 1) * weekRhythm(hour) * season;
}

/** How busy a day is against the mean day of its week. */
export function weekRhythm(time: number): number {
  return WEEK_RHYTHM[new Date(time).getUTCDay()] ?? 1;
}

/**
 * Maps the share of all events that lie behind to the moment it was reached, and back. Ids that grow evenly thus
 * get times that follow growth, day and week.
 */
export class Calendar {
  readonly start: number;
  readonly hours: number;
  readonly #reached: Float64Array;
  readonly #total: number;

  /** `weights`: expected events in each hour from `start` (ms) on; any unit. */
  constructor(start: number, weights: Float64Array) {
    this.start = start;
    this.hours = weights.length;
    this.#reached = new Float64Array(weights.length + 1);
    let sum = 0;
    for (let i = 0; i < weights.length; i++) {
      sum += weights[i] ?? 0;
      this.#reached[i + 1] = sum;
    }
    this.#total = sum;
  }

  /** The moment (whole ms) by which `share` (0 to 1) of all events had happened. */
  at(share: number): number {
    const wanted = share * this.#total;
    let low = 0;
    let high = this.hours - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#reached[middle + 1] ?? 0) <= wanted) low = middle + 1;
      else high = middle;
    }
    const from = this.#reached[low] ?? 0;
    const width = (this.#reached[low + 1] ?? 0) - from;
    const within = width > 0 ? Math.min((wanted - from) / width, 0.999999) : 0;
    return Math.floor(this.start + (low + within) * HOUR);
  }

  /** The share of all events that had happened by `time` (ms). */
  share(time: number): number {
    const position = Math.min(Math.max((time - this.start) / HOUR, 0), this.hours);
    const hour = Math.floor(position);
    const from = this.#reached[hour] ?? this.#total;
    const to = this.#reached[hour + 1] ?? from;
    return (from + (to - from) * (position - hour)) / this.#total;
  }

  /** Which hour, counted from the start, `time` lies in. */
  hourOf(time: number): number {
    return Math.floor((time - this.start) / HOUR);
  }
}
