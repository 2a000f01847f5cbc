import { parseRange, type RangeAddress } from '../range/range-address.ts';

export type DatabaseAddress = RangeAddress;

/** Reads an address that anybody may have typed: what makes no sense is left out. */
export function parseDatabaseAddress(search: Record<string, unknown>): DatabaseAddress {
  return parseRange(search);
}
