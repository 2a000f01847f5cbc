import { idValue } from '../../database/cursor.ts';
import type { Trx } from '../../database/database.ts';

/** Has people follow a ticket, in one order everywhere. */
export async function follow(trx: Trx, ticketId: string, users: readonly string[]): Promise<void> {
  if (users.length === 0) return;
  await trx
    .insertInto('caretaker.ticket_follower')
    .ignore()
    .values([...new Set(users)].sort().map((user) => ({ user, ticket_id: idValue(ticketId) })))
    .execute();
}
