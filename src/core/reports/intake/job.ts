import { setTimeout as sleep } from 'node:timers/promises';
import { reportWorkers } from '../../../contract/reports/values.ts';
import { serverMoment } from '../../database/clock.ts';
import { failureOf } from '../../database/errors.ts';
import type { Job, JobGround } from '../../jobs/job.ts';
import { readBatch } from './batch.ts';
import { writeBatch } from './cases/write.ts';
import { firstAfterId, isPastAll, lookForReports } from './look.ts';
import { advance, type Ground, Overtaken, readMark } from './mark.ts';

const mostWaitMs = 200;

/** Reads new reports of the site, and puts each into the case of its subject. */
export const readReports: Job = {
  name: 'read-reports',
  everySeconds: 5,
  roles: reportWorkers,
  async run({ database, site }, signal) {
    const ground: Ground = { database, site, signal };
    try {
      while (!(await readNext(ground)));
    } catch (error) {
      // Another console holds the job by now: it reads on.
      if (!isOvertaken(error)) throw error;
    }
  },
};

/**
 * Reads until nothing is left, as a console does by itself: for what must not wait for one. Where a console is at it too,
 * both go on, each with the reports that it gets first.
 */
export async function readAllReports({
  database,
  site,
  signal = new AbortController().signal,
}: Pick<JobGround, 'database' | 'site'> & { readonly signal?: AbortSignal }): Promise<void> {
  const ground: Ground = { database, site, signal };
  const attempt = () =>
    readNext(ground).catch(async (error) => {
      if (!isOvertaken(error)) throw error;
      await sleep(Math.random() * mostWaitMs); // two that begin again at once would overtake each other again
      return false;
    });
  while (!(await attempt()));
}

/** Reads a batch. True where nothing is left, or it is to stop. @throws Overtaken */
async function readNext(ground: Ground): Promise<boolean> {
  const { database, signal } = ground;
  const mark = await database.readPrimary(signal, readMark);
  if (mark.after_id === null || (await isPastAll(ground, mark.after_id))) {
    const first = await firstAfterId(ground);
    await advance(database, mark, async () => ({ after_id: first }));
    return false;
  }
  // What was committed before this moment is seen by the look after it.
  const asOf = await database.readPrimary(signal, serverMoment);
  const look = await lookForReports(ground, mark.after_id);
  const batch = look.ids.length === 0 ? null : await readBatch(ground, look.ids);
  signal.throwIfAborted();
  await advance(database, mark, async (trx) => {
    if (batch !== null) await writeBatch(trx, batch);
    return { after_id: look.afterId, ...(look.isLast ? { fresh_at: asOf } : {}) };
  });
  return look.isLast || signal.aborted;
}

/** A subject whose decided case was opened again meanwhile has its open case: a second one is refused by its key. */
function isOvertaken(error: unknown): boolean {
  return (
    error instanceof Overtaken ||
    (failureOf(error) === 'duplicate' && error instanceof Error && /report_case_open/.test(error.message))
  );
}
