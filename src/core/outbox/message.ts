import { sql } from 'kysely';
import type { EntryId, MemberId } from '../../contract/values.ts';
import { idValue } from '../database/cursor.ts';
import type { Trx } from '../database/database.ts';

/** How long an undo still stops a message. */
export const waitSeconds = 15;

export interface NewMessage {
  /** The site takes the message once for each. */
  readonly requestId: string;
  readonly memberId: MemberId;
  readonly decisionId: EntryId;
  readonly body: string;
}

/** Puts a message to a member into the outbox, in the transaction of the decision that it tells of. */
export async function queueMessage(trx: Trx, message: NewMessage): Promise<void> {
  await trx
    .insertInto('caretaker.outbox')
    .values({
      request_id: message.requestId,
      member_id: idValue(message.memberId),
      decision_id: idValue(message.decisionId),
      body: message.body,
      due_at: sql`UTC_TIMESTAMP(6) + INTERVAL ${sql.lit(waitSeconds)} SECOND`,
    })
    .execute();
}

/** Stops the message of a decision that is taken back. One that is being delivered is waited for and stays delivered. */
export async function cancelMessage(trx: Trx, decisionId: EntryId): Promise<void> {
  await trx
    .updateTable('caretaker.outbox')
    .set({ state: 'cancelled', done_at: sql`UTC_TIMESTAMP(6)` })
    .where('decision_id', '=', idValue(decisionId))
    .where('state', '=', 'waiting')
    .execute();
}
