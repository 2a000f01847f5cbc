import { parseRange, type RangeAddress } from '../range/range-address.ts';

export type StatementsAddress = RangeAddress;

/** Reads an address that anybody may have typed: what makes no sense is left out. */
export function parseStatementsAddress(search: Record<string, unknown>): StatementsAddress {
  return parseRange(search);
}
