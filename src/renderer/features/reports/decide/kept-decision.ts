import type { CaseId } from '../../../../contract/reports/values.ts';
import { createDrafts, useDraft } from '../../session/drafts.ts';
import type { CaseDraft } from './case-draft.ts';
import type { Intention } from './intention.ts';

/** What was begun about a case: the form as typed, and what was sent, for as long as nobody knows whether it arrived. */
export interface KeptDecision {
  readonly typed: CaseDraft | undefined;
  readonly unanswered: Intention | null;
}

const decisions = createDrafts<KeptDecision>();

/** Kept while the window lives. */
export function useKeptDecision(caseId: CaseId) {
  const [kept, change] = useDraft(decisions, caseId);
  return {
    typed: kept?.typed,
    unanswered: kept?.unanswered ?? null,
    keep(part: (now: KeptDecision) => Partial<KeptDecision>) {
      change((kept) => {
        const now = kept ?? { typed: undefined, unanswered: null };
        const next = { ...now, ...part(now) };
        return next.typed === undefined && next.unanswered === null ? undefined : next;
      });
    },
  };
}
