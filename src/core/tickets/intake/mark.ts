import { type Selectable, sql } from 'kysely';
import type { Db } from '../../database/database.ts';
import type { TicketSchema } from '../../database/ticket-schema.ts';
import type { MarkRow } from '../../intake/mark.ts';

/** How far the site's requests were read: the one row of `ticket_intake`. */
export type TicketMark = Omit<Selectable<TicketSchema['caretaker.ticket_intake']>, 'id'>;

export const ticketMark: MarkRow<TicketMark> = {
  async read(db, run) {
    return theRow(await selectMark(db).executeTakeFirst(run));
  },
  async lock(trx) {
    return theRow(await selectMark(trx).forUpdate().executeTakeFirst());
  },
  async move(trx, moved) {
    await trx.updateTable('caretaker.ticket_intake').set(moved).where('id', '=', 1).execute();
  },
};

function theRow(row: TicketMark | undefined): TicketMark {
  if (!row) throw new Error('ticket_intake lacks its row');
  return row;
}

function selectMark(db: Db) {
  return db
    .selectFrom('caretaker.ticket_intake')
    .select(['turn', 'after_id', 'fresh_at'])
    .where('id', '=', sql.lit(1));
}
