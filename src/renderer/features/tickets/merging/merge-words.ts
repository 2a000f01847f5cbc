import type { TicketRow } from '../../../../contract/tickets/queue.ts';

/** What a dialog says that a merge or a split would do; see components/preview-sentences. */
export interface Sentences {
  readonly effects: string[];
  readonly warnings: string[];
  readonly problems: string[];
}

const waits = ({ status }: TicketRow) => status === 'new' || status === 'open';

/** Why a ticket cannot be merged with another; null where it can. */
export function whyNotMerged(row: TicketRow, other: TicketRow): string | null {
  if (other.id === row.id) return 'this ticket';
  if (other.mergedInto !== null) return `lies in ticket ${other.mergedInto}`;
  if (row.memberId !== null && other.memberId !== null && row.memberId !== other.memberId) {
    return 'of another member';
  }
  return null;
}

/** What becomes of a ticket into which others are merged. */
export function mergeSentences(into: TicketRow, from: readonly TicketRow[]): Sentences {
  const unanswered = from.find(waits);
  const tags = [...new Set(from.flatMap((it) => it.tags))].filter((tag) => !into.tags.includes(tag));
  return {
    problems: [],
    warnings: from.flatMap((it) => [
      ...(it.assignee !== null && it.assignee.user !== into.assignee?.user
        ? [`Ticket ${it.id} is ${it.assignee.name}’s; it goes with ticket ${into.id}, ${whose(into)}.`]
        : []),
      ...(it.others.length > 0
        ? [`${it.others.map(({ name }) => name).join(', ')} looks at ticket ${it.id} just now.`]
        : []),
    ]),
    effects: [
      ...from.map((it) => `${messageWords(it)} into ticket ${into.id}.`),
      ...(unanswered !== undefined && (!waits(into) || into.snoozedUntil !== null)
        ? [`Ticket ${into.id} waits for an answer again, since ticket ${unanswered.id} does.`]
        : []),
      ...(tags.length > 0 ? [`It is also tagged ${tags.join(', ')}.`] : []),
      'What is being written, or scheduled, stays and shows there.',
    ],
  };
}

function whose({ assignee }: TicketRow): string {
  return assignee === null ? 'which is nobody’s' : `which is ${assignee.name}’s`;
}

function messageWords({ id, messages }: TicketRow): string {
  return messages === 1 ? `The message of ticket ${id} goes` : `All ${messages} messages of ticket ${id} go`;
}
