import { sql } from 'kysely';
import { type QueueFilter, type QueueView, queueViews } from '../../../../contract/reports/queue.ts';
import type { SignedIn } from '../../../session/open.ts';
import { groupsOf, type PartName, partOf } from './views.ts';
import { and, walkOf } from './walk.ts';

/** As far as is counted. */
const most = 10_000;
/** Of the open cases so many more: as many as may be somebody's, with more than enough to spare. */
const mostOpen = most + 1_000;

/**
 * What is counted. Whether a case is free stands in no index of the queue, so each would have to be read: instead, those
 * that are open are counted, and those that are somebody's are taken off.
 */
const counted = ['handed', 'open', 'taken', 'claimed', 'kept', 'held', 'escalated', 'done'] as const;
type Counted = (typeof counted)[number];

export interface Count {
  readonly count: number;
  readonly capped: boolean;
}

/** How many cases each view holds, and how many sanctions end within a day, in one statement. */
export async function countCases(
  { database, person }: SignedIn,
  filter: QueueFilter,
  signal: AbortSignal | undefined,
): Promise<{ counts: Record<QueueView, Count>; endings: number }> {
  return database.readPrimary(signal, async (db, run) => {
    const counts = await Promise.all(
      counted.map(async (name) => {
        const { from, where } = await walkOf(db, run, partOf(name, person.user), filter, 'any order');
        const found = sql`SELECT 1 FROM ${from} WHERE ${and(where)} LIMIT ${(name === 'open' ? mostOpen : most) + 1}`;
        return sql`(SELECT COUNT(*) FROM (${found}) counted) AS ${sql.ref(name)}`;
      }),
    );
    // Those that are listed. By the index on (open_mark, ends_at, id).
    const endings = sql`
      SELECT 1 FROM caretaker.report_ending
      WHERE open_mark = 1 AND ends_at > UTC_TIMESTAMP(6) AND ends_at <= UTC_TIMESTAMP(6) + INTERVAL 1 DAY
        AND remind_at <= UTC_TIMESTAMP(6) LIMIT ${most}`;
    const { rows } = await sql<Record<Counted | 'endings', number>>`
      SELECT ${sql.join(counts)}, (SELECT COUNT(*) FROM (${endings}) counted) AS endings`.execute(db, run);
    const [row] = rows;
    if (!row) throw new Error('The server counted nothing.');
    const of = (name: PartName): number =>
      name === 'free' ? Math.max(0, of('open') - of('taken')) : Number(row[name]);
    const countOf = (view: QueueView): Count => {
      const parts: readonly PartName[] = groupsOf[view].flat();
      const count = parts.reduce((sum, name) => sum + of(name), 0);
      const isCapped = count > most || (parts.includes('free') && of('open') > mostOpen);
      return { count: Math.min(count, most), capped: isCapped };
    };
    return {
      counts: Object.fromEntries(queueViews.map((view) => [view, countOf(view)])) as Record<QueueView, Count>,
      endings: Number(row.endings),
    };
  });
}
