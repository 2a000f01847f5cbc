import { Seconds } from '../../../../contract/metrics/values.ts';

/** Ranges that end now, as they are offered; in seconds. */
export const presets = {
  '1h': 3600,
  '6h': 21_600,
  '24h': 86_400,
  '2d': 2 * 86_400,
  '7d': 7 * 86_400,
  '30d': 30 * 86_400,
  '90d': 90 * 86_400,
  '1y': 365 * 86_400,
  '5y': 1826 * 86_400,
} as const;
export type Preset = keyof typeof presets;

/** The part of every address of Metrics that says which time is shown: one range for all of its views. */
export interface RangeAddress {
  /** A range that ends now and goes on with the clock; absent for the view's own usual range. */
  last?: Preset | undefined;
  /** A range that stands still, in seconds since 1970; instead of `last`. */
  from?: number | undefined;
  to?: number | undefined;
}

/** Reads an address that anybody may have typed: what makes no sense is left out. */
export function parseRange(search: Record<string, unknown>): RangeAddress {
  const from = Seconds.safeParse(Number(search.from ?? Number.NaN)).data;
  const to = Seconds.safeParse(Number(search.to ?? Number.NaN)).data;
  if (from !== undefined && to !== undefined && from < to) return { from, to };
  const last = String(search.last);
  return Object.hasOwn(presets, last) ? { last: last as Preset } : {};
}
