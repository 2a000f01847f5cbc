import { sql } from 'kysely';
import type { CaseDecision } from '../../../../contract/reports/decisions.ts';
import type { Policy } from '../../../../contract/reports/policies.ts';
import { Danger } from '../../../../contract/reports/values.ts';
import type { EntryId } from '../../../../contract/values.ts';
import { idValue } from '../../../database/cursor.ts';
import type { Trx } from '../../../database/database.ts';
import { columnOf, utcOf } from '../../../database/time.ts';
import { Refused } from '../../../errors.ts';
import { msBetween, reckon } from '../../intake/scores/reckon.ts';
import { readWeights } from '../../policies/weights.ts';
import { nobodys } from '../../queue/claims/lease.ts';
import type { CaseColumns } from '../../rows.ts';
import type { CaseAtMoment } from '../../work.ts';
import { endOfAction } from '../plan.ts';
import { outcomeWords } from '../words.ts';
import { type BeforeCase, beforeOf } from './before-case.ts';
import type { DoneStep } from './carry-out.ts';

interface Decided {
  readonly requestId: string;
  readonly runId: string | null;
  readonly decision: CaseDecision;
  readonly policy: Policy;
}

/** Keeps the decision with what it changes of the case. */
export async function writeDecision(
  trx: Trx,
  { requestId, runId, decision, policy }: Decided,
  row: CaseColumns,
): Promise<EntryId> {
  const inserted = await trx
    .insertInto('caretaker.report_decision')
    .values({
      request_id: requestId,
      run_id: runId,
      case_id: idValue(row.id),
      policy_id: idValue(policy.id),
      policy_version: policy.version,
      actions: JSON.stringify(decision.actions),
      reason: decision.reason,
      before_case: JSON.stringify(beforeOf(row) satisfies BeforeCase),
    })
    .executeTakeFirstOrThrow();
  return String(inserted.insertId) as EntryId;
}

/** Keeps what was done on the site, and which of it ends by itself. */
export async function writeSteps(
  trx: Trx,
  decisionId: EntryId,
  steps: readonly DoneStep[],
  { row, moment }: CaseAtMoment,
): Promise<void> {
  if (steps.length === 0) return;
  await trx
    .insertInto('caretaker.report_step')
    .values(
      steps.map(({ action, memberDecisionId, hid }, step) => ({
        decision_id: idValue(decisionId),
        step,
        action: action.kind,
        member_decision_id: memberDecisionId === null ? null : idValue(memberDecisionId),
        content_kind: hid ? row.subject_kind : null,
        content_id: hid ? idValue(row.subject_id) : null,
      })),
    )
    .execute();
  const endings = steps.flatMap(({ action, memberDecisionId }) => {
    const end = endOfAction(action);
    return memberDecisionId === null || end === null ? [] : [{ kind: action.kind, endsAt: columnOf(end) }];
  });
  if (endings.length === 0 || row.author_id === null) return;
  const author = idValue(row.author_id);
  await trx
    .insertInto('caretaker.report_ending')
    .values(
      endings.map(({ kind, endsAt }) => ({
        decision_id: idValue(decisionId),
        case_id: idValue(row.id),
        member_id: author,
        kind,
        ends_at: endsAt,
        remind_at: remindAt(moment, endsAt),
      })),
    )
    .execute();
}

const dayMs = 86_400_000;

/** A day before the end; of what lasts less than two days, when half of it is over. As columns have it. */
export function remindAt(moment: string, endsAt: string): string {
  const ahead = Math.min(dayMs, msBetween(moment, endsAt) / 2);
  const at = new Date(Date.parse(utcOf(endsAt)) - ahead).toISOString();
  return columnOf(utcOf(at.replace('Z', '')));
}

/** Closes the case, under the policy of the decision. */
export async function closeCase(
  trx: Trx,
  { decision, policy }: Pick<Decided, 'decision' | 'policy'>,
  { row, moment }: CaseAtMoment,
): Promise<void> {
  const mutes = decision.actions.some(({ kind }) => kind === 'dismiss-and-mute');
  await change(trx, row, {
    ...(await underPolicy(trx, policy, { row, moment })),
    state: 'done',
    open_mark: null,
    held_until: null,
    set_by: null,
    decided_at: moment,
    outcome: outcomeWords(decision.actions),
    muted_sha256: mutes ? await newestHash(trx, row) : null,
  });
}

/** Hands the case to the administrators, where its policy puts it in their queue. */
export async function escalateCase(
  trx: Trx,
  { policy, by }: { readonly policy: Policy; readonly by: string },
  at: CaseAtMoment,
): Promise<void> {
  await change(trx, at.row, {
    ...(await underPolicy(trx, policy, at)),
    state: 'escalated',
    held_until: null,
    set_by: by,
  });
}

async function change(trx: Trx, row: CaseColumns, columns: Record<string, unknown>): Promise<void> {
  await trx
    .updateTable('caretaker.report_case')
    .set({ ...columns, ...nobodys, version: sql<number>`version + 1` })
    .where('id', '=', idValue(row.id))
    .execute();
}

/** Another policy weighs the case anew, and may want it decided sooner. */
async function underPolicy(trx: Trx, policy: Policy, { row, moment }: CaseAtMoment) {
  if (policy.id === row.policy_id) return {};
  const { weights } = await readWeights(trx);
  const standing = {
    danger: policy.danger,
    severity: policy.severity,
    targetMs: Math.min(policy.targetMinutes * 60_000, msBetween(row.opened_at, row.due_at)),
  };
  return { policy_id: idValue(policy.id), ...placeOf(row, standing, weights, moment) };
}

/** The columns of a case's place in the queue. */
export function placeOf(
  row: CaseColumns,
  standing: Pick<Parameters<typeof reckon>[0], 'danger' | 'severity' | 'targetMs'>,
  weights: Parameters<typeof reckon>[1],
  moment: string,
) {
  const { believed, reach, opened_at: openedAt } = row;
  return reckon({ ...standing, believed: Number(believed), reach, openedAt }, weights, moment);
}

/** How the case stands by its own columns. */
export function standingOf(row: CaseColumns) {
  return {
    danger: Danger.safeParse(row.danger).data ?? null,
    severity: row.severity,
    targetMs: msBetween(row.opened_at, row.due_at),
  };
}

async function newestHash(trx: Trx, { id }: CaseColumns): Promise<string> {
  const newest = await trx
    .selectFrom('caretaker.report_evidence')
    .select('subject_sha256')
    .where('case_id', '=', idValue(id))
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (newest) return newest.subject_sha256;
  throw new Refused(
    'CONFLICT',
    'Of what was reported nothing was kept, so nobody could tell when it is edited. Dismiss the case without muting it. Nothing was changed; what you typed is kept.',
  );
}
