import { parseRange, type RangeAddress } from '../range/range-address.ts';

export type PrometheusAddress = RangeAddress;

/** Reads an address that anybody may have typed: what makes no sense is left out. */
export function parsePrometheusAddress(search: Record<string, unknown>): PrometheusAddress {
  return parseRange(search);
}
