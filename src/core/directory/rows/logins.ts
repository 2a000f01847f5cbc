import { sql } from 'kysely';
import { idValue } from '../../database/cursor.ts';
import type { Db, Run, Trx } from '../../database/database.ts';
import type { Schema } from '../../database/schema.ts';
import { addressKey } from '../../members/keys/address.ts';
import { compareText, insertMany, mapGently } from './bulk.ts';
import { cut, heldMoment, momentOr, never } from './row.ts';

export type Login = Pick<
  Schema['caretaker_site.member_login'],
  'id' | 'member_id' | 'at' | 'ip' | 'device_id'
>;

/** What sign-ins say, put together by address and member, and by device and member, in the order of the indexes. */
export interface ReadyLogins {
  readonly addresses: readonly Sighting<Buffer>[];
  readonly devices: readonly Sighting<string>[];
  /** When each member last signed in. */
  readonly lastAt: ReadonlyMap<string, string>;
}

interface Sighting<What> {
  readonly what: What;
  readonly member: string;
  first: string;
  last: string;
}

const columns = ['id', 'member_id', 'at', 'ip', 'device_id'] as const;
const longestDevice = 80;
/** Each value of a CASE is looked for among those before it. */
const updatedAtOnce = 100;

export function loginsBelow(db: Db, run: Run, below: string, limit: number): Promise<Login[]> {
  return db
    .selectFrom('caretaker_site.member_login')
    .select(columns)
    .where('id', '<', idValue(below))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute(run);
}

export function loginsAfter(db: Db, run: Run, after: string, limit: number): Promise<Login[]> {
  return db
    .selectFrom('caretaker_site.member_login')
    .select(columns)
    .where('id', '>', idValue(after))
    .orderBy('id')
    .limit(limit)
    .execute(run);
}

export async function readyLogins(logins: readonly Login[]): Promise<ReadyLogins> {
  const addresses = new Map<string, Sighting<Buffer>>();
  const devices = new Map<string, Sighting<string>>();
  const lastAt = new Map<string, string>();
  await mapGently(logins, (login) => {
    const at = momentOr(never, login.at);
    const address = addressKey(login.ip ?? '');
    if (address !== null)
      note(addresses, `${address.toString('hex')} ${login.member_id}`, address, login, at);
    const device = cut(login.device_id ?? '', longestDevice);
    if (device !== '') note(devices, `${device} ${login.member_id}`, device, login, at);
    if (at > (lastAt.get(login.member_id) ?? '')) lastAt.set(login.member_id, at);
  });
  return { addresses: inOrder(addresses), devices: inOrder(devices), lastAt };
}

function note<What>(
  noted: Map<string, Sighting<What>>,
  key: string,
  what: What,
  { member_id }: Login,
  moment: string,
): void {
  // These columns hold whole seconds, to which a server would round: up as well as down.
  const at = moment.slice(0, 19);
  const before = noted.get(key);
  if (!before) noted.set(key, { what, member: member_id, first: at, last: at });
  else if (at < before.first) before.first = at;
  else if (at > before.last) before.last = at;
}

function inOrder<What>(noted: Map<string, Sighting<What>>): Sighting<What>[] {
  return [...noted].sort((a, b) => compareText(a[0], b[0])).map(([, sighting]) => sighting);
}

const widened = `
  first_at = LEAST(${heldMoment('first_at', 'VALUES(first_at)')}, VALUES(first_at)),
  last_at = GREATEST(${heldMoment('last_at')}, VALUES(last_at))`;

/** Writes sign-ins; doing it twice changes nothing. `later`: members who were active later than is known. */
export async function writeLogins(
  trx: Trx,
  {
    addresses,
    devices,
    later,
  }: Omit<ReadyLogins, 'lastAt'> & { readonly later: readonly (readonly [member: string, at: string])[] },
): Promise<void> {
  const values = (it: Sighting<unknown>) => [it.what, BigInt(it.member), it.first, it.last];
  await insertMany(
    trx,
    'INSERT INTO caretaker.member_address (address, member_id, first_at, last_at)',
    addresses.map(values),
    `ON DUPLICATE KEY UPDATE ${widened}`,
  );
  await insertMany(
    trx,
    'INSERT INTO caretaker.member_device (device, member_id, first_at, last_at)',
    devices.map(values),
    `ON DUPLICATE KEY UPDATE ${widened}`,
  );
  for (let start = 0; start < later.length; start += updatedAtOnce) {
    await noteActivity(trx, later.slice(start, start + updatedAtOnce));
  }
}

async function noteActivity(trx: Trx, later: readonly (readonly [string, string])[]): Promise<void> {
  const cases = later.map(([id, at]) => sql`WHEN ${BigInt(id)} THEN ${at}`);
  const ids = later.map(([id]) => sql`${BigInt(id)}`);
  await sql`
    UPDATE caretaker.member_directory
    SET last_active_at = GREATEST(${sql.raw(heldMoment('last_active_at'))}, CAST(CASE member_id ${sql.join(cases, sql` `)} END AS DATETIME(6)))
    WHERE member_id IN (${sql.join(ids)})`.execute(trx);
}
