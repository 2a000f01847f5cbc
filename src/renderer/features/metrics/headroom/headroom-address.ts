import {
  GrowthQuery,
  type growthKinds,
  type growthOrders,
  TableName,
} from '../../../../contract/metrics/headroom/growth.ts';
import { parseRange, type RangeAddress } from '../range/range-address.ts';

export const headroomParts = ['law', 'calendar', 'growth', 'indexes'] as const;
export type HeadroomPart = (typeof headroomParts)[number];

export interface HeadroomAddress extends RangeAddress {
  /** Absent for the law. */
  part?: HeadroomPart | undefined;
  /** Of growth: tables where absent, by size where absent, the first page where absent, a day where absent. */
  of?: (typeof growthKinds)[number] | undefined;
  sort?: (typeof growthOrders)[number] | undefined;
  text?: string | undefined;
  page?: number | undefined;
  per?: 'week' | undefined;
  /** The table whose growth is open. */
  schema?: string | undefined;
  table?: string | undefined;
}

/** Reads an address that anybody may have typed: what makes no sense is left out. */
export function parseHeadroomAddress(search: Record<string, unknown>): HeadroomAddress {
  const { of, sort, text, page } = GrowthQuery.shape;
  const table = TableName.safeParse({ schemaName: search.schema, tableName: search.table }).data;
  const read: HeadroomAddress = {
    ...parseRange(search),
    part: headroomParts.find((it) => it === search.part && it !== 'law'),
    of: search.of === undefined ? undefined : of.safeParse(search.of).data,
    sort: search.sort === undefined ? undefined : sort.safeParse(search.sort).data,
    // A search for figures reads as a number.
    text: ['string', 'number'].includes(typeof search.text)
      ? text.safeParse(String(search.text)).data
      : undefined,
    page: search.page === undefined ? undefined : page.safeParse(Number(search.page)).data,
    per: search.per === 'week' ? 'week' : undefined,
    schema: table?.schemaName,
    table: table?.tableName,
  };
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined));
}
