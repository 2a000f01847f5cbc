import { sql } from 'kysely';
import type { Draft } from '../../../../contract/tickets/conversation.ts';
import type { TicketId } from '../../../../contract/tickets/values.ts';
import type { EntryId, Utc } from '../../../../contract/values.ts';
import { idValue } from '../../../database/cursor.ts';
import type { Db } from '../../../database/database.ts';
import { utcOf } from '../../../database/time.ts';
import { Refused } from '../../../errors.ts';
import type { SignedIn } from '../../../session/open.ts';
import { readTicket } from '../../work.ts';

/** Whose draft of what. */
export interface DraftKey {
  readonly ticketId: TicketId;
  readonly owner: string;
  readonly kind: Draft['kind'];
}

export interface NewDraft extends DraftKey {
  readonly body: string;
  readonly attachments: readonly EntryId[];
  readonly shared: boolean;
  readonly sequence: number;
}

/**
 * Keeps what is being written, unless something newer is kept, in one statement: in whatever order they arrive, what stays
 * is the newest. An empty one stays as a row that shows nothing, so that none that was on its way brings back what was
 * removed; a job clears those away.
 * @throws FORBIDDEN for a colleague's draft that is not shared
 */
export async function saveDraft(
  { database, person }: SignedIn,
  draft: NewDraft,
): Promise<{ sequence: number; savedAt: Utc }> {
  return database.writeAtOnce(async (db) => {
    const before = await kept(db, draft);
    const isOwn = draft.owner === person.user;
    if (!isOwn && before?.shared !== 1) {
      throw new Refused(
        'FORBIDDEN',
        'This draft is a colleague’s, and not shared, or no longer. What you typed was not saved into it.',
      );
    }
    if (!before) await readTicket(db, draft.ticketId);
    // A colleague writes in it, but whether it is shared stays its owner's to say.
    const shared = isOwn ? draft.shared : true;
    await put(db, { ...draft, shared });
    const after = await kept(db, draft);
    if (!after) throw new Error('a draft that was saved is gone');
    if (shared || before?.shared === 1) await tell(db, draft);
    return { sequence: after.sequence, savedAt: utcOf(after.saved_at) };
  });
}

/** By the primary key. */
async function kept(db: Db, { ticketId, owner, kind }: DraftKey) {
  const row = await db
    .selectFrom('caretaker.ticket_draft')
    .select(['sequence', 'saved_at', 'shared'])
    .where('ticket_id', '=', idValue(ticketId))
    .where('owner', '=', owner)
    .where('kind', '=', kind)
    .executeTakeFirst();
  return row && { ...row, shared: Number(row.shared) };
}

/** A server sets columns from left to right: the sequence, by which the others are chosen, comes last. */
async function put(db: Db, { ticketId, owner, kind, body, attachments, shared, sequence }: NewDraft) {
  const newer = (column: string) =>
    sql`${sql.ref(column)} = IF(VALUES(sequence) > sequence, VALUES(${sql.ref(column)}), ${sql.ref(column)})`;
  await sql`
    INSERT INTO caretaker.ticket_draft
      (ticket_id, owner, kind, shared, body, attachments, sequence, saved_at)
    VALUES (${BigInt(ticketId)}, ${owner}, ${kind}, ${Number(shared)}, ${body}, ${JSON.stringify(attachments)},
      ${sequence}, UTC_TIMESTAMP(6))
    ON DUPLICATE KEY UPDATE ${sql.join(['shared', 'body', 'attachments', 'saved_at'].map(newer))},
      sequence = GREATEST(VALUES(sequence), sequence)`.execute(db);
}

async function tell(db: Db, { ticketId }: DraftKey): Promise<void> {
  await db.insertInto('caretaker.change_feed').values({ topic: 'ticket', subject_id: ticketId }).execute();
}
