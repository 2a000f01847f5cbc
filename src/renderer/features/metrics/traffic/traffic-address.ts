import {
  Percentile,
  type Percentile as PercentileName,
  ServiceName,
} from '../../../../contract/metrics/traffic.ts';
import { parseRange, type RangeAddress } from '../range/range-address.ts';

export interface TrafficAddress extends RangeAddress {
  /** One service alone; absent for all. */
  service?: string | undefined;
  /** Of the latency of all services; absent for p95. */
  percentile?: PercentileName | undefined;
  /** Without the week before. */
  compare?: 'none' | undefined;
}

/** Reads an address that anybody may have typed: what makes no sense is left out. */
export function parseTrafficAddress(search: Record<string, unknown>): TrafficAddress {
  const service = ServiceName.safeParse(
    typeof search.service === 'number' ? `${search.service}` : search.service,
  );
  const percentile = Percentile.safeParse(search.percentile);
  return {
    ...parseRange(search),
    ...(service.success ? { service: service.data } : {}),
    ...(percentile.success ? { percentile: percentile.data } : {}),
    ...(search.compare === 'none' ? { compare: 'none' as const } : {}),
  };
}

const hour = 3600;

/** The hours that a range touches: what is asked stays the same until an hour is over. */
export function hoursOf<T extends { from: number; to: number }>(range: T): T {
  return { ...range, from: Math.floor(range.from / hour) * hour, to: Math.ceil(range.to / hour) * hour };
}
