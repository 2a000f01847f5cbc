import { caseStates, reportWorkers } from '../../../../contract/reports/values.ts';
import { serverMoment } from '../../../database/clock.ts';
import { idValue } from '../../../database/cursor.ts';
import type { Database, Trx } from '../../../database/database.ts';
import type { Job } from '../../../jobs/job.ts';
import { scoredOf } from '../../policies/weights.ts';
import type { CaseColumns } from '../../rows.ts';
import { lockMark, moveMark } from '../mark.ts';
import { msBetween, reckon, type Standing } from './reckon.ts';
import { type Rules, readRules } from './rules.ts';

/** Cases of one transaction. */
const batch = 200;
/** Cases looked at for those that are not done, at once. */
const looked = 500;
const highestId = '18446744073709551615';

/** Keeps the queue in order: scores grow with age, and change with weights and policies. */
export const rescoreCases: Job = {
  name: 'rescore-cases',
  everySeconds: 15,
  roles: reportWorkers,
  async run({ database }, signal) {
    while (!signal.aborted && (await reckonNext(database)));
    for (const state of caseStates.filter((it) => it !== 'done')) {
      while (!signal.aborted && (await ageNext(database, state, signal)));
    }
  },
};

/** Gives cases their next step of age. True where more may wait. */
async function ageNext(database: Database, state: string, signal: AbortSignal): Promise<boolean> {
  const due = await database.readPrimary(signal, async (db, run) =>
    // By the index report_case_rescore (state, rescore_at, id).
    db
      .selectFrom('caretaker.report_case')
      .select('id')
      .where('state', '=', state)
      .where('rescore_at', '<=', await serverMoment(db, run))
      .orderBy('rescore_at')
      .orderBy('id')
      .limit(batch)
      .execute(run),
  );
  const ids = due.map((row) => row.id);
  const aged = await database.write(true, async (trx) => {
    await lockMark(trx);
    const rules = await readRules(trx);
    return rescore(trx, await lockOpen(trx, ids), rules, (row) => ({
      ...scoredOf(row),
      targetMs: msBetween(row.opened_at, row.due_at),
    }));
  });
  return ids.length === batch && aged > 0;
}

/**
 * Reckons cases anew, from the highest id downwards, where the weights or a policy changed since all were. True where
 * more are left; where that stands in report_intake, so that it goes on wherever it was stopped.
 */
async function reckonNext(database: Database): Promise<boolean> {
  return database.write(true, async (trx) => {
    const mark = await lockMark(trx);
    const rules = await readRules(trx);
    const isNew = mark.weights !== rules.weightsVersion;
    const below = isNew ? highestId : mark.rescore_below;
    if (below === null) return false;
    const rows = await trx
      .selectFrom('caretaker.report_case')
      .select(['id', 'state'])
      .where('id', '<', idValue(below))
      .orderBy('id', 'desc')
      .limit(looked)
      .execute();
    const open = rows.filter((row) => row.state !== 'done').map((row) => row.id);
    await rescore(trx, await lockOpen(trx, open), rules, (row) => standingByPolicy(row, rules));
    const lowest = rows.length < looked ? null : (rows.at(-1)?.id ?? null);
    await moveMark(trx, { weights: rules.weightsVersion, rescore_below: lowest });
    return lowest !== null;
  });
}

/** As the newest version of its policy has it. */
function standingByPolicy(row: CaseColumns, rules: Rules): Omit<Standing, 'openedAt'> {
  const policy = rules.policy(row.policy_id);
  if (policy === null) return { ...scoredOf(row), targetMs: msBetween(row.opened_at, row.due_at) };
  const { danger, severity, targetMinutes } = policy;
  return { ...scoredOf(row), danger, severity, targetMs: targetMinutes * 60_000 };
}

async function lockOpen(trx: Trx, ids: readonly string[]): Promise<CaseColumns[]> {
  if (ids.length === 0) return [];
  return trx
    .selectFrom('caretaker.report_case')
    .selectAll()
    .where('id', 'in', ids.map(idValue))
    .where('state', '!=', 'done')
    .orderBy('id')
    .limit(ids.length)
    .forUpdate()
    .execute();
}

/** Writes those whose columns change, and gives how many did. No news to anyone: the queue is only in another order. */
async function rescore(
  trx: Trx,
  rows: readonly CaseColumns[],
  { weights }: Rules,
  standing: (row: CaseColumns) => Omit<Standing, 'openedAt'>,
): Promise<number> {
  const moment = await serverMoment(trx);
  let changed = 0;
  for (const row of rows) {
    const columns = reckon({ ...standing(row), openedAt: row.opened_at }, weights, moment);
    const isSame = Object.entries(columns).every(
      ([name, value]) => row[name as keyof typeof columns] === value,
    );
    if (isSame) continue;
    changed += 1;
    await trx.updateTable('caretaker.report_case').set(columns).where('id', '=', idValue(row.id)).execute();
  }
  return changed;
}
