import type { Selectable } from 'kysely';
import type { Moved, Weights } from '../../../contract/reports/policies.ts';
import { Danger } from '../../../contract/reports/values.ts';
import type { Utc } from '../../../contract/values.ts';
import { serverMoment } from '../../database/clock.ts';
import type { Database, Db, Run } from '../../database/database.ts';
import type { ReportSchema } from '../../database/report-schema.ts';
import { utcOf } from '../../database/time.ts';
import { Refused } from '../../errors.ts';
import { addEntry } from '../../record/entry.ts';
import { showCases } from '../rows.ts';
import { scoreOf } from '../score.ts';
import { lockPolicies, tellPolicyChange } from './lock.ts';

/** How many of the queue's cases are looked at, and how many are shown. */
const looked = 2000;
const shown = 30;

export interface SavedWeights {
  readonly version: number;
  readonly weights: Weights;
  readonly savedAt: Utc;
  readonly savedBy: string;
}

/** The weights in force: the newest. */
export async function readWeights(db: Db, run?: Run): Promise<SavedWeights> {
  const row = await db
    .selectFrom('caretaker.report_weights')
    .selectAll()
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow(run);
  return {
    version: row.version,
    weights: weightsOf(row),
    savedAt: utcOf(row.saved_at),
    savedBy: row.saved_by,
  };
}

/** Keeps new weights. The job `rescore-cases` then puts the queue into their order. */
export async function saveWeights(
  database: Database,
  { requestId, seenVersion, weights }: { requestId: string; seenVersion: number; weights: Weights },
): Promise<{ version: number }> {
  const version = seenVersion + 1;
  return database.write(true, async (trx) => {
    await addEntry(trx, {
      requestId,
      action: 'weights.saved',
      subjectKind: 'policy',
      subjectId: 'weights',
      detail: { version, ...weights },
    });
    await lockPolicies(trx);
    const present = await readWeights(trx);
    if (present.version !== seenVersion) {
      throw new Refused(
        'CONFLICT',
        `${present.savedBy} saved other weights meanwhile. Nothing was changed; what you set is kept.`,
      );
    }
    await trx
      .insertInto('caretaker.report_weights')
      .values({ version, ...weights })
      .execute();
    await tellPolicyChange(trx, 'weights');
    return { version };
  });
}

/** How the head of the present queue would stand under other weights. */
export async function tryWeights(
  database: Database,
  weights: Weights,
  signal: AbortSignal | undefined,
): Promise<{ moved: Moved[]; looked: number }> {
  return database.read(signal, async (db, run) => {
    // By the index report_case_queue (state, score DESC, id).
    const head = await db
      .selectFrom('caretaker.report_case')
      .selectAll()
      .where('state', '=', 'open')
      .orderBy('score', 'desc')
      .orderBy('id')
      .limit(looked)
      .execute(run);
    const ranked = head
      .map((row, index) => ({ row, before: index + 1, score: scoreOf(scoredOf(row), weights) }))
      // Cases of one score keep their order, as they do in the queue: by id.
      .toSorted((a, b) => b.score - a.score || Number(BigInt(a.row.id) - BigInt(b.row.id)))
      .slice(0, shown);
    const rows = await showCases(
      db,
      run,
      ranked.map((it) => it.row),
      await serverMoment(db, run),
    );
    const moved = ranked.flatMap(({ before, score }, index) => {
      const row = rows[index];
      return row ? [{ row, before, after: index + 1, scoreAfter: score / 100 }] : [];
    });
    return { moved, looked: head.length };
  });
}

/** What a case's score is reckoned from, as its columns have it. */
export function scoredOf(row: Selectable<ReportSchema['caretaker.report_case']>) {
  return {
    danger: Danger.safeParse(row.danger).data ?? null,
    severity: row.severity,
    believed: Number(row.believed),
    reach: row.reach,
    ageStep: row.age_step,
  };
}

function weightsOf({ severity, reporters, reach, age }: Weights): Weights {
  return { severity, reporters, reach, age };
}
