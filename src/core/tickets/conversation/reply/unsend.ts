import type { MessageId, TicketId } from '../../../../contract/tickets/values.ts';
import { idValue } from '../../../database/cursor.ts';
import type { Db, Run, Trx } from '../../../database/database.ts';
import { realUtc, utcOf } from '../../../database/time.ts';
import { Refused } from '../../../errors.ts';
import { agoWords } from '../../../members/actions/words.ts';
import { cancelMessages } from '../../../outbox/message.ts';
import { doOnce } from '../../../record/once.ts';
import type { SignedIn } from '../../../session/open.ts';
import { staffNames } from '../../../staff/names.ts';
import { reindex } from '../../search/words.ts';
import { addTicketEvents, lockTicket } from '../../work.ts';
import { giveBackDraft } from '../drafts/give-back.ts';
import { looseByMessage } from '../files/files.ts';
import { putBack } from './put-back.ts';

/** Takes back an answer of one's own that has not gone. Asked again with the same request, nothing more is done. */
export async function unsend(
  signedIn: SignedIn,
  { requestId, messageId }: { requestId: string; messageId: MessageId },
): Promise<void> {
  const { database, person } = signedIn;
  const { ticket_id: found } = await database.readPrimary(undefined, (db, run) =>
    readAnswer(db, messageId, run),
  );
  const entry = {
    requestId,
    action: 'ticket.reply_unsent',
    subjectKind: 'ticket',
    subjectId: found,
    detail: { message: messageId },
  } as const;
  await doOnce(signedIn, entry, async (trx) => {
    const at = await lockTicket(trx, found as TicketId);
    const message = await readAnswer(trx, messageId);
    if (message.ticket_id !== found) throw moved();
    await refuseUnlessOwn(trx, message.author, person.user);
    await refuseIfGone(trx, messageId, at.moment);
    await cancelMessages(trx, { of: 'ticket', messageId });
    await trx
      .updateTable('caretaker.ticket_message')
      .set({ withdrawn: 1 })
      .where('id', '=', idValue(messageId))
      .execute();
    await putBack(trx, at, message);
    const attachments = await looseByMessage(trx, messageId);
    await giveBackDraft(
      trx,
      { ticketId: found as TicketId, owner: person.user },
      { body: message.body, attachments },
    );
    await reindex(trx, found);
    await addTicketEvents(trx, [{ ticketId: found, kind: 'unsent', detail: { message: messageId } }]);
  });
}

/** @throws NOT_FOUND */
async function readAnswer(db: Db, messageId: MessageId, run?: Run) {
  const message = await db
    .selectFrom('caretaker.ticket_message')
    .select(['id', 'ticket_id', 'at', 'author', 'body', 'before_ticket'])
    .where('id', '=', idValue(messageId))
    .where('kind', '=', 'out')
    .executeTakeFirst(run);
  if (!message) throw new Refused('NOT_FOUND', 'There is no such answer.');
  return message;
}

function moved(): Refused {
  return new Refused(
    'CONFLICT',
    'A colleague has just merged or split this ticket. Nothing was taken back; try again.',
  );
}

async function refuseUnlessOwn(trx: Trx, author: string | null, user: string): Promise<void> {
  if (author === user) return;
  const names = await staffNames(trx, {}, author === null ? [] : [author]);
  const name = names.get(author ?? '') ?? author ?? 'a colleague';
  throw new Refused('FORBIDDEN', `This answer is by ${name}, who alone can take it back.`);
}

/** Waits for whoever hands it to the site just now. @throws CONFLICT where it has gone, or was taken back before */
async function refuseIfGone(trx: Trx, messageId: MessageId, moment: string): Promise<void> {
  const message = await trx
    .selectFrom('caretaker.outbox')
    .select(['state', 'done_at'])
    .where('ticket_message_id', '=', idValue(messageId))
    .forUpdate()
    .executeTakeFirst();
  if (message?.state === 'waiting') return;
  if (message?.state === 'cancelled') {
    throw new Refused('CONFLICT', 'This answer was taken back before. Nothing was changed.');
  }
  const when = message?.done_at == null ? '' : ` ${agoWords(realUtc(message.done_at), utcOf(moment))}`;
  throw new Refused('CONFLICT', `The site took this answer${when}: it cannot be taken back any more.`);
}
