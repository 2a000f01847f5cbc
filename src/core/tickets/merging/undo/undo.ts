import type { TicketId } from '../../../../contract/tickets/values.ts';
import type { EntryId } from '../../../../contract/values.ts';
import { idValue } from '../../../database/cursor.ts';
import type { Db, Run, Trx } from '../../../database/database.ts';
import { Refused } from '../../../errors.ts';
import { doOnce } from '../../../record/once.ts';
import type { SignedIn } from '../../../session/open.ts';
import { reindex } from '../../search/words.ts';
import { addTicketEvents, lockTickets, type TicketAtMoment } from '../../work.ts';
import { keptOf } from '../kept.ts';
import { putMessages } from '../messages.ts';
import { type MergeColumns, refuseIfHindered } from './hindrance.ts';
import { putTogether, takeApart, type Undoing } from './tickets.ts';

/**
 * Puts back what a merge or a split moved. What came since into the ticket that messages were moved to stays there.
 * @returns the ticket that was merged into, or split, and how many messages stay in the other
 * @throws NOT_FOUND, CONFLICT
 */
export async function undoMerge(
  signedIn: SignedIn,
  { requestId, mergeId }: { readonly requestId: string; readonly mergeId: EntryId },
): Promise<{ ticketId: TicketId; stayed: number }> {
  const { database } = signedIn;
  const merge = await database.readPrimary(undefined, (db, run) => readMerge(db, mergeId, run));
  const ticketId = (merge.kind === 'merge' ? merge.into_id : merge.from_id) as TicketId;
  const entry = {
    requestId,
    action: 'ticket.merge_undone',
    subjectKind: 'ticket',
    subjectId: ticketId,
    detail: { kind: merge.kind, from: merge.from_id, into: merge.into_id, by: merge.actor },
  } as const;
  await doOnce(signedIn, entry, async (trx) => {
    const undoing = await begin(trx, mergeId, merge);
    const stayed = await staying(trx, merge);
    await (merge.kind === 'merge' ? takeApart(trx, undoing) : putTogether(trx, undoing));
    await trx
      .updateTable('caretaker.ticket_merge')
      .set({ undone_at: undoing.into.moment })
      .where('id', '=', idValue(mergeId))
      .execute();
    for (const id of [merge.from_id, merge.into_id]) await reindex(trx, id);
    const kind = `${merge.kind}-undone`;
    const detail = { from: merge.from_id, into: merge.into_id, stayed };
    await addTicketEvents(trx, [
      { ticketId: merge.from_id, kind, detail },
      { ticketId: merge.into_id, kind, detail },
    ]);
  });
  const stayed = await database.readPrimary(undefined, (db, run) => staying(db, merge, run));
  return { ticketId, stayed };
}

/** Locks the tickets and the merge, and puts its messages back into the ticket that they were in. */
async function begin(trx: Trx, mergeId: EntryId, { from_id, into_id }: MergeColumns): Promise<Undoing> {
  const locked = await lockTickets(trx, [from_id as TicketId, into_id as TicketId]);
  const merge = await trx
    .selectFrom('caretaker.ticket_merge')
    .selectAll()
    .where('id', '=', idValue(mergeId))
    .forUpdate()
    .executeTakeFirstOrThrow();
  await refuseIfHindered(trx, merge);
  const moves = await trx
    .selectFrom('caretaker.ticket_move')
    .select('message_id')
    .where('merge_id', '=', idValue(mergeId))
    .orderBy('message_id')
    .execute();
  const moved = moves.map((row) => row.message_id);
  await putMessages(trx, moved, from_id);
  const ticket = (id: string, kept: string) => ({ ...theOne(locked, id), kept: keptOf(kept) });
  return {
    from: ticket(from_id, merge.before_from),
    into: ticket(into_id, merge.before_into),
  };
}

function theOne(locked: readonly TicketAtMoment[], id: string): TicketAtMoment {
  const found = locked.find((it) => it.row.id === id);
  if (!found) throw new Error(`ticket ${id} was not locked`);
  return found;
}

async function readMerge(db: Db, mergeId: EntryId, run?: Run): Promise<MergeColumns> {
  const found = await db
    .selectFrom('caretaker.ticket_merge')
    .selectAll()
    .where('id', '=', idValue(mergeId))
    .executeTakeFirst(run);
  if (!found) throw new Refused('NOT_FOUND', 'There is no such merge.');
  return found;
}

/** How many messages came since. By the index ticket_message_ticket (ticket_id, id). */
async function staying(db: Db, { into_id, before_into }: MergeColumns, run?: Run): Promise<number> {
  const rows = await db
    .selectFrom('caretaker.ticket_message')
    .select('id')
    .where('ticket_id', '=', idValue(into_id))
    .where('id', '>', idValue(keptOf(before_into).lastMessageId))
    .where('withdrawn', '=', 0)
    .execute(run);
  return rows.length;
}
