import type { TicketId } from '../../../../../contract/tickets/values.ts';
import { MemberText } from '../../../../components/text/member-text.tsx';
import type { OpenTicket } from '../ticket-queries.ts';
import { Cases } from './cases.tsx';
import { Merged } from './merged.tsx';
import { OtherTickets } from './other-tickets.tsx';
import classes from './side.module.css';
import { Who } from './who.tsx';

/** Whom the ticket is with, and what else there is of them. */
export function TicketSide({ data, onOpen }: { data: OpenTicket; onOpen: (ticketId: TicketId) => void }) {
  const { row, otherTickets, cases, merged, followers } = data;
  return (
    <>
      <Who data={data} />
      <OtherTickets
        title={row.memberId === null ? 'Other tickets' : 'Their other tickets'}
        tickets={otherTickets}
        onOpen={onOpen}
      />
      <Cases cases={cases} />
      <Merged merged={merged} onOpen={onOpen} />
      <section className={classes.part} aria-label="Followers">
        <h3>Followers</h3>
        <p className={classes.quiet}>
          {followers.length === 0
            ? 'Nobody follows it.'
            : followers.map(({ user, name }, at) => (
                <span key={user} title={user}>
                  {at > 0 && ', '}
                  <MemberText text={name} />
                </span>
              ))}
        </p>
      </section>
    </>
  );
}
