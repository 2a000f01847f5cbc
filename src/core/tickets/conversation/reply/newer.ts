import type { MessageId } from '../../../../contract/tickets/values.ts';
import { idValue } from '../../../database/cursor.ts';
import type { Trx } from '../../../database/database.ts';
import { realUtc, utcOf } from '../../../database/time.ts';
import { Refused } from '../../../errors.ts';
import { agoWords } from '../../../members/actions/words.ts';
import { staffNames } from '../../../staff/names.ts';
import type { TicketAtMoment, TicketColumns } from '../../work.ts';

const kept = 'Nothing was sent; what you typed is kept.';

/** @throws CONFLICT for a ticket that lies in another, with which */
export function refuseIfMerged({ merged_into }: TicketColumns): void {
  if (merged_into === null) return;
  throw new Refused('CONFLICT', `This ticket was merged into ${merged_into}: answer there. ${kept}`);
}

/**
 * Refuses what was written without the newest of what was said to and by the member; `seen` is the newest that its writer
 * had before them.
 * @throws CONFLICT with whose it is and when it came
 */
export async function refuseIfNewer(
  trx: Trx,
  { row, moment }: TicketAtMoment,
  seen: MessageId | null,
): Promise<void> {
  const newest = row.last_message_id;
  if (newest === null || BigInt(newest) <= BigInt(seen ?? 0)) return;
  const message = await trx
    .selectFrom('caretaker.ticket_message')
    .select(['at', 'kind', 'author'])
    .where('id', '=', idValue(newest))
    .executeTakeFirstOrThrow();
  const ago = agoWords(realUtc(message.at), utcOf(moment));
  throw new Refused('CONFLICT', `${await deedOf(trx, message, row)} ${ago}. Read that first. ${kept}`);
}

async function deedOf(
  trx: Trx,
  { kind, author }: { readonly kind: string; readonly author: string | null },
  { name }: TicketColumns,
): Promise<string> {
  if (kind === 'in') return `${name} wrote again`;
  if (author === null) return 'The member was asked how it was';
  const names = await staffNames(trx, {}, [author]);
  return `${names.get(author) ?? author} answered this ticket`;
}
