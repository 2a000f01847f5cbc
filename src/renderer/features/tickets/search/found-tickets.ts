import { useEffect, useRef } from 'react';
import type { TicketFilter, TicketRow } from '../../../../contract/tickets/queue.ts';
import type { Highlight } from '../../../../contract/tickets/search.ts';
import { TicketId } from '../../../../contract/tickets/values.ts';
import { useLiveList } from '../../../components/list/live-list.ts';
import { calls, client } from '../../../transport/client.ts';
import { useChanges } from '../../changes/changes-feed.ts';

export interface TicketSearch {
  readonly text: string;
  readonly filter: TicketFilter;
}

const pageSize = 50;

export type FoundTickets = ReturnType<typeof useFoundTickets>;

/**
 * The tickets that a search finds: an endless list, each row of which shows its ticket as that is now, and what of it was
 * found as that was.
 */
export function useFoundTickets(search: TicketSearch) {
  const highlights = useRef(new Map<string, readonly Highlight[]>());
  const list = useLiveList<TicketRow>({
    queryKey: calls.tickets.search.find.key({ type: 'infinite', input: search }),
    readPage: async (cursor, signal) => {
      const page = await client.tickets.search.find({ ...search, cursor, limit: pageSize }, { signal });
      for (const { id, found } of page.rows) highlights.current.set(`${search.text} ${id}`, found);
      return page;
    },
    readRows: rowsNow,
  });
  const { text } = search;
  useEffect(() => {
    const kept = highlights.current;
    // What earlier searches found is of no use to later ones.
    return () => {
      for (const key of kept.keys()) if (!key.startsWith(`${text} `)) kept.delete(key);
    };
  }, [text]);
  useChanges('ticket', list.onChanged);
  useChanges('looking-ticket', list.onChanged);
  // A page may look further back than it finds: the next one goes on from there.
  const { isFetching, hasNextPage, fetchNextPage } = list.list;
  const goesOn = list.keys.length < pageSize && hasNextPage && !isFetching;
  useEffect(() => {
    if (goesOn) void fetchNextPage();
  }, [goesOn, fetchNextPage]);
  return { ...list, foundIn: (id: string) => highlights.current.get(`${text} ${id}`) ?? [] };
}

async function rowsNow(keys: readonly string[], signal?: AbortSignal): Promise<TicketRow[]> {
  const ticketIds = keys.map((key) => TicketId.parse(key));
  const { rows } = await client.tickets.rows({ ticketIds }, signal === undefined ? {} : { signal });
  return rows;
}
