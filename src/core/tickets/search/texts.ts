import { sql } from 'kysely';
import type { TicketRow } from '../../../contract/tickets/queue.ts';
import type { TicketColumns } from '../work.ts';
import type { Reading } from './bounds.ts';
import type { Searched } from './highlights.ts';

/** Of a ticket's messages so many are looked through, the latest, and so much of each. */
const messagesMost = 20;
const lengthMost = 10_000;

interface MessageText {
  readonly ticket_id: string;
  readonly kind: string;
  readonly name: string | null;
  readonly body: string;
}

/** The texts of tickets, in which what was typed is to be shown: by ticket, messages the latest first. */
export async function textsOf(
  reading: Reading,
  rows: readonly TicketColumns[],
  shown: readonly TicketRow[],
): Promise<Searched[][]> {
  const long = rows.filter((row) => row.messages > messagesMost);
  const short = rows.filter((row) => row.messages <= messagesMost);
  const messages = (
    await Promise.all([
      messagesOf(reading, short, short.length * messagesMost * 2),
      ...long.map((row) => messagesOf(reading, [row], messagesMost)),
    ])
  ).flat();
  return rows.map((row, i) => {
    const own = messages.filter((it) => it.ticket_id === row.id);
    const names = new Set([shown[i]?.from ?? '', row.name, ...own.flatMap(({ name }) => name ?? [])]);
    return [
      { where: 'subject', text: row.subject },
      ...[...names].map((text): Searched => ({ where: 'name', text })),
      ...own.map(({ kind, body }): Searched => ({ where: whereOf(kind), text: body })),
    ];
  });
}

/** By the index on (ticket_id, id). */
async function messagesOf(
  { db, run }: Reading,
  tickets: readonly TicketColumns[],
  most: number,
): Promise<MessageText[]> {
  if (tickets.length === 0) return [];
  const { rows } = await sql<MessageText>`
    SELECT ticket_id, kind, name, LEFT(body, ${lengthMost}) AS body
    FROM caretaker.ticket_message FORCE INDEX (ticket_message_ticket)
    WHERE ticket_id IN (${sql.join(tickets.map(({ id }) => BigInt(id)))}) AND withdrawn = 0
    ORDER BY ticket_id DESC, id DESC LIMIT ${most}`.execute(db, run);
  return rows;
}

function whereOf(kind: string): Searched['where'] {
  return kind === 'in' || kind === 'note' ? kind : 'out';
}
