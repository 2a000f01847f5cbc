import { sql } from 'kysely';
import type { Delivery } from '../../contract/members/actions.ts';
import type { EntryId, MemberId } from '../../contract/values.ts';
import { idValue } from '../database/cursor.ts';
import type { Trx } from '../database/database.ts';

/** How long an undo still stops a message. */
export const waitSeconds = 15;

/** What a message tells of: a decision about its member, or one about a case that they are the author of or reported. */
export interface Told {
  readonly of: 'member' | 'case';
  readonly decisionId: EntryId;
}

const columnOfTold = { member: 'decision_id', case: 'report_decision_id' } as const;

export interface NewMessage {
  /** The site takes the message once for each. */
  readonly requestId: string;
  readonly memberId: MemberId;
  readonly body: string;
}

/** Messages put in by one statement: of the longest ones, less than a server takes in a packet. */
const batch = 200;

/** Puts messages into the outbox, in the transaction of the decision that they tell of. */
export async function queueMessages(trx: Trx, told: Told, messages: readonly NewMessage[]): Promise<void> {
  for (let start = 0; start < messages.length; start += batch) {
    await trx
      .insertInto('caretaker.outbox')
      .values(
        messages.slice(start, start + batch).map((message) => ({
          request_id: message.requestId,
          member_id: idValue(message.memberId),
          [columnOfTold[told.of]]: idValue(told.decisionId),
          body: message.body,
          due_at: sql<string>`UTC_TIMESTAMP(6) + INTERVAL ${sql.lit(waitSeconds)} SECOND`,
        })),
      )
      .execute();
  }
}

/** Stops the messages of a decision that is taken back. One that is being delivered is waited for and stays delivered. */
export async function cancelMessages(trx: Trx, told: Told): Promise<void> {
  await trx
    .updateTable('caretaker.outbox')
    .set({ state: 'cancelled', done_at: sql`UTC_TIMESTAMP(6)` })
    .where(columnOfTold[told.of], '=', idValue(told.decisionId))
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
