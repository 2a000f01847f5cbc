import type { Database } from '../database/database.ts';

/** Work that belongs to whichever running console holds its lease. Must be safe to repeat from the start. */
export interface Job {
  readonly name: string;
  readonly everySeconds: number;
  /** `signal` ends it when its console leaves, or when another console has taken it over. */
  run(database: Database, signal: AbortSignal): Promise<void>;
}
