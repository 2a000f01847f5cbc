/** A server refuses more steps than this for each series. */
export const mostSteps = 11_000;

/** Steps that a person reads easily off an axis, in seconds. */
const readableSteps = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800,
  604_800,
];

export interface Steps {
  /** Seconds between two points. */
  readonly step: number;
  /** Whole multiples of the step: the same moments at every refresh. Both are asked for. */
  readonly start: number;
  readonly end: number;
}

/**
 * The moments of a chart: about `points` of them, never more than a server allows, a multiple of how often targets are
 * asked where that is known. All in seconds. Nothing is asked of the future.
 */
export function stepsFor(
  range: { from: number; to: number; points: number },
  scrape: number | null,
  now: number,
): Steps {
  const last = Math.max(range.from, Math.min(range.to, now));
  const wanted = (last - range.from) / Math.min(range.points, mostSteps - 1);
  const every = Math.max(1, Math.ceil(scrape ?? 1));
  const step = multipleOf(every, Math.max(wanted, every));
  return { step, start: Math.ceil(range.from / step) * step, end: Math.floor(last / step) * step };
}

/** The least window of a rate that loses nothing: two readings at least in each, also when one is missed. */
export function rateWindow(step: number, scrape: number | null): number {
  const every = scrape ?? usualScrape;
  return Math.ceil(Math.max(step + every, 4 * every));
}

/** Prometheus’ own usual interval, in seconds: taken where a server does not tell its own. */
export const usualScrape = 60;

/** A readable multiple or, where there is none near (45 s goes into 15 min at the least), the next one. */
function multipleOf(every: number, least: number): number {
  const next = Math.ceil(least / every) * every;
  const readable = readableSteps.find((step) => step >= least && step % every === 0);
  return readable !== undefined && readable <= farthest * next ? readable : next;
}

/** Readable steps lie up to 3.5 times apart: one that is further away would leave too few points. */
const farthest = 4;
