import { type MemberAction, memberActionNames, memberActions } from '../../../../contract/members/actions.ts';
import type { Role } from '../../../../contract/roles.ts';
import { useSignedIn } from '../../session/session-state.ts';

/** What the role may do to members and the site can, and whether the site can tell a member something. */
export function useAllowedActions(): { actions: readonly MemberAction[]; mayTell: boolean } {
  const { person, site } = useSignedIn();
  const actions = memberActionNames.filter((name) => {
    const { roles, procedure }: { roles: readonly Role[]; procedure: string } = memberActions[name];
    return roles.includes(person.role) && site.procedures.includes(procedure);
  });
  return { actions, mayTell: site.procedures.includes('notify_member') };
}
