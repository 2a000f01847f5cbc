import { type HistorySource, historySources } from '../../../contract/members.ts';
import { MemberId } from '../../../contract/values.ts';

/** What the address of the members' view holds: the search, who is open, and which of their history. */
export interface MembersAddress {
  q?: string | undefined;
  id?: MemberId | undefined;
  /** Sources of the history joined by commas; absent for all. */
  history?: string | undefined;
}

/** Reads an address that anybody may have typed: what makes no sense is left out. */
export function parseMembersAddress(search: Record<string, unknown>): MembersAddress {
  const q = typeof search.q === 'string' ? search.q.slice(0, 200) : '';
  const id = MemberId.safeParse(search.id);
  const history = sourcesText(sourcesOf(typeof search.history === 'string' ? search.history : undefined));
  return {
    ...(q === '' ? {} : { q }),
    ...(id.success ? { id: id.data } : {}),
    ...(history === undefined ? {} : { history }),
  };
}

/** The sources named in the address, in the contract's order; none means all. */
export function sourcesOf(history: string | undefined): readonly HistorySource[] {
  const named = new Set((history ?? '').split(','));
  return historySources.filter((source) => named.has(source));
}

export function sourcesText(sources: readonly HistorySource[]): string | undefined {
  return sources.length === 0 || sources.length === historySources.length ? undefined : sources.join(',');
}
