import { type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import type { Cursor } from '../../contract/values.ts';
import { Refused } from '../errors.ts';

/** Packs where a page ended. `parts` must survive JSON. */
export function packCursor(parts: readonly (string | number | null)[]): Cursor {
  return Buffer.from(JSON.stringify(parts)).toString('base64url') as Cursor;
}

/** Unpacks a cursor; one that was made up or belongs to another call is refused as INVALID_INPUT. */
export function unpackCursor<Parts>(cursor: Cursor | null, shape: z.ZodType<Parts>): Parts | null {
  if (cursor === null) return null;
  try {
    return shape.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    throw new Refused(
      'INVALID_INPUT',
      'This page marker is not one that Caretaker gave out. Start the list again.',
      [{ path: 'cursor', problem: 'not a marker of this list' }],
    );
  }
}

/** An id as a number parameter: compared as text, a BIGINT would go through floating point. */
export function idValue<Id extends string>(id: Id): RawBuilder<Id> {
  return sql<Id>`${BigInt(id)}`;
}
