import type { TicketId } from '../../../contract/tickets/values.ts';
import { idValue } from '../../database/cursor.ts';
import type { SignedIn } from '../../session/open.ts';
import { readTicket } from '../work.ts';

/** Follows a ticket, or no longer. */
export async function followTicket(
  { database, person }: SignedIn,
  { ticketId, follow }: { ticketId: TicketId; follow: boolean },
): Promise<void> {
  const { user } = person;
  await database.writeAtOnce(async (db) => {
    if (!follow) {
      await db
        .deleteFrom('caretaker.ticket_follower')
        .where('user', '=', user)
        .where('ticket_id', '=', idValue(ticketId))
        .execute();
      return;
    }
    await readTicket(db, ticketId);
    await db
      .insertInto('caretaker.ticket_follower')
      .ignore()
      .values({ user, ticket_id: idValue(ticketId) })
      .execute();
  });
}
