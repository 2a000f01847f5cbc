import { type RawBuilder, sql } from 'kysely';
import type { LinkReason } from '../../../contract/members/page.ts';
import type { MemberId, Utc } from '../../../contract/values.ts';
import { idValue } from '../../database/cursor.ts';
import type { Database } from '../../database/database.ts';
import { realUtc } from '../../database/time.ts';
import { type AddressRange, addressRange, addressText } from '../keys/address.ts';

/** What accounts can have in common. An address is a range: of IPv6 the network, since its second half changes daily. */
export type Thing =
  | { readonly kind: 'address'; readonly low: Buffer; readonly high: Buffer }
  | { readonly kind: 'device' | 'email' | 'lookalike'; readonly key: string };

export type SharedBy = Pick<LinkReason, 'sharedBy' | 'sharedByMore'>;

/** The latest of a member's addresses and devices that are looked at. */
const mostAddresses = 50;
const mostDevices = 20;
/** Rows that are read of one IPv6 network: it may hold hundreds of addresses of each account. */
const mostOfNetwork = 1000;

/** Equal for equal things. */
export function thingKey(thing: Thing): string {
  return thing.kind === 'address' ? `address ${thing.low.toString('hex')}` : `${thing.kind} ${thing.key}`;
}

/** What the directory knows these members by, each one's latest addresses and devices; by the thing's key. */
export async function thingsOf(
  database: Database,
  ids: readonly MemberId[],
  signal: AbortSignal | undefined,
): Promise<Map<string, { thing: Thing; holders: Set<MemberId> }>> {
  const held = new Map<string, { thing: Thing; holders: Set<MemberId> }>();
  const hold = (thing: Thing, holder: string) => {
    const known = held.get(thingKey(thing)) ?? { thing, holders: new Set() };
    held.set(thingKey(thing), { thing, holders: known.holders.add(holder as MemberId) });
  };
  const [addresses, devices, names] = await database.read(signal, (db, run) =>
    Promise.all([
      union(ids, latestAddresses).execute(db, run),
      union(ids, latestDevices).execute(db, run),
      sql<NameRow>`SELECT member_id, mailbox_key, look_key FROM caretaker.member_directory
        WHERE member_id IN (${sql.join(ids.map(idValue))}) LIMIT ${ids.length}`.execute(db, run),
    ]),
  );
  for (const row of addresses.rows) hold({ kind: 'address', ...networkOf(row.address) }, row.member_id);
  for (const row of devices.rows) hold({ kind: 'device', key: row.device }, row.member_id);
  for (const row of names.rows) {
    // A deleted account may have neither.
    if (row.mailbox_key !== '') hold({ kind: 'email', key: row.mailbox_key }, row.member_id);
    if (row.look_key !== '') hold({ kind: 'lookalike', key: row.look_key }, row.member_id);
  }
  return held;
}

/** How many accounts share each thing, counted up to `most`, in the order asked. */
export async function countSharers(
  database: Database,
  things: readonly Thing[],
  most: number,
  signal: AbortSignal | undefined,
): Promise<SharedBy[]> {
  if (things.length === 0) return [];
  const { rows } = await database.read(signal, (db, run) =>
    union(
      things,
      (thing, place) => sql<CountRow>`
        SELECT ${place} AS place, COUNT(DISTINCT member_id) AS accounts, COUNT(*) AS counted
        FROM (${sharersOf(thing, most)}) AS sharers`,
    ).execute(db, run),
  );
  const byPlace = new Map(rows.map((row) => [Number(row.place), row]));
  return things.map((thing, place) => {
    const row = byPlace.get(place);
    return {
      sharedBy: Math.min(Number(row?.accounts ?? 0), most),
      sharedByMore: Number(row?.counted ?? 0) > rowsOf(thing, most),
    };
  });
}

/** Who shares each thing, up to `most`, in the order asked; and when they last used it, null for a name or e-mail. */
export async function readSharers(
  database: Database,
  things: readonly Thing[],
  most: number,
  signal: AbortSignal | undefined,
): Promise<Map<MemberId, Utc | null>[]> {
  const sharers = things.map(() => new Map<MemberId, Utc | null>());
  if (things.length === 0) return sharers;
  const { rows } = await database.read(signal, (db, run) =>
    union(
      things,
      (thing, place) => sql<SharerRow>`
        SELECT ${place} AS place, member_id, MAX(last_at) AS last_at
        FROM (${sharersOf(thing, most)}) AS sharers GROUP BY member_id`,
    ).execute(db, run),
  );
  for (const { place, member_id, last_at } of rows) {
    sharers[Number(place)]?.set(member_id as MemberId, last_at === null ? null : realUtc(last_at));
  }
  return sharers;
}

interface NameRow {
  readonly member_id: string;
  readonly mailbox_key: string;
  readonly look_key: string;
}
interface CountRow {
  readonly place: number;
  readonly accounts: string;
  readonly counted: string;
}
interface SharerRow {
  readonly place: number;
  readonly member_id: string;
  readonly last_at: string | null;
}

function union<Of, Row>(
  of: readonly Of[],
  select: (it: Of, place: number) => RawBuilder<Row>,
): RawBuilder<Row> {
  return sql<Row>`${sql.join(
    of.map((it, place) => sql`(${select(it, place)})`),
    sql` UNION ALL `,
  )}`;
}

function latestAddresses(id: MemberId): RawBuilder<{ address: Buffer; member_id: string }> {
  return sql`SELECT address, member_id FROM caretaker.member_address
    WHERE member_id = ${idValue(id)} ORDER BY last_at DESC LIMIT ${mostAddresses}`;
}

function latestDevices(id: MemberId): RawBuilder<{ device: string; member_id: string }> {
  return sql`SELECT device, member_id FROM caretaker.member_device
    WHERE member_id = ${idValue(id)} ORDER BY last_at DESC LIMIT ${mostDevices}`;
}

/** The rows that are read to find up to `most` accounts: one each, but for a network. */
function rowsOf(thing: Thing, most: number): number {
  const isNetwork = thing.kind === 'address' && !thing.low.equals(thing.high);
  return isNetwork ? mostOfNetwork : most;
}

/**
 * The accounts that share a thing, one row more than counts. The index is named: of a small table a server would
 * rather read every row.
 */
function sharersOf(thing: Thing, most: number): RawBuilder<{ member_id: string; last_at: string | null }> {
  const limit = rowsOf(thing, most) + 1;
  switch (thing.kind) {
    case 'address':
      return sql`SELECT member_id, last_at FROM caretaker.member_address FORCE INDEX (PRIMARY)
        WHERE address >= ${thing.low} AND address <= ${thing.high} LIMIT ${limit}`;
    case 'device':
      return sql`SELECT member_id, last_at FROM caretaker.member_device FORCE INDEX (PRIMARY)
        WHERE device = ${thing.key} LIMIT ${limit}`;
    case 'email':
      return sql`SELECT member_id, NULL AS last_at FROM caretaker.member_directory
        FORCE INDEX (member_directory_mailbox) WHERE mailbox_key = ${thing.key} LIMIT ${limit}`;
    case 'lookalike':
      return sql`SELECT member_id, NULL AS last_at FROM caretaker.member_directory
        FORCE INDEX (member_directory_look) WHERE look_key = ${thing.key} LIMIT ${limit}`;
  }
}

/** IPv4: the address alone. IPv6: its /64, which is one household's or one device's. */
function networkOf(address: Buffer): AddressRange {
  const text = addressText(address);
  const network = text.includes(':') ? addressRange(`${text}/64`) : null;
  return network ?? { low: address, high: address };
}
