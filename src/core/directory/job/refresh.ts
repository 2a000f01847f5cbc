import { setTimeout as sleep } from 'node:timers/promises';
import { memberReaders } from '../../../contract/roles.ts';
import { Overtaken } from '../../intake/mark.ts';
import type { Job, JobGround } from '../../jobs/job.ts';
import { isAllBuilt, isPaused, readMarks } from '../marks.ts';
import { isBuilt } from '../parts.ts';
import { build } from './build.ts';
import { readNew } from './news.ts';
import { SiteReads } from './site-reads.ts';
import type { Ground } from './sources.ts';
import { sweep } from './sweep.ts';

/** So long is built before it is looked for what is new. */
const buildForMs = 8000;
const mostWaitMs = 200;

/** Keeps the member directory: builds what is not in it, reads what is new, and goes round what may have been missed. */
export const refreshDirectory: Job = {
  name: 'refresh-directory',
  everySeconds: 8,
  roles: memberReaders,
  async run({ database }: JobGround, signal) {
    const ground: Ground = { database, reads: new SiteReads(database, signal), signal };
    try {
      while (!(await refresh(ground)));
    } catch (error) {
      // Another console holds the job by now, or someone had everything read anew.
      if (!(error instanceof Overtaken)) throw error;
    }
  },
};

/** Builds for a while, then reads what is new. True where nothing is left to build, or it is paused. */
async function refresh(ground: Ground): Promise<boolean> {
  const found = await ground.database.readPrimary(ground.signal, readMarks);
  const rests = isAllBuilt(found) || (await isPaused(ground));
  const built = rests ? found : await build(ground, found, buildForMs);
  if (ground.signal.aborted) return true;
  const { members } = await readNew(ground, built);
  if (isBuilt(members)) await sweep(ground, members);
  return rests || isAllBuilt(built);
}

/**
 * Runs the job until all is built, or it is paused, as a console does by itself: for what must not wait for one. Where a
 * console is at it too, both go on, each with the pages that it gets first.
 */
export async function buildDirectory({ database }: Pick<JobGround, 'database'>): Promise<void> {
  const { signal } = new AbortController();
  const ground: Ground = { database, reads: new SiteReads(database, signal), signal };
  const attempt = () =>
    refresh(ground).catch(async (error) => {
      if (!(error instanceof Overtaken)) throw error;
      await sleep(Math.random() * mostWaitMs); // two that begin again at once would overtake each other again
      return false;
    });
  while (!(await attempt()));
}
