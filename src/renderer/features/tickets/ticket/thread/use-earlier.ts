import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { TicketMessage } from '../../../../../contract/tickets/conversation.ts';
import { client } from '../../../../transport/client.ts';
import type { OpenTicket } from '../ticket-queries.ts';
import { joined } from './entries.ts';

/** The messages of a ticket, with the earlier ones that were asked for. */
export function useEarlier({ row, messages, more }: OpenTicket) {
  const [kept, setKept] = useState<{ messages: readonly TicketMessage[]; more: boolean } | null>(null);
  const shown = joined(kept?.messages ?? [], messages);
  const first = shown[0]?.id;
  const ask = useMutation({
    mutationFn: (before: TicketMessage['id']) => client.tickets.earlier({ ticketId: row.id, before }),
    // With those that are shown, so that none is missed when newer ones come and push them out.
    onSuccess: (answer) => setKept({ messages: joined(answer.messages, shown), more: answer.more }),
  });
  return {
    messages: shown,
    more: kept?.more ?? more,
    pending: ask.isPending,
    error: ask.error,
    ask: () => first !== undefined && ask.mutate(first),
  };
}
