import { useState } from 'react';
import type { TicketId } from '../../../../contract/tickets/values.ts';
import { skewOf } from '../../../preferences/server-clock.ts';
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

/** All of one ticket on one screen: the conversation with what is being written below it, and whom it is with beside it. */
export function TicketBody({ data, receivedAt, onOpen }: TicketBodyProps) {
  const { row, deadlines, asOf } = data;
  const [skew] = useState(() => skewOf(asOf, receivedAt));
  return (
    <div className={classes.body}>
      <TicketHead row={row} deadlines={deadlines} />
      <div className={classes.columns}>
        <div className={classes.talk}>
          <Thread data={data} skew={skew} onOpen={onOpen} />
        </div>
        <div className={classes.side} data-shown tabIndex={-1}>
          <TicketSide data={data} onOpen={onOpen} />
        </div>
      </div>
    </div>
  );
}
