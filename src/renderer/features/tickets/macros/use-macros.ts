import { useQuery, useQueryClient } from '@tanstack/react-query';
import { calls } from '../../../transport/client.ts';
import { useChanges } from '../../changes/changes-feed.ts';

/** Macros in use, by name, asked for again when someone saved one. Shared by all that show them. */
export function useMacros() {
  const queryClient = useQueryClient();
  useChanges('ticket-rules', () => queryClient.invalidateQueries({ queryKey: calls.tickets.macros.key() }));
  return useQuery(calls.tickets.macros.queryOptions({ input: {}, staleTime: 300_000 }));
}
