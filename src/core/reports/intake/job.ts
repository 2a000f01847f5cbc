import { reportWorkers } from '../../../contract/reports/values.ts';
import { failureOf } from '../../database/errors.ts';
import { type Intake, readAll, readToEnd } from '../../intake/read.ts';
import type { Source } from '../../intake/source.ts';
import type { Job, JobGround } from '../../jobs/job.ts';
import { type Batch, readBatch } from './batch.ts';
import { writeBatch } from './cases/write.ts';
import { type Ground, type ReportMark, reportMark } from './mark.ts';

export const reportSource: Source = {
  view: 'caretaker_site.report',
  unindexed: 'reason',
  taken: { table: 'caretaker.report_item', column: 'report_id' },
  batch: 100,
  firstDays: 30,
};

/** Reads new reports of the site, and puts each into the case of its subject. */
export const readReports: Job = {
  name: 'read-reports',
  everySeconds: 5,
  roles: reportWorkers,
  async run({ database, site }, signal) {
    const ground = { database, site, signal };
    await readToEnd(intakeOn(ground), ground);
  },
};

/** Reads until nothing is left, as a console does by itself: for what must not wait for one. */
export async function readAllReports({
  database,
  site,
  signal = new AbortController().signal,
}: Pick<JobGround, 'database' | 'site'> & { readonly signal?: AbortSignal }): Promise<void> {
  const ground = { database, site, signal };
  await readAll(intakeOn(ground), ground);
}

function intakeOn(ground: Ground): Intake<ReportMark, Batch> {
  return {
    source: reportSource,
    mark: reportMark,
    read: (ids) => readBatch(ground, ids),
    write: writeBatch,
    // A subject whose decided case was opened again meanwhile has its open case: a second one is refused by its key.
    isOvertaken: (error) =>
      failureOf(error) === 'duplicate' && error instanceof Error && /report_case_open/.test(error.message),
  };
}
