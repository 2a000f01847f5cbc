import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { TicketChange, TicketRow } from '../../../../../contract/tickets/queue.ts';
import { client } from '../../../../transport/client.ts';
import { failureOf } from '../../../../transport/failure.ts';
import { refreshTicket } from '../ticket-queries.ts';
import { tellChanged } from './tell-changed.ts';

interface Asked {
  readonly requestId: string;
  readonly seenVersion: number;
  readonly change: TicketChange;
}

/** Changes what is said of a ticket, each with an undo; what changed meanwhile under it is shown and can be overruled. */
export function useChangeTicket(row: Pick<TicketRow, 'id' | 'version'>) {
  const queryClient = useQueryClient();
  const change = useMutation({
    mutationFn: (asked: Asked) => client.tickets.change({ ticketId: row.id, ...asked }),
    onSuccess: ({ undoId }, { change }) => tellChanged(queryClient, row.id, change, undoId),
    onSettled: () => void refreshTicket(queryClient, row.id),
  });
  const ask = (wanted: TicketChange) =>
    change.mutate({ requestId: crypto.randomUUID(), seenVersion: row.version, change: wanted });
  const failure = change.error === null ? null : failureOf(change.error);
  return {
    pending: change.isPending,
    failure,
    apply: ask,
    /** The same once more, knowing how the ticket is by now; the very same request where it may have arrived. */
    again() {
      const { variables } = change;
      if (variables === undefined) return;
      if (failure?.code === 'CONFLICT') ask(variables.change);
      else change.mutate(variables);
    },
    forget: change.reset,
  };
}
