import { type BulkTarget, bulkMost } from '../../../../contract/reports/decisions.ts';
import type { CaseId } from '../../../../contract/reports/values.ts';
import type { SignedIn } from '../../../session/open.ts';
import { findCaseIds } from '../../queue/list/find.ts';

export interface Targeted {
  readonly caseIds: readonly CaseId[];
  /** Whether there are more than one run decides. */
  readonly capped: boolean;
}

/** The cases that are meant: those named, or those that a filter finds now, in its order. */
export async function targetsOf(
  { database, person }: SignedIn,
  target: BulkTarget,
  signal: AbortSignal | undefined,
): Promise<Targeted> {
  if ('caseIds' in target) return { caseIds: [...new Set(target.caseIds)], capped: false };
  const asked = { ...target, passed: [], user: person.user, most: bulkMost + 1 };
  const found = await findCaseIds(database, asked, signal);
  return { caseIds: found.slice(0, bulkMost), capped: found.length > bulkMost };
}
