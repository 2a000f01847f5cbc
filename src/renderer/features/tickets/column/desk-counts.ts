import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { TicketFilter, TicketView } from '../../../../contract/tickets/queue.ts';
import type { Count } from '../../../components/list/count-words.ts';
import { calls } from '../../../transport/client.ts';
import { useChanges } from '../../changes/changes-feed.ts';

/** How often at the most the tickets are counted again, in milliseconds. */
const pause = 4000;
/** How often they are where nothing changes: time alone makes a ticket overdue. */
const pace = 60_000;

/** Undefined while it is counted for the first time. */
export type Counts = (view: TicketView) => Count | undefined;

/** How many tickets each view holds under a filter. */
export function useDeskCounts(filter: TicketFilter): Counts {
  const { data, refetch } = useQuery(
    calls.tickets.counts.queryOptions({
      input: { filter },
      placeholderData: keepPreviousData,
      refetchInterval: pace,
    }),
  );
  useChanges('ticket', () => void refetch(), pause);
  return (view) => data?.counts[view];
}
