import { Button } from '@mantine/core';
import { IconLayoutSidebarRight } from '@tabler/icons-react';
import { useState } from 'react';
import type { TicketId, TicketStatus } from '../../../../contract/tickets/values.ts';
import { KeysHint } from '../../../components/keys-hint.tsx';
import { useCommand } from '../../../keys/commands.ts';
import { skewOf } from '../../../preferences/server-clock.ts';
import { Composer } from './composer/composer.tsx';
import { Controls } from './head/controls.tsx';
import { SubjectField } from './head/subject-field.tsx';
import { TicketHead } from './head/ticket-head.tsx';
import { TicketSide } from './side/ticket-side.tsx';
import { Thread } from './thread/thread.tsx';
import type { OpenTicket } from './ticket-queries.ts';
import classes from './ticket-view.module.css';

export interface TicketBodyProps {
  data: OpenTicket;
  /** When the answer came, in milliseconds by this machine’s clock. */
  receivedAt: number;
  /** The person began to write, or left it. */
  onWriting: (begun: boolean) => void;
  onNext: () => void;
  onPrevious: () => void;
  onClose: () => void;
  onOpen: (ticketId: TicketId) => void;
}

/** All of one ticket on one screen: the conversation, what is written below it, and whom it is with beside it. */
export function TicketBody(props: TicketBodyProps) {
  const { data, receivedAt, onWriting, onNext, onPrevious, onClose, onOpen } = props;
  const { row, deadlines, asOf } = data;
  const [skew] = useState(() => skewOf(asOf, receivedAt));
  // What the person asked for; until then, whether there is room says it.
  const [side, setSide] = useState<boolean | null>(null);
  const toggleSide = () => setSide((now) => !(now ?? hasRoom()));
  useCommand('ticket.side', toggleSide);
  const { mergedInto } = row;
  return (
    <div className={classes.body}>
      <TicketHead
        row={row}
        deadlines={deadlines}
        subject={<SubjectField row={row} />}
        controls={
          <div className={classes.controls}>
            <Controls data={data} onOpen={onOpen} />
            <button
              type="button"
              className={classes.toggle}
              aria-label="Show or hide the member"
              title="Show or hide the member (,)"
              onClick={toggleSide}
            >
              <IconLayoutSidebarRight size={17} stroke={1.6} aria-hidden />
            </button>
          </div>
        }
      />
      <div className={classes.columns}>
        <div className={classes.talk}>
          <Thread data={data} skew={skew} onOpen={onOpen} />
          {isDone(row.status) && mergedInto === null && (
            <div className={classes.over}>
              <p>
                {row.status === 'solved'
                  ? 'Solved: an answer of the member opens it again.'
                  : 'Closed: what the member writes opens a new ticket.'}
              </p>
              <Button size="compact-xs" variant="default" onClick={onPrevious}>
                The ticket before
              </Button>
              <Button size="compact-xs" variant="default" onClick={onClose}>
                Back to the list
              </Button>
              <Button size="compact-xs" onClick={onNext} rightSection={<KeysHint command="tickets.next" />}>
                Next ticket
              </Button>
            </div>
          )}
          {mergedInto === null ? (
            <Composer data={data} onWriting={onWriting} />
          ) : (
            <p className={classes.merged}>
              It was merged:{' '}
              <button type="button" className={classes.link} onClick={() => onOpen(mergedInto)}>
                all of it stands in ticket {mergedInto}
              </button>
            </p>
          )}
        </div>
        <aside className={classes.side} data-asked={side ?? undefined} aria-label="Whom it is with">
          <TicketSide data={data} onOpen={onOpen} />
        </aside>
      </div>
    </div>
  );
}

function isDone(status: TicketStatus): boolean {
  return status === 'solved' || status === 'closed';
}

/** Whether the member shows without being asked for: as the style sheet has it. */
function hasRoom(): boolean {
  return (document.querySelector(`.${classes.columns}`)?.clientWidth ?? 0) >= 720;
}
