import { Button } from '@mantine/core';
import { IconArrowDown } from '@tabler/icons-react';
import type { TicketId } from '../../../../../contract/tickets/values.ts';
import { KeysHint } from '../../../../components/keys-hint.tsx';
import { useCommand } from '../../../../keys/commands.ts';
import { failureOf } from '../../../../transport/failure.ts';
import type { OpenTicket } from '../ticket-queries.ts';
import { entriesOf } from './entries.ts';
import { EventFold } from './event-fold.tsx';
import { Message } from './message.tsx';
import { ScheduledMessage } from './scheduled-message.tsx';
import classes from './thread.module.css';
import { useEarlier } from './use-earlier.ts';
import { useNewest } from './use-newest.ts';

interface ThreadProps {
  data: OpenTicket;
  /** See `useServerNow`. */
  skew: number;
  onOpen: (ticketId: TicketId) => void;
}

/** What was said, the newest last, with what happened to the ticket between. */
export function Thread({ data, skew, onOpen }: ThreadProps) {
  const { row, scheduled, events } = data;
  const earlier = useEarlier(data);
  const entries = entriesOf(earlier.messages, events);
  const newest = useNewest(`${earlier.messages.at(-1)?.id} ${scheduled.length}`);
  useCommand('ticket.newest', newest.show);
  useCommand('ticket.earlier', earlier.ask, earlier.more && !earlier.pending);
  return (
    <div className={classes.around}>
      <section ref={newest.frame} className={classes.thread} aria-label="Conversation" tabIndex={-1}>
        {earlier.more && (
          <div className={classes.earlier}>
            <Button
              size="compact-sm"
              variant="default"
              loading={earlier.pending}
              onClick={earlier.ask}
              rightSection={<KeysHint command="ticket.earlier" />}
            >
              Earlier messages
            </Button>
            {earlier.error !== null && (
              <p className={classes.failed} role="alert">
                {failureOf(earlier.error).message}
              </p>
            )}
          </div>
        )}
        <ol className={classes.entries}>
          {entries.map((entry) => (
            <li key={entry.key}>
              {'message' in entry ? (
                <Message row={row} message={entry.message} skew={skew} onOpen={onOpen} />
              ) : (
                <EventFold events={entry.events} onOpen={onOpen} />
              )}
            </li>
          ))}
          {scheduled.map((reply) => (
            <li key={`scheduled ${reply.id}`}>
              <ScheduledMessage ticketId={row.id} reply={reply} />
            </li>
          ))}
        </ol>
      </section>
      {newest.away && (
        <Button
          className={classes.newest ?? ''}
          size="compact-sm"
          variant="default"
          onClick={newest.show}
          leftSection={<IconArrowDown size={14} stroke={1.8} aria-hidden />}
          rightSection={<KeysHint command="ticket.newest" />}
        >
          {newest.unseen ? 'New message' : 'Newest'}
        </Button>
      )}
    </div>
  );
}
