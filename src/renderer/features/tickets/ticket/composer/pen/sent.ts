import type { TicketChange } from '../../../../../../contract/tickets/queue.ts';
import type { MessageId, TicketId } from '../../../../../../contract/tickets/values.ts';
import type { EntryId, Utc } from '../../../../../../contract/values.ts';

/** What was handed over, as it was: asked again under its id, it is done once. */
export type Sent =
  | { readonly as: 'reply'; readonly request: ReplyRequest }
  | { readonly as: 'scheduled'; readonly request: ReplyRequest & { sendAt: Utc } }
  | { readonly as: 'note'; readonly request: NoteRequest };

interface ReplyRequest {
  requestId: string;
  ticketId: TicketId;
  seen: MessageId | null;
  body: string;
  attachments: EntryId[];
  change: TicketChange;
}

interface NoteRequest {
  requestId: string;
  ticketId: TicketId;
  body: string;
  mentions: string[];
  attachments: EntryId[];
}
