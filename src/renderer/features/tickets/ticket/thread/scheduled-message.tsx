import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ScheduledReply } from '../../../../../contract/tickets/conversation.ts';
import type { TicketId } from '../../../../../contract/tickets/values.ts';
import { MemberText } from '../../../../components/text/member-text.tsx';
import { Moment } from '../../../../components/text/moment.tsx';
import { visibleString } from '../../../../components/text/visible-text.ts';
import { failureOf } from '../../../../transport/failure.ts';
import { useReachable } from '../../../../transport/reachable.ts';
import { useSignedIn } from '../../../session/session-state.ts';
import { stopScheduled } from '../composer/send/take-back.ts';
import { Attachments } from './attachments.tsx';
import classes from './message.module.css';

/** An answer that waits for its moment. */
export function ScheduledMessage({ ticketId, reply }: { ticketId: TicketId; reply: ScheduledReply }) {
  const queryClient = useQueryClient();
  const reachable = useReachable();
  const { person, connection } = useSignedIn();
  const isOwn = reply.owner.user === person.user;
  const pen = { connectionId: connection.id, user: person.user, ticketId, kind: 'reply' as const };
  const stop = useMutation({
    mutationFn: () =>
      stopScheduled(queryClient, { pen: isOwn ? pen : null, ticketId, body: reply.body }, reply.id),
  });
  return (
    <article
      className={classes.message}
      data-kind="scheduled"
      aria-label={`Scheduled answer by ${visibleString(reply.owner.name)}`}
    >
      <header className={classes.head}>
        <strong>
          <MemberText text={reply.owner.name} />
        </strong>
        <span className={classes.mark}>
          goes <Moment at={reply.sendAt} shape="absolute" />
        </span>
        <span className={classes.end}>
          <Button
            size="compact-xs"
            variant="default"
            loading={stop.isPending}
            disabled={!reachable}
            onClick={() => stop.mutate()}
          >
            Stop it
          </Button>
        </span>
      </header>
      <div className={classes.body}>
        <MemberText text={reply.body} shape="block" />
      </div>
      <Attachments attachments={reply.attachments} />
      <p className={classes.delivery}>An answer of the member stops it: it becomes a draft again.</p>
      {stop.isError && (
        <p className={classes.failed} role="alert">
          {failureOf(stop.error).message}
        </p>
      )}
    </article>
  );
}
