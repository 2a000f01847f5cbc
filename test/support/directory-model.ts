import type { Connection, RowDataPacket } from 'mysql2/promise';
import { addressKey } from '../../src/core/members/keys/address.ts';
import { emailKeys } from '../../src/core/members/keys/email.ts';
import { foldText, lookKey, partsOf } from '../../src/core/members/keys/name.ts';

/** The directory, whole: rows by member, all else as sorted lines. */
export interface Contents {
  readonly members: Readonly<Record<string, unknown>>[];
  readonly parts: string[];
  readonly addresses: string[];
  readonly devices: string[];
}

/** What the directory is to hold of the site as it is now, worked out row by row. */
export async function wantedContents(sql: Connection): Promise<Contents> {
  const rows = await all(sql, 'SELECT * FROM caretaker_site.member ORDER BY id');
  const there = new Set(rows.map((row) => row.id));
  const logins = (await all(sql, 'SELECT * FROM caretaker_site.member_login')).filter((it) =>
    there.has(it.member_id),
  );
  const reports = await all(sql, 'SELECT * FROM caretaker_site.report');

  const times = new Map<string, number>();
  for (const { subject_author_id: id } of reports) times.set(id, (times.get(id) ?? 0) + 1);
  const lastLogin = new Map<string, string>();
  const addresses = new Map<string, string[]>();
  const devices = new Map<string, string[]>();
  for (const login of logins) {
    const id = String(login.member_id);
    if (micros(login.at) > (lastLogin.get(id) ?? '')) lastLogin.set(id, micros(login.at));
    const address = addressKey(String(login.ip));
    if (address !== null) push(addresses, `${address.toString('hex')} ${id}`, String(login.at));
    if (login.device_id) push(devices, `${login.device_id} ${id}`, String(login.at));
  }
  const members = rows.map((row) => {
    const name = String(row.nickname);
    const email = emailKeys(String(row.email));
    const until = { muted: row.muted_until, suspended: row.suspended_until }[String(row.status)];
    const active = row.last_active_at === null ? '1000-01-01 00:00:00.000000' : micros(row.last_active_at);
    const login = lastLogin.get(row.id) ?? '';
    return {
      member_id: row.id,
      nickname: name,
      name_key: foldText(name),
      look_key: lookKey(name),
      email_key: email.email,
      domain_key: email.domain,
      mailbox_key: email.mailbox,
      status: row.status,
      status_until:
        until == null || String(until).startsWith('9999') ? '9999-12-31 23:59:59.000000' : micros(until),
      created_at: micros(row.created_at),
      last_active_at: login > active ? login : active,
      location: row.location ?? '',
      location_key: foldText(String(row.location ?? '')),
      avatar_url: row.avatar_url,
      times_reported: times.get(row.id) ?? 0,
      updated_at: micros(row.updated_at),
    };
  });
  return {
    members,
    parts: rows
      .flatMap((row) => partsOf(foldText(String(row.nickname))).map((it) => `${it}|${row.id}`))
      .sort(),
    addresses: seen(addresses),
    devices: seen(devices),
  };
}

/** What the directory holds. */
export async function contents(sql: Connection): Promise<Contents> {
  const spans = async (what: string, table: string) =>
    (
      await all(
        sql,
        `SELECT CONCAT_WS(' ', ${what}, member_id, first_at, last_at) AS line FROM caretaker.${table}`,
      )
    ).map((row) => String(row.line));
  return {
    members: await all(sql, 'SELECT * FROM caretaker.member_directory ORDER BY member_id'),
    parts: (await all(sql, "SELECT CONCAT(part, '|', member_id) AS line FROM caretaker.member_part"))
      .map((row) => String(row.line))
      .sort(),
    addresses: (await spans('LOWER(HEX(address))', 'member_address')).sort(),
    devices: (await spans('device', 'member_device')).sort(),
  };
}

/** What the one has and the other has not, a few of each: the whole would fill pages. */
export function differences(found: Contents, wanted: Contents): Record<string, string[]> {
  const lines = ({ members, ...rest }: Contents) => ({
    members: members.map((it) => JSON.stringify(it, Object.keys(it).sort())),
    ...rest,
  });
  const [there, here] = [lines(wanted), lines(found)];
  return Object.fromEntries(
    (['members', 'parts', 'addresses', 'devices'] as const).flatMap((what) => {
      const [missing, extra] = [lacking(here[what], there[what]), lacking(there[what], here[what])];
      return missing.length + extra.length === 0
        ? []
        : [[what, [...missing.map((it) => `missing ${it}`), ...extra.map((it) => `too many ${it}`)]]];
    }),
  );
}

function lacking(some: readonly string[], all: readonly string[]): string[] {
  const there = new Set(some);
  return all.filter((it) => !there.has(it)).slice(0, 3);
}

function seen(moments: ReadonlyMap<string, string[]>): string[] {
  return [...moments]
    .map(([key, ats]) => {
      const sorted = ats.toSorted();
      return `${key} ${sorted[0]?.slice(0, 19)} ${sorted.at(-1)?.slice(0, 19)}`;
    })
    .sort();
}

function push(map: Map<string, string[]>, key: string, value: string): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

function micros(column: unknown): string {
  const [seconds = '', fraction = ''] = String(column).split('.');
  return `${seconds}.${fraction.padEnd(6, '0')}`;
}

async function all(sql: Connection, statement: string): Promise<RowDataPacket[]> {
  const [rows] = await sql.query<RowDataPacket[]>(statement);
  return rows.map((row) => ({ ...row }) as RowDataPacket);
}
