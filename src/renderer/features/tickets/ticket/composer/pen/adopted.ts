import type { Draft } from '../../../../../../contract/tickets/conversation.ts';
import type { MessageId } from '../../../../../../contract/tickets/values.ts';
import { isEmpty, isSaved, type Written } from './written.ts';

/** How far in time an answer must be from a draft for its silence to mean that the draft is gone, in milliseconds. */
const doubt = 5000;

/**
 * What is written, after the database told what draft it has. What was typed here and not saved stays; otherwise a later
 * draft is taken up, and one that is gone, since a colleague took it over or it was sent elsewhere, goes here too.
 */
export function adopted(
  now: Written,
  draft: Draft | undefined,
  asOf: string,
  newest: MessageId | null,
): Written {
  if (!isSaved(now) || now.sent !== null) return now;
  if (draft !== undefined) {
    if (now.savedAt !== null && draft.savedAt <= now.savedAt) return now;
    const { body, attachments, shared, sequence, savedAt } = draft;
    return { ...now, body, attachments, shared, sequence, savedAt, seen: newest };
  }
  const gone = !isEmpty(now) && now.savedAt !== null && Date.parse(asOf) - Date.parse(now.savedAt) > doubt;
  return gone ? { ...now, body: '', attachments: [], change: {}, savedAt: null } : now;
}
