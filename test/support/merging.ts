import { randomUUID } from 'node:crypto';
import type { MessageId, TicketId } from '../../src/contract/tickets/values.ts';
import type { EntryId } from '../../src/contract/values.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { merge } from '../../src/core/tickets/merging/merge.ts';
import { split } from '../../src/core/tickets/merging/split.ts';
import { undoMerge } from '../../src/core/tickets/merging/undo/undo.ts';
import { reindex } from '../../src/core/tickets/search/words.ts';
import type { Said, Ticketing } from './ticketing.ts';

/** What a test of merging does and looks at, as `who`. */
export function merging(at: Ticketing, who: SignedIn) {
  return {
    merge: (ticketId: TicketId, ...from: TicketId[]): Promise<EntryId[]> =>
      merge(who, { requestId: randomUUID(), ticketId, from }),
    split: (ticketId: TicketId, messages: readonly MessageId[], subject = 'Something else') =>
      split(who, { requestId: randomUUID(), ticketId, messages, subject }),
    undo: (mergeId: EntryId | undefined) =>
      undoMerge(who, { requestId: randomUUID(), mergeId: mergeId ?? ('0' as EntryId) }),
    /** The member writes to a ticket again, as the intake would keep it. */
    async says(ticketId: TicketId, said: Said = {}): Promise<MessageId> {
      const request = await at.memberSays(said);
      await at.rows(
        `INSERT INTO caretaker.ticket_message (ticket_id, kind, site_request_id, member_id, name, body, at)
         SELECT ?, 'in', id, user_id, name, body, created_at FROM community_demo.contact_requests WHERE id = ?`,
        [ticketId, request],
      );
      const [made] = await at.rows<{ id: string }>(
        'SELECT id FROM caretaker.ticket_message WHERE site_request_id = ?',
        [request],
      );
      await at.rows(
        `UPDATE caretaker.ticket SET status = IF(first_at IS NULL, 'new', 'open'), snoozed_until = NULL, awaits_us = 1,
           messages = messages + 1, last_message_id = ?, excerpt = ?, last_at = UTC_TIMESTAMP(6),
           asked_at = COALESCE(asked_at, UTC_TIMESTAMP(6)), version = version + 1 WHERE id = ?`,
        [made?.id, said.body ?? 'It says that my password is wrong.', ticketId],
      );
      return made?.id as MessageId;
    },
    /** Makes the words of these anew, as they are once all of them came in by the console itself. */
    index: (...ticketIds: TicketId[]) =>
      who.database.write(true, async (trx) => {
        for (const id of ticketIds) await reindex(trx, id);
      }),
    ids: async (ticketId: TicketId): Promise<MessageId[]> =>
      (await at.messages(ticketId)).map((row) => row.id as MessageId),
    /** All that stands of these tickets anywhere, but for their versions and histories, and the record. */
    async all(...ticketIds: TicketId[]) {
      const of = (table: string, order: string) =>
        at.rows(`SELECT * FROM caretaker.${table} WHERE ticket_id IN (?) ORDER BY ${order}`, [ticketIds]);
      const tickets = await at.rows('SELECT * FROM caretaker.ticket WHERE id IN (?) ORDER BY id', [
        ticketIds,
      ]);
      return {
        tickets: tickets.map(({ version: _, changed: _changed, ...row }) => row),
        messages: await of('ticket_message', 'id'),
        tags: await of('ticket_tag', 'ticket_id, tag'),
        followers: await of('ticket_follower', 'ticket_id, user'),
        words: await of('ticket_word', 'ticket_id, word'),
        drafts: await of('ticket_draft', 'ticket_id, owner, kind'),
        scheduled: await of('ticket_scheduled', 'id'),
        files: await of('ticket_attachment', 'id'),
        facts: await of('ticket_fact', 'id'),
        referrals: await of('ticket_referral', 'id'),
      };
    },
  };
}

export type Merging = ReturnType<typeof merging>;
