import { createWriteStream, type WriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Connection, RowDataPacket } from 'mysql2/promise';
import type { Root } from '../../../scripts/demo/community.ts';
import { overlap } from '../../../src/core/directory/job/build.ts';
import { memberColumns, readyMembers } from '../../../src/core/directory/rows/members.ts';
import type { SiteMember } from '../../../src/core/directory/rows/row.ts';
import { rootConnection } from '../../support/community.ts';

/**
 * From so many members on the directory is laid in bulk. The job goes on while the site does its work, and puts every row
 * where it belongs among the others; for 15 million members it would be at it for hours.
 */
export const LAID_ABOVE = 2_000_000;

export const directoryTables = [
  'member_directory',
  'member_part',
  'member_address',
  'member_device',
] as const;

/** How many of the oldest members and sign-ins are left to the job; the reports always are. */
export interface Left {
  readonly members: number;
  readonly logins: number;
}

interface LayOptions {
  readonly root: Root;
  /** Where the rows lie for a moment, as files that the server can read. */
  readonly folder: string;
  readonly left: Left;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

const pageRows = 5000;

/**
 * Fills the empty member directory of a demo community with what the job would have made of all but the oldest rows, and
 * sets the job's marks there. Of the demo alone, on MariaDB: every sign-in is a member's, and none is later than the member
 * was last active.
 */
export async function layDirectory(o: LayOptions): Promise<void> {
  // A statement keeps one core busy; a connection for each of those that take long.
  const connections = await Promise.all(Array.from({ length: 3 }, () => layingConnection(o.root)));
  const [members, parts, sightings] = connections as [Connection, Connection, Connection];
  try {
    await Promise.all([layMembers(members, parts, o), laySightings(sightings, o)]);
    await setMarks(members, o.left);
  } finally {
    for (const sql of connections) sql.destroy();
  }
}

async function layingConnection(root: Root): Promise<Connection> {
  const sql = await rootConnection(root);
  // MariaDB sorts what a statement puts into an empty table and builds each index in one go, but not with these checks.
  await sql.query(
    "SET SESSION time_zone = '+00:00', unique_checks = 0, foreign_key_checks = 0, sort_buffer_size = 268435456",
  );
  return sql;
}

/** Whether the job, or what was laid, has begun the directory. */
export async function isBegun(root: Root): Promise<boolean> {
  const sql = await rootConnection(root);
  try {
    const [rows] = await sql.query<RowDataPacket[]>(
      "SELECT build_below FROM caretaker.directory_part WHERE part = 'members'",
    );
    return rows[0]?.build_below !== null;
  } finally {
    sql.destroy();
  }
}

async function layMembers(
  sql: Connection,
  partsSql: Connection,
  { folder, left, signal, say }: LayOptions,
): Promise<void> {
  const files = { members: join(folder, 'laid-members'), parts: join(folder, 'laid-parts') };
  try {
    const members = createWriteStream(files.members);
    const parts = createWriteStream(files.parts);
    let after = String(left.members);
    let count = 0;
    for (;;) {
      signal.throwIfAborted();
      const [site] = await sql.query<(SiteMember & RowDataPacket)[]>(
        'SELECT * FROM caretaker_site.member WHERE id > ? ORDER BY id LIMIT ?',
        [BigInt(after), pageRows],
      );
      const ready = await readyMembers(site);
      await write(
        members,
        ready.rows.map((row) => memberColumns.map((column) => row[column])),
      );
      await write(parts, ready.parts);
      count += site.length;
      if (count % 1_000_000 < pageRows) say(`  ${count} members read for the directory`);
      const last = site.at(-1);
      if (site.length < pageRows || !last) break;
      after = last.id;
    }
    await Promise.all([ended(members), ended(parts)]);
    say('  laying members and the parts of their nicknames');
    await Promise.all([
      load(sql, files.members, `member_directory (${memberColumns.join(', ')})`),
      load(partsSql, files.parts, 'member_part (part, member_id)'),
    ]);
    say('  members and the parts of their nicknames are laid');
  } finally {
    await Promise.all(Object.values(files).map((file) => rm(file, { force: true })));
  }
}

async function write(to: WriteStream, rows: readonly (readonly (string | null)[])[]): Promise<void> {
  const lines = rows.map((row) => `${row.map(field).join('\t')}\n`);
  if (!to.write(lines.join(''))) await new Promise<void>((drained) => to.once('drain', () => drained()));
}

function field(value: string | null): string {
  return value === null ? '\\N' : value.replace(/[\\\t\n]/g, (sign) => `\\${sign}`);
}

async function ended(stream: WriteStream): Promise<void> {
  await new Promise<void>((done, failed) => {
    stream.once('error', failed);
    stream.end(done);
  });
}

async function load(sql: Connection, file: string, into: string): Promise<void> {
  const [table, columns] = into.split(' (');
  await sql.query(`LOAD DATA INFILE ? INTO TABLE caretaker.${table} CHARACTER SET utf8mb4 (${columns}`, [
    file,
  ]);
}

/** Where members signed in from, as `addressKey` and the job's rows have it, but worked out by the server. */
async function laySightings(sql: Connection, { left, signal, say }: LayOptions): Promise<void> {
  const seen = 'LEFT(MIN(at), 19), LEFT(MAX(at), 19)';
  const key = `IF(LENGTH(INET6_ATON(ip)) = 4, CONCAT(x'00000000000000000000FFFF', INET6_ATON(ip)), INET6_ATON(ip))`;
  const sightings = [
    { table: 'member_address', key, there: 'INET6_ATON(ip) IS NOT NULL' },
    { table: 'member_device', key: 'device_id', there: "device_id <> ''" },
  ];
  for (const { table, key, there } of sightings) {
    signal.throwIfAborted();
    say(`  laying ${table}`);
    // Grouped by sorting, else the server would look each row up in a table that does not fit into memory.
    await sql.query(
      `INSERT INTO caretaker.${table} SELECT SQL_BIG_RESULT ${key}, member_id, ${seen}
       FROM caretaker_site.member_login WHERE id > ? AND ${there} GROUP BY 1, 2`,
      [left.logins],
    );
  }
}

/** As the job would have left them, had it built down to what is left. */
async function setMarks(sql: Connection, left: Left): Promise<void> {
  const parts = [
    { part: 'members', view: 'caretaker_site.member', below: left.members + 1 },
    { part: 'logins', view: 'caretaker_site.member_login', below: left.logins + 1 },
  ];
  for (const { part, view, below } of parts) {
    await sql.query(
      `UPDATE caretaker.directory_part SET turn = turn + 1, build_below = ?,
         build_lowest = (SELECT MIN(id) FROM ${view}), build_from = (SELECT MAX(id) FROM ${view}),
         built_rows = (SELECT COUNT(*) FROM ${view} WHERE id >= ?)
       WHERE part = ?`,
      [below, below, part],
    );
  }
  await sql.query(
    `UPDATE caretaker.directory_part SET new_after_at =
       (SELECT MAX(updated_at) FROM caretaker_site.member WHERE updated_at <= UTC_TIMESTAMP(6))
     WHERE part = 'members'`,
  );
  await sql.query(
    `INSERT IGNORE INTO caretaker.directory_taken
     SELECT 'logins', id FROM caretaker_site.member_login ORDER BY id DESC LIMIT ?`,
    [overlap],
  );
  await sql.query(
    `UPDATE caretaker.directory_part SET new_after_id = COALESCE(
       (SELECT id FROM caretaker_site.member_login ORDER BY id DESC LIMIT 1 OFFSET ?), 0)
     WHERE part = 'logins'`,
    [overlap],
  );
}
