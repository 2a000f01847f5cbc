import { expect, type Locator, type Page } from '@playwright/test';
import type { TicketId } from '../../../src/contract/tickets/values.ts';
import type { Community } from '../../support/community.ts';
import { ticketing } from '../../support/ticketing.ts';
import type { Desk } from './desk.ts';

/** Tickets of a community, as tests of the screen make and look at them. */
export function ticketsIn(town: Community) {
  const tickets = ticketing(town);
  return {
    ...tickets,
    /** A macro of everyone’s, as an administrator saves it. */
    async macro(name: string, o: { body?: string; asNote?: boolean; change?: object } = {}): Promise<void> {
      await tickets.rows(
        'INSERT INTO caretaker.ticket_macro SET name = ?, body = ?, as_note = ?, actions = ?',
        [name, o.body ?? null, Number(o.asNote ?? false), JSON.stringify(o.change ?? {})],
      );
    },
    /** The member writes once more, as the intake would have put it into the ticket. */
    async saysMore(ticketId: TicketId, body: string): Promise<void> {
      const request = await tickets.memberSays({ body });
      await tickets.rows(
        `INSERT INTO caretaker.ticket_message (ticket_id, kind, site_request_id, member_id, name, body, at)
         SELECT ?, 'in', id, user_id, name, body, created_at FROM community_demo.contact_requests WHERE id = ?`,
        [ticketId, request],
      );
      await tickets.rows(
        'UPDATE caretaker.ticket SET messages = messages + 1, last_message_id = LAST_INSERT_ID() WHERE id = ?',
        [ticketId],
      );
    },
    /** What the site was told for a ticket. */
    told: async (ticketId: TicketId) => (await tickets.notices(ticketId)).map(({ body }) => String(body)),
    /** What stands in the database of what someone writes. */
    async draft(ticketId: TicketId, owner: string): Promise<string> {
      const [row] = await tickets.rows(
        'SELECT body FROM caretaker.ticket_draft WHERE ticket_id = ? AND owner = ?',
        [ticketId, owner],
      );
      return String(row?.body ?? '');
    },
    /** Ends the time in which an answer can be taken back: a console’s job hands it to the site. */
    letGo: (ticketId: TicketId) =>
      tickets.rows(
        `UPDATE caretaker.outbox SET due_at = UTC_TIMESTAMP(6) WHERE ticket_message_id IN
           (SELECT id FROM caretaker.ticket_message WHERE ticket_id = ?)`,
        [ticketId],
      ),
  };
}

/** One ticket, wherever it is shown. */
export function ticketView(page: Page, ticketId: TicketId): Locator {
  return page.getByRole('region', { name: `Ticket ${ticketId}`, exact: true });
}

/** Goes to a ticket by address, and waits until it can be worked on. */
export async function openTicket(desk: Desk, ticketId: TicketId, page = desk.page): Promise<Locator> {
  await desk.goTo(`/tickets?ticket=${ticketId}`, page);
  const shown = ticketView(page, ticketId);
  await expect(conversation(shown).getByRole('article').first()).toBeVisible();
  return shown;
}

export function conversation(shown: Locator): Locator {
  return shown.getByRole('region', { name: 'Conversation' });
}

/** Where an answer is written. */
export function answerField(shown: Locator): Locator {
  return shown.getByRole('textbox', { name: 'Write to the member' });
}
