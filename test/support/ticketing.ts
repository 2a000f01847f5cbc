import type { ResultSetHeader, RowDataPacket } from 'mysql2/promise';
import type { Client } from '../../src/contract/contract.ts';
import { TicketFilter } from '../../src/contract/tickets/queue.ts';
import type { TicketId } from '../../src/contract/tickets/values.ts';
import type { SignedIn } from '../../src/core/session/open.ts';
import { testConsole } from './calls.ts';
import { type Community, passwordOf, personNamed } from './community.ts';

export const everyTicket = TicketFilter.parse({});
export const ticketsOf = (filter: Partial<TicketFilter>) => TicketFilter.parse(filter);

/** Signs in someone of support of this name, whose account is made for it; closed with the test's own scope. */
export function agentNamed(
  town: Community,
  user: string,
  o: { role?: 'support' | 'admin'; port?: number } = {},
): Promise<SignedIn & AsyncDisposable> {
  return personNamed(town, o.role ?? 'support', user, o.port);
}

/** A console of its own with a client that calls it as a window does, signed in as that role's account. */
export async function clientFor(
  town: Community,
  user: 'support' | 'admin' | 'moderator' | 'cto',
): Promise<{ client: Client } & AsyncDisposable> {
  const made = await testConsole();
  const { host, port } = town.root;
  const details = { name: 'Test', host, port, tls: 'off' as const, ca: null, replica: null };
  const { id: connectionId } = await made.client.connections.save({ id: null, details });
  await made.client.session.signIn({ connectionId, user, password: passwordOf(user) });
  return made;
}

/** What a member writes into the site's form. */
export interface Said {
  /** Null for someone without an account. */
  readonly member?: number | null;
  readonly subject?: string;
  readonly body?: string;
  /** The request of the message that is answered. */
  readonly inReplyTo?: string | null;
  readonly rating?: number | null;
  readonly minutesAgo?: number;
}

type Columns = Readonly<Record<string, string | number | null>>;

/** What a test of tickets does and looks at, past all calls. */
export function ticketing(town: Pick<Community, 'sql'>) {
  async function rows<Row = RowDataPacket>(statement: string, values: unknown[] = []): Promise<Row[]> {
    return (await town.sql.query(statement, values))[0] as Row[];
  }
  const insert = async (statement: string, values: unknown[]): Promise<string> => {
    const [done] = await town.sql.query<ResultSetHeader>(statement, values);
    return String(done.insertId);
  };

  return {
    rows,
    /** Leaves no ticket, so that a test has the desk to itself. */
    async clear(): Promise<void> {
      const tables = ['ticket', 'ticket_message', 'ticket_tag', 'ticket_follower', 'ticket_event', 'looking'];
      for (const table of [...tables, 'support_person', 'ticket_change']) {
        await rows(`DELETE FROM caretaker.${table}`);
      }
    },
    /** Has the intake begin with the requests after those of the demo itself. */
    async beginNow(): Promise<void> {
      await rows(
        'UPDATE caretaker.ticket_intake SET after_id = (SELECT MAX(id) FROM community_demo.contact_requests)',
      );
    },
    /** A request as the site takes it; gives its number. */
    memberSays: (o: Said = {}): Promise<string> =>
      insert(
        `INSERT INTO community_demo.contact_requests (user_id, name, email, subject, body, in_reply_to, rating, created_at)
         VALUES (?, 'Robin Field', 'robin@mail.example', ?, ?, ?, ?, UTC_TIMESTAMP(6) - INTERVAL ? MINUTE)`,
        [
          o.member === undefined ? 1 : o.member,
          o.subject ?? 'I cannot sign in',
          o.body ?? 'It says that my password is wrong.',
          o.inReplyTo ?? null,
          o.rating ?? null,
          o.minutesAgo ?? 0,
        ],
      ),
    /** A ticket of a request as the intake would have opened it, due in a day, with these columns. */
    async open(columns: Columns = {}, said: Said = {}): Promise<TicketId> {
      const request = await this.memberSays(said);
      const member = said.member === undefined ? 1 : said.member;
      const [at] = await rows<{ now: string; tomorrow: string }>(
        'SELECT UTC_TIMESTAMP(6) AS now, UTC_TIMESTAMP(6) + INTERVAL 1 DAY AS tomorrow',
      );
      const { now, tomorrow } = at ?? { now: '', tomorrow: '' };
      const id = await insert('INSERT INTO caretaker.ticket SET ?', [
        {
          ...{ channel: 'site', subject: said.subject ?? 'I cannot sign in', name: 'Robin Field' },
          ...{ member_id: member, excerpt: said.body ?? 'It says that my password is wrong.', messages: 1 },
          ...{ opened_at: now, last_at: now, asked_at: now, clock_since: now },
          ...{ due_at: tomorrow, first_due_at: tomorrow },
          ...columns,
        },
      ]);
      const message = await insert(
        `INSERT INTO caretaker.ticket_message (ticket_id, kind, site_request_id, member_id, name, body, at)
         SELECT ?, 'in', id, user_id, name, body, created_at FROM community_demo.contact_requests WHERE id = ?`,
        [id, request],
      );
      await rows('UPDATE caretaker.ticket SET last_message_id = ? WHERE id = ?', [message, id]);
      return id as TicketId;
    },
    async row(ticketId: TicketId): Promise<RowDataPacket> {
      const [row] = await rows('SELECT * FROM caretaker.ticket WHERE id = ?', [ticketId]);
      if (!row) throw new Error(`there is no ticket ${ticketId}`);
      return row;
    },
    async tags(ticketId: TicketId): Promise<string[]> {
      const found = await rows('SELECT tag FROM caretaker.ticket_tag WHERE ticket_id = ? ORDER BY tag', [
        ticketId,
      ]);
      return found.map((row) => String(row.tag));
    },
    async tag(ticketId: TicketId, ...tags: string[]): Promise<void> {
      for (const tag of tags) {
        await rows('INSERT IGNORE INTO caretaker.ticket_tag_name VALUES (?)', [tag]);
        await rows('INSERT INTO caretaker.ticket_tag VALUES (?, ?)', [ticketId, tag]);
      }
    },
    /** Its messages, the first first. */
    messages: (ticketId: TicketId) =>
      rows('SELECT * FROM caretaker.ticket_message WHERE ticket_id = ? ORDER BY id', [ticketId]),
    async events(
      ticketId: TicketId,
    ): Promise<{ kind: string; actor: string; byJob: number; detail: unknown }[]> {
      const found = await rows('SELECT * FROM caretaker.ticket_event WHERE ticket_id = ? ORDER BY id', [
        ticketId,
      ]);
      return found.map((row) => ({
        kind: row.kind,
        actor: row.actor,
        byJob: row.by_job,
        detail: JSON.parse(row.detail),
      }));
    },
    async record(ticketId: TicketId): Promise<{ action: string; actor: string; detail: unknown }[]> {
      const found = await rows(
        "SELECT * FROM caretaker_audit.entry WHERE subject_kind = 'ticket' AND subject_id = ? ORDER BY id",
        [ticketId],
      );
      return found.map((row) => ({ action: row.action, actor: row.actor, detail: JSON.parse(row.detail) }));
    },
    /** What the site told members for this ticket, by the messages that the outbox has handed over. */
    notices: (ticketId: TicketId) =>
      rows(
        `SELECT n.* FROM community_demo.notices n JOIN caretaker.outbox o ON o.request_id = n.request_id
         JOIN caretaker.ticket_message m ON m.id = o.ticket_message_id WHERE m.ticket_id = ? ORDER BY n.id`,
        [ticketId],
      ),
    /** What the change feed told of a ticket since. */
    async told(topic: 'ticket' | 'looking-ticket', ticketId: TicketId): Promise<number> {
      const [found] = await rows<{ told: number }>(
        'SELECT COUNT(*) AS told FROM caretaker.change_feed WHERE topic = ? AND subject_id = ?',
        [topic, ticketId],
      );
      return Number(found?.told);
    },
  };
}

export type Ticketing = ReturnType<typeof ticketing>;
