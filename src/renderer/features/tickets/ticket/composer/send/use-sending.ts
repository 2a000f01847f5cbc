import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useSyncExternalStore } from 'react';
import type { TicketChange } from '../../../../../../contract/tickets/queue.ts';
import type { Utc } from '../../../../../../contract/values.ts';
import { useReachable } from '../../../../../transport/reachable.ts';
import { useSignedIn } from '../../../../session/session-state.ts';
import { type PenName, unansweredOf } from '../pen/pen.ts';
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

/** Sends what was sent while the line was lost, on whichever ticket, once there is an answer again. */
export function useUnanswered(): void {
  const queryClient = useQueryClient();
  const { person, connection } = useSignedIn();
  const reachable = useReachable();
  const sendAll = useEffectEvent(() => {
    for (const name of unansweredOf(connection.id, person.user)) void sendOne(name);
  });
  const sendOne = async (name: PenName) => {
    const arrived = await sendAgain(queryClient, name);
    if (arrived !== null) tellSent(queryClient, name, arrived);
  };
  useEffect(() => {
    if (reachable) sendAll();
  }, [reachable]);
}
