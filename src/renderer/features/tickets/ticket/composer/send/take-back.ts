import type { QueryClient } from '@tanstack/react-query';
import type { MessageId, TicketId } from '../../../../../../contract/tickets/values.ts';
import type { EntryId } from '../../../../../../contract/values.ts';
import { client } from '../../../../../transport/client.ts';
import { refreshTicket } from '../../ticket-queries.ts';
import { readPen, writePen } from '../pen/pen.ts';
import { saveNow } from '../pen/saving.ts';
import { isSaved, type PenName } from '../pen/written.ts';

/** One id for each undo, however often it is pressed: a lost answer must not make it two. */
const requests = new Map<string, string>();

function requestFor(what: string): string {
  const requestId = requests.get(what) ?? crypto.randomUUID();
  requests.set(what, requestId);
  return requestId;
}

/** What goes back to its writer. */
interface Returning {
  /** Of the writer of this answer; null where a colleague stops it, or nobody knows. */
  readonly pen: PenName | null;
  readonly ticketId: TicketId;
  readonly body: string;
}

/** Takes an answer back that has not gone: it is a draft again. */
export async function takeBack(queryClient: QueryClient, to: Returning, messageId: MessageId): Promise<void> {
  await giveBack(queryClient, to, () =>
    client.tickets.unsend({ requestId: requestFor(`message ${messageId}`), messageId }),
  );
}

/** Stops an answer that waits for its moment: it is a draft again. */
export async function stopScheduled(
  queryClient: QueryClient,
  to: Returning,
  scheduledId: EntryId,
): Promise<void> {
  await giveBack(queryClient, to, () =>
    client.tickets.unschedule({ requestId: requestFor(`scheduled ${scheduledId}`), scheduledId }),
  );
}

/**
 * The database puts what comes back above what was begun since. What was typed here in that very moment, and is not saved,
 * would hide it: so it is put above that here.
 */
async function giveBack(
  queryClient: QueryClient,
  { pen, ticketId, body }: Returning,
  take: () => Promise<unknown>,
): Promise<void> {
  try {
    if (pen !== null) await saveNow(pen);
    await take();
    const now = pen === null ? null : readPen(pen);
    if (pen !== null && now !== null && !isSaved(now)) {
      writePen(pen, { ...now, body: `${body}\n\n${now.body}`, edits: now.edits + 1 });
    }
  } finally {
    void refreshTicket(queryClient, ticketId);
  }
}
