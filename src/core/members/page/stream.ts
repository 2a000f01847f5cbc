import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { HistoryEntry } from '../../../contract/members/page.ts';
import { type MemberId, Utc } from '../../../contract/values.ts';
import { idValue } from '../../database/cursor.ts';
import type { Db, Run } from '../../database/database.ts';
import { columnOf } from '../../database/time.ts';

/** Where an entry stands: its moment, the rank of its stream among those of the same moment, and its row's id. */
export const Place = z.tuple([Utc, z.string().max(60), z.string().regex(/^\d{1,20}$/)]);
export type Place = z.infer<typeof Place>;

export interface Placed {
  readonly place: Place;
  readonly entry: HistoryEntry;
}

export interface Ask {
  readonly id: MemberId;
  /** Null for the newest. */
  readonly before: Place | null;
  readonly limit: number;
  /** Whether the member's addresses were asked for in this session. */
  readonly addressesShown: boolean;
}

/** One source of a member's history: its newest `limit` entries before a place, newest first. */
export type Stream = (db: Db, run: Run, ask: Ask) => Promise<Placed[]>;

/** Characters of a text in a list: members may write more than a page of a time line could carry. */
export const longestInList = 5000;

/** The beginning of a text column, one character more than are shown, so that `shortened` sees whether it goes on. */
export function beginningOf(column: string, longest: number = longestInList): RawBuilder<string | null> {
  return sql<string | null>`LEFT(${sql.ref(column)}, ${sql.lit(longest + 1)})`;
}

/** What `beginningOf` gave, as it is shown: cut short it ends in `…`. */
export function shortened(text: string | null, longest: number = longestInList): string | null {
  if (text === null || text.length <= longest) return text;
  const letters = [...text];
  return letters.length <= longest ? text : `${letters.slice(0, longest).join('')}…`;
}

/** Ascending by moment, then stream, then id as a number. */
export function comparePlaces(a: Place, b: Place): number {
  if (a[0] !== b[0]) return a[0] < b[0] ? -1 : 1;
  if (a[1] !== b[1]) return a[1] < b[1] ? -1 : 1;
  const difference = BigInt(a[2]) - BigInt(b[2]);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** Rows of the stream `rank` that stand after the cursor. `at` is the column of their moment. */
export function older(before: Place | null, rank: string, at: string): RawBuilder<boolean> {
  if (before === null) return sql<boolean>`TRUE`;
  const [moment, lastRank, lastId] = before;
  const column = sql.ref(at);
  const text = columnOf(moment);
  if (rank < lastRank) return sql<boolean>`${column} <= ${text}`;
  if (rank > lastRank) return sql<boolean>`${column} < ${text}`;
  return sql<boolean>`${column} <= ${text} AND (${column} < ${text} OR id < ${idValue(lastId)})`;
}
