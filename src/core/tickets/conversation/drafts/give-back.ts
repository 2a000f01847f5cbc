import { sql } from 'kysely';
import type { TicketId } from '../../../../contract/tickets/values.ts';
import type { EntryId } from '../../../../contract/values.ts';
import { idValue } from '../../../database/cursor.ts';
import type { Trx } from '../../../database/database.ts';
import { familyOf } from '../family.ts';
import { fileIdsOf } from '../files/files.ts';
import type { DraftKey } from './save.ts';

/** What a column holds. */
const longest = 8000;

/**
 * Empties the draft of a text that goes out: that of its writer at the ticket, and wherever in the tickets merged into it
 * the same text stands, if a colleague shared it also there. A row that shows nothing is left, with its sequence.
 */
export async function emptyDrafts(
  trx: Trx,
  {
    ticketId,
    owner,
    body,
    kind = 'reply',
  }: Omit<DraftKey, 'kind'> & { body: string; kind?: DraftKey['kind'] },
): Promise<void> {
  const family = await familyOf(trx, {}, ticketId);
  await sql`
    UPDATE caretaker.ticket_draft SET body = '', attachments = '[]', saved_at = UTC_TIMESTAMP(6)
    WHERE ticket_id IN (${sql.join(family.map(idValue))}) AND kind = ${kind} AND (
      ticket_id = ${idValue(ticketId)} AND owner = ${owner}
      OR (owner = ${owner} OR shared = 1) AND CAST(TRIM(body) AS BINARY) = CAST(${body} AS BINARY))`.execute(
    trx,
  );
}

/**
 * Makes a draft again of what does not go out, as the newest; what its writer has begun since stands below it. The files
 * are loose again.
 */
export async function giveBackDraft(
  trx: Trx,
  { ticketId, owner }: { readonly ticketId: TicketId; readonly owner: string },
  { body, attachments }: { readonly body: string; readonly attachments: readonly EntryId[] },
): Promise<void> {
  const begun = await trx
    .selectFrom('caretaker.ticket_draft')
    .select(['body', 'attachments', 'sequence', 'shared'])
    .where('ticket_id', '=', idValue(ticketId))
    .where('owner', '=', owner)
    .where('kind', '=', 'reply')
    .forUpdate()
    .executeTakeFirst();
  const rest = begun?.body.trim() ?? '';
  const text = rest === '' || rest === body ? body : `${body}\n\n${begun?.body}`;
  await trx
    .replaceInto('caretaker.ticket_draft')
    .values({
      ticket_id: idValue(ticketId),
      owner,
      kind: 'reply',
      shared: Number(begun?.shared ?? 0),
      body: [...text].slice(0, longest).join(''),
      attachments: JSON.stringify([...new Set([...attachments, ...fileIdsOf(begun?.attachments ?? '[]')])]),
      sequence: (begun?.sequence ?? 0) + 1,
    })
    .execute();
}
