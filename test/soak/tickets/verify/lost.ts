import type { Diary } from '../../diary.ts';
import type { TicketDeed } from '../deeds.ts';
import type { Tables } from './tables.ts';

const actions = {
  replied: 'ticket.replied',
  unsent: 'ticket.reply_unsent',
  'wrote a note': 'ticket.noted',
  changed: 'ticket.changed',
  'took back': 'ticket.change_undone',
} as const;

/** What agents were told that had been done, and is not in the tables: answers with what took them back, and all else. */
export function lost(
  { told }: Diary<TicketDeed>,
  { messages, entries }: Tables,
  taken: ReadonlySet<string>,
): { readonly answers: string[]; readonly others: string[] } {
  const isThere = (by: string, it: TicketDeed): boolean => {
    if (it.deed === 'taken') return taken.has(`${it.ticketId} ${by}`);
    const entry = entries.get(it.requestId);
    if (entry?.action !== actions[it.deed] || entry.subject_id !== it.ticketId || entry.actor !== by)
      return false;
    if (it.deed !== 'replied' && it.deed !== 'unsent') return true;
    const message = messages.get(it.messageId);
    if (message?.kind !== 'out' || message.author !== by || String(message.ticket_id) !== it.ticketId)
      return false;
    return it.deed === 'replied' ? message.request_id === it.requestId : Number(message.withdrawn) === 1;
  };
  const missing = told.filter(({ by, told: it }) => !isThere(by, it));
  const words = (those: typeof told) => those.map((it) => `${it.by} was told: ${JSON.stringify(it.told)}`);
  const isAnswer = ({ told: it }: (typeof told)[number]) => it.deed === 'replied' || it.deed === 'unsent';
  return {
    answers: words(missing.filter(isAnswer)),
    others: words(missing.filter((it) => !isAnswer(it))),
  };
}
