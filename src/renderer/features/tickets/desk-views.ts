import { type TicketView, ticketViews } from '../../../contract/tickets/queue.ts';
import type { CommandId } from '../../keys/key-map.ts';

/** What a list of tickets counts. */
export const tickets = { one: 'ticket', many: 'tickets' } as const;

interface ViewWords {
  readonly label: string;
  readonly command: CommandId;
  /** What is said where it is empty, and why that is so. */
  readonly empty: string;
  readonly why: string;
}

export const viewWords: Record<TicketView, ViewWords> = {
  next: {
    label: 'Next',
    command: 'tickets.view.next',
    empty: 'Nobody waits for you',
    why: 'Every ticket is with a colleague, answered or put off. New ones come by themselves.',
  },
  mine: {
    label: 'Mine',
    command: 'tickets.view.mine',
    empty: 'You have no ticket',
    why: 'A ticket is yours when you take it, or when a colleague gives it to you.',
  },
  unassigned: {
    label: 'Unassigned',
    command: 'tickets.view.unassigned',
    empty: 'Every ticket is with someone',
    why: 'New ones come by themselves.',
  },
  waiting: {
    label: 'Waiting for member',
    command: 'tickets.view.waiting',
    empty: 'No member owes us an answer',
    why: 'Tickets that were answered stand here until the member writes again.',
  },
  overdue: {
    label: 'Overdue',
    command: 'tickets.view.overdue',
    empty: 'Nothing is overdue',
    why: 'Tickets whose target has passed stand here, the longest overdue first.',
  },
  snoozed: {
    label: 'Snoozed',
    command: 'tickets.view.snoozed',
    empty: 'No ticket sleeps',
    why: 'A ticket that is snoozed comes back by itself, and sooner when the member writes.',
  },
  hold: {
    label: 'On hold',
    command: 'tickets.view.hold',
    empty: 'No ticket is on hold',
    why: 'Tickets that wait for someone else than the member stand here.',
  },
  followed: {
    label: 'Followed',
    command: 'tickets.view.followed',
    empty: 'You follow no ticket',
    why: 'Tickets that you follow, or were mentioned in, stand here.',
  },
  solved: {
    label: 'Solved',
    command: 'tickets.view.solved',
    empty: 'No ticket is solved yet',
    why: 'Solved tickets stand here, the latest first, until they are closed after a week.',
  },
  all: {
    label: 'All',
    command: 'tickets.view.all',
    empty: 'There is no ticket yet',
    why: 'What members write by the site’s contact form comes here by itself.',
  },
};

export const shownViews = ticketViews;
