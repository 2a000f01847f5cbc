import type { Connection, RowDataPacket } from 'mysql2/promise';

/** All that stands in the tables after the soak, as the database's administrator reads it. */
export interface Tables {
  readonly tickets: ReadonlyMap<string, RowDataPacket>;
  /** By id. */
  readonly messages: ReadonlyMap<string, RowDataPacket>;
  /** What was said to and by the member in each ticket and stands, the first first. */
  readonly talks: ReadonlyMap<string, readonly RowDataPacket[]>;
  /** How many messages stand in each ticket, notes among them. */
  readonly counts: ReadonlyMap<string, number>;
  /** What goes to the site, by message. */
  readonly outbox: ReadonlyMap<string, RowDataPacket[]>;
  /** What the site told members for tickets, by request. */
  readonly notices: ReadonlyMap<string, RowDataPacket[]>;
  /** Entries of the record by their request. */
  readonly entries: ReadonlyMap<string, RowDataPacket>;
  /** Requests of members that the intake was to read. */
  readonly requests: readonly string[];
}

export async function readTables(sql: Connection): Promise<Tables> {
  const rows = async (statement: string) => (await sql.query<RowDataPacket[]>(statement))[0];
  const by = (them: RowDataPacket[], column: string) => Map.groupBy(them, (it) => String(it[column]));
  const once = (them: RowDataPacket[], column: string) => new Map(them.map((it) => [String(it[column]), it]));
  const messages = await rows(
    `SELECT id, ticket_id, kind, author, site_request_id, request_id, member_id, body, withdrawn
     FROM caretaker.ticket_message ORDER BY id`,
  );
  const standing = messages.filter((it) => Number(it.withdrawn) === 0);
  const said = standing.filter((it) => it.kind !== 'note');
  const requests = await rows(
    `SELECT id FROM community_demo.contact_requests
     WHERE id >= (SELECT MIN(site_request_id) FROM caretaker.ticket_message)`,
  );
  return {
    tickets: once(await rows('SELECT * FROM caretaker.ticket'), 'id'),
    messages: once(messages, 'id'),
    talks: by(said, 'ticket_id'),
    counts: new Map([...by(standing, 'ticket_id')].map(([id, those]) => [id, those.length])),
    outbox: by(
      await rows('SELECT * FROM caretaker.outbox WHERE ticket_message_id IS NOT NULL'),
      'ticket_message_id',
    ),
    notices: by(await rows('SELECT request_id, user_id, body FROM community_demo.notices'), 'request_id'),
    entries: once(
      await rows(
        "SELECT request_id, action, subject_id, actor FROM caretaker_audit.entry WHERE subject_kind = 'ticket'",
      ),
      'request_id',
    ),
    requests: requests.map((row) => String(row.id)),
  };
}
