import type { BulkTarget, CaseDecision } from '../../../../contract/reports/decisions.ts';
import type { SignedIn } from '../../../session/open.ts';
import { newestPolicy } from '../../policies/read.ts';
import { targetsOf } from '../many/targets.ts';
import { planOf } from '../plan.ts';
import { previewMany } from './many.ts';
import { type CasePreview, previewOne } from './one.ts';

/** What a decision would do, about one case in sentences, about many in numbers. */
export async function preview(
  signedIn: SignedIn,
  { target, decision }: { target: BulkTarget; decision: CaseDecision },
  signal: AbortSignal | undefined,
): Promise<CasePreview & { cases: number; capped: boolean }> {
  const { caseIds, capped } = await targetsOf(signedIn, target, signal);
  return signedIn.database.readPrimary(signal, async (db, run) => {
    const policy = await newestPolicy(db, decision.policyId, run);
    const ground = { signedIn, decision: planOf(decision), policy };
    const [first] = caseIds;
    const isOne = caseIds.length === 1 && first !== undefined;
    const said = isOne
      ? await previewOne(db, run, ground, first)
      : await previewMany(db, run, ground, caseIds);
    return { ...said, cases: caseIds.length, capped };
  });
}
