import { type UseQueryResult, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { StaffMember, Team } from '../../../contract/staff.ts';
import { calls } from '../../transport/client.ts';
import { useChanges } from '../changes/changes-feed.ts';

export interface Staff {
  readonly people: StaffMember[];
  readonly teams: Team[];
  readonly makesAccounts: boolean;
}

/** Everyone on the staff and the teams, asked for again when someone changed one of them. */
export function useStaff(): UseQueryResult<Staff> {
  const queryClient = useQueryClient();
  useChanges('staff', () => void queryClient.invalidateQueries({ queryKey: calls.staff.list.key() }));
  return useQuery(calls.staff.list.queryOptions({ input: undefined }));
}

/** A change of the staff, after which the list is asked for again, also where it was refused. */
export function useStaffChange<Input, Output>(
  change: (input: Input) => Promise<Output>,
  onDone: (output: Output, input: Input) => void,
) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: onDone,
    onSettled: () => queryClient.invalidateQueries({ queryKey: calls.staff.list.key() }),
  });
}
