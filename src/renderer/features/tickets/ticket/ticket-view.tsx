import { useState } from 'react';
import type { TicketRow } from '../../../../contract/tickets/queue.ts';
import type { TicketId } from '../../../../contract/tickets/values.ts';
import { AgeBadge } from '../../../components/age-badge.tsx';
import { RowSkeletons } from '../../../components/list/row-skeletons.tsx';
import { FailurePanel, WaitingPanel } from '../../../components/panels/failure-panel.tsx';
import { useFocusReturn } from '../../../components/panels/focus.ts';
import { PaneHeader } from '../../../components/panels/pane-header.tsx';
import { lookingWords } from '../../looking/looking-words.ts';
import { useLooking } from '../../looking/use-looking.ts';
import { TicketHead } from './head/ticket-head.tsx';
import { TicketBody } from './ticket-body.tsx';
import { useTicket } from './ticket-queries.ts';
import classes from './ticket-view.module.css';

export interface TicketViewProps {
  ticketId: TicketId;
  /** The ticket as the list shows it, until its own answer is there. */
  known: TicketRow | undefined;
  /** Takes the next ticket and opens it, as the frame’s key does. */
  onNext: () => void;
  /** Opens the ticket that was open before this one. */
  onPrevious: () => void;
  onClose: () => void;
  /** Opens another ticket: one of the same member, one that this was merged into or split from. */
  onOpen: (ticketId: TicketId) => void;
}

/** One ticket: what was said, by whom, whom it is about, what can be done, and what is answered. */
export function TicketView({ ticketId, known, onNext, onPrevious, onClose, onOpen }: TicketViewProps) {
  const pane = useFocusReturn<HTMLElement>();
  const { answer, refresh } = useTicket(ticketId);
  const [writing, setWriting] = useState<TicketId | null>(null);
  const others = useLooking({ kind: 'ticket', id: ticketId }, writing === ticketId);
  const { data } = answer;
  return (
    <section ref={pane} className={classes.page} aria-label={`Ticket ${ticketId}`}>
      <PaneHeader what="ticket">
        <div className={classes.lead}>
          <AgeBadge flush asOf={data?.asOf} refreshing={answer.isFetching} onRefresh={refresh} />
          <p className={classes.others} role="status">
            {lookingWords(others, 'an answer')}
          </p>
        </div>
      </PaneHeader>
      {data !== undefined ? (
        <TicketBody
          key={ticketId}
          data={data}
          receivedAt={answer.dataUpdatedAt}
          onWriting={(begun) => setWriting(begun ? ticketId : null)}
          onNext={onNext}
          onPrevious={onPrevious}
          onClose={onClose}
          onOpen={onOpen}
        />
      ) : (
        <>
          {known !== undefined && <TicketHead row={known} deadlines={[]} />}
          {answer.isError ? (
            <FailurePanel error={answer.error} what="ticket" onRetry={refresh} />
          ) : answer.isPaused ? (
            <WaitingPanel what="this ticket" />
          ) : (
            <RowSkeletons label="Loading the ticket" count={10} />
          )}
        </>
      )}
    </section>
  );
}
