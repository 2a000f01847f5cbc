import type { QueryClient } from '@tanstack/react-query';
import type { TicketChange } from '../../../../../contract/tickets/queue.ts';
import { type Priority, priorityNames, type TicketId } from '../../../../../contract/tickets/values.ts';
import { offerUndo } from '../../../../components/notices/undo-notice.tsx';
import { client } from '../../../../transport/client.ts';
import { refreshTicket } from '../ticket-queries.ts';
import { shortStatus } from '../ticket-words.ts';

/** Says what was changed about a ticket, and offers to take it back. */
export function tellChanged(
  queryClient: QueryClient,
  ticketId: TicketId,
  change: TicketChange,
  undoId: string,
): void {
  const requestId = crypto.randomUUID();
  offerUndo({
    id: `ticket-${ticketId}`,
    side: 'left',
    title: `Ticket ${ticketId}: ${doneWords(change)}`,
    async undo() {
      try {
        const { undone, kept } = await client.tickets.undoChange({ requestId, undoId });
        return undone > 0
          ? `Taken back: ticket ${ticketId} is as before`
          : `Left as it is: ${kept.join('; ')}`;
      } finally {
        void refreshTicket(queryClient, ticketId);
      }
    },
  });
}

/** What was done, in a few words. */
export function doneWords(change: TicketChange): string {
  const { status, priority, teamId, assignee, snoozedUntil, subject, addTags = [], removeTags = [] } = change;
  return [
    ...(status === undefined ? [] : [shortStatus[status]]),
    ...(priority === undefined ? [] : [`priority ${priorityNames[priority as Priority].toLowerCase()}`]),
    ...(teamId === undefined ? [] : [teamId === null ? 'of no team' : 'given to a team']),
    ...(assignee === undefined ? [] : [assignee === null ? 'back in the queue' : 'assigned']),
    ...(snoozedUntil === undefined ? [] : [snoozedUntil === null ? 'awake' : 'snoozed']),
    ...(subject === undefined ? [] : ['renamed']),
    ...addTags.map((tag) => `+ ${tag}`),
    ...removeTags.map((tag) => `− ${tag}`),
  ].join(', ');
}
