import type { TicketEvent } from '../../../../../contract/tickets/conversation.ts';
import { TicketId, type TicketStatus } from '../../../../../contract/tickets/values.ts';
import type { Zone } from '../../../../preferences/preferences.ts';
import { absoluteOf } from '../../../../preferences/time-format.ts';
import { shortStatus } from '../ticket-words.ts';

interface Said {
  /** After the name of who did it; a whole sentence where it was nobody. */
  readonly deed: string;
  /** Another ticket that it is about, which stands behind the deed. */
  readonly ticket: TicketId | null;
}

/** What happened to a ticket. */
export function eventWords(
  { kind, actor, detail }: TicketEvent,
  nameOf: (account: string) => string,
  zone: Zone,
): Said {
  const text = (name: string) => (typeof detail[name] === 'string' ? detail[name] : '');
  const count = (name: string) => `${detail[name] ?? 'some'} ${detail[name] === 1 ? 'message' : 'messages'}`;
  const said = (deed: string, alone: string | null = null, ticket: string | null = null): Said => ({
    deed: actor === null ? (alone ?? deed) : deed,
    ticket: TicketId.safeParse(detail[ticket ?? '']).data ?? null,
  });
  switch (kind) {
    case 'opened':
      return detail.former === undefined
        ? said('opened it', 'Opened')
        : said('opened it', 'Opened as what follows', 'former');
    case 'taken':
      return said('took it');
    case 'status':
      return said(`set it to ${statusWord(text('to'))}`, `It is ${statusWord(text('to'))}`);
    case 'priority':
      return said(`made its priority ${text('to').toLowerCase()}`);
    case 'assigned':
      return said(detail.to === null ? 'gave it back to the queue' : `assigned it to ${text('to')}`);
    case 'team':
      return said(detail.to === null ? `took it from ${text('from')}` : `gave it to ${text('to')}`);
    case 'snoozed':
      return said(detail.to === null ? 'woke it' : `snoozed it until ${text('to')}`);
    case 'woken':
      return said('woke it', 'Awake again: its moment has come');
    case 'subject':
      return said(`named it “${text('to')}”, before “${text('from')}”`);
    case 'tags':
      return said(
        [
          ...(text('added') === '' ? [] : [`added ${text('added')}`]),
          ...(text('removed') === '' ? [] : [`removed ${text('removed')}`]),
        ].join(' and '),
      );
    case 'returned':
      return said(
        `gave it back to the queue: ${text('from')} is ${text('reason')}`,
        `Back in the queue: ${text('from')} is ${text('reason')}`,
      );
    case 'answered':
      return said('', 'The answer opened it again');
    case 'unsent':
      return said('took an answer back');
    case 'scheduled':
      return said(`wrote an answer that goes ${absoluteOf(text('sendAt'), zone)}`);
    case 'unscheduled':
      return said(`stopped an answer of ${nameOf(text('owner'))} that waited`);
    case 'not-sent':
      return said(
        '',
        `An answer of ${nameOf(text('owner'))} did not go and is a draft again: ${text('why')}`,
      );
    case 'closed':
      return said('closed it', 'Closed: nobody answered for a week');
    case 'rated':
      return said('', `The member rated it ${detail.rating} of 5`);
    case 'member':
      return said(`said that this is ${text('nickname')}`);
    case 'merged':
      return said('merged it into', null, 'into');
    case 'took-in':
      return said(`merged ${count('messages')} into it, from`, null, 'from');
    case 'split':
      return said(`split ${count('messages')} off, into`, null, 'into');
    case 'split-from':
      return said(`split it off, with ${count('messages')}, from`, null, 'from');
    case 'merge-undone':
      return said(`took a merge back: ${text('from')} into ${text('into')}`);
    case 'split-undone':
      return said(`took a split back: ${text('into')} off ${text('from')}`);
    case 'referred':
      return said(`handed it to the community managers: ${text('reason')}`);
    default:
      return said(`did something that this console does not know: ${kind}`, `Something happened: ${kind}`);
  }
}

/** Whether a message says it by itself. */
export function isSaidByMessage({ kind, detail }: TicketEvent): boolean {
  if (kind === 'answered') return detail.was !== 'solved' && detail.woke !== true;
  return kind === 'replied' || kind === 'noted' || kind === 'asked';
}

function statusWord(status: string): string {
  return shortStatus[status as TicketStatus] ?? status;
}
