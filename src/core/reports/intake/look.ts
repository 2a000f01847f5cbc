import { sql } from 'kysely';
import { idValue } from '../../database/cursor.ts';
import type { Db, Run } from '../../database/database.ts';
import type { Ground } from './mark.ts';

/** How many reports are read and written at once. */
export const batch = 100;
/**
 * A report can turn up after others with a higher id, because its transaction ended later. So many of those that were
 * read last are looked past again; report_item tells which of them were.
 */
export const overlap = 500;
/** With the first start begin the reports of so many days. */
const firstDays = 30;
const takenAtOnce = 1000;

/** What a look at the site's newest reports found. */
export interface Look {
  /** Those that are to be read next, the lowest first; at most `batch`. */
  readonly ids: readonly string[];
  /** Where the mark may stand once they are read. */
  readonly afterId: string;
  /** Whether nothing is left then. */
  readonly isLast: boolean;
}

/** Looks on the primary, whose reports a replica may not have yet, for those after the mark that were not read. */
export async function lookForReports({ database, signal }: Ground, afterId: string): Promise<Look> {
  const limit = overlap + batch + 1;
  const there = await database.readPrimary(signal, (db, run) => reportIds(db, run, afterId, limit));
  const taken = await database.readPrimary(signal, (db, run) => takenOf(db, run, there));
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

/** Ids of the site's reports after one, the lowest first. */
export async function reportIds(db: Db, run: Run, after: string, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('caretaker_site.report')
    // With one that no index holds: else a server may sort by another index than that of the ids.
    .select(['id', 'reason'])
    .where('id', '>', idValue(after))
    .orderBy('id')
    .limit(limit)
    .execute(run);
  return rows.map((row) => row.id);
}

/** Which of these reports, the lowest first, went into a case already. */
export async function takenOf(db: Db, run: Run, ids: readonly string[]): Promise<Set<string>> {
  const taken = new Set<string>();
  const last = ids.at(-1);
  // A range of the primary key, in pieces: between these there may be reports that the site has removed.
  for (let from = ids[0]; from !== undefined && last !== undefined; ) {
    const rows = await db
      .selectFrom('caretaker.report_item')
      .select('report_id')
      .where('report_id', '>=', idValue(from))
      .where('report_id', '<=', idValue(last))
      .orderBy('report_id')
      .limit(takenAtOnce)
      .execute(run);
    for (const row of rows) taken.add(row.report_id);
    const end = rows.length < takenAtOnce ? undefined : rows.at(-1);
    from = end && String(BigInt(end.report_id) + 1n);
  }
  return new Set(ids.filter((id) => taken.has(id)));
}

/**
 * Whether the mark stands behind every report: the site has numbered them anew, or a client of someone's own wrote it.
 * Nothing would be read any more, so that begins as it first did; what was read before is in report_item.
 */
export async function isPastAll({ database, signal }: Ground, afterId: string): Promise<boolean> {
  return database.readPrimary(signal, async (db, run) => {
    if ((await firstFrom(db, run, BigInt(afterId))) !== null) return false;
    const newest = await endOf(db, run, 'desc');
    return newest !== null && BigInt(newest) < BigInt(afterId);
  });
}

/**
 * After which report a first start begins. Found by halving the range of ids, which grow with time: a site needs no index
 * on time alone.
 */
export async function firstAfterId({ database, signal }: Ground): Promise<string> {
  return database.readPrimary(signal, async (db, run) => {
    const [oldest, newest] = [await endOf(db, run, 'asc'), await endOf(db, run, 'desc')];
    if (oldest === null || newest === null) return '0';
    const { rows } = await sql<{ since: string }>`
      SELECT UTC_TIMESTAMP(6) - INTERVAL ${sql.lit(firstDays)} DAY AS since`.execute(db, run);
    const since = rows[0]?.since ?? '';
    // Below `low` all are older; from `high` on none is.
    let low = BigInt(oldest);
    let high = BigInt(newest) + 1n;
    while (low < high) {
      const middle = (low + high) / 2n;
      const next = await firstFrom(db, run, middle);
      if (next === null || next.at === null || next.at >= since) high = middle;
      else low = BigInt(next.id) + 1n;
    }
    return String(low > 0n ? low - 1n : 0n);
  });
}

async function endOf(db: Db, run: Run, side: 'asc' | 'desc'): Promise<string | null> {
  const row = await db
    .selectFrom('caretaker_site.report')
    .select(['id', 'reason'])
    .orderBy('id', side)
    .limit(1)
    .executeTakeFirst(run);
  return row?.id ?? null;
}

async function firstFrom(db: Db, run: Run, id: bigint): Promise<{ id: string; at: string | null } | null> {
  const row = await db
    .selectFrom('caretaker_site.report')
    .select(['id', 'at', 'reason'])
    .where('id', '>=', sql<string>`${id}`)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst(run);
  return row ?? null;
}

function descending(a: bigint, b: bigint): number {
  return a < b ? 1 : a > b ? -1 : 0;
}
