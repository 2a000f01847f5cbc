import { parseRange, type RangeAddress } from '../range/range-address.ts';

export interface DatabaseAddress extends RangeAddress {
  /** Draws the week before too. */
  compare?: 'week' | undefined;
  /** Only the signals that need a look; absent for all. */
  signals?: 'look' | undefined;
}

/** Reads an address that anybody may have typed: what makes no sense is left out. */
export function parseDatabaseAddress(search: Record<string, unknown>): DatabaseAddress {
  return {
    ...parseRange(search),
    ...(search.compare === 'week' ? { compare: 'week' } : {}),
    ...(search.signals === 'look' ? { signals: 'look' } : {}),
  };
}
