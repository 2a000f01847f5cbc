import { sql } from 'kysely';
import { messageKinds, type TicketMessage } from '../../../contract/tickets/conversation.ts';
import type { Colleague, MessageId, TicketId } from '../../../contract/tickets/values.ts';
import { UserName } from '../../../contract/values.ts';
import { idValue } from '../../database/cursor.ts';
import type { Db, Run } from '../../database/database.ts';
import { realUtc, utcOf } from '../../database/time.ts';
import { nicknamesOf } from '../../members/nicknames.ts';
import { deliveryOf } from '../../outbox/message.ts';
import { staffNames } from '../../staff/names.ts';
import { filesOf } from './files/files.ts';

const most = 200;

/** The newest messages of a ticket, or those before one, oldest first; by the index ticket_message_ticket (ticket_id, id). */
export async function readMessages(
  db: Db,
  run: Run,
  { ticketId, before }: { ticketId: TicketId; before: MessageId | null },
): Promise<{ messages: TicketMessage[]; more: boolean }> {
  const older = before === null ? sql`` : sql`AND id < ${idValue(before)}`;
  const { rows } = await sql<MessageRow>`
    SELECT id, at, kind, author, member_id, name, body, thanks
    FROM caretaker.ticket_message FORCE INDEX (ticket_message_ticket)
    WHERE ticket_id = ${idValue(ticketId)} AND withdrawn = 0 ${older}
    ORDER BY id DESC LIMIT ${sql.lit(most + 1)}`.execute(db, run);
  const messages = await showMessages(db, run, ticketId, rows.slice(0, most).toReversed());
  return { messages, more: rows.length > most };
}

interface MessageRow {
  readonly id: string;
  readonly at: string;
  readonly kind: string;
  readonly author: string | null;
  readonly member_id: string | null;
  readonly name: string | null;
  readonly body: string;
  readonly thanks: number;
}

/** With names, files, how far each answer is, and where it was said: by keys, all at once. */
async function showMessages(
  db: Db,
  run: Run,
  ticketId: TicketId,
  rows: readonly MessageRow[],
): Promise<TicketMessage[]> {
  const ids = rows.map((row) => row.id);
  const idsOf = (kind: string) => rows.filter((row) => row.kind === kind).map((row) => row.id);
  const [names, nicknames, files, sent, mentions, origins] = await Promise.all([
    staffNames(
      db,
      run,
      rows.flatMap((row) => row.author ?? []),
    ),
    nicknamesOf(
      db,
      run,
      rows.flatMap((row) => row.member_id ?? []),
    ),
    filesOf(db, run, ids),
    readSent(db, run, idsOf('out')),
    readMentions(db, run, idsOf('note')),
    readOrigins(db, run, ids),
  ]);
  return rows.map((row) => {
    const outgoing = sent.get(row.id);
    const origin = origins.get(row.id) ?? null;
    return {
      id: row.id as MessageId,
      at: realUtc(row.at),
      kind: messageKinds.find((kind) => kind === row.kind) ?? 'note',
      author: colleagueOf(row.author, names),
      from: row.kind === 'in' ? (nicknames.get(row.member_id ?? '') ?? row.name ?? 'someone') : null,
      body: row.body,
      attachments: files.get(row.id) ?? [],
      delivery: outgoing ? deliveryOf(outgoing) : null,
      problem: outgoing?.last_error ?? null,
      sendAt: outgoing?.state === 'waiting' ? utcOf(outgoing.due_at) : null,
      origin: origin === ticketId ? null : origin,
      mentions: mentions.get(row.id) ?? [],
      thanks: Number(row.thanks) === 1,
    };
  });
}

/** Any account of the workspace may have written the row: what is no account is nobody. */
export function colleagueOf(user: string | null, names: ReadonlyMap<string, string>): Colleague | null {
  return UserName.safeParse(user).success
    ? { user: user ?? '', name: names.get(user ?? '') ?? user ?? '' }
    : null;
}

/** By the index outbox_ticket_message. */
async function readSent(db: Db, run: Run, ids: readonly string[]) {
  if (ids.length === 0) return new Map<string, never>();
  const rows = await db
    .selectFrom('caretaker.outbox')
    .select(['ticket_message_id', 'state', 'tries', 'last_error', 'due_at'])
    .where('ticket_message_id', 'in', ids.map(idValue))
    .execute(run);
  return new Map(rows.map((row) => [row.ticket_message_id ?? '', row]));
}

/** By the primary key. */
async function readMentions(db: Db, run: Run, ids: readonly string[]): Promise<Map<string, string[]>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('caretaker.ticket_mention')
    .select(['message_id', 'user'])
    .where('message_id', 'in', ids.map(idValue))
    .orderBy('message_id')
    .orderBy('user')
    .execute(run);
  const real = rows.filter((row) => UserName.safeParse(row.user).success);
  const byMessage = Map.groupBy(real, (row) => row.message_id);
  return new Map([...byMessage].map(([id, of]) => [id, of.map((row) => row.user)]));
}

/** The ticket that each was first moved from; by the index ticket_move_message (message_id, merge_id). */
async function readOrigins(db: Db, run: Run, ids: readonly string[]): Promise<Map<string, TicketId>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ message_id: string; from_id: string }>`
    SELECT move.message_id, merge.from_id
    FROM caretaker.ticket_move AS move JOIN caretaker.ticket_merge AS merge ON merge.id = move.merge_id
    WHERE move.message_id IN (${sql.join(ids.map(idValue))}) AND merge.undone_at IS NULL
    ORDER BY move.message_id, move.merge_id DESC`.execute(db, run);
  // The first move comes last, and stays.
  return new Map(rows.map((row) => [row.message_id, row.from_id as TicketId]));
}
