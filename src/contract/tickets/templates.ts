import { openPlaceholdersOf } from '../templates.ts';

/** What Caretaker fills into a reply by itself, with what each stands for. */
export const ticketPlaceholders = {
  nickname: 'the member’s nickname, or the name they gave',
  ticket: 'the number of the ticket',
  subject: 'what the ticket is about',
  me: 'the name that the writer is known by outside',
  team: 'the team of the ticket',
} as const;
export type TicketPlaceholder = keyof typeof ticketPlaceholders;

/** The names in braces that the writer has to fill. */
export function openTicketPlaceholders(text: string): string[] {
  return openPlaceholdersOf(text, ticketPlaceholders);
}
