import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { calls } from '../../../transport/client.ts';
import { useChanges } from '../../changes/changes-feed.ts';

const { reports } = calls;
const rules = [
  reports.policies.key(),
  reports.policyVersions.key(),
  reports.weights.key(),
  reports.presets.key(),
];

/** Asks for all rules again when someone changed one of them. For the view that shows them. */
export function useRuleChanges(): void {
  const queryClient = useQueryClient();
  useChanges('policy', () => {
    for (const queryKey of rules) void queryClient.invalidateQueries({ queryKey });
  });
}

/** Every policy, those out of use too. */
export function usePolicies() {
  return useQuery(reports.policies.queryOptions({ input: { removed: true } }));
}

export function useWeights() {
  return useQuery(reports.weights.queryOptions({ input: undefined }));
}

export function usePresets() {
  return useQuery(reports.presets.queryOptions({ input: undefined }));
}

/** A change of the rules, after which they are asked for again, also where it was refused. */
export function useRuleChange<Input, Output>(
  change: (input: Input) => Promise<Output>,
  onDone: (output: Output, input: Input) => void,
) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: onDone,
    onSettled: () => Promise.all(rules.map((queryKey) => queryClient.invalidateQueries({ queryKey }))),
  });
}
