import type { QueryClient } from '@tanstack/react-query';
import type { MessageId, TicketId } from '../../../../../../contract/tickets/values.ts';
import type { EntryId } from '../../../../../../contract/values.ts';
import { client } from '../../../../../transport/client.ts';
import { refreshTicket } from '../../ticket-queries.ts';

/** One id for each undo, however often it is pressed: a lost answer must not make it two. */
const requests = new Map<string, string>();

function requestFor(what: string): string {
  const requestId = requests.get(what) ?? crypto.randomUUID();
  requests.set(what, requestId);
  return requestId;
}

/** Takes an answer back that has not gone: it is a draft again. */
export async function takeBack(
  queryClient: QueryClient,
  ticketId: TicketId,
  messageId: MessageId,
): Promise<void> {
  try {
    await client.tickets.unsend({ requestId: requestFor(`message ${messageId}`), messageId });
  } finally {
    void refreshTicket(queryClient, ticketId);
  }
}

/** Stops an answer that waits for its moment: it is a draft again. */
export async function stopScheduled(
  queryClient: QueryClient,
  ticketId: TicketId,
  scheduledId: EntryId,
): Promise<void> {
  try {
    await client.tickets.unschedule({ requestId: requestFor(`scheduled ${scheduledId}`), scheduledId });
  } finally {
    void refreshTicket(queryClient, ticketId);
  }
}
