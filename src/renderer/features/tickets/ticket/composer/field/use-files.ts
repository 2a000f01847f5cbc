import { useState } from 'react';
import {
  type Attachment,
  attachmentBytesMost,
  attachmentsMost,
  attachmentTypes,
} from '../../../../../../contract/tickets/conversation.ts';
import { client } from '../../../../../transport/client.ts';
import { failureOf } from '../../../../../transport/failure.ts';
import { sizeWords } from '../../thread/size-words.ts';
import type { Pen } from '../pen/use-pen.ts';

/** A file on its way to the database, or why it is not. */
export interface Upload {
  readonly key: string;
  readonly file: File;
  readonly problem: string | null;
}

/** The files of what is written: each is kept with the ticket at once, and said at once where it cannot be. */
export function useFiles(pen: Pen) {
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const drop = (key: string) => setUploads((now) => now.filter((each) => each.key !== key));
  const mark = (key: string, problem: string | null) =>
    setUploads((now) => now.map((each) => (each.key === key ? { ...each, problem } : each)));
  const upload = async ({ key, file }: Upload) => {
    mark(key, null);
    try {
      const attachment = await client.tickets.attach({
        ticketId: pen.name.ticketId,
        requestId: key,
        name: file.name,
        data: file,
      });
      pen.change({ attachments: [...pen.read().attachments, attachment] });
      drop(key);
    } catch (error) {
      mark(key, failureOf(error).message);
    }
  };
  return {
    uploads,
    onTheirWay: uploads.some(({ problem }) => problem === null),
    add(files: readonly File[]) {
      const room = attachmentsMost - pen.read().attachments.length - uploads.length;
      const some = files.map((file, at) => ({
        key: crypto.randomUUID(),
        file,
        problem: at < room ? problemOf(file) : `At most ${attachmentsMost} files go with a message.`,
      }));
      setUploads((now) => [...now, ...some]);
      for (const each of some) if (each.problem === null) void upload(each);
    },
    drop,
    remove: (id: Attachment['id']) =>
      pen.change({ attachments: pen.read().attachments.filter((each) => each.id !== id) }),
  };
}

/** What is wrong with a file, as far as it can be told before it is read; null where nothing is. */
export function problemOf({ size, type }: { size: number; type: string }): string | null {
  if (size === 0) return 'It is empty.';
  if (size > attachmentBytesMost)
    return `It has ${sizeWords(size)}; at most ${sizeWords(attachmentBytesMost)}.`;
  if (type !== '' && !(attachmentTypes as readonly string[]).includes(type)) {
    return 'Pictures, PDF and plain text can be sent.';
  }
  return null;
}
