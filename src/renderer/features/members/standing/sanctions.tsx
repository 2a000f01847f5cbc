import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Member, Sanction } from '../../../../contract/members/member.ts';
import { MemberText } from '../../../components/text/member-text.tsx';
import { Moment } from '../../../components/text/moment.tsx';
import { spanOf } from '../../../preferences/time-left.ts';
import { StaffName } from '../../staff/staff-name.tsx';
import { useAllowedActions } from '../actions/allowed-actions.ts';
import { refreshMember } from '../page/member-queries.ts';
import classes from './sanctions.module.css';

/** The longest that a timer can wait, in milliseconds. */
const longestTimer = 2 ** 31 - 1;

/** What holds a member back at this moment, by whom, why and for how long. Nothing where nothing does. */
export function Sanctions({ member, onLift }: { member: Member; onLift?: () => void }) {
  const { actions } = useAllowedActions();
  if (member.sanctions.length === 0) return null;
  // One action lifts all of them: with several in force there is one button, which says so.
  const several = member.sanctions.length > 1;
  const lift = onLift !== undefined && actions.includes('restore') && member.status !== 'deleted' && (
    <Button size="compact-xs" variant="default" onClick={onLift}>
      {several ? 'Lift all…' : 'Lift…'}
    </Button>
  );
  return (
    <section
      className={classes.sanctions}
      data-banned={member.status === 'banned' || undefined}
      aria-label="Sanctions in force"
    >
      <ul>
        {member.sanctions.map((sanction) => (
          <Row key={sanction.kind} member={member} sanction={sanction} />
        ))}
      </ul>
      {lift}
    </section>
  );
}

function Row({ member, sanction }: { member: Member; sanction: Sanction }) {
  const { kind, since, until, by, reason } = sanction;
  return (
    <li>
      <p>
        <strong>{kindWords[kind]}</strong>
        {since !== null && (
          <>
            {' '}
            <Moment at={since} shape="relative" />
          </>
        )}
        {by !== null && (
          <>
            {' by '}
            <StaffName account={by} />
          </>
        )}
        {', '}
        {until === null ? 'until it is lifted' : <TimeLeft member={member} until={until} />}
      </p>
      {reason !== null && (
        <p className={classes.reason}>
          <MemberText text={reason} />
        </p>
      )}
    </li>
  );
}

const kindWords: Record<Sanction['kind'], string> = {
  ban: 'Banned',
  suspension: 'Suspended',
  mute: 'Muted',
};

/** Counts down to the end; when it is reached, the member is asked for anew. */
function TimeLeft({ member, until }: { member: Member; until: string }) {
  const queryClient = useQueryClient();
  const [now, setNow] = useState(() => Date.now());
  const left = Date.parse(until) - now;
  const pace = left < 3_600_000 ? 1000 : 20_000;
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), pace);
    return () => clearInterval(timer);
  }, [pace]);
  useEffect(() => {
    // A second later, so that the database's clock has passed it too.
    const wait = Date.parse(until) - Date.now() + 1000;
    if (wait < 0 || wait > longestTimer) return;
    const timer = setTimeout(() => void refreshMember(queryClient, member.id), wait);
    return () => clearTimeout(timer);
  }, [until, member.id, queryClient]);
  return (
    <>
      until <Moment at={until} shape="absolute" /> (<span className="figures">{spanOf(left)}</span>)
    </>
  );
}
