import { type Calendar, soonestFirst } from '../../../../contract/metrics/headroom/calendar.ts';
import { realUtc } from '../../../database/time.ts';
import type { SignedIn } from '../../../session/open.ts';
import { latestSamples } from '../../sampler/latest.ts';
import { measuredDays } from '../growth/measured-days.ts';
import { serverTables } from '../server-calls.ts';
import { connectionEntry, connectionsOf } from './connections.ts';
import { idEntries } from './ids.ts';
import { redoEntry } from './redo.ts';

/** When ids, connections and redo run out: what does so first comes first. */
export async function calendarOf({ database }: SignedIn, signal: AbortSignal | undefined): Promise<Calendar> {
  const { now, unknown } = await latestSamples(database, signal);
  const tables = await serverTables(database);
  const most = await connectionsOf(database, signal);
  return database.read(signal, async (db, run) => {
    const days = await measuredDays(db, run);
    const ids = await idEntries(db, run, { tables, days, now });
    const connections = await connectionEntry(db, run, most, now);
    const redo = await redoEntry(db, run, now, unknown.checkpoint_age);
    return {
      entries: [...ids.entries, connections, redo].sort(soonestFirst),
      others: ids.others,
      unknownIds: [...ids.unknown],
      asOf: days === null ? null : realUtc(`${days.latest} 00:00:00`),
      now,
    };
  });
}
