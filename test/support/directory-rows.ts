import type { Connection } from 'mysql2/promise';
import type { MemberStatus } from '../../src/contract/members/member.ts';
import { directoryRow, never } from '../../src/core/directory/rows/row.ts';
import { addressKey } from '../../src/core/members/keys/address.ts';
import { partsOf } from '../../src/core/members/keys/name.ts';

/** A member as a test thinks of one. Moments as a DATETIME(6) column has them; null for never. */
export interface Plain {
  readonly id: bigint;
  readonly nickname: string;
  readonly email: string;
  readonly status: MemberStatus;
  readonly joined: string;
  readonly active: string | null;
  readonly location: string;
  readonly timesReported: number;
  readonly addresses: readonly string[];
  readonly devices: readonly string[];
}

const batch = 500;

/** Puts just these members into the directory, without a site and without the job. */
export async function writeDirectory(sql: Connection, members: readonly Plain[]): Promise<void> {
  for (const table of ['member_directory', 'member_part', 'member_address', 'member_device']) {
    await sql.query(`TRUNCATE TABLE caretaker.${table}`);
  }
  const rows = members.map(rowOf);
  await insert(sql, 'member_directory', rows);
  await insert(
    sql,
    'member_part',
    rows.flatMap(({ name_key, member_id }) => partsOf(name_key).map((part) => ({ part, member_id }))),
  );
  const seen = { first_at: '2026-01-01 00:00:00', last_at: '2026-01-01 00:00:00' };
  await insert(
    sql,
    'member_address',
    members.flatMap(({ id, addresses }) =>
      addresses.map((ip) => ({ address: addressKey(ip), member_id: id, ...seen })),
    ),
  );
  await insert(
    sql,
    'member_device',
    members.flatMap(({ id, devices }) => devices.map((device) => ({ device, member_id: id, ...seen }))),
  );
  // A server may choose by what it knows of a table; a new one it knows nothing of.
  await sql.query(
    'ANALYZE TABLE caretaker.member_directory, caretaker.member_part, caretaker.member_address, caretaker.member_device',
  );
}

function rowOf(member: Plain) {
  const row = directoryRow({
    id: String(member.id),
    nickname: member.nickname,
    email: member.email,
    status: member.status,
    muted_until: null,
    suspended_until: null,
    banned_at: null,
    created_at: member.joined,
    last_active_at: member.active ?? never,
    location: member.location,
    avatar_url: null,
    updated_at: member.joined,
  });
  return { ...row, times_reported: member.timesReported };
}

async function insert(sql: Connection, table: string, rows: readonly object[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {});
  for (let start = 0; start < rows.length; start += batch) {
    const values = rows.slice(start, start + batch).map((row) => Object.values(row));
    await sql.query(`INSERT INTO caretaker.${table} (${columns.join(', ')}) VALUES ?`, [values]);
  }
}
