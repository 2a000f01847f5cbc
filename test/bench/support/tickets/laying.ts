import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import type { Connection, ResultSetHeader, RowDataPacket } from 'mysql2/promise';
import { install, type Root } from '../../../../src/core/database/install.ts';
import { rootConnection } from '../../../support/community.ts';
import { type LaidTable, laidTables, ticketOf } from './rows.ts';

interface LayOptions {
  readonly root: Root;
  readonly tickets: number;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

const PIECE = 256 * 1024;
/** All that tickets leave behind. */
const besides = [
  'ticket_vocabulary',
  'ticket_change',
  'ticket_fact',
  'ticket_follower',
  'ticket_draft',
  'ticket_scheduled',
  'ticket_tag',
];

/**
 * Fills the empty desk with so many tickets of three messages each, the index of their words and the outbox, as intake and
 * colleagues would have in years: in bulk, and without the triggers that would tell others of each.
 */
export async function layTickets(o: LayOptions): Promise<void> {
  const sql = await rootConnection(o.root);
  try {
    await sql.query(
      "SET SESSION time_zone = '+00:00', unique_checks = 0, foreign_key_checks = 0, sort_buffer_size = 268435456",
    );
    await clearTickets(sql);
    await dropTriggers(sql);
    const members = await countOf(sql, 'caretaker_site.member');
    const desk = { tickets: o.tickets, members, until: Date.now() };
    for (const table of laidTables) {
      o.signal.throwIfAborted();
      o.say(`  laying ${table.name}`);
      await load(sql, table, desk, o.signal);
    }
    await sql.query(
      'INSERT INTO caretaker.ticket_vocabulary SELECT DISTINCT word FROM caretaker.ticket_word ORDER BY word',
    );
    o.say('  laying the outbox');
    await sql.query(
      `INSERT INTO caretaker.outbox
         (request_id, member_id, body, created_at, state, due_at, tries, done_at, ticket_message_id)
       SELECT UUID(), t.member_id, m.body, m.at, 'delivered', m.at, 1, m.at, m.id
       FROM caretaker.ticket_message m JOIN caretaker.ticket t ON t.id = m.ticket_id WHERE m.kind = 'out'`,
    );
    for (const table of [...laidTables.map(({ name }) => name), 'ticket_vocabulary', 'outbox'])
      await sql.query(`ANALYZE TABLE caretaker.${table}`);
  } finally {
    sql.destroy();
    // With the triggers.
    await install({ root: o.root, adapterFile: resolve('resources/sites/demo.sql'), makesAccounts: true });
  }
}

/** Empties the desk. */
export async function clearTickets(sql: Connection): Promise<void> {
  for (const table of [...laidTables.map(({ name }) => name), ...besides])
    await sql.query(`TRUNCATE TABLE caretaker.${table}`);
  await sql.query('DELETE FROM caretaker.outbox WHERE ticket_message_id IS NOT NULL');
}

async function dropTriggers(sql: Connection): Promise<void> {
  const [triggers] = await sql.query<RowDataPacket[]>(
    "SHOW TRIGGERS FROM caretaker WHERE `Table` LIKE 'ticket%' OR `Table` = 'outbox'",
  );
  for (const { Trigger: name } of triggers) await sql.query(`DROP TRIGGER caretaker.${name}`);
}

async function load(
  sql: Connection,
  table: LaidTable,
  desk: Parameters<typeof ticketOf>[1],
  signal: AbortSignal,
): Promise<void> {
  let made = 0;
  function* pieces(): Generator<Buffer> {
    let lines = '';
    for (let id = 1; id <= desk.tickets; id += 1) {
      for (const row of table.rows(ticketOf(id, desk))) {
        lines += `${row}\n`;
        made += 1;
      }
      if (lines.length < PIECE && id < desk.tickets) continue;
      signal.throwIfAborted();
      yield Buffer.from(lines);
      lines = '';
    }
  }
  const [result] = await sql.query<ResultSetHeader>({
    sql: `LOAD DATA LOCAL INFILE 'rows' INTO TABLE caretaker.${table.name} CHARACTER SET utf8mb4
          (${table.columns.map((it) => `\`${it}\``).join(', ')})`,
    infileStreamFactory: () => Readable.from(pieces()),
  });
  // With LOCAL the server leaves out what it does not take, and says so in a warning.
  if (result.affectedRows !== made)
    throw new Error(`Of ${made} rows of ${table.name} the server took ${result.affectedRows}.`);
}

async function countOf(sql: Connection, table: string): Promise<number> {
  const [[row]] = await sql.query<RowDataPacket[]>(`SELECT COUNT(*) AS count FROM ${table}`);
  return Number(row?.count);
}
