import type { MessageId, TicketId } from '../../../../contract/tickets/values.ts';
import { ticketWorkers } from '../../../../contract/tickets/values.ts';
import type { EntryId } from '../../../../contract/values.ts';
import { idValue } from '../../../database/cursor.ts';
import type { Trx } from '../../../database/database.ts';
import { Refused } from '../../../errors.ts';
import { listWords } from '../../../members/actions/words.ts';
import { doOnce } from '../../../record/once.ts';
import type { SignedIn } from '../../../session/open.ts';
import { addWords } from '../../search/words.ts';
import { lockTicket, saveTicket, type TicketAtMoment } from '../../work.ts';
import { emptyDrafts } from '../drafts/give-back.ts';
import { familyOf } from '../family.ts';
import { bindFiles } from '../files/files.ts';
import { follow } from '../followers.ts';

export interface Note {
  readonly requestId: string;
  readonly ticketId: TicketId;
  readonly body: string;
  readonly mentions: readonly string[];
  readonly attachments: readonly EntryId[];
}

/**
 * Writes for colleagues; those who are mentioned follow the ticket from here on. The record says that there is a note, not
 * what it says. Asked again with the same request, it is the same note.
 */
export async function note(signedIn: SignedIn, it: Note): Promise<{ messageId: MessageId }> {
  const entry = {
    requestId: it.requestId,
    action: 'ticket.noted',
    subjectKind: 'ticket',
    subjectId: it.ticketId,
  } as const;
  await doOnce(signedIn, entry, async (trx) => {
    const at = await lockTicket(trx, it.ticketId);
    await refuseStrangers(trx, it.mentions);
    const messageId = await addNote(trx, at, it);
    await bindFiles(trx, {
      ids: it.attachments,
      ticketIds: it.attachments.length === 0 ? [] : await familyOf(trx, {}, it.ticketId),
      messageId,
    });
    const { user } = signedIn.person;
    await emptyDrafts(trx, { ticketId: it.ticketId, owner: user, body: it.body, kind: 'note' });
  });
  const made = await signedIn.database.readPrimary(undefined, (db, run) =>
    db
      .selectFrom('caretaker.ticket_message')
      .select('id')
      .where('request_id', '=', it.requestId)
      .executeTakeFirstOrThrow(run),
  );
  return { messageId: made.id as MessageId };
}

/** Writes a note into a ticket that is locked. Nothing that an answer rests on changes with it. */
export async function addNote(
  trx: Trx,
  at: TicketAtMoment,
  { requestId, body, mentions }: Pick<Note, 'body' | 'mentions'> & { readonly requestId: string | null },
): Promise<MessageId> {
  const { row } = at;
  const { insertId } = await trx
    .insertInto('caretaker.ticket_message')
    .values({ ticket_id: idValue(row.id), kind: 'note', request_id: requestId, body })
    .executeTakeFirstOrThrow();
  const messageId = String(insertId) as MessageId;
  const users = [...new Set(mentions)].sort();
  if (users.length > 0) {
    await trx
      .insertInto('caretaker.ticket_mention')
      .values(users.map((user) => ({ message_id: idValue(messageId), user })))
      .execute();
  }
  await follow(trx, row.id, users);
  await addWords(trx, row.id, body);
  await saveTicket(trx, at, { messages: row.messages + 1 });
  return messageId;
}

/** @throws INVALID_INPUT for whoever does not answer members, or no longer */
async function refuseStrangers(trx: Trx, users: readonly string[]): Promise<void> {
  if (users.length === 0) return;
  const rows = await trx
    .selectFrom('caretaker.staff')
    .select('user')
    .where('user', 'in', [...users])
    .where('role', 'in', [...ticketWorkers])
    .where('removed_at', 'is', null)
    .execute();
  const strangers = users.filter((user) => !rows.some((row) => row.user === user));
  if (strangers.length === 0) return;
  throw new Refused(
    'INVALID_INPUT',
    `${listWords(strangers)} would not see it: ${strangers.length === 1 ? 'this account does' : 'these accounts do'} not answer members, or no longer. Nothing was written; what you typed is kept.`,
    [{ path: 'mentions', problem: `not of support: ${strangers.join(', ')}` }],
  );
}
