import type { QueryClient } from '@tanstack/react-query';
import type { CaseId } from '../../../../contract/reports/values.ts';
import type { EntryId } from '../../../../contract/values.ts';
import { client } from '../../../transport/client.ts';
import { refreshCase } from '../case/case-queries.ts';

/** One id for each decision's undo, however often it is pressed: a lost answer must not make it two. */
const undoRequests = new Map<EntryId, string>();

/** Takes a decision about a case back, and asks for the case anew, whether it could be or not. */
export async function undoDecision(
  queryClient: QueryClient,
  caseId: CaseId,
  decisionId: EntryId,
): Promise<void> {
  const requestId = undoRequests.get(decisionId) ?? crypto.randomUUID();
  undoRequests.set(decisionId, requestId);
  try {
    await client.reports.undo({ requestId, decisionId });
  } finally {
    void refreshCase(queryClient, caseId);
  }
}
