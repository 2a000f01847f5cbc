import { z } from 'zod';
import { procedure } from '../procedure.ts';
import { Cursor, PageLimit, Utc } from '../values.ts';
import { TicketFilter, TicketRow } from './queue.ts';
import { TicketStatus, ticketWorkers } from './values.ts';

/** A stretch of text that was found: what was typed stands between `start` and `end` of it. */
export const Highlight = z.object({
  /** Where it stands: `subject`, `name`, `in`, `out` or `note`. */
  where: z.enum(['subject', 'name', 'in', 'out', 'note']),
  text: z.string(),
  marks: z.array(z.object({ start: z.int(), end: z.int() })),
});
export type Highlight = z.infer<typeof Highlight>;

export const search = {
  /**
   * Tickets in which all the words stand, each at least as the beginning of a word, in subject, messages, names or notes;
   * a number finds the ticket of that number first. The latest first.
   */
  find: procedure(ticketWorkers)
    .input(
      z.object({
        text: z.string().trim().min(1).max(200),
        filter: TicketFilter,
        status: TicketStatus.nullable().default(null),
        cursor: Cursor.nullable().default(null),
        limit: PageLimit,
      }),
    )
    .output(
      z.object({
        rows: z.array(TicketRow.extend({ found: z.array(Highlight) })),
        next: Cursor.nullable(),
        asOf: Utc,
      }),
    ),
};
