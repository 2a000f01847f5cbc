import { sql } from 'kysely';
import { reportWorkers } from '../../../../contract/reports/values.ts';
import { idValue } from '../../../database/cursor.ts';
import type { Database, Trx } from '../../../database/database.ts';
import { utcOf } from '../../../database/time.ts';
import type { Job } from '../../../jobs/job.ts';
import { addEvents } from '../../work.ts';
import {
  endingsToRemindOf,
  endingsWithinDay,
  inForce,
  type OpenEnding,
  type Place,
  placeOf,
} from './read.ts';

const batch = 100;

/** Reminds the staff of sanctions that end before long, and forgets those that have ended or were taken back. */
export const remindOfEndings: Job = {
  name: 'remind-of-endings',
  everySeconds: 30,
  roles: reportWorkers,
  async run({ database }, signal) {
    while (!signal.aborted && (await remindOfNext(database, signal)));
    let after: Place | null = null;
    do after = await forgetNext(database, after, signal);
    while (after !== null && !signal.aborted);
  },
};

/** True where more may wait. */
async function remindOfNext(database: Database, signal: AbortSignal): Promise<boolean> {
  const { due, holding } = await database.readPrimary(signal, async (db, run) => {
    const found = await endingsToRemindOf(db, batch, run);
    return { due: found, holding: await inForce(db, found, run) };
  });
  if (due.length === 0) return false;
  // Safe to do twice: the second finds none of them open, or all of them reminded of.
  await database.write(true, async (trx) => {
    await forget(
      trx,
      due.filter((it) => !holding.has(it)),
    );
    const fresh = await lockUnreminded(trx, [...holding.keys()]);
    if (fresh.length === 0) return;
    await trx
      .updateTable('caretaker.report_ending')
      .set({ reminded_at: sql<string>`UTC_TIMESTAMP(6)` })
      .where(
        'id',
        'in',
        fresh.map(({ id }) => idValue(id)),
      )
      .execute();
    await addEvents(
      trx,
      fresh.map(({ caseId, kind, endsAt, decisionId }) => ({
        caseId,
        kind: 'ending',
        detail: { sanction: kind, endsAt: utcOf(endsAt), decision: decisionId },
        byJob: true,
      })),
    );
    await tellOthers(trx, fresh);
  });
  return due.length === batch;
}

async function lockUnreminded(trx: Trx, endings: readonly OpenEnding[]): Promise<OpenEnding[]> {
  if (endings.length === 0) return [];
  const rows = await trx
    .selectFrom('caretaker.report_ending')
    .select('id')
    .where(
      'id',
      'in',
      endings.map(({ id }) => idValue(id)),
    )
    .where('open_mark', '=', 1)
    .where('reminded_at', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute();
  const ids = new Set(rows.map(({ id }) => id));
  return endings.filter(({ id }) => ids.has(id));
}

/** Looks through a page of those that end within a day; gives where it ended, null after the last. */
async function forgetNext(
  database: Database,
  after: Place | null,
  signal: AbortSignal,
): Promise<Place | null> {
  const { page, holding } = await database.readPrimary(signal, async (db, run) => {
    const found = await endingsWithinDay(db, { after, limit: batch, due: false }, run);
    return { page: found, holding: await inForce(db, found, run) };
  });
  const over = page.filter((it) => !holding.has(it));
  if (over.length > 0) await database.write(true, (trx) => forget(trx, over));
  const last = page.at(-1);
  return page.length === batch && last ? placeOf(last) : null;
}

async function forget(trx: Trx, endings: readonly OpenEnding[]): Promise<void> {
  if (endings.length === 0) return;
  await trx
    .updateTable('caretaker.report_ending')
    .set({ open_mark: null })
    .where(
      'id',
      'in',
      endings.map(({ id }) => idValue(id)),
    )
    .execute();
  await tellOthers(trx, endings);
}

/** Once for each case. */
async function tellOthers(trx: Trx, endings: readonly OpenEnding[]): Promise<void> {
  const cases = [...new Set(endings.map(({ caseId }) => caseId))];
  await trx
    .insertInto('caretaker.change_feed')
    .values(cases.map((id) => ({ topic: 'case', subject_id: id })))
    .execute();
}
