import type { Database } from '../../database/database.ts';
import { freshness } from '../../intake/read.ts';
import { reportSource } from './job.ts';
import { reportMark } from './mark.ts';

/** When the site was last asked for new reports, and how many wait to be read. */
export function freshnessOf(database: Database, signal: AbortSignal | undefined) {
  return freshness({ source: reportSource, mark: reportMark }, database, signal);
}
