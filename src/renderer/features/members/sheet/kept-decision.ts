import type { MemberId } from '../../../../contract/values.ts';
import { createDrafts, useDraft } from '../../session/drafts.ts';
import type { DecisionDraft, Intention } from '../actions/decision-draft.ts';

/** A decision that was begun: as typed, and as it was sent for as long as nobody knows whether it arrived. */
export interface KeptDecision {
  readonly draft: DecisionDraft;
  readonly unanswered: Intention | null;
}

const decisions = createDrafts<KeptDecision>();

export function useKeptDecision(id: MemberId) {
  return useDraft(decisions, id);
}
