import type { CaseDecision } from '../../../../contract/reports/decisions.ts';
import type { CaseId } from '../../../../contract/reports/values.ts';
import type { CaseDraft } from './case-draft.ts';

/** A decision as it was sent, and the form it was made from. */
export interface Intention {
  readonly draft: CaseDraft;
  readonly request: {
    readonly requestId: string;
    readonly caseId: CaseId;
    readonly seenVersion: number;
    readonly decision: CaseDecision;
  };
}

/**
 * Whether sending the draft would repeat what was sent and never answered. Then the very same request is sent, under the
 * same id, so that it is done once, whether or not it had arrived.
 */
export function repeats(unanswered: Intention | null, draft: CaseDraft | undefined): boolean {
  return unanswered !== null && JSON.stringify(unanswered.draft) === JSON.stringify(draft);
}
