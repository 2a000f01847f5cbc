import { useMemo } from 'react';
import { useArrivals } from '../../../components/list/arrivals.ts';
import { ListNews } from '../../../components/list/list-news.tsx';
import { useNow } from '../../../preferences/clock.ts';
import { useSignedIn } from '../../session/session-state.ts';
import { cases as names } from '../bulk/bulk-words.ts';
import { isStillIn } from './case-words.ts';
import { firstPage, type QueuedCases, type QueueQuery } from './queued-cases.ts';

interface QueueNewsProps {
  query: QueueQuery;
  cases: QueuedCases;
  /** Brings the list up to date, from its top. */
  onRefresh: () => void;
}

/** Says what came to the view and what left it. */
export function QueueNews({ query, cases, onRefresh }: QueueNewsProps) {
  const { keys } = cases;
  const arrived = useArrivals({
    topic: 'case',
    question: JSON.stringify(query),
    keys,
    readHead: () => firstPage(query),
  });
  const left = useLeavers(query, cases);
  return (
    <ListNews arrived={arrived} left={left} empty={keys.length === 0} names={names} onRefresh={onRefresh} />
  );
}

/** How many of the rows no longer belong to the view. */
function useLeavers({ view }: QueueQuery, { keys, rowAt, skew }: QueuedCases): number {
  const { person } = useSignedIn();
  const now = useNow() + skew;
  return useMemo(
    () =>
      keys.filter((_, index) => {
        const row = rowAt(index);
        return row !== undefined && !isStillIn(view, row, person.user, now);
      }).length,
    [keys, rowAt, view, person.user, now],
  );
}
