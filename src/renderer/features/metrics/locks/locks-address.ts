import { parseRange, type RangeAddress } from '../range/range-address.ts';

export type LocksAddress = RangeAddress;

/** Reads an address that anybody may have typed: what makes no sense is left out. */
export function parseLocksAddress(search: Record<string, unknown>): LocksAddress {
  return parseRange(search);
}
