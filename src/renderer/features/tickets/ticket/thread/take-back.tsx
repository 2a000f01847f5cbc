import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { TicketMessage } from '../../../../../contract/tickets/conversation.ts';
import type { TicketId } from '../../../../../contract/tickets/values.ts';
import { failureOf } from '../../../../transport/failure.ts';
import { useReachable } from '../../../../transport/reachable.ts';
import { useSignedIn } from '../../../session/session-state.ts';
import { takeBack } from '../composer/send/take-back.ts';
import classes from './message.module.css';

/** Takes one’s own answer back while it has not gone. */
export function TakeBack({ ticketId, message }: { ticketId: TicketId; message: TicketMessage }) {
  const queryClient = useQueryClient();
  const { person, connection } = useSignedIn();
  const reachable = useReachable();
  const pen = { connectionId: connection.id, user: person.user, ticketId, kind: 'reply' as const };
  const unsend = useMutation({
    mutationFn: () => takeBack(queryClient, { pen, ticketId, body: message.body }, message.id),
  });
  if (message.author?.user !== person.user) return null;
  return (
    <>
      <Button
        size="compact-xs"
        variant="default"
        loading={unsend.isPending}
        disabled={!reachable}
        onClick={() => unsend.mutate()}
      >
        Take back
      </Button>
      {unsend.isError && (
        <span className={classes.failed} role="alert">
          {failureOf(unsend.error).message}
        </span>
      )}
    </>
  );
}
