import { sql } from 'kysely';
import type { Database } from '../../database/database.ts';
import { usualEvery, watchedEvery } from './levels.ts';

/** How things stand with sampling, in seconds since 1970 by the server's clock. */
export interface Pace {
  readonly now: number;
  /** Null before the first sample. */
  readonly sampledAt: number | null;
  readonly isWatched: boolean;
}

/** Throws where the console's tables lack the row. */
export async function readPace(database: Database, signal: AbortSignal): Promise<Pace> {
  const { rows } = await database.readPrimary(signal, (db, run) =>
    sql<{ now: string; sampled_at: string | null; watched: number | string }>`
      SELECT UNIX_TIMESTAMP(SYSDATE(6)) AS now, UNIX_TIMESTAMP(sampled_at) AS sampled_at,
        watched_until > UTC_TIMESTAMP(6) AND watched_until < UTC_TIMESTAMP(6) + INTERVAL 1 HOUR AS watched
      FROM caretaker.metric_sampler WHERE id = 1`.execute(db, run),
  );
  const row = rows[0];
  // Where it was stopped while it asked, there are no rows either.
  signal.throwIfAborted();
  if (!row) throw new Error('caretaker.metric_sampler lacks its row');
  return {
    now: Number(row.now),
    sampledAt: row.sampled_at === null ? null : Number(row.sampled_at),
    isWatched: Number(row.watched) === 1,
  };
}

/** A reading later than this in its step of 10 s would stand for too little of it, in seconds. */
const latestInStep = 5;

/**
 * Seconds until the next sample; 0 or less where it is due. Samples are taken at the end of a step of 10 s, and every
 * minute unless someone looks. `isNew` where there is nothing yet to compare counters with: then the next is soon.
 */
export function untilDue({ now, sampledAt, isWatched }: Pace, isNew: boolean): number {
  const every = isWatched || isNew ? watchedEvery : usualEvery;
  // A sample of the future is a lie, or of a clock that was set.
  const isTold = sampledAt !== null && sampledAt <= now;
  const next = isTold ? (Math.floor(sampledAt / every) + 1) * every : now;
  const due = Math.max(now, next);
  const atOnce = due % watchedEvery < latestInStep;
  return atOnce ? due - now : Math.ceil(due / watchedEvery) * watchedEvery - now;
}
