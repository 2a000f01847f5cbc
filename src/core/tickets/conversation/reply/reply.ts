import { sql } from 'kysely';
import type { TicketChange } from '../../../../contract/tickets/queue.ts';
import type { MessageId, TicketId } from '../../../../contract/tickets/values.ts';
import type { EntryId, Utc } from '../../../../contract/values.ts';
import type { Trx } from '../../../database/database.ts';
import { utcOf } from '../../../database/time.ts';
import { doOnce } from '../../../record/once.ts';
import type { SignedIn } from '../../../session/open.ts';
import { lockTicket, type TicketAtMoment } from '../../work.ts';
import { emptyDrafts } from '../drafts/give-back.ts';
import { answer, refuseUnreachable } from './answer.ts';
import { filledBody } from './fill.ts';
import { refuseIfMerged, refuseIfNewer } from './newer.ts';

export interface Reply {
  readonly requestId: string;
  readonly ticketId: TicketId;
  /** The newest message from or to the member that its writer had before them. */
  readonly seen: MessageId | null;
  readonly body: string;
  readonly attachments: readonly EntryId[];
  readonly change: TicketChange;
}

/**
 * Answers the member, whole or not at all: a record, a message, one to the site that can be taken back for a while. Asked
 * again with the same request, it tells what was sent the first time.
 */
export async function reply(signedIn: SignedIn, it: Reply): Promise<{ messageId: MessageId; sendAt: Utc }> {
  const { user } = signedIn.person;
  const entry = {
    requestId: it.requestId,
    action: 'ticket.replied',
    subjectKind: 'ticket',
    subjectId: it.ticketId,
    detail: { status: it.change.status ?? null, files: it.attachments.length },
  } as const;
  await doOnce(signedIn, entry, async (trx) => {
    const { at, body } = await readyToSend(trx, signedIn, it);
    await answer(trx, at, {
      requestId: it.requestId,
      user,
      body,
      files: it.attachments,
      change: it.change,
      scheduledId: null,
    });
    await emptyDrafts(trx, { ticketId: it.ticketId, owner: user, body: it.body });
  });
  return sentOf(signedIn, it.requestId);
}

/**
 * Locks the ticket, and gives what the member will read.
 * @throws CONFLICT where its writer had not seen all, it lies in another, or nobody can be reached; INVALID_INPUT where
 *   something is left to be filled in
 */
export async function readyToSend(
  trx: Trx,
  { person, site }: SignedIn,
  it: Reply,
): Promise<{ at: TicketAtMoment; body: string }> {
  const at = await lockTicket(trx, it.ticketId);
  refuseIfMerged(at.row);
  await refuseIfNewer(trx, at, it.seen);
  refuseUnreachable(at.row, site, it.attachments);
  return { at, body: await filledBody(trx, at.row, person.user, it.body) };
}

/** By the index outbox_request. */
async function sentOf({ database }: SignedIn, requestId: string) {
  const { rows } = await database.readPrimary(undefined, (db, run) =>
    sql<{ id: string; due_at: string }>`
      SELECT ticket_message_id AS id, due_at FROM caretaker.outbox WHERE request_id = ${requestId}`.execute(
      db,
      run,
    ),
  );
  const [sent] = rows;
  if (!sent) throw new Error('an answer that was written is not in the outbox');
  return { messageId: sent.id as MessageId, sendAt: utcOf(sent.due_at) };
}
