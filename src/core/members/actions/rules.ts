import { type Decision, type MemberAction, memberActions } from '../../../contract/members/actions.ts';
import { type Role, roleNames } from '../../../contract/roles.ts';
import type { Utc } from '../../../contract/values.ts';
import { Refused } from '../../errors.ts';
import type { Site } from '../../site/contract.ts';
import { isEndless, isFree, type Present, standingAt } from './state.ts';
import { listWords, momentWords, untilWords, verbs } from './words.ts';

/** What an action does, without why and without what the member is told. */
export type Deed = Pick<Decision, 'action' | 'until' | 'nickname'>;

/** Why something cannot be done at all, whoever the member is. */
export interface Problem {
  readonly code: 'FORBIDDEN' | 'CONFLICT' | 'INVALID_INPUT';
  readonly text: string;
}

/** Who would do it, where, and to how many; `moment` by the server's clock. */
export interface Circumstances {
  readonly role: Role;
  readonly site: Pick<Site, 'procedures'>;
  readonly hasMessage: boolean;
  readonly members: number;
  readonly moment: Utc;
}

/** The rules that hold for every member alike, each that is broken as a sentence; the gravest first. */
export function problemsOf(deed: Deed, o: Circumstances): Problem[] {
  const { action, until, nickname } = deed;
  const takesUntil = action === 'mute' || action === 'suspend';
  const problem = (code: Problem['code'], isBroken: boolean, text: string) =>
    isBroken ? [{ code, text }] : [];
  return [
    ...roleProblem(action, o.role),
    ...siteProblem(action, o.site),
    ...problem(
      'CONFLICT',
      o.hasMessage && !o.site.procedures.includes('notify_member'),
      'This site takes no messages to members. Leave the message out.',
    ),
    ...problem('INVALID_INPUT', until !== null && !takesUntil, 'Only a mute or a suspension has an end.'),
    ...problem(
      'INVALID_INPUT',
      until !== null && takesUntil && until <= o.moment,
      `The end, ${until === null ? '' : momentWords(until)}, has passed already.`,
    ),
    ...problem('INVALID_INPUT', action === 'rename' && nickname === null, 'A rename needs the new nickname.'),
    ...problem('INVALID_INPUT', action !== 'rename' && nickname !== null, 'Only a rename takes a nickname.'),
    ...problem(
      'INVALID_INPUT',
      action === 'rename' && o.members > 1,
      'Two members cannot have one nickname: rename them one at a time.',
    ),
  ];
}

/** Whether the role may do the action. The server's grants say it again. */
export function roleProblem(action: MemberAction, role: Role): Problem[] {
  const allowed: readonly Role[] = memberActions[action].roles;
  if (allowed.includes(role)) return [];
  const who = listWords(allowed.map((it) => roleNames[it]));
  return [{ code: 'FORBIDDEN', text: `Your role may not ${verbs[action]} members; ${who} may.` }];
}

/** Whether the site has the procedure. */
export function siteProblem(action: MemberAction, site: Pick<Site, 'procedures'>): Problem[] {
  const { procedure } = memberActions[action];
  if (site.procedures.includes(procedure)) return [];
  return [
    {
      code: 'CONFLICT',
      text: `This site offers no way to ${verbs[action]} a member: its adapter has no ${procedure}.`,
    },
  ];
}

export function refuseIf([first]: readonly Problem[]): void {
  if (first) throw new Refused(first.code, `${first.text} Nothing was changed; what you typed is kept.`);
}

/** Why nothing would change for this member, as a sentence; null where something would. */
export function heldAlready({ action, until, nickname }: Deed, { state, moment }: Present): string | null {
  const standing = standingAt(state, moment);
  const same = (present: Utc | null) =>
    present !== null && (until === null ? isEndless(present) : Date.parse(present) === Date.parse(until));
  const who = state.nickname;
  switch (action) {
    case 'mute':
      return same(standing.mutedUntil) ? `${who} is muted ${untilWords(until)} already.` : null;
    case 'suspend':
      return same(standing.suspendedUntil) ? `${who} is suspended ${untilWords(until)} already.` : null;
    case 'ban':
      return standing.banned ? `${who} is banned already.` : null;
    case 'restore':
      return isFree(standing) ? `${who} has no sanction to lift.` : null;
    case 'rename':
      return state.nickname === nickname ? `${who} is called that already.` : null;
    case 'warn':
    case 'sign-out':
    case 'reset-password':
      return null;
  }
}

/** Why no action reaches this member, as a sentence; null where one does. */
export function outOfReach({ state }: Present): string | null {
  return state.status === 'deleted' ? `${state.nickname} has deleted their account.` : null;
}
