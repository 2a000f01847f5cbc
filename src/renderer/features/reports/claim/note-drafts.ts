import { createDrafts } from '../../session/drafts.ts';

/** What is written to colleagues about a case and not sent; the request is the same until the text changes. */
export interface NoteDraft {
  readonly body: string;
  readonly requestId: string;
}

/** By the case and what it is for. */
export const noteDrafts = createDrafts<NoteDraft>();

export function draftOf(body: string): NoteDraft | undefined {
  return body === '' ? undefined : { body, requestId: crypto.randomUUID() };
}
