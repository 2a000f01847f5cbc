import type { Selectable } from 'kysely';
import { idValue } from '../../../database/cursor.ts';
import type { Trx } from '../../../database/database.ts';
import type { TicketSchema } from '../../../database/ticket-schema.ts';
import { Refused, Unchanged } from '../../../errors.ts';
import type { TicketColumns } from '../../work.ts';
import type { KeptColumns } from '../kept.ts';

/** A merge or a split as it comes over the wire. */
export type MergeColumns = Selectable<TicketSchema['caretaker.ticket_merge']>;

/** @throws CONFLICT where it was taken back, or one of its tickets was merged or split again since */
export async function refuseIfHindered(trx: Trx, merge: MergeColumns): Promise<void> {
  const what = merge.kind === 'merge' ? 'merge' : 'split';
  if (merge.undone_at !== null) throw new Unchanged('CONFLICT', `This ${what} was taken back already.`);
  const later = await latestSince(trx, merge);
  if (later === undefined) return;
  const deed =
    later.kind === 'merge'
      ? `Ticket ${later.from_id} was merged into ticket ${later.into_id}`
      : `Ticket ${later.into_id} was split from ticket ${later.from_id}`;
  throw new Refused('CONFLICT', `${deed} since. Nothing was changed; take that back first.`);
}

/** By the indexes ticket_merge_from (from_id, id) and ticket_merge_into (into_id, id). */
async function latestSince(trx: Trx, { id, from_id, into_id }: MergeColumns) {
  const found = [];
  for (const side of ['from_id', 'into_id'] as const) {
    for (const ticket of [from_id, into_id]) {
      const latest = await trx
        .selectFrom('caretaker.ticket_merge')
        .select(['id', 'kind', 'from_id', 'into_id'])
        .where(side, '=', idValue(ticket))
        .where('id', '>', idValue(id))
        .where('undone_at', 'is', null)
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirst();
      if (latest) found.push(latest);
    }
  }
  return found.toSorted((a, b) => (BigInt(b.id) > BigInt(a.id) ? 1 : -1))[0];
}

/** Columns by which is told whether anything was said or done since. */
const telling = ['status', 'snoozed_until', 'member_id', 'last_message_id', 'first_at', 'asked_at'] as const;

export function isAsLeft(row: TicketColumns, after: KeptColumns): boolean {
  return telling.every((name) => row[name] === after[name]);
}

/** @throws CONFLICT where a person, or time, has changed what messages make of a ticket, and none came */
export function refuseIfChanged(row: TicketColumns, after: KeptColumns): void {
  if (isAsLeft(row, after)) return;
  const words =
    row.status !== after.status
      ? `is ${statusWords[row.status] ?? row.status} since`
      : row.snoozed_until !== after.snoozed_until
        ? row.snoozed_until === null
          ? 'was woken since'
          : 'was snoozed since'
        : 'was changed since';
  throw new Refused(
    'CONFLICT',
    `Ticket ${row.id} ${words}. Nothing was changed; put that back first, or split the messages.`,
  );
}

const statusWords: Readonly<Record<string, string>> = {
  new: 'new',
  open: 'open',
  waiting: 'waiting for the member',
  hold: 'on hold',
  solved: 'solved',
  closed: 'closed',
};
