import type { Attachment } from '../../../../../../contract/tickets/conversation.ts';
import type { TicketChange } from '../../../../../../contract/tickets/queue.ts';
import type { MessageId, TicketId } from '../../../../../../contract/tickets/values.ts';
import type { Utc } from '../../../../../../contract/values.ts';
import type { Sent } from './sent.ts';

export type PenKind = 'reply' | 'note';

/** Whose text it is, on which ticket, and whether it is for the member or for colleagues. */
export interface PenName {
  readonly connectionId: string;
  readonly user: string;
  readonly ticketId: TicketId;
  readonly kind: PenKind;
}

/** What somebody is writing on a ticket. */
export interface Written {
  readonly body: string;
  readonly attachments: readonly Attachment[];
  /** Colleagues see it at the ticket, and may take it over. */
  readonly shared: boolean;
  /** What of the ticket changes with the answer. */
  readonly change: TicketChange;
  /** The newest message from or to the member that the writer had before them when they began. */
  readonly seen: MessageId | null;
  /** Grows with all that is typed; the database has it once `saved` is as much. */
  readonly edits: number;
  readonly saved: number;
  /** Of the draft in the database that was last written or read. */
  readonly sequence: number;
  readonly savedAt: Utc | null;
  /** What was sent and is not known to have arrived. */
  readonly sent: Sent | null;
}

export const blank: Written = {
  body: '',
  attachments: [],
  shared: false,
  change: {},
  seen: null,
  edits: 0,
  saved: 0,
  sequence: 0,
  savedAt: null,
  sent: null,
};

export function isEmpty({ body, attachments }: Written): boolean {
  return body.trim() === '' && attachments.length === 0;
}

export function isSaved({ edits, saved }: Written): boolean {
  return saved === edits;
}
