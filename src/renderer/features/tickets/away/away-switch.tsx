import { IconBeach, IconDoorExit } from '@tabler/icons-react';
import { useState } from 'react';
import { MemberText } from '../../../components/text/member-text.tsx';
import { Moment } from '../../../components/text/moment.tsx';
import { useCommand } from '../../../keys/commands.ts';
import { useReachable } from '../../../transport/reachable.ts';
import { useSignedIn } from '../../session/session-state.ts';
import { useTicketDesk } from '../ticket/ticket-queries.ts';
import classes from './away.module.css';
import { AwayDialog } from './away-dialog.tsx';
import { tellFailed, useSetAway } from './use-away.ts';

/** Whether the person is away from the desk, and who else is; an administrator calls colleagues back as well. */
export function AwaySwitch() {
  const { person } = useSignedIn();
  const reachable = useReachable();
  const [asking, setAsking] = useState(false);
  const people = useTicketDesk()?.people ?? [];
  const away = people.filter(({ awayUntil }) => awayUntil !== null);
  const nameOf = (user: string) =>
    user === person.user ? 'You are' : `${people.find((each) => each.user === user)?.name ?? user} is`;
  const back = useSetAway(nameOf, () => {});
  const callBack = (user: string) =>
    back.mutate({ requestId: crypto.randomUUID(), user, until: null }, { onError: tellFailed });
  const gone = away.some(({ user }) => user === person.user);
  useCommand('tickets.away', () => setAsking(true));
  return (
    <div className={classes.switch}>
      {away.length > 0 && (
        <ul className={classes.away} aria-label="Away from the desk">
          {away.map(({ user, name, awayUntil }) => (
            <li key={user} data-self={user === person.user || undefined}>
              <IconBeach size={14} stroke={1.7} aria-hidden />
              <span className={classes.who}>
                {user === person.user ? 'You are away' : <MemberText text={name} />}
                {awayUntil !== null && (
                  <span className={classes.until}>
                    back <Moment at={awayUntil} shape="relative" />
                  </span>
                )}
              </span>
              {(user === person.user || person.role === 'admin') && (
                <button
                  type="button"
                  className={classes.back}
                  disabled={!reachable || back.isPending}
                  aria-label={user === person.user ? 'I am back' : `${name} is back`}
                  onClick={() => callBack(user)}
                >
                  {user === person.user ? 'I am back' : 'Is back'}
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      {(!gone || person.role === 'admin') && (
        <button
          type="button"
          className={classes.ask}
          title="Say that you are away… (i)"
          onClick={() => setAsking(true)}
        >
          <IconDoorExit size={15} stroke={1.7} aria-hidden />
          {gone ? 'Someone is away…' : 'I am away…'}
        </button>
      )}
      <AwayDialog opened={asking} onClose={() => setAsking(false)} />
    </div>
  );
}
