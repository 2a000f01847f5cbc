import { freemem } from 'node:os';
import type { Connection, RowDataPacket } from 'mysql2/promise';
import { rootConnection } from '../../../support/community.ts';
import { agent, type BareConnection, type Ground } from '../ground.ts';
import { holdJobs } from '../jobs.ts';
import { clearTickets, layTickets } from './laying.ts';

/** A desk of the benchmark's own, gone once it is disposed. */
export interface BenchDesk extends AsyncDisposable {
  readonly sql: Connection;
  /** Fills the desk, which was emptied, and reads it once, as a server that has been up for a day has it in memory. */
  lay(tickets: number): Promise<void>;
}

/** What changes tickets by itself: on the desk works what is measured alone. */
const jobs = [
  'deliver-replies',
  'send-scheduled-replies',
  'read-requests',
  'wake-tickets',
  'close-tickets',
  'ask-satisfaction',
  'return-tickets',
  'tally-tickets',
  'warn-of-breaches',
  'reckon-tickets',
  'refresh-directory',
];
/** What searches and pages read again and again, in bytes: words with their indexes, tickets and messages, measured. */
const HOT_BYTES_PER_TICKET = 5000;

export async function openDesk(ground: Ground): Promise<BenchDesk> {
  const { server } = await ground.demo();
  const root = { host: server.host, port: server.port, ...server.root };
  const [sql, lessor] = [await rootConnection(root), await rootConnection(root)];
  const ended = new AbortController();
  const holding = holdJobs(lessor, jobs, ended.signal);
  return {
    sql,
    async lay(tickets) {
      await giveMemory(sql, tickets);
      await layTickets({ root, tickets, signal: ground.signal, say: ground.say });
      await sql.query('UPDATE caretaker.ticket SET assignee = ? WHERE assignee = ?', ['colleague1', agent]);
      for (const [table, index] of hot) {
        ground.signal.throwIfAborted();
        await sql.query(`SELECT COUNT(*) FROM caretaker.${table} FORCE INDEX (${index})`);
      }
    },
    async [Symbol.asyncDispose]() {
      await clearTickets(sql);
      ended.abort();
      await holding;
      sql.destroy();
      lessor.destroy();
    },
  };
}

const hot = [
  ['ticket_word', 'PRIMARY'],
  ['ticket_word', 'ticket_word_word'],
  ['ticket', 'PRIMARY'],
  ['ticket_message', 'PRIMARY'],
] as const;

/** Never less than it has. */
async function giveMemory(sql: Connection, tickets: number): Promise<void> {
  const [[row]] = await sql.query<RowDataPacket[]>('SELECT @@innodb_buffer_pool_size AS bytes');
  const wanted = Math.min(tickets * HOT_BYTES_PER_TICKET, freemem() / 2);
  if (wanted > Number(row?.bytes)) {
    await sql.query('SET GLOBAL innodb_buffer_pool_size = ?', [Math.floor(wanted)]);
  }
}

/** As the usual desk searches: what was typed anywhere in subject or body, every word in the same message. */
export async function searchByLike(sql: Connection, text: string): Promise<void> {
  const words = text.split(' ').map((word) => `%${word}%`);
  await sql.query(
    `SELECT DISTINCT t.id, t.subject FROM caretaker.ticket t
     LEFT JOIN caretaker.ticket_message m ON m.ticket_id = t.id
     WHERE ${words.map(() => '(t.subject LIKE ? OR m.body LIKE ?)').join(' AND ')}
     ORDER BY t.id DESC LIMIT 50`,
    words.flatMap((word) => [word, word]),
  );
}

/** Gives the next of nobody's, as the statement alone would. */
export async function takeBare(bare: BareConnection, claimId: string): Promise<string> {
  await bare.query(
    `UPDATE (
       SELECT id FROM caretaker.ticket FORCE INDEX (ticket_free)
       WHERE place = 'todo' AND assignee IS NULL ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
     ) best STRAIGHT_JOIN caretaker.ticket t ON t.id = best.id
     SET t.assignee = ?, t.claim_id = ?, t.version = t.version + 1`,
    [agent, claimId],
  );
  const [[row]] = await bare.query<RowDataPacket[]>('SELECT id FROM caretaker.ticket WHERE claim_id = ?', [
    claimId,
  ]);
  return String(row?.id);
}

export async function releaseTicket(sql: Connection, id: string): Promise<void> {
  await sql.query('UPDATE caretaker.ticket SET assignee = NULL, claim_id = NULL WHERE id = ?', [id]);
}
