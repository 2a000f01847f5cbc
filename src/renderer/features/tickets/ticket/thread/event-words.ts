import type { TicketEvent } from '../../../../../contract/tickets/conversation.ts';
import { priorityNames, type TicketStatus } from '../../../../../contract/tickets/values.ts';
import type { Zone } from '../../../../preferences/preferences.ts';
import { absoluteOf } from '../../../../preferences/time-format.ts';
import { statusWords } from '../ticket-words.ts';

/** What happened to a ticket, after the name of who did it; a whole sentence where it was nobody. */
export function eventWords(
  { kind, actor, detail }: TicketEvent,
  nameOf: (account: string) => string,
  zone: Zone,
): string {
  const by = (deed: string, alone: string) => (actor === null ? alone : deed);
  switch (kind) {
    case 'opened':
      return by('opened it', 'Opened');
    case 'changed':
      return changeWords(detail, nameOf, zone).join(', ') || by('changed it', 'Changed');
    default:
      return by(`did something that this console does not know: ${kind}`, `Something happened: ${kind}`);
  }
}

function changeWords(
  detail: TicketEvent['detail'],
  nameOf: (account: string) => string,
  zone: Zone,
): string[] {
  const { status, priority, assignee, team, snoozedUntil, subject, addTags, removeTags } = detail;
  return [
    ...(typeof status === 'string'
      ? [`set it to ${(statusWords[status as TicketStatus] ?? status).toLowerCase()}`]
      : []),
    ...(priority !== undefined
      ? [`made its priority ${priorityNames[priority as 1]?.toLowerCase() ?? priority}`]
      : []),
    ...(assignee === null ? ['gave it back to the queue'] : []),
    ...(typeof assignee === 'string' ? [`assigned it to ${nameOf(assignee)}`] : []),
    ...(team !== undefined ? [team === null ? 'took it from its team' : `gave it to ${team}`] : []),
    ...(snoozedUntil === null ? ['woke it'] : []),
    ...(typeof snoozedUntil === 'string' ? [`snoozed it until ${absoluteOf(snoozedUntil, zone)}`] : []),
    ...(typeof subject === 'string' ? [`named it “${subject}”`] : []),
    ...(typeof addTags === 'string' ? [`tagged it ${addTags}`] : []),
    ...(typeof removeTags === 'string' ? [`took away ${removeTags}`] : []),
  ];
}
