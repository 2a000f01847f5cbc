import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { TicketChange } from '../../../../contract/tickets/queue.ts';
import type { TicketId } from '../../../../contract/tickets/values.ts';
import { client } from '../../../transport/client.ts';
import { tellChanged } from '../ticket/change/tell-changed.ts';

interface AskedChange {
  readonly requestId: string;
  readonly ticketId: TicketId;
  /** The version of the row by which it was asked for. */
  readonly seenVersion: number;
  readonly change: TicketChange;
}

/** Changes one ticket from the list, with an undo. */
export function useChangeOne(when: { onDone?: () => void; onFailed?: (error: unknown) => void }) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (asked: AskedChange) => client.tickets.change(asked),
    onSuccess({ undoId }, { ticketId, change }) {
      tellChanged(queryClient, ticketId, change, undoId);
      when.onDone?.();
    },
    onError: (error) => when.onFailed?.(error),
  });
}
