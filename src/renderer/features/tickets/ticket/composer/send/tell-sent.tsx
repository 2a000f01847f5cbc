import type { QueryClient } from '@tanstack/react-query';
import { offerUndo } from '../../../../../components/notices/undo-notice.tsx';
import { Moment } from '../../../../../components/text/moment.tsx';
import type { Arrived } from '../pen/sending.ts';
import type { PenName } from '../pen/written.ts';
import { stopScheduled, takeBack } from './take-back.ts';

/** Says that an answer is on its way, and offers to take it back while that can be. */
export function tellSent(queryClient: QueryClient, pen: PenName, arrived: Arrived): void {
  if (arrived.as === 'note') return;
  const { ticketId, body } = arrived.sent.request;
  const id = `ticket-sent-${ticketId}`;
  if (arrived.as === 'reply') {
    offerUndo({
      id,
      side: 'left',
      title: `Answer to ticket ${ticketId}`,
      message: 'It goes in 15 seconds.',
      async undo() {
        await takeBack(queryClient, { pen, ticketId, body }, arrived.messageId);
        return 'Taken back: it is a draft again';
      },
    });
    return;
  }
  offerUndo({
    id,
    side: 'left',
    title: `Answer to ticket ${ticketId}`,
    message: (
      <>
        It goes <Moment at={arrived.sendAt} shape="absolute" />, unless the member writes before.
      </>
    ),
    async undo() {
      await stopScheduled(queryClient, { pen, ticketId, body }, arrived.scheduledId);
      return 'Stopped: it is a draft again';
    },
  });
}
