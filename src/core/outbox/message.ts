import { sql } from 'kysely';
import type { Delivery } from '../../contract/members/actions.ts';
import type { MessageId } from '../../contract/tickets/values.ts';
import type { EntryId, MemberId } from '../../contract/values.ts';
import { idValue } from '../database/cursor.ts';
import type { Trx } from '../database/database.ts';

/** How long an undo still stops a message. */
export const waitSeconds = 15;

/**
 * What a message tells of: a decision about its member, or one about a case that they are the author of or reported; or
 * what of a ticket it is, an answer or the question how it was.
 */
export type Told =
  | { readonly of: 'member' | 'case'; readonly decisionId: EntryId }
  | { readonly of: 'ticket'; readonly messageId: MessageId };

const columns = { member: 'decision_id', case: 'report_decision_id', ticket: 'ticket_message_id' } as const;

function idOf(told: Told) {
  return idValue<string>(told.of === 'ticket' ? told.messageId : told.decisionId);
}

export interface NewMessage {
  /** The site takes the message once for each. */
  readonly requestId: string;
  readonly memberId: MemberId;
  readonly body: string;
}

/** Messages put in by one statement: of the longest ones, less than a server takes in a packet. */
const batch = 200;

/** Puts messages into the outbox, in the transaction of what they tell of; each goes after so many seconds. */
export async function queueMessages(
  trx: Trx,
  told: Told,
  messages: readonly NewMessage[],
  seconds = waitSeconds,
): Promise<void> {
  for (let start = 0; start < messages.length; start += batch) {
    await trx
      .insertInto('caretaker.outbox')
      .values(
        messages.slice(start, start + batch).map((message) => ({
          request_id: message.requestId,
          member_id: idValue(message.memberId),
          [columns[told.of]]: idOf(told),
          body: message.body,
          due_at: sql<string>`UTC_TIMESTAMP(6) + INTERVAL ${sql.lit(seconds)} SECOND`,
        })),
      )
      .execute();
  }
}

/** Stops the messages of what is taken back. One that is being delivered is waited for and stays delivered. */
export async function cancelMessages(trx: Trx, told: Told): Promise<void> {
  await trx
    .updateTable('caretaker.outbox')
    .set({ state: 'cancelled', done_at: sql`UTC_TIMESTAMP(6)` })
    .where(columns[told.of], '=', idOf(told))
    .where('state', '=', 'waiting')
    .execute();
}

/** How far a message is. */
export function deliveryOf({ state, tries }: { readonly state: string; readonly tries: number }): Delivery {
  switch (state) {
    case 'delivered':
    case 'cancelled':
    case 'refused':
      return state;
    default:
      return Number(tries) > 0 ? 'failing' : 'waiting';
  }
}
