import type { CaseId } from '../../../../contract/reports/values.ts';
import { createDrafts, useDraft } from '../../session/drafts.ts';
import type { CaseDraft } from './case-draft.ts';
import type { Intention } from './intention.ts';

/** A decision that was begun: as typed, and as it was sent for as long as nobody knows whether it arrived. */
export interface KeptDecision {
  readonly draft: CaseDraft;
  readonly unanswered: Intention | null;
}

const decisions = createDrafts<KeptDecision>();

/** What was begun about a case, kept while the window lives. */
export function useKeptDecision(caseId: CaseId) {
  return useDraft(decisions, caseId);
}
