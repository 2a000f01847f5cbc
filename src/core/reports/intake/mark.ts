import { type Selectable, sql } from 'kysely';
import type { Database, Db, Run, Trx } from '../../database/database.ts';
import type { ReportSchema } from '../../database/report-schema.ts';
import type { Site } from '../../site/contract.ts';

/** What the intake works on. */
export interface Ground {
  readonly database: Database;
  readonly site: Site;
  readonly signal: AbortSignal;
}

/** How far the site's reports were read: the one row of `report_intake`. */
export type Mark = Omit<Selectable<ReportSchema['caretaker.report_intake']>, 'id'>;

/** Any moderator's account may write the turn, also the highest that the column holds. */
const mostTurns = 2n ** 62n;

/** Thrown where the mark moved, or a case changed, since it was read: what was read then is of no use. */
export class Overtaken extends Error {}

export async function readMark(db: Db, run: Run): Promise<Mark> {
  const mark = await selectMark(db).executeTakeFirst(run);
  if (!mark) throw new Error('report_intake lacks its row');
  return mark;
}

/**
 * Locks the mark until the transaction ends. Whatever opens cases, has reports join them or reckons scores anew does this
 * first: so none of it goes by rules that another has already followed up.
 */
export async function lockMark(trx: Trx): Promise<Mark> {
  const mark = await selectMark(trx).forUpdate().executeTakeFirst();
  if (!mark) throw new Error('report_intake lacks its row');
  return mark;
}

/**
 * Runs `work` and moves the mark by what it gives, in one transaction. @throws Overtaken when the mark is not as `mark`
 * says any more; nothing was changed then
 */
export async function advance(
  database: Database,
  mark: Mark,
  work: (trx: Trx) => Promise<Partial<Mark>>,
): Promise<void> {
  // May be repeated after a lost line: a first try that was committed has taken its turn.
  await database.write(true, async (trx) => {
    const { turn } = await lockMark(trx);
    if (turn !== mark.turn) throw new Overtaken('another console went on with the reports');
    const moved = await work(trx);
    await moveMark(trx, { ...moved, turn: String((BigInt(turn) % mostTurns) + 1n) });
  });
}

export async function moveMark(trx: Trx, moved: Partial<Mark>): Promise<void> {
  await trx.updateTable('caretaker.report_intake').set(moved).where('id', '=', 1).execute();
}

function selectMark(db: Db) {
  return db
    .selectFrom('caretaker.report_intake')
    .select(['turn', 'after_id', 'fresh_at', 'weights', 'rescore_below'])
    .where('id', '=', sql.lit(1));
}
