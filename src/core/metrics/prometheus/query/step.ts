import { readableStep } from '../../readable-step.ts';

/** A server refuses more steps than this for each series. */
export const mostSteps = 11_000;

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
  const step = readableStep(Math.max(wanted, every), every);
  return { step, start: Math.ceil(range.from / step) * step, end: Math.floor(last / step) * step };
}

/** The least window of a rate that loses nothing: two readings at least in each, also when one is missed. */
export function rateWindow(step: number, scrape: number | null): number {
  const every = scrape ?? usualScrape;
  return Math.ceil(Math.max(step + every, 4 * every));
}

/** Prometheus’ own usual interval, in seconds: taken where a server does not tell its own. */
export const usualScrape = 60;
