import {
  type CaseAction,
  type CaseActionKind,
  CaseDecision,
} from '../../../src/contract/reports/decisions.ts';
import type { Policy } from '../../../src/contract/reports/policies.ts';
import type { CaseRow } from '../../../src/contract/reports/queue.ts';
import { Utc } from '../../../src/contract/values.ts';
import { oneOf } from '../dice.ts';

/** What moderators do, the usual more often. */
const mixes: readonly CaseActionKind[][] = [
  ['dismiss'],
  ['dismiss'],
  ['dismiss-and-mute'],
  ['hide'],
  ['hide'],
  ['hide', 'warn'],
  ['hide', 'mute'],
  ['hide', 'suspend'],
  ['hide', 'ban'],
  ['warn'],
  ['suspend'],
  ['escalate'],
];

/** Any decision that a policy allows, about a case, or about several that nobody looks at one by one. */
export function anyDecision(policy: Policy, row: CaseRow | null): CaseDecision {
  const allowed = mixes.filter((kinds) => kinds.every((kind) => policy.actions.includes(kind)));
  const kinds = (row === null || row.authorId === null ? null : oneOf(allowed)) ?? ['dismiss'];
  return CaseDecision.parse({
    policyId: policy.id,
    actions: kinds.map(actionOf),
    reason: 'Measured by the soak',
    memberMessage: kinds[0] !== 'escalate' && Math.random() < 0.4 ? policy.memberTemplate : null,
    reporterMessage: kinds[0] !== 'escalate' && Math.random() < 0.4 ? policy.reporterTemplate : null,
  });
}

function actionOf(kind: CaseActionKind): CaseAction {
  if (kind !== 'mute' && kind !== 'suspend') return { kind };
  const days = 1 + Math.floor(Math.random() * 30);
  return { kind, until: Utc.parse(new Date(Date.now() + days * 86_400_000).toISOString()) };
}
