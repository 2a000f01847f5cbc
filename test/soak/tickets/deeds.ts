/** What a call told an agent that it had done. It must be found in the database afterwards, whatever was killed. */
export type TicketDeed =
  | { readonly deed: 'taken'; readonly ticketId: string }
  | {
      readonly deed: 'replied';
      readonly ticketId: string;
      readonly requestId: string;
      readonly messageId: string;
    }
  | {
      readonly deed: 'unsent';
      readonly ticketId: string;
      readonly requestId: string;
      readonly messageId: string;
    }
  | {
      readonly deed: 'wrote a note' | 'changed' | 'took back';
      readonly ticketId: string;
      readonly requestId: string;
    };
