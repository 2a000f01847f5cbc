import type { TicketEvent } from '../../../../../contract/tickets/conversation.ts';
import type { TicketId } from '../../../../../contract/tickets/values.ts';
import { MemberText } from '../../../../components/text/member-text.tsx';
import { Moment } from '../../../../components/text/moment.tsx';
import { usePreferences } from '../../../../preferences/preferences.ts';
import { useStaffNames } from '../../../staff/staff-name.tsx';
import { eventWords } from './event-words.ts';
import classes from './thread.module.css';

interface EventFoldProps {
  events: readonly TicketEvent[];
  onOpen: (ticketId: TicketId) => void;
}

/** What happened between two messages: one thing as it is, several folded. */
export function EventFold({ events, onOpen }: EventFoldProps) {
  const last = events.at(-1);
  if (last === undefined) return null;
  if (events.length === 1) {
    return (
      <div className={classes.events}>
        <EventLine event={last} onOpen={onOpen} />
      </div>
    );
  }
  return (
    <details className={classes.events}>
      <summary>
        {events.length} changes, the last <Moment at={last.at} shape="relative" />
      </summary>
      {events.map((event) => (
        <EventLine key={event.id} event={event} onOpen={onOpen} />
      ))}
    </details>
  );
}

function EventLine({ event, onOpen }: { event: TicketEvent; onOpen: (ticketId: TicketId) => void }) {
  const nameOf = useStaffNames();
  const { zone } = usePreferences();
  const { deed, ticket } = eventWords(event, nameOf, zone);
  return (
    <p className={classes.event}>
      {event.actor !== null && (
        <>
          <span title={event.actor}>
            <MemberText text={beginning(nameOf(event.actor))} />
          </span>{' '}
        </>
      )}
      <MemberText text={deed} />
      {ticket !== null && (
        <>
          {' '}
          <button type="button" className={classes.other} onClick={() => onOpen(ticket)}>
            ticket {ticket}
          </button>
        </>
      )}
      , <Moment at={event.at} shape="relative" />
    </p>
  );
}

/** At the beginning of a sentence: “You”; a name stays as it is written. */
function beginning(name: string): string {
  return name === 'you' ? 'You' : name;
}
