import type { ReactNode } from 'react';
import type { Deadline, TicketRow } from '../../../../../contract/tickets/queue.ts';
import { type Priority, priorityNames } from '../../../../../contract/tickets/values.ts';
import { CopyButton } from '../../../../components/text/copy-button.tsx';
import { MemberText } from '../../../../components/text/member-text.tsx';
import { Moment } from '../../../../components/text/moment.tsx';
import { usePreferences } from '../../../../preferences/preferences.ts';
import { absoluteOf } from '../../../../preferences/time-format.ts';
import { deadlineWords, statusWords } from '../ticket-words.ts';
import classes from './ticket-head.module.css';

interface TicketHeadProps {
  row: TicketRow;
  /** All that run, and those that were missed. */
  deadlines: readonly Deadline[];
  /** Where the subject can be changed; absent, it is only shown. */
  subject?: ReactNode;
  /** What can be changed; absent, it is only said. */
  controls?: ReactNode;
}

/** What the ticket is about, how it stands and until when it is promised. */
export function TicketHead({ row, deadlines, subject, controls }: TicketHeadProps) {
  return (
    <div className={classes.head}>
      {subject ?? (
        <h2 className={classes.subject}>
          <MemberText text={row.subject} />
        </h2>
      )}
      <p className={classes.under}>
        <span className={classes.number}>
          Ticket <span className="mono">{row.id}</span>
          <CopyButton text={row.id} label="Copy the number of the ticket" />
        </span>
        <span>
          <MemberText text={row.from} />
          {row.channel === 'staff' && ', opened by the staff'}
        </span>
        <span>
          opened <Moment at={row.openedAt} shape="relative" />
        </span>
        <Deadlines deadlines={deadlines} />
        {row.rating !== null && <span>rated {row.rating} of 5</span>}
      </p>
      {controls ?? (
        <p className={classes.under}>
          <span>{statusWords[row.status]}</span>
          <span>{priorityNames[row.priority as Priority]}</span>
          <span>{row.assignee === null ? 'Nobody’s' : <MemberText text={row.assignee.name} />}</span>
        </p>
      )}
    </div>
  );
}

function Deadlines({ deadlines }: { deadlines: readonly Deadline[] }) {
  const { zone } = usePreferences();
  return deadlines.map((deadline) => {
    const { words, tone } = deadlineWords(deadline);
    return (
      <span
        key={deadline.kind}
        className={classes.due}
        data-tone={tone}
        title={`${absoluteOf(deadline.at, zone)}; the time left is of business hours`}
      >
        {words}
      </span>
    );
  });
}
