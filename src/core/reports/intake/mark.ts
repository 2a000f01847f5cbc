import { type Selectable, sql } from 'kysely';
import type { Database, Db, Run, Trx } from '../../database/database.ts';
import type { ReportSchema } from '../../database/report-schema.ts';
import type { MarkRow } from '../../intake/mark.ts';
import type { Site } from '../../site/contract.ts';

/** What the intake works on. */
export interface Ground {
  readonly database: Database;
  readonly site: Site;
  readonly signal: AbortSignal;
}

/** How far the site's reports were read: the one row of `report_intake`. */
export type ReportMark = Omit<Selectable<ReportSchema['caretaker.report_intake']>, 'id'>;

export const reportMark: MarkRow<ReportMark> = {
  async read(db: Db, run?: Run) {
    const mark = await selectMark(db).executeTakeFirst(run);
    if (!mark) throw new Error('report_intake lacks its row');
    return mark;
  },
  lock: lockMark,
  move: moveMark,
};

/**
 * Locks the mark until the transaction ends. Whatever opens cases, has reports join them or reckons scores anew does this
 * first: so none of it goes by rules that another has already followed up.
 */
export async function lockMark(trx: Trx): Promise<ReportMark> {
  const mark = await selectMark(trx).forUpdate().executeTakeFirst();
  if (!mark) throw new Error('report_intake lacks its row');
  return mark;
}

export async function moveMark(trx: Trx, moved: Partial<ReportMark>): Promise<void> {
  await trx.updateTable('caretaker.report_intake').set(moved).where('id', '=', 1).execute();
}

function selectMark(db: Db) {
  return db
    .selectFrom('caretaker.report_intake')
    .select(['turn', 'after_id', 'fresh_at', 'weights', 'rescore_below'])
    .where('id', '=', sql.lit(1));
}
