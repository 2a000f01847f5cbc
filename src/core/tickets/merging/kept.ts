import { z } from 'zod';
import { idValue } from '../../database/cursor.ts';
import type { Trx } from '../../database/database.ts';
import { Refused } from '../../errors.ts';
import type { TicketColumns } from '../work.ts';
import { standingColumns } from './union.ts';

/** All that a merge or a split sets of a ticket, and its clocks. */
const keptColumns = [
  ...standingColumns,
  'due_at',
  'clock_since',
  'warn_at',
  'warned',
  'rules_version',
  'priority',
  'team_id',
] as const;
export type KeptColumns = Pick<TicketColumns, (typeof keptColumns)[number]>;

const Columns = z
  .record(z.string(), z.union([z.string(), z.number(), z.null()]))
  .transform((row) => columnsOf(row as unknown as TicketColumns));

/** Of a ticket that took part in a merge or a split: how it was before, and just after. */
const Kept = z.object({
  before: Columns,
  after: Columns,
  /** What it was given: tags, and accounts that follow it. */
  tags: z.array(z.string()),
  followers: z.array(z.string()),
  /** The newest message of both, in whichever of them: those after it came since. */
  lastMessageId: z.string().regex(/^\d{1,19}$/),
});
export type Kept = z.infer<typeof Kept>;

function columnsOf(row: TicketColumns): KeptColumns {
  return Object.fromEntries(keptColumns.map((name) => [name, row[name]])) as unknown as KeptColumns;
}

/** As a column keeps it. */
export function keep(
  kept: Omit<Kept, 'before' | 'after'> & { before: TicketColumns; after: TicketColumns },
): string {
  return JSON.stringify({ ...kept, before: columnsOf(kept.before), after: columnsOf(kept.after) });
}

/** @throws CONFLICT for what no console would have kept */
export function keptOf(text: string): Kept {
  try {
    return Kept.parse(JSON.parse(text));
  } catch {
    throw new Refused(
      'CONFLICT',
      'What the tickets were before cannot be read any more. Nothing was changed.',
    );
  }
}

/** A merge or a split, to which its messages are moved. */
export interface NewMerge {
  readonly requestId: string;
  readonly kind: 'merge' | 'split';
  readonly fromId: string;
  readonly intoId: string;
  /** Of the one that messages are taken from, and of the one that they are put into. */
  readonly from: string;
  readonly into: string;
}

/** @returns its number */
export async function addMerge(trx: Trx, merge: NewMerge): Promise<string> {
  const { insertId } = await trx
    .insertInto('caretaker.ticket_merge')
    .values({
      request_id: merge.requestId,
      kind: merge.kind,
      from_id: idValue(merge.fromId),
      into_id: idValue(merge.intoId),
      before_from: merge.from,
      before_into: merge.into,
    })
    .executeTakeFirstOrThrow();
  return String(insertId);
}
