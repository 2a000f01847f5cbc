import { IconAlarm, IconAlertTriangle } from '@tabler/icons-react';
import { memo } from 'react';
import type { TicketRow } from '../../../../../contract/tickets/queue.ts';
import { MemberText } from '../../../../components/text/member-text.tsx';
import { Moment } from '../../../../components/text/moment.tsx';
import { useNow } from '../../../../preferences/clock.ts';
import { usePreferences } from '../../../../preferences/preferences.ts';
import { absoluteOf } from '../../../../preferences/time-format.ts';
import { useSignedIn } from '../../../session/session-state.ts';
import { shortStatus, targetWords } from '../../ticket/ticket-words.ts';
import { dueOf, isToDo } from '../row-words.ts';
import { OthersMark } from './others-mark.tsx';
import { PriorityMark } from './priority-mark.tsx';
import { QuickButtons } from './quick-buttons.tsx';
import classes from './ticket-list.module.css';

/** Above the cells, in their order. */
export function TicketHeader() {
  return (
    <>
      <th scope="col">
        <span className="unseen">Selected</span>
      </th>
      <th scope="col">Ticket</th>
      <th scope="col" className={classes.wide}>
        Status
      </th>
      <th scope="col" className={classes.dueHead}>
        Time left
      </th>
      <th scope="col" className={classes.withHead}>
        With
      </th>
    </>
  );
}

interface TicketCellsProps {
  row: TicketRow;
  selected: boolean;
  /** How far the server’s clock is ahead of this machine’s, in milliseconds. */
  skew: number;
  /** Of business hours: how long before a breach it is warned of. */
  warnMinutes: number;
  /** It no longer belongs to the view, which keeps it until it is brought up to date. */
  left: boolean;
}

/** Drawn again only when its ticket is another: the desk changes all the time. */
export const TicketCells = memo(function TicketCells(props: TicketCellsProps) {
  const { row, selected, left } = props;
  const { tags } = row;
  const awaits = row.awaitsUs && isToDo(row);
  return (
    <>
      <td data-box className={classes.box}>
        <input
          type="checkbox"
          // The grid has the focus for all its rows: x selects, and a click is the row’s to understand.
          tabIndex={-1}
          readOnly
          checked={selected}
          aria-label={`Select ticket ${row.id}`}
        />
      </td>
      <td className={classes.ticket} data-left={left || undefined} data-awaits={awaits || undefined}>
        <span className={classes.first}>
          {awaits && (
            <span className={classes.dot} role="img" aria-label="waits for our answer" title="Waits for us" />
          )}
          <PriorityMark priority={row.priority} />
          <span className={classes.narrowOnly}>
            <OthersMark others={row.others} />
          </span>
          <span className={classes.subject}>
            <MemberText text={row.subject} />
          </span>
          {tags.length > 0 && (
            <span className={classes.tags} title={tags.join(', ')}>
              {tags.slice(0, 2).map((tag) => (
                <span key={tag} className={classes.tag}>
                  <MemberText text={tag} />
                </span>
              ))}
              {tags.length > 2 && <span className={classes.quiet}>+{tags.length - 2}</span>}
            </span>
          )}
        </span>
        <span className={classes.second}>
          <span className={classes.from}>
            <MemberText text={row.from} />
          </span>
          <span className={classes.aside}>
            <MemberText text={row.excerpt} />
          </span>
        </span>
      </td>
      <StatusCell row={row} />
      <DueCell {...props} />
      <WithCell row={row} />
    </>
  );
});

export function StatusCell({ row }: { row: TicketRow }) {
  const { status, snoozedUntil, mergedInto, messages } = row;
  const [word, kind] =
    mergedInto !== null
      ? ['merged', 'merged']
      : snoozedUntil !== null
        ? ['snoozed', 'snoozed']
        : [shortStatus[status], status];
  return (
    <td className={classes.wide}>
      <span className={classes.first}>
        <span className={classes.status} data-status={kind}>
          {word}
        </span>
      </span>
      <span className={classes.second}>
        {mergedInto !== null ? (
          <span>into {mergedInto}</span>
        ) : (
          <span>{messages === 1 ? '1 message' : `${messages} messages`}</span>
        )}
      </span>
    </td>
  );
}

/** The time that is left or, where no deadline runs, when it comes back; and when something was last written. */
function DueCell({ row, skew, warnMinutes }: TicketCellsProps) {
  const now = useNow() + skew;
  const { zone } = usePreferences();
  const due = dueOf(row, now, warnMinutes);
  const Icon = due?.tone === 'late' ? IconAlertTriangle : due?.tone === 'soon' ? IconAlarm : null;
  return (
    <td className={classes.due}>
      {due !== null && row.deadline !== null ? (
        <span
          className={classes.first}
          data-tone={due.tone}
          title={`${targetWords[due.kind]} due ${absoluteOf(row.deadline.at, zone)}; the time left is of business hours`}
        >
          {Icon !== null && (
            <Icon
              size={14}
              stroke={1.9}
              role="img"
              aria-label={due.tone === 'late' ? 'past its deadline' : 'due before long'}
            />
          )}
          <span>{due.words}</span>
        </span>
      ) : (
        <span className={classes.first}>
          {row.snoozedUntil !== null && (
            <span>
              back <Moment at={row.snoozedUntil} shape="relative" />
            </span>
          )}
        </span>
      )}
      <span className={classes.second}>
        <span>
          written <Moment at={row.lastAt} shape="relative" />
        </span>
      </span>
    </td>
  );
}

/** Whose it is, and who else is at it. */
export function WithCell({ row }: { row: TicketRow }) {
  const { person } = useSignedIn();
  const { assignee, team, others } = row;
  const mine = assignee?.user === person.user;
  return (
    <td className={classes.with} data-mine={mine || undefined}>
      <span className={classes.first}>
        {assignee === null ? (
          <span className={classes.quiet}>nobody</span>
        ) : mine ? (
          <span>You</span>
        ) : (
          <MemberText text={assignee.name} />
        )}
      </span>
      <span className={classes.second}>
        {others.length > 0 ? (
          <OthersMark others={others} worded />
        ) : (
          team !== null && <MemberText text={team.name} />
        )}
      </span>
      <QuickButtons row={row} />
    </td>
  );
}
