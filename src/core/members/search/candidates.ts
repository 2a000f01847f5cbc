import { type RawBuilder, sql } from 'kysely';
import type { MemberFilter } from '../../../contract/members/search.ts';
import { idValue } from '../../database/cursor.ts';
import { foldText } from '../keys/name.ts';
import type { Reading } from './bounds.ts';
import {
  beginsWith,
  type FilterPart,
  filterStretches,
  type Stretch,
  textStretches,
  within,
} from './stretch.ts';
import type { Understood } from './understand.ts';

/** By what members can be gathered: by the text, or by a part of the filter. */
export type Source = 'text' | FilterPart;

/** Every way to gather what is searched for. What each gives is still to be narrowed by `conditions`. */
export function sourcesOf(understood: Understood, filter: MemberFilter): Map<Source, Stretch[]> {
  const sources = new Map<Source, Stretch[]>();
  if (understood.kind !== 'newest') sources.set('text', textStretches(understood));
  // Where a member signed in from stands in other tables, and is looked for there.
  if (understood.kind === 'address' || understood.kind === 'device') return sources;
  for (const [part, stretch] of filterStretches(filter)) sources.set(part, [stretch]);
  return sources;
}

/** What a member, as `d`, must be. */
export function conditions(filter: MemberFilter): RawBuilder<unknown>[] {
  return [
    ...(filter.statuses.length > 0 ? [sql`d.status IN (${sql.join(filter.statuses)})`] : []),
    ...(filter.location === null ? [] : [beginsWith(sql`d.location_key`, foldText(filter.location))]),
    ...within(sql`d.times_reported`, 'reported', filter),
    ...within(sql`d.last_active_at`, 'active', filter),
    ...within(sql`d.created_at`, 'joined', filter),
  ];
}

/** What the text says of a member, as `d`. */
export function textConditions(understood: Understood): RawBuilder<unknown>[] {
  switch (understood.kind) {
    case 'newest':
    case 'address':
    case 'device':
      return [];
    case 'id': {
      const named = beginsWith(sql`d.name_key`, understood.name);
      return [understood.id === null ? named : sql`(d.member_id = ${idValue(understood.id)} OR ${named})`];
    }
    case 'nickname':
      return [sql`LOCATE(${understood.name}, d.name_key) > 0`];
    case 'email':
      return [beginsWith(sql`d.email_key`, understood.start)];
    case 'domain':
      return [beginsWith(sql`d.domain_key`, understood.start)];
    case 'lookalike':
      return [sql`d.look_key = ${understood.look}`];
  }
}

/**
 * The source with the fewest rows, where that is no more than can be gathered; null where all have more. Costs at most
 * so many rows of an index for each source.
 */
export async function smallestSource(
  reading: Reading,
  sources: ReadonlyMap<Source, readonly Stretch[]>,
): Promise<Source | null> {
  const most = reading.bounds.gathered;
  const sizes = await sizesOf(reading, [...sources.values()], most);
  let smallest: Source | null = null;
  let fewest = most + 1;
  for (const [index, source] of [...sources.keys()].entries()) {
    const size = sizes[index] ?? fewest;
    if (size < fewest) [smallest, fewest] = [source, size];
  }
  return smallest;
}

/** How many rows each group of stretches has; more than `most` where it is more. */
export async function sizesOf(
  { db, run }: Reading,
  groups: readonly (readonly Stretch[])[],
  most: number,
): Promise<number[]> {
  if (groups.length === 0) return [];
  const counts = groups.map((group, index) => {
    const parts = group.map((it) => sql`(SELECT COUNT(*) FROM (${idsOf(it, most + 1)}) s)`);
    return sql`${parts.length > 0 ? sql.join(parts, sql` + `) : sql`0`} AS ${sql.ref(`size_${index}`)}`;
  });
  const { rows } = await sql<Record<string, string | number>>`SELECT ${sql.join(counts)}`.execute(db, run);
  return groups.map((_, index) => Number(rows[0]?.[`size_${index}`]));
}

/** The members of a stretch by the index alone, in no order, up to `limit` rows. */
export function idsOf(stretch: Stretch, limit: number): RawBuilder<unknown> {
  return sql`SELECT k.member_id FROM ${stretch.from} WHERE ${stretch.where} LIMIT ${limit}`;
}
