import { type RawBuilder, sql } from 'kysely';
import type { MemberId } from '../../../contract/values.ts';
import { idValue } from '../../database/cursor.ts';
import type { Bounds, Reading } from './bounds.ts';
import { type FoundRow, foundColumns } from './found.ts';
import { comesAfter, keyOf, keyText, type Place, type PlacedRow, standsUpTo } from './order.ts';
import type { Stretch } from './stretch.ts';

export interface Found {
  readonly row: FoundRow;
  /** As what it was found, where that is not its id. */
  readonly key: string;
}

export interface Walked {
  readonly found: Found[];
  /** From where to go on; null at the end of the last stretch. */
  readonly next: Place | null;
  readonly lookedAt: number;
}

/**
 * Goes along the stretches from a place until `limit` members were found, all was looked at, or enough was looked at
 * for one call. `filter` are conditions on the directory as `d`.
 */
export async function walk(
  reading: Reading,
  o: {
    stretches: readonly Stretch[];
    filter: readonly RawBuilder<unknown>[];
    from: Place | null;
    limit: number;
  },
): Promise<Walked> {
  const began = o.from ?? { rank: 0, row: null };
  const found: Found[] = [];
  const seen = new Set<string>();
  let place: Place = began;
  let lookedAt = 0;
  let alongThis = 0;
  for (let statement = 0; statement < reading.bounds.statements; statement += 1) {
    const stretch = o.stretches[place.rank];
    if (!stretch) return { found, next: null, lookedAt };
    const isFiltered = o.filter.length > 0;
    const size = windowSize(
      reading.bounds,
      isFiltered ? statement : alongThis,
      o.limit - found.length,
      isFiltered,
    );
    alongThis += 1;
    const rows = await look(reading, stretch, place.row, o.filter, size);
    lookedAt += rows.length;
    for (const id of await seenBefore(reading, stretch, began.row, rows)) seen.add(id);
    for (const { found: read, passed, ...row } of rows) {
      const key = keyOf(stretch.key, read);
      if (passed !== null && stretch.shows(row, key) && !seen.has(row.id)) {
        if (found.length === o.limit) return { found, next: place, lookedAt };
        seen.add(row.id);
        found.push({ row, key });
      }
      place = { rank: place.rank, row: { key, id: row.id as MemberId } };
    }
    if (rows.length < size) {
      place = { rank: place.rank + 1, row: null };
      alongThis = 0;
    }
    const isEnd = place.rank >= o.stretches.length;
    // What fits best is there at once: a few who begin with the text need not wait for those who have it further on.
    const isBest = place.row === null && found.length > 0;
    if (isEnd || isBest || found.length === o.limit) return { found, next: isEnd ? null : place, lookedAt };
  }
  return { found, next: place, lookedAt };
}

/**
 * How many rows to look at next. Without a filter about as many as are wanted, and one to know whether more follow: nearly
 * all that a stretch begins with are shown, and each costs a look at a member somewhere in the directory.
 */
function windowSize(bounds: Bounds, statement: number, wanted: number, isFiltered: boolean): number {
  if (isFiltered) return statement === 0 ? bounds.firstRows : bounds.rows;
  return Math.min(bounds.rows, (wanted + 1) * 4 ** statement);
}

interface WalkRow extends FoundRow {
  readonly found: string | number;
  /** The id again, or null where the filter leaves the member out. */
  readonly passed: string | null;
}

/** The next rows of the index, those too that do not pass: so the LIMIT bounds what is looked at. */
async function look(
  { db, run }: Reading,
  stretch: Stretch,
  after: PlacedRow | null,
  filter: readonly RawBuilder<unknown>[],
  limit: number,
): Promise<WalkRow[]> {
  const { key, descending } = stretch;
  const id = sql`k.member_id`;
  const conditions = after === null ? [] : [comesAfter(key, id, after, descending)];
  const direction = descending ? sql`DESC` : sql`ASC`;
  const order = key === null ? sql`${id} ${direction}` : sql`${key.value} ${direction}, ${id} ${direction}`;
  const { rows } = await sql<WalkRow>`
    SELECT ${keyText(key)} AS found, ${id} AS id, d.member_id AS passed, ${foundColumns}
    FROM ${stretch.from}
    LEFT JOIN caretaker.member_directory d
      ON ${sql.join([sql`d.member_id = ${id}`, ...filter], sql` AND `)}
    WHERE ${sql.join([stretch.where, ...conditions], sql` AND `)}
    ORDER BY ${order}
    LIMIT ${limit}`.execute(db, run);
  return rows;
}

/** Which of the members stand in the stretch before the place too, and were shown there. */
async function seenBefore(
  { db, run }: Reading,
  { again, key, where }: Stretch,
  place: PlacedRow | null,
  rows: readonly WalkRow[],
): Promise<string[]> {
  if (again === null || key === null || place === null || rows.length === 0) return [];
  const ids = [...new Set(rows.map((row) => row.id))].map((id) => idValue(id));
  const before = await sql<{ id: string }>`
    SELECT DISTINCT k.member_id AS id FROM ${again}
    WHERE k.member_id IN (${sql.join(ids)}) AND ${where} AND ${standsUpTo(key, sql`k.member_id`, place)}`.execute(
    db,
    run,
  );
  return before.rows.map((row) => row.id);
}
