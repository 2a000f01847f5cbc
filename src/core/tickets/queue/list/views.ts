import { type RawBuilder, sql } from 'kysely';
import type { TicketView } from '../../../../contract/tickets/queue.ts';
import type { TicketPlace } from '../../../../contract/tickets/values.ts';

/** The nearest deadline first; what was said last; what was solved last; what wakes next. */
export type Order = 'due' | 'latest' | 'solved' | 'wakes';

/** Tickets, as `t`, that a view shows together. */
export interface Part {
  /** Null for all but those that were merged. */
  readonly place: TicketPlace | null;
  /** Whose; null for nobody's, undefined for anyone's. */
  readonly assignee?: string | null;
  /** Who follows them. */
  readonly follower?: string;
  readonly where?: readonly RawBuilder<unknown>[];
  readonly order: Order;
}

/** The person's own that wait for us. */
export const ownPart = (user: string): Part => ({ place: 'todo', assignee: user, order: 'due' });
export const freePart: Part = { place: 'todo', assignee: null, order: 'due' };

/** What each view shows a person: groups one after the other, in each its parts among one another in their order. */
const groups: Record<TicketView, (user: string) => readonly (readonly Part[])[]> = {
  next: (user) => [[ownPart(user)], [freePart]],
  mine: (user) => [
    (['todo', 'waiting', 'hold', 'snoozed'] as const).map((place) => ({
      place,
      assignee: user,
      order: 'due',
    })),
  ],
  unassigned: () => [[freePart]],
  waiting: () => [[{ place: 'waiting', order: 'latest' }]],
  overdue: () => [[{ place: 'todo', where: [sql`t.due_at < UTC_TIMESTAMP(6)`], order: 'due' }]],
  snoozed: () => [[{ place: 'snoozed', order: 'wakes' }]],
  hold: () => [[{ place: 'hold', order: 'latest' }]],
  followed: (user) => [[{ place: null, follower: user, order: 'latest' }]],
  solved: () => [(['solved', 'closed'] as const).map((place) => ({ place, order: 'solved' }))],
  // From the first moment on: a range of the index, which without one a server would call a scan.
  all: () => [[{ place: null, where: [sql`t.last_at >= '1970-01-01'`], order: 'latest' }]],
};

export function groupsOf(view: TicketView, user: string): readonly (readonly Part[])[] {
  return groups[view](user);
}
