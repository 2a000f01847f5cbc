import { randomUUID } from 'node:crypto';
import type { Connection, ResultSetHeader, RowDataPacket } from 'mysql2/promise';
import type { Community } from './community.ts';

export interface NewRequest {
  /** Null for who is not signed in. */
  readonly by?: number | null;
  readonly name?: string;
  readonly email?: string;
  readonly subject?: string;
  readonly body?: string;
  readonly inReplyTo?: string | null;
  readonly rating?: number | null;
  readonly minutesAgo?: number;
}

/** What members ask of support, and what became of it. */
export function requesting(town: Pick<Community, 'sql'>) {
  async function rows<Row = RowDataPacket>(statement: string, values: unknown[] = []): Promise<Row[]> {
    return (await town.sql.query(statement, values))[0] as Row[];
  }
  async function row(ticketId: string): Promise<RowDataPacket> {
    const [found] = await rows('SELECT * FROM caretaker.ticket WHERE id = ?', [ticketId]);
    if (!found) throw new Error(`there is no ticket ${ticketId}`);
    return found;
  }

  return {
    rows,
    row,

    /** Has the intake begin with the requests after those of the demo itself. */
    async beginNow(): Promise<void> {
      await rows(
        'UPDATE caretaker.ticket_intake SET after_id = (SELECT MAX(id) FROM community_demo.contact_requests)',
      );
    },

    /** A request as the site takes it; gives its id. */
    async request(o: NewRequest = {}, connection: Connection = town.sql): Promise<string> {
      const [done] = await connection.query<ResultSetHeader>(
        `INSERT INTO community_demo.contact_requests
           (user_id, name, email, subject, body, in_reply_to, rating, created_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(6) - INTERVAL ? SECOND)`,
        [
          o.by === undefined ? 5 : o.by,
          o.name ?? 'Anna Bell',
          o.email ?? 'anna@mail.example',
          o.subject ?? 'My photos are gone',
          o.body ?? 'Since this morning I cannot see them any more.',
          o.inReplyTo ?? null,
          o.rating ?? null,
          Math.round((o.minutesAgo ?? 0) * 60),
        ],
      );
      return String(done.insertId);
    },

    /** The messages of a ticket, the first first. */
    messagesOf: (ticketId: string) =>
      rows('SELECT * FROM caretaker.ticket_message WHERE ticket_id = ? ORDER BY id', [ticketId]),

    async eventsOf(ticketId: string): Promise<{ kind: string; detail: Record<string, unknown> }[]> {
      const events = await rows(
        'SELECT kind, detail FROM caretaker.ticket_event WHERE ticket_id = ? ORDER BY id',
        [ticketId],
      );
      return events.map(({ kind, detail }) => ({ kind, detail: JSON.parse(detail) }));
    },

    /** The ticket in which a request lies by now. */
    async ticketOf(requestId: string): Promise<RowDataPacket> {
      const [found] = await rows('SELECT ticket_id FROM caretaker.ticket_message WHERE site_request_id = ?', [
        requestId,
      ]);
      if (!found) throw new Error(`request ${requestId} was not read`);
      return row(found.ticket_id);
    },

    /** What an answer that went out leaves behind; gives the request id that the site knows it by. */
    async answered(ticketId: string, columns: Readonly<Record<string, unknown>> = {}): Promise<string> {
      const requestId = randomUUID();
      const [done] = await town.sql.query<ResultSetHeader>(
        "INSERT INTO caretaker.ticket_message SET ticket_id = ?, kind = 'out', request_id = ?, body = 'Hello'",
        [ticketId, requestId],
      );
      const set = { status: 'waiting', awaits_us: 0, asked_at: null, ...columns };
      await rows(
        `UPDATE caretaker.ticket SET ?, messages = messages + 1, last_message_id = ?,
           first_at = COALESCE(first_at, UTC_TIMESTAMP(6)), version = version + 1 WHERE id = ?`,
        [set, done.insertId, ticketId],
      );
      return requestId;
    },
  };
}

export type Requesting = ReturnType<typeof requesting>;
