import {
  type Growth,
  type GrowthQuery,
  type GrowthRow,
  growthPage,
} from '../../../../contract/metrics/headroom/growth.ts';
import type { SignedIn } from '../../../session/open.ts';
import { type MeasuredDays, measuredDays } from './measured-days.ts';
import { type Rates, type Sized, sizesOn, totalRates } from './sizes.ts';

/** What a page of growth is cut from: everything that fits, in order. */
export interface AllGrowth extends Omit<Growth, 'rows'> {
  readonly fitting: readonly GrowthRow[];
}

export async function growthPageOf(
  signedIn: SignedIn,
  query: GrowthQuery,
  signal: AbortSignal | undefined,
): Promise<Growth> {
  const { fitting, ...rest } = await allGrowth(signedIn, query, signal);
  return { ...rest, rows: fitting.slice(query.page * growthPage, (query.page + 1) * growthPage) };
}

/** At most 20,000 tables or indexes: few enough to order here, by what no index could. */
export function allGrowth(
  { database }: SignedIn,
  query: GrowthQuery,
  signal: AbortSignal | undefined,
): Promise<AllGrowth> {
  return database.read(signal, async (db, run) => {
    const days = await measuredDays(db, run);
    if (days === null) return nothing;
    const sized = await sizesOn(db, run, days, query.of);
    const bytes = sized.reduce((sum, it) => sum + it.bytes, 0);
    const rates = await totalRates(db, run, days, query.of, bytes);
    return grown(sized, { bytes, ...rates }, days, query);
  });
}

const nothing: AllGrowth = {
  fitting: [],
  found: 0,
  all: 0,
  total: { bytes: 0, week: null, month: null, quarter: null },
  day: null,
  since: { week: null, month: null, quarter: null },
};

function grown(
  sized: readonly Sized[],
  total: { bytes: number } & Rates,
  days: MeasuredDays,
  { text, sort }: GrowthQuery,
): AllGrowth {
  const wanted = text.trim().toLowerCase();
  const fitting = sized
    .filter((it) => nameOf(it).toLowerCase().includes(wanted))
    .map((it) => ({ ...it, share: total.bytes === 0 ? 0 : it.bytes / total.bytes }))
    .sort((a, b) => compare(a, b, sort) || (nameOf(a) < nameOf(b) ? -1 : 1));
  return { fitting, found: fitting.length, all: sized.length, total, day: days.latest, since: days.since };
}

function compare(a: Sized, b: Sized, sort: GrowthQuery['sort']): number {
  if (sort === 'name') return 0;
  const value = (it: Sized) => (sort === 'size' ? it.bytes : (it[sort] ?? Number.NEGATIVE_INFINITY));
  const [first, second] = [value(a), value(b)];
  return first === second ? 0 : second - first;
}

/** `schema.table` or `schema.table.index`, as people write it. */
export function nameOf(of: Pick<Sized, 'schemaName' | 'tableName' | 'indexName'>): string {
  return [of.schemaName, of.tableName, ...(of.indexName === null ? [] : [of.indexName])].join('.');
}
