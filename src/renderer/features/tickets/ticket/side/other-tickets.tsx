import type { TicketRow } from '../../../../../contract/tickets/queue.ts';
import type { TicketId } from '../../../../../contract/tickets/values.ts';
import { MemberText } from '../../../../components/text/member-text.tsx';
import { Moment } from '../../../../components/text/moment.tsx';
import { shortStatus } from '../ticket-words.ts';
import classes from './side.module.css';

interface OtherTicketsProps {
  title: string;
  tickets: readonly TicketRow[];
  onOpen: (ticketId: TicketId) => void;
}

/** Tickets of the same member, the latest first. */
export function OtherTickets({ title, tickets, onOpen }: OtherTicketsProps) {
  return (
    <section className={classes.part} aria-label={title}>
      <h3>{title}</h3>
      {tickets.length === 0 ? (
        <p className={classes.quiet}>There is no other.</p>
      ) : (
        <ul>
          {tickets.map((ticket) => (
            <li key={ticket.id}>
              <button type="button" className={classes.other} onClick={() => onOpen(ticket.id)}>
                <span className={classes.state} data-status={ticket.status}>
                  {shortStatus[ticket.status]}
                </span>
                <span className={classes.subject}>
                  <MemberText text={ticket.subject} />
                </span>
                <Moment at={ticket.lastAt} shape="relative" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
