import type { Attachment } from '../../../../contract/tickets/conversation.ts';
import { EntryId } from '../../../../contract/values.ts';
import { idValue } from '../../../database/cursor.ts';
import type { Db, Run, Trx } from '../../../database/database.ts';
import { Refused } from '../../../errors.ts';
import type { SignedIn } from '../../../session/open.ts';

/** A file’s bytes. @throws NOT_FOUND */
export async function readFile({ database }: SignedIn, id: EntryId, signal: AbortSignal | undefined) {
  const file = await database.readPrimary(signal, (db, run) =>
    db
      .selectFrom('caretaker.ticket_attachment')
      .select(['name', 'type', 'content'])
      .where('id', '=', idValue(id))
      .executeTakeFirst(run),
  );
  if (!file) throw new Refused('NOT_FOUND', 'This file is no longer there.');
  const { name, type, content } = file;
  return { name, type, data: new Blob([new Uint8Array(content)], { type }) };
}

type FileRow = Omit<Attachment, 'id'> & { readonly id: string };

/** What is told of files: never what is in them. */
export function files(db: Db) {
  return db.selectFrom('caretaker.ticket_attachment').select(['id', 'name', 'type', 'bytes', 'message_id']);
}

export function attachmentOf({ id, name, type, bytes }: FileRow): Attachment {
  return { id: id as EntryId, name, type, bytes };
}

/** Files by their numbers; those that are gone, or went out with a message, are left out. */
export async function looseFiles(db: Db, run: Run, ids: readonly string[]): Promise<Map<string, Attachment>> {
  if (ids.length === 0) return new Map();
  const rows = await files(db)
    .where('id', 'in', [...new Set(ids)].map(idValue))
    .where('message_id', 'is', null)
    .execute(run);
  return new Map(rows.map((row) => [row.id, attachmentOf(row)]));
}

/** Files of messages, by message, by the index ticket_attachment_message (message_id, id). */
export async function filesOf(
  db: Db,
  run: Run,
  messageIds: readonly string[],
): Promise<Map<string, Attachment[]>> {
  if (messageIds.length === 0) return new Map();
  const rows = await files(db)
    .where('message_id', 'in', messageIds.map(idValue))
    .orderBy('message_id')
    .orderBy('id')
    .execute(run);
  const byMessage = Map.groupBy(rows, (row) => row.message_id ?? '');
  return new Map([...byMessage].map(([id, of]) => [id, of.map(attachmentOf)]));
}

/** Puts files, each still loose and of one of these tickets, beside a message. @throws CONFLICT where one is not */
export async function bindFiles(
  trx: Trx,
  { ids, ticketIds, messageId }: { ids: readonly string[]; ticketIds: readonly string[]; messageId: string },
): Promise<void> {
  if (ids.length === 0) return;
  const distinct = [...new Set(ids)];
  const bound = await trx
    .updateTable('caretaker.ticket_attachment')
    .set({ message_id: idValue(messageId) })
    .where('id', 'in', distinct.map(idValue))
    .where('ticket_id', 'in', ticketIds.map(idValue))
    .where('message_id', 'is', null)
    .executeTakeFirstOrThrow();
  if (bound.numUpdatedRows !== BigInt(distinct.length)) throw fileGone();
}

/** Files that are kept as a JSON list of their numbers. What is no such list holds none. */
export function fileIdsOf(list: string): EntryId[] {
  try {
    return EntryId.array().parse(JSON.parse(list));
  } catch {
    return [];
  }
}

/** Takes the files of a message that does not go out from it. @returns their numbers */
export async function looseByMessage(trx: Trx, messageId: string): Promise<EntryId[]> {
  const rows = await trx
    .selectFrom('caretaker.ticket_attachment')
    .select('id')
    .where('message_id', '=', idValue(messageId))
    .orderBy('id')
    .execute();
  if (rows.length === 0) return [];
  await trx
    .updateTable('caretaker.ticket_attachment')
    .set({ message_id: null })
    .where('message_id', '=', idValue(messageId))
    .execute();
  return rows.map((row) => row.id as EntryId);
}

/** @throws CONFLICT where a file is gone, went out with a message, or is of another ticket */
export async function refuseUnlessLoose(
  trx: Trx,
  ticketIds: readonly string[],
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  const distinct = [...new Set(ids)];
  const rows = await trx
    .selectFrom('caretaker.ticket_attachment')
    .select('id')
    .where('id', 'in', distinct.map(idValue))
    .where('ticket_id', 'in', ticketIds.map(idValue))
    .where('message_id', 'is', null)
    .execute();
  if (rows.length !== distinct.length) throw fileGone();
}

function fileGone(): Refused {
  return new Refused(
    'CONFLICT',
    'A file that goes with this is no longer there, or went out with another message. Nothing was sent; what you typed is kept.',
  );
}
