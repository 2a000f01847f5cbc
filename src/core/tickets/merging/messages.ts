import { sql } from 'kysely';
import { idValue } from '../../database/cursor.ts';
import type { Trx } from '../../database/database.ts';
import { Refused } from '../../errors.ts';
import { excerptOf, type TicketColumns } from '../work.ts';

/** Characters by which an excerpt is made; a line has fewer. */
const beginning = 1000;

/** What is said of a message that is moved, or left. */
export interface Said {
  readonly id: string;
  readonly at: string;
  readonly kind: string;
  readonly thanks: number;
  readonly withdrawn: number;
}

/** All messages of a ticket, the first first, but for what they say. By the index ticket_message_ticket (ticket_id, id). */
export async function messagesOf(trx: Trx, ticketId: string): Promise<Said[]> {
  const rows = await trx
    .selectFrom('caretaker.ticket_message')
    .select(['id', 'at', 'kind', 'thanks', 'withdrawn'])
    .where('ticket_id', '=', idValue(ticketId))
    .orderBy('id')
    .execute();
  return rows.map((row) => ({ ...row, thanks: Number(row.thanks), withdrawn: Number(row.withdrawn) }));
}

const isShown = (it: Said) => it.withdrawn === 0;
/** Said by the member, or to them. */
export const isOfMember = (it: Said) => isShown(it) && it.kind !== 'note';

/** What messages make of a ticket. */
export interface Talk {
  /** How many a list counts. */
  readonly count: number;
  /** The newest from or to the member; undefined where there is none. */
  readonly last: Said | undefined;
  readonly firstOutAt: string | null;
  /** Of what the member asked and nobody answered, the first. */
  readonly unansweredSince: string | null;
}

export function talkOf(messages: readonly Said[]): Talk {
  const said = messages.filter(isOfMember);
  const answered = said.findLastIndex((it) => it.kind === 'out');
  const open = said.slice(answered + 1).find((it) => it.kind === 'in' && it.thanks === 0);
  return {
    count: messages.filter(isShown).length,
    last: said.at(-1),
    firstOutAt: said.find((it) => it.kind === 'out')?.at ?? null,
    unansweredSince: open?.at ?? null,
  };
}

/** Columns that show the newest message. */
export async function lastColumns(
  trx: Trx,
  last: Said,
): Promise<Pick<TicketColumns, 'excerpt' | 'last_message_id' | 'awaits_us'>> {
  const { body } = await trx
    .selectFrom('caretaker.ticket_message')
    .select(sql<string>`LEFT(body, ${sql.lit(beginning)})`.as('body'))
    .where('id', '=', idValue(last.id))
    .executeTakeFirstOrThrow();
  return {
    excerpt: excerptOf(body),
    last_message_id: last.id,
    awaits_us: Number(last.kind === 'in' && last.thanks === 0),
  };
}

/** Moves messages to another ticket, and notes which. Both tickets are locked. */
export async function moveMessages(
  trx: Trx,
  mergeId: string,
  ids: readonly string[],
  intoId: string,
): Promise<void> {
  if (ids.length === 0) return;
  await trx
    .insertInto('caretaker.ticket_move')
    .values(ids.map((id) => ({ merge_id: idValue(mergeId), message_id: idValue(id) })))
    .execute();
  await putMessages(trx, ids, intoId);
}

export async function putMessages(trx: Trx, ids: readonly string[], intoId: string): Promise<void> {
  if (ids.length === 0) return;
  await trx
    .updateTable('caretaker.ticket_message')
    .set({ ticket_id: idValue(intoId) })
    .where('id', 'in', ids.map(idValue))
    .execute();
}

/** So many of the newest answers may still be taken back. */
const mostPending = 20;

/**
 * An answer that is taken back puts the ticket back that it was written in: none is moved before it has gone.
 * @throws CONFLICT
 */
export async function refuseWhilePending(
  trx: Trx,
  ticketId: string,
  messages: readonly Said[],
): Promise<void> {
  const sent = messages.filter((it) => it.kind === 'out' && isShown(it)).slice(-mostPending);
  if (sent.length === 0) return;
  // By the index outbox_ticket_message.
  const pending = await trx
    .selectFrom('caretaker.outbox')
    .select('id')
    .where(
      'ticket_message_id',
      'in',
      sent.map((it) => idValue(it.id)),
    )
    .where('state', '=', 'waiting')
    .where('tries', '=', 0)
    .where('due_at', '>', sql<string>`SYSDATE(6)`)
    .limit(1)
    .executeTakeFirst();
  if (pending === undefined) return;
  throw new Refused(
    'CONFLICT',
    `An answer in ticket ${ticketId} can still be taken back. Nothing was changed; merge or split once it has gone.`,
  );
}
