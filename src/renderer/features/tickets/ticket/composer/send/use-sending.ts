import { useQueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import type { TicketChange } from '../../../../../../contract/tickets/queue.ts';
import type { Utc } from '../../../../../../contract/values.ts';
import {
  type Arrived,
  failureOfSending,
  forgetFailure,
  isUnderWay,
  send,
  sendAgain,
  subscribeSending,
  takeUpAgain,
} from '../pen/sending.ts';
import type { Pen } from '../pen/use-pen.ts';
import { tellSent } from './tell-sent.tsx';

export type Sending = ReturnType<typeof useSending>;

/** Sends what a pen wrote, and tells of it once it is known to have arrived. */
export function useSending(pen: Pen) {
  const queryClient = useQueryClient();
  const { name, written, newest } = pen;
  const underWay = useSyncExternalStore(subscribeSending, () => isUnderWay(name));
  const failure = useSyncExternalStore(subscribeSending, () => failureOfSending(name));
  const tell = (arrived: Arrived | null) => {
    if (arrived !== null) tellSent(queryClient, name, arrived);
  };
  const request = () => ({
    requestId: crypto.randomUUID(),
    ticketId: name.ticketId,
    body: written.body.trim(),
    attachments: written.attachments.map(({ id }) => id),
  });
  return {
    underWay,
    failure,
    forget: () => forgetFailure(name),
    /** `anyway`: knowing of all that stands in the conversation by now. */
    reply: (change: TicketChange, { sendAt, anyway = false }: { sendAt?: Utc; anyway?: boolean } = {}) => {
      const asked = {
        ...request(),
        seen: anyway ? newest : written.seen,
        change: { ...written.change, ...change },
      };
      void send(
        queryClient,
        name,
        sendAt === undefined
          ? { as: 'reply', request: asked }
          : { as: 'scheduled', request: { ...asked, sendAt } },
      ).then(tell);
    },
    note: (mentions: string[]) =>
      void send(queryClient, name, { as: 'note', request: { ...request(), mentions } }).then(tell),
    again: () => void sendAgain(queryClient, name).then(tell),
    takeUpAgain: () => takeUpAgain(name),
  };
}
