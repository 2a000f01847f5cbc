import type { TicketId } from '../../../contract/tickets/values.ts';
import { idValue } from '../../database/cursor.ts';
import type { Trx } from '../../database/database.ts';
import type { Incoming } from '../channels/channel.ts';
import { lockTicket, type TicketAtMoment } from '../work.ts';

/** Further than anyone merges: a bound for what any account of the workspace may write. */
const mostMerged = 20;

/**
 * The ticket, locked, in which the message lies by now that a request answers, through merges and splits. Null where there
 * is none, or it went to another member.
 */
export async function lockAnswered(trx: Trx, request: Incoming): Promise<TicketAtMoment | null> {
  const message = request.answers === null ? undefined : await messageOf(trx, request.answers);
  if (!message) return null;
  const at = await lockUnmerged(trx, message.ticket_id as TicketId);
  if (at === null || request.memberId === null || at.row.member_id === request.memberId) return at;
  return (await sentTo(trx, message.id)) === request.memberId ? at : null;
}

/** Locked, so that it is not moved before the request is beside it. */
async function messageOf(trx: Trx, requestId: string) {
  return trx
    .selectFrom('caretaker.ticket_message')
    .select(['id', 'ticket_id'])
    .where('request_id', '=', requestId)
    .where('kind', 'in', ['out', 'question'])
    .forUpdate()
    .executeTakeFirst();
}

async function lockUnmerged(trx: Trx, first: TicketId): Promise<TicketAtMoment | null> {
  let ticketId = first;
  for (let count = 0; count < mostMerged; count += 1) {
    const at = await lockTicket(trx, ticketId);
    if (at.row.merged_into === null) return at;
    ticketId = at.row.merged_into as TicketId;
  }
  return null;
}

async function sentTo(trx: Trx, messageId: string): Promise<string | undefined> {
  const row = await trx
    .selectFrom('caretaker.outbox')
    .select('member_id')
    .where('ticket_message_id', '=', idValue(messageId))
    .executeTakeFirst();
  return row?.member_id;
}
