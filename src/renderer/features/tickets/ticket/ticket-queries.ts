import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import type { TicketRow } from '../../../../contract/tickets/queue.ts';
import type { TicketId } from '../../../../contract/tickets/values.ts';
import { calls, type client } from '../../../transport/client.ts';
import { useChanges } from '../../changes/changes-feed.ts';

/** All that one screen shows of a ticket. */
export type OpenTicket = Awaited<ReturnType<typeof client.tickets.get>>;

/** How often the time left is reckoned anew, in milliseconds: it is in minutes. */
const pace = 60_000;

/** One ticket, asked for again when it, or its member, changed anywhere. */
export function useTicket(ticketId: TicketId) {
  const answer = useQuery(calls.tickets.get.queryOptions({ input: { ticketId }, refetchInterval: pace }));
  const queryClient = useQueryClient();
  const refresh = () => void refreshTicket(queryClient, ticketId);
  useChanges('ticket', (changed) => {
    if (changed === 'missed' || changed.has(ticketId)) refresh();
  });
  const memberId = answer.data?.row.memberId;
  useChanges('member', (changed) => {
    if (changed !== 'missed' && memberId != null && changed.has(memberId)) refresh();
  });
  return { answer, refresh };
}

/** Asks again for all that is shown of a ticket. */
export async function refreshTicket(queryClient: QueryClient, ticketId: TicketId): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: calls.tickets.get.key({ input: { ticketId } }) });
}

/** Puts what is already known of a ticket into what is shown, ahead of its next answer. */
export function patchTicket(queryClient: QueryClient, ticketId: TicketId, change: Partial<TicketRow>): void {
  queryClient.setQueryData(calls.tickets.get.queryKey({ input: { ticketId } }), (shown) =>
    shown === undefined ? undefined : { ...shown, row: { ...shown.row, ...change } },
  );
}

/** Whom a ticket can be assigned to, the teams and the tags there are. */
export function useTicketDesk() {
  return useQuery(calls.tickets.desk.queryOptions({ staleTime: 60_000 })).data;
}
