import { countOn } from '../../scripts/demo/live/counters.ts';
import { type Community, demoUntil } from './community.ts';

/** Has the site of a test community count until now, as the demo's does: its fixed end is long ago. */
export async function countUntilNow(town: Community, members: number): Promise<void> {
  await town.sql.query('USE community_demo');
  await countOn(town.sql, { members, seed: 1, until: demoUntil }, Date.now());
  await town.sql.query('USE mysql');
}

/** A column's text for a moment in seconds since 1970. */
export const columnText = (seconds: number) =>
  new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');
