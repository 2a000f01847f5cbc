import type { TicketId } from '../../../contract/tickets/values.ts';
import { idValue } from '../../database/cursor.ts';
import type { Db, Run } from '../../database/database.ts';

/** Deeper, or more, than anyone merges: a bound for what any account of the workspace may write. */
const deepest = 8;
const most = 200;

/**
 * The ticket and those that lie merged in it, also through another: where its drafts, files and scheduled replies are. By
 * the index ticket_merged (merged_into, id); one statement where nothing is merged.
 */
export async function familyOf(db: Db, run: Run, ticketId: TicketId): Promise<TicketId[]> {
  const family = [ticketId];
  let layer = [ticketId];
  for (let depth = 0; depth < deepest && layer.length > 0 && family.length < most; depth += 1) {
    const rows = await db
      .selectFrom('caretaker.ticket')
      .select('id')
      .where('merged_into', 'in', layer.map(idValue))
      .orderBy('id')
      .limit(most)
      .execute(run);
    layer = rows.map((row) => row.id as TicketId).filter((id) => !family.includes(id));
    family.push(...layer);
  }
  return family;
}
