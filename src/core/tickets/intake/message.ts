import type { Trx } from '../../database/database.ts';
import type { Incoming } from '../channels/channel.ts';

/**
 * Keeps a request in a ticket, once by its number. What it says, and which member says it, the server takes from the site.
 * One without words, which only rates, is shown to nobody. @returns the number of the message
 */
export async function keepMessage(
  trx: Trx,
  ticketId: string,
  request: Incoming,
  o: { readonly name: string; readonly thanks?: boolean; readonly hidden?: boolean },
): Promise<string> {
  const { insertId } = await trx
    .insertInto('caretaker.ticket_message')
    .values({
      ticket_id: ticketId,
      at: request.at,
      kind: 'in',
      site_request_id: request.id,
      member_id: request.memberId,
      name: o.name,
      body: request.body,
      thanks: Number(o.thanks ?? false),
      withdrawn: Number(o.hidden ?? false),
    })
    .executeTakeFirstOrThrow();
  return String(insertId);
}
