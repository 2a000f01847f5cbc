import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import { endOf, firstFrom, idsAfter, type Source, takenOf } from './source.ts';

/**
 * A row can turn up after others with a higher id, because its transaction ended later. So many of those that were read
 * last are looked past again; where it stands which were read tells which of them were.
 */
export const overlap = 500;

/** What looks at the site. */
export interface Looking {
  readonly database: Database;
  readonly signal: AbortSignal;
}

/** What a look at the site's newest rows found. */
export interface Look {
  /** Those that are to be read next, the lowest first; at most a batch. */
  readonly ids: readonly string[];
  /** Where the mark may stand once they are read. */
  readonly afterId: string;
  /** Whether nothing is left then. */
  readonly isLast: boolean;
}

/** Looks on the primary, whose rows a replica may not have yet, for those after the mark that were not read. */
export async function lookAfter(
  source: Source,
  { database, signal }: Looking,
  afterId: string,
): Promise<Look> {
  const { batch } = source;
  const limit = overlap + batch + 1;
  const there = await database.readPrimary(signal, (db, run) => idsAfter(source, db, run, afterId, limit));
  const taken = await database.readPrimary(signal, (db, run) => takenOf(source, db, run, there));
  const fresh = there.filter((id) => !taken.has(id));
  const ids = fresh.slice(0, batch);
  return {
    ids,
    afterId: settled(afterId, [...taken, ...ids], fresh[batch]),
    isLast: there.length < limit && fresh.length <= batch,
  };
}

/** The mark stays behind the last `overlap` that were read, and behind what is known to be there and was not. */
function settled(afterId: string, read: readonly string[], unread: string | undefined): string {
  const sorted = read.map(BigInt).sort(descending);
  const marks = [sorted[overlap] ?? BigInt(afterId), ...(unread === undefined ? [] : [BigInt(unread) - 1n])];
  return String(marks.reduce((a, b) => (b < a ? b : a)));
}

/**
 * Whether the mark stands behind every row: the site has numbered them anew, or a client of someone's own wrote it.
 * Nothing would be read any more, so that begins as it first did; what was read before is known.
 */
export async function isPastAll(
  source: Source,
  { database, signal }: Looking,
  afterId: string,
): Promise<boolean> {
  return database.readPrimary(signal, async (db, run) => {
    if ((await firstFrom(source, db, run, BigInt(afterId))) !== null) return false;
    const newest = await endOf(source, db, run, 'desc');
    return newest !== null && BigInt(newest) < BigInt(afterId);
  });
}

/**
 * After which row a first start begins. Found by halving the range of ids, which grow with time: a site needs no index on
 * time alone.
 */
export async function firstAfterId(source: Source, { database, signal }: Looking): Promise<string> {
  return database.readPrimary(signal, async (db, run) => {
    const [oldest, newest] = [await endOf(source, db, run, 'asc'), await endOf(source, db, run, 'desc')];
    if (oldest === null || newest === null) return '0';
    const { rows } = await sql<{ since: string }>`
      SELECT UTC_TIMESTAMP(6) - INTERVAL ${sql.lit(source.firstDays)} DAY AS since`.execute(db, run);
    const since = rows[0]?.since ?? '';
    // Below `low` all are older; from `high` on none is.
    let low = BigInt(oldest);
    let high = BigInt(newest) + 1n;
    while (low < high) {
      const middle = (low + high) / 2n;
      const next = await firstFrom(source, db, run, middle);
      if (next === null || next.at === null || next.at >= since) high = middle;
      else low = BigInt(next.id) + 1n;
    }
    return String(low > 0n ? low - 1n : 0n);
  });
}

function descending(a: bigint, b: bigint): number {
  return a < b ? 1 : a > b ? -1 : 0;
}
