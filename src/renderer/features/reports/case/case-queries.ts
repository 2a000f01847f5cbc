import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import type { CaseRow } from '../../../../contract/reports/queue.ts';
import type { CaseId } from '../../../../contract/reports/values.ts';
import { calls } from '../../../transport/client.ts';
import { useChanges } from '../../changes/changes-feed.ts';

/** One case, asked for again when it, or its author, changed anywhere. */
export function useCase(caseId: CaseId) {
  const answer = useQuery(calls.reports.get.queryOptions({ input: { caseId } }));
  const queryClient = useQueryClient();
  const refresh = () => void refreshCase(queryClient, caseId);
  useChanges('case', (changed) => {
    if (changed === 'missed' || changed.has(caseId)) refresh();
  });
  const authorId = answer.data?.row.authorId;
  useChanges('member', (changed) => {
    if (changed !== 'missed' && authorId != null && changed.has(authorId)) refresh();
  });
  return { answer, refresh };
}

/** Asks again for all that is shown of a case. */
export async function refreshCase(queryClient: QueryClient, caseId: CaseId): Promise<void> {
  const { get, now, preview } = calls.reports;
  const input = { caseId };
  const { ofCase } = calls.tickets.referrals;
  const keys = [get.key({ input }), now.key({ input }), preview.key(), ofCase.key({ input })];
  await Promise.all(keys.map((queryKey) => queryClient.invalidateQueries({ queryKey })));
}

/** Puts what is already known of a case into what is shown, ahead of its next answer. */
export function patchCase(queryClient: QueryClient, caseId: CaseId, change: Partial<CaseRow>): void {
  queryClient.setQueryData(calls.reports.get.queryKey({ input: { caseId } }), (shown) =>
    shown === undefined ? undefined : { ...shown, row: { ...shown.row, ...change } },
  );
}

/** What can be decided under, and what each digit decides; asked for again when an administrator changed either. */
export function useRules() {
  const queryClient = useQueryClient();
  useChanges('policy', () => {
    void queryClient.invalidateQueries({ queryKey: calls.reports.policies.key() });
    void queryClient.invalidateQueries({ queryKey: calls.reports.presets.key() });
  });
  const policies = useQuery(
    calls.reports.policies.queryOptions({ input: { removed: false }, staleTime: 300_000 }),
  );
  const presets = useQuery(calls.reports.presets.queryOptions({ staleTime: 300_000 }));
  return {
    policies: policies.data?.policies,
    presets: presets.data?.presets,
    error: policies.error ?? presets.error,
    retry() {
      void policies.refetch();
      void presets.refetch();
    },
  };
}
