import { idValue } from '../../database/cursor.ts';
import type { Db, Run, Trx } from '../../database/database.ts';
import { inBatches } from './bulk.ts';

export interface Report {
  readonly id: string;
  /** The member it is about; null where it is about none. */
  readonly subject_author_id: string | null;
}

/** With one that no index holds: else a server may sort a small table by another index than that of the ids. */
const columns = ['id', 'subject_author_id', 'reason'] as const;

export function reportsBelow(db: Db, run: Run, below: string, limit: number): Promise<Report[]> {
  return db
    .selectFrom('caretaker_site.report')
    .select(columns)
    .where('id', '<', idValue(below))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute(run);
}

export function reportsAfter(db: Db, run: Run, after: string, limit: number): Promise<Report[]> {
  return db
    .selectFrom('caretaker_site.report')
    .select(columns)
    .where('id', '>', idValue(after))
    .orderBy('id')
    .limit(limit)
    .execute(run);
}

/** How many of these are about each member. */
export function countReports(reports: readonly Report[]): Map<string, number> {
  const times = new Map<string, number>();
  for (const { subject_author_id: member } of reports) {
    if (member !== null) times.set(member, (times.get(member) ?? 0) + 1);
  }
  return times;
}

/** Adds to the counts: to be done once for each report. */
export async function addReports(trx: Trx, times: ReadonlyMap<string, number>): Promise<void> {
  const byCount = Map.groupBy(times, ([, count]) => count);
  for (const [count, members] of byCount) {
    const ids = members.map(([id]) => id);
    await inBatches(ids, (some) =>
      trx
        .updateTable('caretaker.member_directory')
        .set((eb) => ({ times_reported: eb('times_reported', '+', count) }))
        .where('member_id', 'in', some.map(idValue))
        .execute(),
    );
  }
}
