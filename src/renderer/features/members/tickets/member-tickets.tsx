import { Button } from '@mantine/core';
import { IconMail } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { MemberSummary } from '../../../../contract/members/member.ts';
import type { TicketRow } from '../../../../contract/tickets/queue.ts';
import { Nothing, Part } from '../../../components/panels/part.tsx';
import { MemberText } from '../../../components/text/member-text.tsx';
import { Moment } from '../../../components/text/moment.tsx';
import { useCommand } from '../../../keys/commands.ts';
import { calls } from '../../../transport/client.ts';
import { useChanges } from '../../changes/changes-feed.ts';
import { shortStatus } from '../../tickets/ticket/ticket-words.ts';
import classes from './member-tickets.module.css';
import { WriteDialog } from './write-dialog.tsx';

/** How many show at first, and how soon at the most they are asked for again, in milliseconds. */
const few = 5;
const pause = 4000;

/** What a member asked the staff, and writing to them by hand. */
export function MemberTickets({ member }: { member: MemberSummary }) {
  const answer = useQuery(calls.tickets.ofMember.queryOptions({ input: { memberId: member.id } }));
  const [all, setAll] = useState(false);
  const [writing, setWriting] = useState(false);
  const rows = answer.data?.rows;
  useChanges('ticket', () => void answer.refetch(), pause);
  useCommand('member.write', () => setWriting(true));
  return (
    <>
      <Part
        title="Tickets"
        count={rows?.length}
        action={
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<IconMail size={14} stroke={1.7} aria-hidden />}
            title="Write to the member… (w)"
            onClick={() => setWriting(true)}
          >
            Write…
          </Button>
        }
        answer={answer}
      >
        {({ rows }) =>
          rows.length === 0 ? (
            <Nothing>This member never wrote to the staff.</Nothing>
          ) : (
            <>
              <ul>
                {rows.slice(0, all ? undefined : few).map((row) => (
                  <Row key={row.id} row={row} />
                ))}
              </ul>
              {!all && rows.length > few && (
                <button type="button" className={classes.more} onClick={() => setAll(true)}>
                  Show {rows.length - few} earlier
                </button>
              )}
            </>
          )
        }
      </Part>
      <WriteDialog member={member} opened={writing} onClose={() => setWriting(false)} />
    </>
  );
}

function Row({ row }: { row: TicketRow }) {
  return (
    <li className={classes.ticket}>
      <Link to="/tickets" search={{ ticket: row.id }} className={classes.subject}>
        <MemberText text={row.subject} />
      </Link>
      <span className={classes.status} data-status={row.status}>
        {shortStatus[row.status]}
      </span>
      <span className={classes.quiet}>
        <Moment at={row.lastAt} shape="relative" />
      </span>
    </li>
  );
}
