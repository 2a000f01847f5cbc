import { sql } from 'kysely';
import { idValue } from '../database/cursor.ts';
import type { Db, Run, Trx } from '../database/database.ts';
import { partsOf } from '../members/keys/name.ts';
import { compareText, insertMany, mapGently } from './bulk.ts';
import { type DirectoryRow, directoryRow, type SiteMember } from './row.ts';

/** Members with their keys, and every part of their nicknames, in the order of the index. */
export interface ReadyMembers {
  readonly rows: readonly DirectoryRow[];
  readonly parts: readonly Part[];
}
type Part = readonly [part: string, id: string];

/** Newest first, by the primary key. */
export function membersBelow(db: Db, run: Run, below: string | null, limit: number): Promise<SiteMember[]> {
  return db
    .selectFrom('caretaker_site.member')
    .selectAll()
    .$if(below !== null, (query) => query.where('id', '<', idValue(below ?? '')))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute(run);
}

export async function membersById(db: Db, run: Run, ids: readonly string[]): Promise<SiteMember[]> {
  if (ids.length === 0) return [];
  return db
    .selectFrom('caretaker_site.member')
    .selectAll()
    .where('id', 'in', ids.map(idValue))
    .limit(ids.length)
    .execute(run);
}

export async function readyMembers(site: readonly SiteMember[]): Promise<ReadyMembers> {
  const rows = await mapGently(site, directoryRow);
  const parts = (await mapGently(rows, partsOfRow)).flat();
  return { rows, parts: parts.sort((a, b) => compareText(a[0], b[0])) };
}

function partsOfRow(row: DirectoryRow): Part[] {
  return partsOf(row.name_key).map((part) => [part, row.member_id]);
}

const columns = [
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

const updates = columns
  .filter((it) => it !== 'member_id')
  .map((it) =>
    // A sign-in may have brought a later one than the site's row tells.
    it === 'last_active_at' ? `${it} = GREATEST(${it}, VALUES(${it}))` : `${it} = VALUES(${it})`,
  )
  .join(', ');

/** Writes members over what the directory has of them. `uncounted`: their reports will all be counted anew. */
export async function writeMembers(
  trx: Trx,
  { rows, parts }: ReadyMembers,
  o: { uncounted: boolean } = { uncounted: false },
): Promise<void> {
  if (rows.length === 0) return;
  const named = await namesIn(
    trx,
    rows.map((it) => it.member_id),
  );
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
  );
  await insertMany(
    trx,
    `INSERT INTO caretaker.member_directory (${columns.join(', ')})`,
    rows.map((row) => columns.map((it) => (it === 'member_id' ? BigInt(row[it]) : row[it]))),
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

async function namesIn(trx: Trx, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await trx
    .selectFrom('caretaker.member_directory')
    .select(['member_id', 'name_key'])
    .where('member_id', 'in', ids.map(idValue))
    .limit(ids.length)
    .execute();
  return new Map(rows.map((row) => [row.member_id, row.name_key]));
}

async function removeParts(trx: Trx, id: string, before: string, after: string): Promise<void> {
  // The column's collation is blind to spaces at the end, and would find what is to stay.
  const kept = new Set(partsOf(after).map(withoutPadding));
  const stale = partsOf(before).filter((part) => !kept.has(withoutPadding(part)));
  if (stale.length === 0) return;
  await trx
    .deleteFrom('caretaker.member_part')
    .where('part', 'in', stale)
    .where('member_id', '=', idValue(id))
    .execute();
}

function withoutPadding(part: string): string {
  return part.replace(/ +$/, '');
}
