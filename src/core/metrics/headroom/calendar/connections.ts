import type { CalendarEntry } from '../../../../contract/metrics/headroom/calendar.ts';
import type { Database, Db, Run } from '../../../database/database.ts';
import { serverStatus, serverVariables } from '../../sampler/variables.ts';
import { forecastCrossing, type Sample } from '../forecast.ts';
import { type Hour, hoursOf } from './hours.ts';

export interface Connections {
  /** Allowed at once. */
  readonly limit: number;
  /** At once, since the start of the server. */
  readonly most: number;
}

/** Of the primary, which is the one that is sampled: a replica has others. */
export function connectionsOf(database: Database, signal: AbortSignal | undefined): Promise<Connections> {
  return database.readPrimary(signal, async (db, run) => ({
    limit: Number((await serverVariables(db, run, ['max_connections'])).get('max_connections')),
    most: Number((await serverStatus(db, run, ['Max_used_connections'])).get('Max_used_connections')),
  }));
}

/** When connections run out, by the most there were at once in each week. */
export async function connectionEntry(
  db: Db,
  run: Run,
  { limit, most }: Connections,
  now: number,
): Promise<CalendarEntry> {
  const samples = connectionPeaks(
    await hoursOf(db, run, 'connected', now),
    await hoursOf(db, run, 'max_used', now),
  );
  return {
    kind: 'connections',
    name: 'Connections',
    detail: 'max_connections; most at once since the start of the server',
    used: most,
    limit,
    unit: 'count',
    // One more is kept for an administrator, so a server may show one more than it allows.
    reached: most >= limit,
    forecast: forecastCrossing(samples, limit, now),
  };
}

/**
 * The most connections of each hour. Those that were counted at a moment miss what comes and goes between two samples; the
 * server's own highest since its start does not, but says when only in the hour in which it rises.
 */
export function connectionPeaks(connected: readonly Hour[], mostUsed: readonly Hour[]): Sample[] {
  const peaks = new Map(connected.map(({ at, high }) => [at, high]));
  mostUsed.forEach(({ at, low, high }, i) => {
    const before = mostUsed[i - 1]?.high;
    // Within an hour it rises, or from the one before; after a restart it falls first, and what it fell from is old.
    const isRise = before !== undefined && high > before;
    if (isRise || (high > low && before !== undefined && low >= before))
      peaks.set(at, Math.max(high, peaks.get(at) ?? 0));
  });
  return [...peaks].map(([at, value]) => ({ at, value })).sort((a, b) => a.at - b.at);
}
