import { conversation, referrals } from './tickets/conversation.ts';
import { figures } from './tickets/figures.ts';
import { ticketQueue } from './tickets/queue.ts';
import { ticketRules } from './tickets/rules.ts';
import { search } from './tickets/search.ts';

export const tickets = { ...ticketQueue, ...conversation, ...ticketRules, search, figures, referrals };
