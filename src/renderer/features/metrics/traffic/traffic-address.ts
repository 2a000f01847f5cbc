import { parseRange, type RangeAddress } from '../range/range-address.ts';

export type TrafficAddress = RangeAddress;

/** Reads an address that anybody may have typed: what makes no sense is left out. */
export function parseTrafficAddress(search: Record<string, unknown>): TrafficAddress {
  return parseRange(search);
}
