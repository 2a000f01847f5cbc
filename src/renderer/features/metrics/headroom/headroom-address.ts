import { parseRange, type RangeAddress } from '../range/range-address.ts';

export type HeadroomAddress = RangeAddress;

/** Reads an address that anybody may have typed: what makes no sense is left out. */
export function parseHeadroomAddress(search: Record<string, unknown>): HeadroomAddress {
  return parseRange(search);
}
