import type { TargetKind, TicketRow, TicketView } from '../../../../contract/tickets/queue.ts';
import { minuteWords } from '../ticket/ticket-words.ts';

export interface Due {
  /** `2 h left`, `overdue 40 min` */
  readonly words: string;
  /** `soon`: a breach is near enough to warn of. */
  readonly tone: 'late' | 'soon' | 'fine';
  readonly kind: TargetKind;
}

/**
 * How a ticket stands against its nearest deadline; null where none runs. `now` in milliseconds since 1970, `warnMinutes`
 * of business hours, as the time left is.
 */
export function dueOf({ deadline }: TicketRow, now: number, warnMinutes: number): Due | null {
  if (deadline === null) return null;
  const { at, left, kind } = deadline;
  if (left < 0 || Date.parse(at) <= now) {
    return { words: `overdue ${minuteWords(Math.max(1, -left))}`, tone: 'late', kind };
  }
  return {
    words: `${minuteWords(Math.max(1, left))} left`,
    tone: left <= warnMinutes ? 'soon' : 'fine',
    kind,
  };
}

/** Whether a ticket waits for an answer of ours just now. */
export function isToDo({ status, snoozedUntil, mergedInto }: TicketRow): boolean {
  return (status === 'new' || status === 'open') && snoozedUntil === null && mergedInto === null;
}

/** Whether it is still to be solved. */
function isActive({ status, mergedInto }: TicketRow): boolean {
  return status !== 'solved' && status !== 'closed' && mergedInto === null;
}

/** Whether a view still has a ticket that it showed: rows stay where they are until the list is brought up to date. */
export function isStillIn(view: TicketView, row: TicketRow, self: string, now: number): boolean {
  const { status, assignee, snoozedUntil, deadline } = row;
  switch (view) {
    case 'next':
      return isToDo(row) && (assignee === null || assignee.user === self);
    case 'mine':
      return isActive(row) && assignee?.user === self;
    case 'unassigned':
      return isToDo(row) && assignee === null;
    case 'waiting':
    case 'hold':
      return status === view && snoozedUntil === null && row.mergedInto === null;
    case 'overdue':
      return deadline !== null && Date.parse(deadline.at) <= now;
    case 'snoozed':
      return isActive(row) && snoozedUntil !== null;
    case 'followed':
      return row.followed;
    case 'solved':
      return status === 'solved' && row.mergedInto === null;
    case 'all':
      return row.mergedInto === null;
  }
}
