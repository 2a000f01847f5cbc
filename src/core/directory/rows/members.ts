import { sql } from 'kysely';
import { idValue } from '../../database/cursor.ts';
import type { Db, Run, Trx } from '../../database/database.ts';
import { partsOf } from '../../members/keys/name.ts';
import { compareText, inBatches, insertMany, mapGently } from './bulk.ts';
import { type DirectoryRow, directoryRow, heldMoment, type SiteMember } from './row.ts';

/** Members with their keys, and every part of their nicknames, in the order of the index. */
export interface ReadyMembers {
  readonly rows: readonly DirectoryRow[];
  readonly parts: readonly Part[];
}
type Part = readonly [part: string, id: string];

/** A part is one short row of one index. */
const partsAtOnce = 4000;

export function membersBelow(db: Db, run: Run, below: string, limit: number): Promise<SiteMember[]> {
  return db
    .selectFrom('caretaker_site.member')
    .selectAll()
    .where('id', '<', idValue(below))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute(run);
}

export function membersAfter(db: Db, run: Run, after: string, limit: number): Promise<SiteMember[]> {
  return db
    .selectFrom('caretaker_site.member')
    .selectAll()
    .where('id', '>', idValue(after))
    .orderBy('id')
    .limit(limit)
    .execute(run);
}

export function membersById(db: Db, run: Run, ids: readonly string[]): Promise<SiteMember[]> {
  return inBatches(ids, (some) =>
    db
      .selectFrom('caretaker_site.member')
      .selectAll()
      .where('id', 'in', some.map(idValue))
      .limit(some.length)
      .execute(run),
  );
}

/** See `directoryRow` for `asOf`. */
export async function readyMembers(site: readonly SiteMember[], asOf?: string): Promise<ReadyMembers> {
  return readyRows(await mapGently(site, (row) => directoryRow(row, asOf)));
}

export async function readyRows(rows: readonly DirectoryRow[]): Promise<ReadyMembers> {
  const parts = (await mapGently(rows, partsOfRow)).flat();
  return { rows, parts: parts.sort((a, b) => compareText(a[0], b[0])) };
}

function partsOfRow(row: DirectoryRow): Part[] {
  return partsOf(row.name_key).map((part) => [part, row.member_id]);
}

/** Of the directory's row, all that comes from the site's. */
export const memberColumns = [
  'member_id',
  'nickname',
  'name_key',
  'look_key',
  'email_key',
  'domain_key',
  'mailbox_key',
  'status',
  'status_until',
  'created_at',
  'last_active_at',
  'location',
  'location_key',
  'avatar_url',
  'updated_at',
] as const satisfies (keyof DirectoryRow)[];

const updates = memberColumns
  .filter((it) => it !== 'member_id')
  .map((it) =>
    // A sign-in may have brought a later one than the site's row tells.
    it === 'last_active_at' ? `${it} = GREATEST(${heldMoment(it)}, VALUES(${it}))` : `${it} = VALUES(${it})`,
  )
  .join(', ');

/**
 * Writes members over what the directory has of them. `named`: the `name_key` of those that it has, where that is known.
 * `uncounted`: their reports will all be counted anew.
 */
export async function writeMembers(
  trx: Trx,
  { rows, parts }: ReadyMembers,
  o: { named?: ReadonlyMap<string, string>; uncounted?: boolean } = {},
): Promise<void> {
  if (rows.length === 0) return;
  const ids = rows.map((row) => row.member_id);
  const named = o.named ?? (await namesIn(trx, ids));
  const unchanged = new Set<string>();
  for (const row of rows) {
    const before = named.get(row.member_id);
    if (before === row.name_key) unchanged.add(row.member_id);
    else if (before !== undefined) await removeParts(trx, row.member_id, before, row.name_key);
  }
  await insertMany(
    trx,
    'INSERT IGNORE INTO caretaker.member_part (part, member_id)',
    parts.filter(([, id]) => !unchanged.has(id)).map(([part, id]) => [part, BigInt(id)]),
    '',
    partsAtOnce,
  );
  await insertMany(
    trx,
    `INSERT INTO caretaker.member_directory (${memberColumns.join(', ')})`,
    rows.map((row) => memberColumns.map((it) => (it === 'member_id' ? BigInt(row[it]) : row[it]))),
    `ON DUPLICATE KEY UPDATE ${updates}${o.uncounted ? ', times_reported = 0' : ''}`,
  );
}

/** Removes members that the site has no more, with all that is known of them. */
export async function removeMembers(trx: Trx, ids: readonly string[]): Promise<void> {
  const named = await namesIn(trx, ids);
  for (const [id, name] of named) {
    await removeParts(trx, id, name, '');
    // By the index on member_id.
    for (const table of ['member_address', 'member_device', 'member_directory'] as const) {
      await sql`DELETE FROM ${sql.id('caretaker', table)} WHERE member_id = ${idValue(id)}`.execute(trx);
    }
  }
}

/** The `name_key` of all members that the directory has in a range of ids: at most a few thousand. */
export async function namesWithin(
  trx: Trx,
  range: { readonly from: string; readonly below: string },
): Promise<Map<string, string>> {
  const rows = await trx
    .selectFrom('caretaker.member_directory')
    .select(['member_id', 'name_key'])
    .where('member_id', '>=', idValue(range.from))
    .where('member_id', '<', idValue(range.below))
    .orderBy('member_id', 'desc')
    .limit(5000)
    .execute();
  return new Map(rows.map((row) => [row.member_id, row.name_key]));
}

async function namesIn(trx: Trx, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await inBatches(ids, (some) =>
    trx
      .selectFrom('caretaker.member_directory')
      .select(['member_id', 'name_key'])
      .where('member_id', 'in', some.map(idValue))
      .limit(some.length)
      .execute(),
  );
  return new Map(rows.map((row) => [row.member_id, row.name_key]));
}

async function removeParts(trx: Trx, id: string, before: string, after: string): Promise<void> {
  const kept = new Set(partsOf(after));
  const stale = partsOf(before).filter((part) => !kept.has(part));
  if (stale.length === 0) return;
  await trx
    .deleteFrom('caretaker.member_part')
    .where('part', 'in', stale)
    .where('member_id', '=', idValue(id))
    .execute();
}
