import { useQuery } from '@tanstack/react-query';
import { calls } from '../../../transport/client.ts';
import { useStaffNames } from '../../staff/staff-name.tsx';
import type { MacroNames } from './macro-words.ts';

/** Names of the teams and colleagues that macros speak of. */
export function useMacroNames(): MacroNames {
  const person = useStaffNames();
  const staff = useQuery(calls.staff.list.queryOptions({ staleTime: 300_000 }));
  return {
    person,
    team: (id) => staff.data?.teams.find((it) => it.id === id)?.name ?? 'a team that is gone',
  };
}
