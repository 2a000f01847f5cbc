import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { CaseId } from '../../../../contract/reports/values.ts';
import type { ReferredTicket } from '../../../../contract/tickets/conversation.ts';
import { type TicketId, ticketWorkers } from '../../../../contract/tickets/values.ts';
import { Part } from '../../../components/panels/part.tsx';
import { MemberText } from '../../../components/text/member-text.tsx';
import { Moment } from '../../../components/text/moment.tsx';
import { calls } from '../../../transport/client.ts';
import { useSignedIn } from '../../session/session-state.ts';
import classes from './from-support.module.css';

/** The tickets that support handed over: why, and what was said in them. */
export function FromSupport({ caseId }: { caseId: CaseId }) {
  const answer = useQuery(calls.tickets.referrals.ofCase.queryOptions({ input: { caseId } }));
  return (
    <Part title="From support" count={answer.data?.tickets.length} answer={answer}>
      {({ tickets }) =>
        tickets.map((ticket) => <Ticket key={`${ticket.ticketId} ${ticket.at}`} ticket={ticket} />)
      }
    </Part>
  );
}

function Ticket({ ticket }: { ticket: ReferredTicket }) {
  const { ticketId, subject, note, by, at, messages } = ticket;
  return (
    <article className={classes.ticket} aria-label={`Ticket ${ticketId}`}>
      <p className={classes.line}>
        <TicketName ticketId={ticketId} />
        <span className={classes.subject}>
          <MemberText text={subject} />
        </span>
      </p>
      <p className={classes.note}>
        <MemberText text={note} shape="block" />
      </p>
      <p className={classes.quiet}>
        <MemberText text={by.name} />, <Moment at={at} shape="relative" />
      </p>
      <details>
        <summary>{messages.length === 1 ? 'One message' : `${messages.length} messages`}</summary>
        <ol className={classes.talk}>
          {messages.map((message, nr) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: what was said is only ever added to
            <li key={nr}>
              <p className={classes.line}>
                <b>
                  <MemberText text={message.from} />
                </b>
                <Moment at={message.at} shape="relative" />
              </p>
              <MemberText text={message.body} shape="block" />
            </li>
          ))}
        </ol>
      </details>
    </article>
  );
}

/** Who answers tickets as well gets to it from here. */
function TicketName({ ticketId }: { ticketId: TicketId }) {
  const { person } = useSignedIn();
  const name = `Ticket ${ticketId}`;
  if (!(ticketWorkers as readonly string[]).includes(person.role)) return <span>{name}</span>;
  return (
    <Link to="/tickets" search={{ ticket: ticketId }}>
      {name}
    </Link>
  );
}
