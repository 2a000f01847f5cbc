import { type Attachment, attachmentBytesMost } from '../../../../contract/tickets/conversation.ts';
import type { TicketId } from '../../../../contract/tickets/values.ts';
import { idValue } from '../../../database/cursor.ts';
import { failureOf } from '../../../database/errors.ts';
import { Refused } from '../../../errors.ts';
import type { SignedIn } from '../../../session/open.ts';
import { readTicket } from '../../work.ts';
import { safeFileName } from './file-name.ts';
import { fileTypeOf } from './file-type.ts';
import { attachmentOf, files } from './files.ts';

const kept = 'It was not kept; what you typed is.';

/**
 * Keeps a file for what is being written. Asked again with the same request, the file that there is comes back.
 * @throws NOT_FOUND without the ticket, INVALID_INPUT for what is too large, empty or of a type that is not taken
 */
export async function attach(
  { database, person }: SignedIn,
  { requestId, ticketId, name, data }: { requestId: string; ticketId: TicketId; name: string; data: Blob },
): Promise<Attachment> {
  // Looked at before it is read: what is too large is not put together in memory.
  if (data.size > attachmentBytesMost) {
    const megabytes = attachmentBytesMost / 1_000_000;
    throw refusedFile(`“${name}” is larger than ${megabytes} MB. ${kept}`, `larger than ${megabytes} MB`);
  }
  if (data.size === 0) throw refusedFile(`“${name}” is empty. ${kept}`, 'empty');
  const content = Buffer.from(await data.arrayBuffer());
  const type = fileTypeOf(content);
  if (type === null) {
    throw refusedFile(
      `“${name}” is none of the files that are taken: pictures (PNG, JPEG, GIF, WebP), PDF and plain text, told by what is in them. ${kept}`,
      'not a type that is taken',
    );
  }
  try {
    await database.write(true, async (trx) => {
      await readTicket(trx, ticketId);
      await trx
        .insertInto('caretaker.ticket_attachment')
        .values({
          request_id: requestId,
          ticket_id: idValue(ticketId),
          name: safeFileName(name, type),
          type,
          bytes: content.byteLength,
          content,
        })
        .execute();
    });
  } catch (error) {
    // Kept before: the answer was lost.
    if (failureOf(error) !== 'duplicate') throw error;
  }
  const file = await database.readPrimary(undefined, (db, run) =>
    files(db)
      .where('request_id', '=', requestId)
      .where('ticket_id', '=', idValue(ticketId))
      .where('owner', '=', person.user)
      .executeTakeFirst(run),
  );
  if (!file) {
    throw new Refused('CONFLICT', `This request was used for another file before. ${kept}`);
  }
  return attachmentOf(file);
}

function refusedFile(sentence: string, problem: string): Refused {
  return new Refused('INVALID_INPUT', sentence, [{ path: 'data', problem }]);
}
