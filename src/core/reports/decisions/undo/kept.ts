import { CaseAction } from '../../../../contract/reports/decisions.ts';
import type { CaseId } from '../../../../contract/reports/values.ts';
import type { EntryId, MemberId, Utc } from '../../../../contract/values.ts';
import { idValue } from '../../../database/cursor.ts';
import type { Db, Run } from '../../../database/database.ts';
import { utcOf, utcOrNull } from '../../../database/time.ts';
import { type Kept, keptOf } from '../../../members/actions/undo/undo.ts';
import { BeforeCase } from '../decide/before-case.ts';

/** A decision about a case as it is kept. */
export interface KeptDecision {
  readonly id: EntryId;
  readonly caseId: CaseId;
  readonly at: Utc;
  readonly actor: string;
  readonly reason: string;
  readonly runId: string | null;
  readonly policyId: string;
  readonly policyVersion: number;
  readonly actions: readonly CaseAction[];
  /** Null where this console cannot read it: then it cannot be taken back by it. */
  readonly before: BeforeCase | null;
  readonly undoneAt: Utc | null;
  readonly undoneBy: string | null;
}

/** The decisions about a case, newest first. By the index report_decision_case (case_id, id). */
export async function decisionsAbout(
  db: Db,
  caseId: CaseId,
  limit: number,
  run?: Run,
): Promise<KeptDecision[]> {
  const rows = await kept(db)
    .where('decision.case_id', '=', idValue(caseId))
    .orderBy('decision.id', 'desc')
    .limit(limit)
    .execute(run);
  return rows.map(decisionOf);
}

export async function readDecision(db: Db, id: EntryId, run?: Run): Promise<KeptDecision | null> {
  const row = await kept(db).where('decision.id', '=', idValue(id)).executeTakeFirst(run);
  return row === undefined ? null : decisionOf(row);
}

function kept(db: Db) {
  return db
    .selectFrom('caretaker.report_decision as decision')
    .leftJoin('caretaker.report_undo as undo', 'undo.decision_id', 'decision.id')
    .selectAll('decision')
    .select(['undo.at as undone_at', 'undo.actor as undone_by']);
}

type Row = Awaited<ReturnType<ReturnType<typeof kept>['executeTakeFirstOrThrow']>>;

/** Any moderator's account may write one, so it is not trusted. */
function decisionOf(row: Row): KeptDecision {
  return {
    id: row.id as EntryId,
    caseId: row.case_id as CaseId,
    at: utcOf(row.at),
    actor: row.actor,
    reason: row.reason,
    runId: row.run_id,
    policyId: row.policy_id,
    policyVersion: row.policy_version,
    actions: CaseAction.array().catch([]).parse(parsed(row.actions)),
    before: BeforeCase.nullable().catch(null).parse(parsed(row.before_case)),
    undoneAt: utcOrNull(row.undone_at),
    undoneBy: row.undone_by,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** What a decision did on the site, the last first. */
export interface KeptSteps {
  readonly ofMember: readonly Kept[];
  readonly hidden: { readonly kind: string; readonly id: MemberId } | null;
}

export async function readSteps(db: Db, decisionId: EntryId, run?: Run): Promise<KeptSteps> {
  const rows = await db
    .selectFrom('caretaker.report_step as step')
    .leftJoin('caretaker.member_decision as made', 'made.id', 'step.member_decision_id')
    .select(['step.content_kind', 'step.content_id', 'made.id', 'made.member_id', 'made.at', 'made.actor'])
    .select(['made.action', 'made.reason', 'made.before_state', 'made.after_state'])
    .where('step.decision_id', '=', idValue(decisionId))
    .orderBy('step.step', 'desc')
    .limit(10)
    .execute(run);
  const content = rows.find(({ content_kind, content_id }) => content_kind !== null && content_id !== null);
  return {
    ofMember: rows.flatMap((row) =>
      row.id === null ? [] : (keptOf(row as Parameters<typeof keptOf>[0]) ?? []),
    ),
    hidden: content ? { kind: content.content_kind ?? '', id: content.content_id as MemberId } : null,
  };
}
