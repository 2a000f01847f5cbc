import { z } from 'zod';
import { CaseState, Danger, PolicyId } from '../../../../contract/reports/values.ts';
import { Utc } from '../../../../contract/values.ts';
import { idValue } from '../../../database/cursor.ts';
import { columnOf, utcOf, utcOrNull } from '../../../database/time.ts';
import { msBetween } from '../../intake/scores/reckon.ts';
import type { CaseColumns } from '../../rows.ts';

/**
 * What of a case a decision changes and an undo puts back, kept with each decision as JSON. Where it stands in the queue
 * is reckoned anew when it comes back.
 */
export const BeforeCase = z.object({
  state: CaseState.exclude(['done']),
  policyId: PolicyId,
  severity: z.int().min(1).max(5),
  danger: Danger.nullable(),
  /** From its opening to when it was to be decided, in ms. */
  targetMs: z.int().min(0),
  holder: z.string().max(80).nullable(),
  claimId: z.string().max(36).nullable(),
  claimedUntil: Utc,
  handed: z.boolean(),
  heldUntil: Utc.nullable(),
  setBy: z.string().max(80).nullable(),
  mutedSha256: z.string().max(64).nullable(),
});
export type BeforeCase = z.infer<typeof BeforeCase>;

export function beforeOf(row: CaseColumns): BeforeCase {
  return {
    state: row.state as BeforeCase['state'],
    policyId: row.policy_id as PolicyId,
    severity: row.severity,
    danger: Danger.safeParse(row.danger).data ?? null,
    targetMs: msBetween(row.opened_at, row.due_at),
    holder: row.holder,
    claimId: row.claim_id,
    claimedUntil: utcOf(row.claimed_until),
    handed: Number(row.handed) === 1,
    heldUntil: utcOrNull(row.held_until),
    setBy: row.set_by,
    mutedSha256: row.muted_sha256,
  };
}

/** The columns that an undo puts back, apart from those of its place in the queue. */
export function columnsOf(before: BeforeCase) {
  return {
    state: before.state,
    open_mark: 1,
    policy_id: idValue(before.policyId),
    holder: before.holder,
    claim_id: before.claimId,
    claimed_until: columnOf(before.claimedUntil),
    handed: Number(before.handed),
    held_until: before.heldUntil === null ? null : columnOf(before.heldUntil),
    set_by: before.setBy,
    decided_at: null,
    outcome: null,
    muted_sha256: before.mutedSha256,
  };
}
