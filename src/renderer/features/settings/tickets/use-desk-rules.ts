import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { calls } from '../../../transport/client.ts';
import { useChanges } from '../../changes/changes-feed.ts';

const { tickets } = calls;
const rules = [tickets.macros.key(), tickets.rules.key()];

/** Asks for all rules again when someone changed one of them. For the view that shows them. */
export function useDeskRuleChanges(): void {
  const queryClient = useQueryClient();
  useChanges('ticket-rules', () => {
    for (const queryKey of rules) void queryClient.invalidateQueries({ queryKey });
  });
}

/** Every macro, those out of use too. */
export function useAllMacros() {
  return useQuery(tickets.macros.queryOptions({ input: { removed: true } }));
}

/** Hours and targets that hold. */
export function useDeskRules() {
  return useQuery(tickets.rules.queryOptions());
}

/** A change of the rules, after which they are asked for again, also where it was refused. */
export function useDeskRuleChange<Input, Output>(
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
