import { sql } from 'kysely';
import { type CaseId, reportWorkers } from '../../../contract/reports/values.ts';
import type { Trx } from '../../database/database.ts';
import type { Job } from '../../jobs/job.ts';
import { addEvent } from '../work.ts';
import { inQueue, restOf } from './claims/rest.ts';

const batch = 50;

/** Puts cases back into the queue whose time on hold is over, a bounded batch at a time. */
export const wakeHeldCases: Job = {
  name: 'wake-held-cases',
  everySeconds: 10,
  roles: reportWorkers,
  async run({ database }, signal) {
    let woken = batch;
    while (woken === batch && !signal.aborted) woken = await database.write(true, wake);
  },
};

/** By the index on (state, held_until, id); one that someone works on just now is passed by until the next time. */
async function wake(trx: Trx): Promise<number> {
  const rows = await trx
    .selectFrom('caretaker.report_case')
    .select(['id', 'state', 'held_until', 'set_by'])
    .where('state', '=', 'held')
    .where('held_until', '<=', sql<string>`UTC_TIMESTAMP(6)`)
    .orderBy('held_until')
    .orderBy('id')
    .limit(batch)
    .forUpdate()
    .skipLocked()
    .execute();
  if (rows.length === 0) return 0;
  await trx
    .updateTable('caretaker.report_case')
    .set({ ...inQueue, set_by: null })
    .where(
      'id',
      'in',
      rows.map((row) => sql<string>`${BigInt(row.id)}`),
    )
    .execute();
  for (const row of rows) {
    await addEvent(trx, { caseId: row.id as CaseId, kind: 'resumed', detail: restOf(row), byJob: true });
  }
  return rows.length;
}
