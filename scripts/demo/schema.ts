import type { Connection, RowDataPacket } from 'mysql2/promise';
import type { Table } from './tables/table.ts';
import { EMPTY_TABLES } from './tables.ts';
import type { Wish } from './world/plan.ts';

export const SCHEMA = 'community_demo';

/** Raise it when the rows or tables change: a community half made by an older one is then begun anew. */
const GENERATOR_VERSION = 5;

/**
 * utf8mb4_unicode_ci is blind to case and accents, is known to MariaDB and MySQL alike, and keeps letters of
 * different scripts apart, so a Cyrillic а beside a Latin one is another nickname, as it is on real sites.
 */
const CHARACTERS = 'DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci';

/** Up to here the tables get their indexes at once: a statement for each costs more than sorting saves. */
const SMALL_TABLE = 20_000;

export interface Recorded {
  members: number;
  seed: number;
  until: Date;
  complete: boolean;
  current: boolean;
}

export async function readState(connection: Connection): Promise<Recorded | null> {
  const [tables] = await connection.query<RowDataPacket[]>(
    `SELECT 1 FROM information_schema.tables WHERE table_schema = ? AND table_name = 'generator_state'`,
    [SCHEMA],
  );
  if (tables.length === 0) return null;
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT version, members, seed, until_ms, complete FROM ${SCHEMA}.generator_state`,
  );
  const row = rows[0];
  if (!row) return null;
  return {
    members: Number(row.members),
    seed: Number(row.seed),
    until: new Date(Number(row.until_ms)),
    complete: Number(row.complete) === 1,
    current: Number(row.version) === GENERATOR_VERSION,
  };
}

/** Removes the generator's tables, and only those: whatever else was put into the schema stays. */
export async function dropTables(connection: Connection, tables: Table[]): Promise<void> {
  const names = [...tables.map(({ name }) => name), ...Object.keys(EMPTY_TABLES), 'generator_chunks'];
  // The state goes last, and says until then that nothing here is to be relied on.
  await connection.query(`UPDATE ${SCHEMA}.generator_state SET complete = 0, version = 0`);
  for (const name of [...names, 'generator_state'])
    await connection.query(`DROP TABLE IF EXISTS ${SCHEMA}.${quoted(name)}`);
}

export async function createTables(connection: Connection, tables: Table[], wish: Wish): Promise<void> {
  await connection.query(`CREATE DATABASE IF NOT EXISTS ${SCHEMA} ${CHARACTERS}`);
  await create(
    connection,
    'generator_state',
    `id TINYINT NOT NULL PRIMARY KEY, version INT NOT NULL, members BIGINT NOT NULL, seed BIGINT NOT NULL,
     until_ms BIGINT NOT NULL, complete TINYINT NOT NULL`,
  );
  await connection.query(`INSERT IGNORE INTO ${SCHEMA}.generator_state VALUES (1, ?, ?, ?, ?, 0)`, [
    GENERATOR_VERSION,
    wish.members,
    wish.seed,
    wish.until.getTime(),
  ]);
  await create(
    connection,
    'generator_chunks',
    `table_name VARCHAR(64) CHARACTER SET ascii NOT NULL, chunk INT NOT NULL, row_count INT NOT NULL,
     PRIMARY KEY (table_name, chunk)`,
  );
  // MariaDB locks a whole table for a bulk insert while it is empty; this one is written to by several at once.
  await connection.query(`INSERT IGNORE INTO ${SCHEMA}.generator_chunks VALUES ('', 0, 0)`);
  for (const [name, definition] of Object.entries(EMPTY_TABLES)) await create(connection, name, definition);
  for (const table of tables) {
    const indexes = table.units * table.rowsPerUnit <= SMALL_TABLE ? Object.values(table.indexes) : [];
    await create(connection, table.name, [table.definition, ...indexes].join(', '));
  }
}

async function create(connection: Connection, name: string, definition: string): Promise<void> {
  await connection.query(
    `CREATE TABLE IF NOT EXISTS ${SCHEMA}.${quoted(name)} (${definition}) ENGINE = InnoDB ${CHARACTERS}`,
  );
}

/** Adds the secondary indexes a table still lacks, all in one pass over it. */
export async function addIndexes(connection: Connection, table: Table): Promise<void> {
  const [rows] = await connection.query<RowDataPacket[]>(
    'SELECT DISTINCT index_name AS name FROM information_schema.statistics WHERE table_schema = ? AND table_name = ?',
    [SCHEMA, table.name],
  );
  const there = new Set(rows.map((row) => String(row.name)));
  const missing = Object.entries(table.indexes).filter(([name]) => !there.has(name));
  if (missing.length === 0) return;
  const added = missing.map(([, definition]) => `ADD ${definition}`).join(', ');
  await connection.query(`ALTER TABLE ${SCHEMA}.${quoted(table.name)} ${added}`);
}

/** The chunks that are there, by table. */
export async function readChunks(connection: Connection): Promise<Map<string, Set<number>>> {
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT table_name AS name, chunk FROM ${SCHEMA}.generator_chunks WHERE table_name <> ''`,
  );
  const chunks = new Map<string, Set<number>>();
  for (const row of rows) {
    const ofTable = chunks.get(String(row.name)) ?? new Set<number>();
    chunks.set(String(row.name), ofTable.add(Number(row.chunk)));
  }
  return chunks;
}

/** Whether a step that comes after the tables was done; `step` is no name of a table. */
export async function isDone(connection: Connection, step: string): Promise<boolean> {
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT 1 FROM ${SCHEMA}.generator_chunks WHERE table_name = ?`,
    [step],
  );
  return rows.length > 0;
}

export async function markDone(connection: Connection, step: string): Promise<void> {
  await connection.query(`INSERT IGNORE INTO ${SCHEMA}.generator_chunks VALUES (?, 0, 0)`, [step]);
}

/** Rows in all chunks that are there. */
export async function countRows(connection: Connection): Promise<number> {
  const [rows] = await connection.query<RowDataPacket[]>(
    `SELECT COALESCE(SUM(row_count), 0) AS total FROM ${SCHEMA}.generator_chunks`,
  );
  return Number(rows[0]?.total);
}

export async function markComplete(connection: Connection): Promise<void> {
  await connection.query(`UPDATE ${SCHEMA}.generator_state SET complete = 1`);
}

export function quoted(name: string): string {
  return `\`${name}\``;
}
