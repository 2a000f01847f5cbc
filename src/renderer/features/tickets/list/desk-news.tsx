import { useMemo } from 'react';
import { useArrivals } from '../../../components/list/arrivals.ts';
import { ListNews } from '../../../components/list/list-news.tsx';
import { useNow } from '../../../preferences/clock.ts';
import { useSignedIn } from '../../session/session-state.ts';
import { tickets as names } from '../desk-views.ts';
import { type DeskQuery, firstPage, type QueuedTickets } from './queued-tickets.ts';
import { isStillIn } from './row-words.ts';

interface DeskNewsProps {
  query: DeskQuery;
  tickets: QueuedTickets;
  /** Brings the list up to date, from its top. */
  onRefresh: () => void;
}

/** Says what came to the view and what left it. */
export function DeskNews({ query, tickets, onRefresh }: DeskNewsProps) {
  const { keys } = tickets;
  const arrived = useArrivals({
    topic: 'ticket',
    question: JSON.stringify(query),
    keys,
    readHead: () => firstPage(query),
  });
  const left = useLeavers(query, tickets);
  return (
    <ListNews arrived={arrived} left={left} empty={keys.length === 0} names={names} onRefresh={onRefresh} />
  );
}

/** How many of the rows no longer belong to the view. */
function useLeavers({ view }: DeskQuery, { keys, rowAt, skew }: QueuedTickets): number {
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
