import { setTimeout as sleep } from 'node:timers/promises';
import type { MemberId } from '../../../contract/values.ts';
import type { Database } from '../../database/database.ts';
import { membersById, readyMembers, writeMembers } from '../../directory/rows/members.ts';

/** How long an answer waits for the lists; while the directory is being built, its rows are often locked. */
const patienceMs = 500;

/**
 * Brings these members up to date in the directory, so that lists show at once what was done. What fails here or takes
 * too long is made good by the directory's own job.
 */
export async function showInLists(database: Database, ids: readonly MemberId[]): Promise<void> {
  await Promise.race([bringUpToDate(database, ids).catch(() => {}), sleep(patienceMs)]);
}

async function bringUpToDate(database: Database, ids: readonly MemberId[]): Promise<void> {
  const members = await database.readPrimary(undefined, (db, run) => membersById(db, run, ids));
  const ready = await readyMembers(members);
  await database.write(true, (trx) => writeMembers(trx, ready));
}
