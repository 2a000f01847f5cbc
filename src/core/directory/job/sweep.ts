import { idValue } from '../../database/cursor.ts';
import { advance } from '../marks.ts';
import type { Mark } from '../parts.ts';
import { memberColumns, membersAfter } from '../rows/members.ts';
import { directoryRow, isUpToDate } from '../rows/row.ts';
import { databaseTime } from './news.ts';
import { checkMembers, type Ground } from './sources.ts';

/** At a run every 8 seconds a round takes 7 hours of 1.5 million members, and 3 days of 15 million. */
const pageRows = 500;

/**
 * Goes on by one page with the round in which all members are compared with the site, for what changed there without a
 * word: `updated_at` left as it was, rows removed, others brought in with an older date. @throws Overtaken
 */
export async function sweep(ground: Ground, mark: Mark): Promise<Mark> {
  const asOf = await databaseTime(ground);
  const site = await ground.reads.many((db, run) => membersAfter(db, run, mark.swept_up_to, pageRows));
  const kept = await ground.database.readPrimary(ground.signal, (db, run) =>
    db
      .selectFrom('caretaker.member_directory')
      .select(memberColumns)
      .where('member_id', '>', idValue(mark.swept_up_to))
      .orderBy('member_id')
      .limit(pageRows)
      .execute(run),
  );
  // Beyond the end of a full page nothing is known of that side.
  const ends = [endOf(site.map((row) => row.id)), endOf(kept.map((row) => row.member_id))];
  const end = ends.filter((id) => id !== null).reduce(lower, null);
  const isCompared = (id: string) => end === null || BigInt(id) <= BigInt(end);

  const there = new Map(site.map((row) => [row.id, directoryRow(row, asOf)]));
  const here = new Map(kept.map((row) => [row.member_id, row]));
  const doubtful = [...new Set([...there.keys(), ...here.keys()])].filter(isCompared).filter((id) => {
    const [wanted, known] = [there.get(id), here.get(id)];
    return wanted === undefined || known === undefined || !isUpToDate(known, wanted);
  });
  return advance(ground, mark, async (trx) => {
    await checkMembers(trx, ground.reads, doubtful, { asOf });
    return { swept_up_to: end ?? '0' };
  });
}

function endOf(ids: readonly string[]): string | null {
  return ids.length < pageRows ? null : (ids.at(-1) ?? null);
}

function lower(a: string | null, b: string): string {
  return a === null || BigInt(b) < BigInt(a) ? b : a;
}
