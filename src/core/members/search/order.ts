import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { MemberSort } from '../../../contract/members/search.ts';
import { type MemberId, Utc } from '../../../contract/values.ts';
import { idValue } from '../../database/cursor.ts';
import { columnOf, realUtc, utcOf } from '../../database/time.ts';
import { Refused } from '../../errors.ts';
import type { Understood } from './understand.ts';

/** What rows are ordered by before their ids; null: by their ids alone. As text, so that a page marker can hold it. */
export interface Key {
  readonly value: RawBuilder<unknown>;
  readonly type: 'text' | 'moment' | 'number' | 'bytes';
}

/** Where a page ended: which of the stretches, and the row in it; null for a stretch's beginning. */
export interface Place {
  readonly rank: number;
  readonly row: PlacedRow | null;
}

export interface PlacedRow {
  readonly key: string;
  readonly id: MemberId;
}

/** A key as it is read. */
export function keyText(key: Key | null): RawBuilder<unknown> {
  if (key === null) return sql`''`;
  return key.type === 'bytes' ? sql`HEX(${key.value})` : key.value;
}

/** A key as it was read, for a place. */
export function keyOf(key: Key | null, read: string | number): string {
  return key?.type === 'moment' ? utcOf(String(read)) : String(read);
}

/** That a row comes after another one. As `a >= ? AND (a > ? OR id > ?)`: a row comparison would use no index. */
export function comesAfter(
  key: Key | null,
  id: RawBuilder<unknown>,
  row: PlacedRow,
  descending: boolean,
): RawBuilder<unknown> {
  const after = descending ? sql`<` : sql`>`;
  if (key === null) return sql`${id} ${after} ${idValue(row.id)}`;
  if (key.type === 'moment' && isNoDay(row.key)) return comesAfterNoDay(key.value, row.key, descending);
  const bound = boundOf(key, row.key);
  return sql`${key.value} ${after}= ${bound} AND (${key.value} ${after} ${bound} OR ${id} ${after} ${idValue(row.id)})`;
}

/** A moment as a session that is not strict can have written it: no server compares with one. */
function isNoDay(text: string): boolean {
  const hasShape = /^\d{4}-(0\d|1[0-2])-([0-2]\d|3[01])T/.test(text);
  return hasShape && !Utc.safeParse(text).success && Utc.safeParse(`2000-01-01${text.slice(10)}`).success;
}

/** Other rows of no day are passed over: a page that ended in them would be told again and again. */
function comesAfterNoDay(value: RawBuilder<unknown>, text: string, descending: boolean): RawBuilder<unknown> {
  const next = sql`CAST(${columnOf(realUtc(text.replace('Z', '')))} AS DATETIME(6))`;
  return descending ? sql`${value} <= ${next} - INTERVAL 1 MICROSECOND` : sql`${value} >= ${next}`;
}

/** That a row stands before another one, or is it. */
export function standsUpTo(key: Key, id: RawBuilder<unknown>, row: PlacedRow): RawBuilder<unknown> {
  const bound = boundOf(key, row.key);
  return sql`${key.value} <= ${bound} AND (${key.value} < ${bound} OR ${id} <= ${idValue(row.id)})`;
}

function boundOf(key: Key, text: string): RawBuilder<unknown> {
  switch (key.type) {
    case 'text':
      return sql`${text}`;
    case 'bytes':
      return sql`${Buffer.from(text, 'hex')}`;
    case 'number':
      return sql`${checked(z.coerce.number<string>().pipe(z.int().min(0)), text)}`;
    case 'moment':
      return sql`${columnOf(checked(Utc, text))}`;
  }
}

/** A page marker can be made up, and a server stops at a moment that is none. */
function checked<Shape extends z.ZodType>(shape: Shape, text: string): z.output<Shape> {
  const parsed = shape.safeParse(text);
  if (parsed.success) return parsed.data;
  throw wrongMarker();
}

export function wrongMarker(): Refused {
  return new Refused('INVALID_INPUT', 'This page marker belongs to another search. Start the search again.', [
    { path: 'cursor', problem: 'not a marker of this search' },
  ]);
}

/** The columns that members are sorted by, of the table that is called `name`. */
export function sortKey(by: Exclude<MemberSort['by'], 'match'>, name: RawBuilder<unknown>): Key {
  switch (by) {
    case 'nickname':
      return { value: sql`${name}.name_key`, type: 'text' };
    case 'joined':
      return { value: sql`${name}.created_at`, type: 'moment' };
    case 'active':
      return { value: sql`${name}.last_active_at`, type: 'moment' };
    case 'reported':
      return { value: sql`${name}.times_reported`, type: 'number' };
  }
}

/** An order of members that are all at hand: of `d`, a row of the directory, and `c`, as what it was found. */
export interface Order {
  /** Rows of rank 0 come before those of rank 1. */
  readonly rank: RawBuilder<unknown>;
  readonly key: Key | null;
  readonly descending: boolean;
}

export function orderOf(understood: Understood, sort: MemberSort): Order {
  if (sort.by === 'match') return ownOrder(understood);
  return { rank: sql`0`, key: sortKey(sort.by, sql`d`), descending: sort.descending };
}

/** The order in which the text's own stretches give the same members. */
function ownOrder(understood: Understood): Order {
  const only = (key: Key | null, descending = false): Order => ({ rank: sql`0`, key, descending });
  switch (understood.kind) {
    case 'newest':
      return only(null, true);
    case 'lookalike':
      return only(null);
    case 'email':
      return only({ value: sql`d.email_key`, type: 'text' });
    case 'domain':
      return only({ value: sql`d.domain_key`, type: 'text' });
    case 'address':
      return only({ value: sql`c.found`, type: 'bytes' });
    case 'device':
      return only({ value: sql`c.found`, type: 'text' });
    case 'id': {
      const isId = understood.id === null ? sql`FALSE` : sql`d.member_id = ${idValue(understood.id)}`;
      return {
        rank: sql`IF(${isId}, 0, 1)`,
        key: { value: sql`IF(${isId}, '', d.name_key)`, type: 'text' },
        descending: false,
      };
    }
    case 'nickname': {
      const begins = sql`LOCATE(${understood.name}, d.name_key) = 1`;
      const part = sql`SUBSTRING(d.name_key, LOCATE(${understood.name}, d.name_key, 2), 16)`;
      return {
        rank: sql`IF(${begins}, 0, 1)`,
        key: { value: sql`IF(${begins}, d.name_key, ${part})`, type: 'text' },
        descending: false,
      };
    }
  }
}
