import { useEffect, useEffectEvent } from 'react';
import type { TicketFilter, TicketRow, TicketView } from '../../../../contract/tickets/queue.ts';
import { TicketId } from '../../../../contract/tickets/values.ts';
import { useLiveList } from '../../../components/list/live-list.ts';
import { calls, client } from '../../../transport/client.ts';
import { useChanges } from '../../changes/changes-feed.ts';

export interface DeskQuery {
  readonly view: TicketView;
  readonly filter: TicketFilter;
}

/** Rows of one call: of the contract, as many as can be asked for by their numbers. */
const pageSize = 100;
/** How often the time that is left is asked anew, in milliseconds: only the office’s hours count, which the server knows. */
const pace = 60_000;

export type QueuedTickets = ReturnType<typeof useQueuedTickets>;

/** The tickets of a view: an endless list, each row of which shows its ticket, and who is at it, as that is now. */
export function useQueuedTickets(query: DeskQuery) {
  const list = useLiveList<TicketRow>({
    queryKey: calls.tickets.list.key({ type: 'infinite', input: query }),
    readPage: (cursor, signal) => client.tickets.list({ ...query, cursor, limit: pageSize }, { signal }),
    readRows: rowsNow,
  });
  useChanges('ticket', list.onChanged);
  useChanges('looking-ticket', list.onChanged);
  const renew = useEffectEvent(() => list.renewDrawn());
  useEffect(() => {
    const timer = setInterval(() => renew(), pace);
    return () => clearInterval(timer);
  }, []);
  return list;
}

/** The first page of a view, read beside the list. */
export function firstPage(query: DeskQuery) {
  return client.tickets.list({ ...query, limit: pageSize });
}

async function rowsNow(keys: readonly string[], signal?: AbortSignal): Promise<TicketRow[]> {
  const ticketIds = keys.map((key) => TicketId.parse(key));
  const { rows } = await client.tickets.rows({ ticketIds }, signal === undefined ? {} : { signal });
  return rows;
}
