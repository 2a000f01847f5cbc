import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import type { TicketFilter } from '../../../../contract/tickets/queue.ts';
import type { TicketId } from '../../../../contract/tickets/values.ts';
import { passedStore } from '../../../components/list/passed.ts';
import { client } from '../../../transport/client.ts';
import { failureOf } from '../../../transport/failure.ts';
import { useChanges } from '../../changes/changes-feed.ts';

/** Tickets from which the person went on to the next: they come again when something about them changes. */
const usePassed = passedStore<TicketId>();

/** For how long what is told of a ticket may still be its having been taken, in milliseconds. */
const settling = 5000;

interface NextTicketProps {
  filter: TicketFilter;
  openId: TicketId | null;
  onTaken: (ticketId: TicketId) => void;
  /** None is left that fits. */
  onNone: () => void;
}

/** Takes the best ticket that fits the filter, as often as it is asked for: one after the other. */
export function useNextTicket({ filter, openId, onTaken, onNone }: NextTicketProps) {
  const passed = usePassed();
  // One id for one intention: asked again after a lost answer, the same ticket comes back.
  const unanswered = useRef<{ question: string; requestId: string } | null>(null);
  // A ticket is told to have changed when it was taken, too, which may be after it was gone over.
  const passedAt = useRef(new Map<string, number>());
  useChanges('ticket', (changed) => {
    if (changed === 'missed') return;
    const before = Date.now() - settling;
    const again = passed.ids.filter((id) => changed.has(id) && (passedAt.current.get(id) ?? 0) < before);
    if (again.length > 0) passed.forget(new Set(again));
  });
  const { mutate, isPending } = useMutation({
    mutationFn: ({ passed }: { passed: readonly TicketId[] }) => {
      const question = JSON.stringify([filter, passed]);
      if (unanswered.current?.question !== question) {
        unanswered.current = { question, requestId: crypto.randomUUID() };
      }
      const { requestId } = unanswered.current;
      return client.tickets.takeNext({ requestId, filter, passed: [...passed] });
    },
    onSuccess({ ticketId }, { passed: skipped }) {
      unanswered.current = null;
      if (ticketId !== null) return onTaken(ticketId);
      passed.forget();
      tellNone(skipped.length);
      onNone();
    },
    onError: (error) =>
      notifications.show({
        id: 'next-ticket',
        color: 'red',
        title: 'No ticket was opened',
        message: failureOf(error).message,
      }),
  });
  return {
    isPending,
    /** The one that is open is gone over. */
    takeNext(): void {
      if (isPending) return;
      if (openId !== null) {
        passed.add(openId);
        passedAt.current.set(openId, Date.now());
      }
      mutate({ passed: openId === null ? passed.ids : [...without(passed.ids, openId), openId] });
    },
  };
}

function without(ids: readonly TicketId[], id: TicketId): readonly TicketId[] {
  return ids.filter((each) => each !== id).slice(-99);
}

function tellNone(passed: number): void {
  notifications.show({
    id: 'next-ticket',
    title: 'Nobody else waits for you',
    message:
      passed === 0
        ? 'New tickets come by themselves.'
        : 'Those that you went past without an answer come round again.',
  });
}
