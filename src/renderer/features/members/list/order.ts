import type { MemberSort } from '../../../../contract/members/search.ts';
import { useCommand } from '../../../keys/commands.ts';

/** What can be sorted by, beside the search’s own order. */
export type SortBy = Exclude<MemberSort['by'], 'match'>;

/** Who comes first in each order, ascending and descending. */
const words: Record<SortBy, readonly [string, string]> = {
  nickname: ['by nickname, A to Z', 'by nickname, Z to A'],
  joined: ['longest here first', 'newest first'],
  active: ['longest inactive first', 'last active first'],
  reported: ['least reported first', 'most reported first'],
};

/**
 * The order after one more click on a header: first its usual direction, the greatest first except for names; then the
 * other; then the search’s own.
 */
export function orderAfter(now: MemberSort, by: SortBy): MemberSort {
  const usual = by !== 'nickname';
  if (now.by !== by) return { by, descending: usual };
  return now.descending === usual ? { by, descending: !usual } : { by: 'match', descending: false };
}

/** The keys that sort. */
export function useOrderKeys(sort: MemberSort, onSort: (sort: MemberSort) => void): void {
  useCommand('order.match', () => onSort({ by: 'match', descending: false }));
  useCommand('order.nickname', () => onSort(orderAfter(sort, 'nickname')));
  useCommand('order.joined', () => onSort(orderAfter(sort, 'joined')));
  useCommand('order.active', () => onSort(orderAfter(sort, 'active')));
  useCommand('order.reported', () => onSort(orderAfter(sort, 'reported')));
}

/** An order in words; null for the search’s own. */
export function orderWords({ by, descending }: MemberSort): string | null {
  return by === 'match' ? null : words[by][descending ? 1 : 0];
}
