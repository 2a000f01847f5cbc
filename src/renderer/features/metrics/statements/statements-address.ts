import { DigestId, StatementSort } from '../../../../contract/metrics/statements/values.ts';
import { parseRange, type RangeAddress } from '../range/range-address.ts';

/** What the address of the statements holds: the range, how they are put in order and narrowed, and which one is open. */
export interface StatementsAddress extends RangeAddress {
  /** Absent for the costliest first. */
  sort?: StatementSort | undefined;
  /** Part of the text. */
  q?: string | undefined;
  /** Only those first seen since yesterday. */
  new?: '1' | undefined;
  digest?: number | undefined;
}

/** Reads an address that anybody may have typed: what makes no sense is left out. */
export function parseStatementsAddress(search: Record<string, unknown>): StatementsAddress {
  const sort = StatementSort.safeParse(search.sort).data;
  const read: StatementsAddress = {
    ...parseRange(search),
    sort: sort === 'total' ? undefined : sort,
    q: typeof search.q === 'string' && search.q.trim() !== '' ? search.q.slice(0, 200) : undefined,
    new: String(search.new) === '1' ? '1' : undefined,
    digest: DigestId.safeParse(Number(search.digest)).data,
  };
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined));
}
