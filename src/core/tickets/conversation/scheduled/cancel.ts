import type { TicketId } from '../../../../contract/tickets/values.ts';
import type { EntryId } from '../../../../contract/values.ts';
import { idValue } from '../../../database/cursor.ts';
import type { Trx } from '../../../database/database.ts';
import { giveBackDraft } from '../drafts/give-back.ts';
import { fileIdsOf } from '../files/files.ts';

/** A scheduled answer that does not go. */
export interface Stopped {
  readonly id: EntryId;
  readonly ticketId: TicketId;
  readonly owner: string;
}

/**
 * Stops scheduled answers that still wait, one or all of some tickets, which are locked: the text of each is its owner's
 * draft again. @returns those that it stopped
 */
export async function cancelScheduled(
  trx: Trx,
  which: { readonly id: EntryId } | { readonly ticketIds: readonly TicketId[] },
): Promise<Stopped[]> {
  const waiting = trx
    .selectFrom('caretaker.ticket_scheduled')
    .select(['id', 'ticket_id', 'owner', 'body', 'attachments'])
    .where('state', '=', 'waiting');
  const rows = await ('id' in which
    ? waiting.where('id', '=', idValue(which.id))
    : waiting.where('ticket_id', 'in', which.ticketIds.map(idValue))
  )
    .orderBy('id')
    .forUpdate()
    .execute();
  for (const { id, ticket_id, owner, body, attachments } of rows) {
    await trx
      .updateTable('caretaker.ticket_scheduled')
      .set({ state: 'cancelled' })
      .where('id', '=', idValue(id))
      .execute();
    await giveBackDraft(
      trx,
      { ticketId: ticket_id as TicketId, owner },
      { body, attachments: fileIdsOf(attachments) },
    );
  }
  return rows.map((row) => ({
    id: row.id as EntryId,
    ticketId: row.ticket_id as TicketId,
    owner: row.owner,
  }));
}
