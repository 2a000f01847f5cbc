import type { Database } from '../../database/database.ts';
import { realUtc } from '../../database/time.ts';
import { overlap, reportIds, takenOf } from './look.ts';
import { readMark } from './mark.ts';

/** Waiting reports are counted up to this. */
const mostCounted = 1000;

/** When the site was last asked for new reports, and how many wait to be read. Before the first time nothing is known. */
export async function freshnessOf(database: Database, signal: AbortSignal | undefined) {
  return database.readPrimary(signal, async (db, run) => {
    const mark = await readMark(db, run);
    const asOf = mark.fresh_at === null ? null : realUtc(mark.fresh_at);
    if (mark.after_id === null) return { asOf, waiting: 0, waitingCapped: false };
    const there = await reportIds(db, run, mark.after_id, overlap + mostCounted + 1);
    const waiting = there.length - (await takenOf(db, run, there)).size;
    return { asOf, waiting: Math.min(waiting, mostCounted), waitingCapped: waiting > mostCounted };
  });
}
