import { sql } from 'kysely';
import type { Database, Db, Run } from '../../../database/database.ts';
import {
  type Readings,
  type StatementCost,
  type StatementReadings,
  type TableIds,
  type TableReadings,
  Unread,
} from '../readings.ts';

const week = 7 * 86_400;

/** What the console has written down of statements, sizes and deadlocks. */
export function readKept(
  database: Database,
  signal: AbortSignal | undefined,
  now: number,
): Promise<Pick<Readings, 'statements' | 'tables'> & { reports: number; kinds: number }> {
  return database.readPrimary(signal, async (db, run) => {
    const [statements, tables, deadlocks] = await Promise.all([
      readStatements(db, run, now),
      readTables(db, run),
      readDeadlocks(db, run),
    ]);
    return { statements, tables, ...deadlocks };
  });
}

/** Why statements could not be read, by what their reader noted. */
const unreadable: Readonly<Record<string, string>> = {
  off: 'Statements are not counted by kind, because performance_schema is off.',
  'no-size': 'Statements are not counted by kind: performance_schema_digests_size is 0.',
  'not-counted':
    'Statements are not counted by kind: the consumer statements_digest is off in performance_schema.',
  'no-procedure': 'Statements cannot be read: the site was not connected anew since Caretaker was updated.',
};

async function readStatements(db: Db, run: Run, now: number): Promise<StatementReadings | Unread> {
  const [reading, costliest, total, lastWeek, since] = await Promise.all([
    db.selectFrom('caretaker.statement_reading').select('unknown').executeTakeFirst(run),
    readCostliest(db, run, now),
    totalOf(db, run, 60, now - 3600, now + 1),
    // Minutes are kept for two days; of last week it is the hour that held this moment.
    totalOf(db, run, 3600, Math.floor((now - week) / 3600) * 3600, now - week + 1),
    db
      .selectFrom('caretaker.statement_digest')
      .select(({ fn }) => sql<string | null>`UNIX_TIMESTAMP(${fn.min('first_seen')})`.as('since'))
      .executeTakeFirst(run),
  ]);
  const because = unreadable[reading?.unknown ?? ''];
  if (because !== undefined) return new Unread(because);
  if (total === null) return new Unread('No statement of the last hour has been written down yet.');
  return {
    costliest,
    totalMs: total.ms,
    seconds: total.seconds,
    msASecondLastWeek: lastWeek === null ? null : lastWeek.ms / Math.max(1, lastWeek.seconds),
    watchedSince: Number(since?.since ?? now),
  };
}

/** By the primary key: an hour of minutes, each with the 100 costliest kinds at most. */
async function readCostliest(db: Db, run: Run, now: number): Promise<StatementCost[]> {
  const { rows } = await sql<{ [Column in keyof StatementCost]: string | number }>`
    SELECT d.text, s.totalMs, s.calls, s.rowsSent, s.rowsAffected, s.rowsExamined, s.withoutIndex,
      UNIX_TIMESTAMP(d.first_seen) AS firstSeen
    FROM (
      SELECT digest_id, SUM(total_ms) AS totalMs, SUM(calls) AS calls, SUM(rows_sent) AS rowsSent,
        SUM(rows_affected) AS rowsAffected, SUM(rows_examined) AS rowsExamined, SUM(no_index) AS withoutIndex
      FROM caretaker.statement_sample
      WHERE step = 60 AND at >= ${now - 3600} AND at <= ${now} AND digest_id > 0
      GROUP BY digest_id ORDER BY totalMs DESC LIMIT 20
    ) s JOIN caretaker.statement_digest d ON d.id = s.digest_id
    ORDER BY s.totalMs DESC`.execute(db, run);
  return rows.map((it) => ({
    text: String(it.text),
    totalMs: Number(it.totalMs),
    calls: Number(it.calls),
    rowsSent: Number(it.rowsSent),
    rowsAffected: Number(it.rowsAffected),
    rowsExamined: Number(it.rowsExamined),
    withoutIndex: Number(it.withoutIndex),
    firstSeen: Number(it.firstSeen),
  }));
}

/** All statements of a stretch together; null where nothing was read in it. */
async function totalOf(db: Db, run: Run, step: number, from: number, to: number) {
  const { rows } = await sql<{ ms: number | null; seconds: number | null }>`
    SELECT SUM(total_ms) AS ms, SUM(seconds) AS seconds FROM caretaker.statement_step
    WHERE step = ${step} AND at >= ${from} AND at < ${to}`.execute(db, run);
  const [row] = rows;
  return row?.ms == null || row.seconds == null ? null : { ms: row.ms, seconds: row.seconds };
}

/** The last day on which sizes were read, by the index on days. */
async function readTables(db: Db, run: Run): Promise<TableReadings | null> {
  const { rows } = await sql<{ day: string | null; ago: number | string }>`
    SELECT MAX(day) AS day, DATEDIFF(UTC_DATE(), MAX(day)) AS ago FROM caretaker.table_size`.execute(db, run);
  const latest = rows[0]?.day;
  if (latest === null || latest === undefined) return null;
  const [now, weekBefore, fiveWeeksBefore, ids, grewMost] = await Promise.all([
    sizeOn(db, run, latest, 0),
    sizeOn(db, run, latest, 7),
    sizeOn(db, run, latest, 35),
    idsOn(db, run, latest),
    grewMostOn(db, run, latest),
  ]);
  return {
    day: latest,
    daysAgo: Number(rows[0]?.ago),
    tables: now?.tables ?? 0,
    bytes: now?.bytes ?? 0,
    bytesWeekBefore: weekBefore?.bytes ?? null,
    bytesFiveWeeksBefore: fiveWeeksBefore?.bytes ?? null,
    ids,
    grewMost,
  };
}

/** How large all tables were so many days before, or null. Days on which no console was open are missing. */
async function sizeOn(db: Db, run: Run, latest: string, daysBefore: number) {
  const { rows } = await sql<{ bytes: string | null; tables: string }>`
    SELECT CAST(SUM(data_bytes + index_bytes) AS CHAR) AS bytes, COUNT(*) AS tables FROM caretaker.table_size
    WHERE day = ${latest} - INTERVAL ${sql.lit(daysBefore)} DAY`.execute(db, run);
  const [row] = rows;
  return row?.bytes == null ? null : { bytes: Number(row.bytes), tables: Number(row.tables) };
}

async function idsOn(db: Db, run: Run, latest: string): Promise<TableIds[]> {
  const { rows } = await sql<{ name: string; next_id: string; last_id: string }>`
    SELECT CONCAT(schema_name, '.', table_name) AS name, CAST(next_id AS CHAR) AS next_id,
      CAST(last_id AS CHAR) AS last_id
    FROM caretaker.table_size
    WHERE day = ${latest} AND next_id IS NOT NULL AND last_id > 0
    ORDER BY next_id / last_id DESC LIMIT 50`.execute(db, run);
  return rows.map((row) => ({ table: row.name, nextId: row.next_id, lastId: row.last_id }));
}

async function grewMostOn(db: Db, run: Run, latest: string): Promise<TableReadings['grewMost']> {
  const { rows } = await sql<{ name: string; bytes: string }>`
    SELECT CONCAT(n.schema_name, '.', n.table_name) AS name,
      CAST(n.data_bytes + n.index_bytes AS SIGNED) - CAST(b.data_bytes + b.index_bytes AS SIGNED) AS bytes
    FROM caretaker.table_size n JOIN caretaker.table_size b
      ON b.schema_name = n.schema_name AND b.table_name = n.table_name AND b.day = ${latest} - INTERVAL 7 DAY
    WHERE n.day = ${latest} ORDER BY bytes DESC LIMIT 1`.execute(db, run);
  const [row] = rows;
  return row === undefined || Number(row.bytes) <= 0 ? null : { table: row.name, bytes: Number(row.bytes) };
}

async function readDeadlocks(db: Db, run: Run): Promise<{ reports: number; kinds: number }> {
  const { rows } = await sql<{ reports: string; kinds: string }>`
    SELECT COUNT(*) AS reports, COUNT(DISTINCT fingerprint) AS kinds FROM (
      SELECT fingerprint FROM caretaker.deadlock WHERE at > UTC_TIMESTAMP(6) - INTERVAL 1 DAY LIMIT 1000
    ) latest`.execute(db, run);
  return { reports: Number(rows[0]?.reports ?? 0), kinds: Number(rows[0]?.kinds ?? 0) };
}
