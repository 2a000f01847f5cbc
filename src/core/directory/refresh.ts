import { memberReaders } from '../../contract/roles.ts';
import type { Job, JobGround } from '../jobs/job.ts';
import { build } from './build.ts';
import { isAllBuilt, isPaused, Overtaken, readMarks } from './marks.ts';
import { SiteReads } from './site-reads.ts';
import type { Ground } from './sources.ts';

/** So long is built before it is looked for what is new. */
const buildForMs = 8000;

/** Keeps the member directory: builds what is not in it, reads what is new, and goes round what may have been missed. */
export const refreshDirectory: Job = {
  name: 'refresh-directory',
  everySeconds: 8,
  roles: memberReaders,
  async run({ database }: JobGround, signal) {
    const ground: Ground = { database, reads: new SiteReads(database, signal), signal };
    try {
      while (!(await refresh(ground)) && !signal.aborted);
    } catch (error) {
      // Another console holds the job by now, or someone had everything read anew.
      if (!(error instanceof Overtaken)) throw error;
    }
  },
};

/** Builds for a while and reads what is new. True where nothing is left to build, or it is paused. */
async function refresh(ground: Ground): Promise<boolean> {
  let marks = await ground.database.readPrimary(ground.signal, readMarks);
  const stopped = isAllBuilt(marks) || (await isPaused(ground));
  if (!stopped) marks = await build(ground, marks, buildForMs);
  return stopped || isAllBuilt(marks);
}

/** Runs the job until all is built, as a console does by itself: for what must not wait for one. */
export async function buildDirectory({ database }: Pick<JobGround, 'database'>): Promise<void> {
  const { signal } = new AbortController();
  const ground: Ground = { database, reads: new SiteReads(database, signal), signal };
  while (!(await refresh(ground)));
}
