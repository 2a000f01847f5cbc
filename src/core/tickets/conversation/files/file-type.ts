import { attachmentTypes } from '../../../../contract/tickets/conversation.ts';
import { mediaTypeOf } from '../../../site/media-type.ts';

export type FileType = (typeof attachmentTypes)[number];

/** The type of a file by its content, whatever it was said to be; null for anything that is not taken. */
export function fileTypeOf(content: Uint8Array): FileType | null {
  const type = mediaTypeOf(content) ?? documentTypeOf(content);
  return attachmentTypes.find((it) => it === type) ?? null;
}

function documentTypeOf(content: Uint8Array): string | null {
  if (Buffer.from(content.subarray(0, 5)).toString('latin1') === '%PDF-') return 'application/pdf';
  return isPlainText(content) ? 'text/plain' : null;
}

/** Tabulators and ends of lines are the only control characters of a text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/;

function isPlainText(content: Uint8Array): boolean {
  try {
    return !controls.test(new TextDecoder('utf-8', { fatal: true }).decode(content));
  } catch {
    return false;
  }
}
