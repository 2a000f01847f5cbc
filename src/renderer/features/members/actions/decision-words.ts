import { type MemberAction, memberActionNames } from '../../../../contract/members/actions.ts';
import type { CommandId } from '../../../keys/key-map.ts';
import { dateOf, timeOf } from '../../../preferences/time-format.ts';
import type { DecisionDraft } from './decision-draft.ts';

interface ActionWords {
  /** On its button. */
  readonly label: string;
  /** What was done, before who or when: “Muted”. */
  readonly done: string;
  readonly command: CommandId;
  /** Takes something from the member: shown in the colour of danger. */
  readonly grave?: true;
}

export const actionWords: Record<MemberAction, ActionWords> = {
  warn: { label: 'Warn', done: 'Warned', command: 'act.warn' },
  mute: { label: 'Mute', done: 'Muted', command: 'act.mute' },
  suspend: { label: 'Suspend', done: 'Suspended', command: 'act.suspend', grave: true },
  ban: { label: 'Ban', done: 'Banned', command: 'act.ban', grave: true },
  restore: { label: 'Lift sanctions', done: 'Lifted all sanctions', command: 'act.restore' },
  rename: { label: 'Rename', done: 'Renamed', command: 'act.rename' },
  'sign-out': { label: 'End sessions', done: 'Signed out everywhere', command: 'act.sign-out' },
  'reset-password': {
    label: 'New password',
    done: 'Made to choose a new password',
    command: 'act.reset-password',
  },
};

/** What was done, in words; an action that a site names itself is made readable. */
export function doneWords(action: string): string {
  const known = memberActionNames.find((name) => name === action);
  if (known !== undefined) return actionWords[known].done;
  const words = action.replaceAll(/[_-]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

interface CommonReason {
  readonly reason: string;
  /** How the member may read it. A reason that staff typed is for staff alone, and is not put into the message. */
  readonly told: string;
}

const offences: readonly CommonReason[] = [
  { reason: 'Spam or advertising', told: 'spam or advertising' },
  { reason: 'Harassment', told: 'harassing other members' },
  { reason: 'Hate speech', told: 'hate speech' },
  { reason: 'Nudity where it is not allowed', told: 'nudity where it is not allowed' },
  { reason: 'Impersonation', told: 'passing as someone else' },
  { reason: 'Several accounts to get round a sanction', told: 'using several accounts' },
];
const safety: readonly CommonReason[] = [
  { reason: 'The account may be in other hands', told: 'signs that someone else may use your account' },
  { reason: 'The member asked for it', told: 'your own request' },
  { reason: 'The password leaked elsewhere', told: 'a password that leaked elsewhere' },
];
const names: readonly CommonReason[] = [
  { reason: 'Offensive nickname', told: 'an offensive nickname' },
  { reason: 'Nickname of someone else', told: 'a nickname that passes as someone else' },
  { reason: 'The member asked for it', told: 'your own request' },
];
const mercies: readonly CommonReason[] = [
  { reason: 'Appeal accepted', told: 'your appeal' },
  { reason: 'Sanctioned by mistake', told: 'a mistake of ours' },
  { reason: 'Long enough', told: 'the time that has passed' },
];

export const commonReasons: Record<MemberAction, readonly CommonReason[]> = {
  warn: offences,
  mute: offences,
  suspend: offences,
  ban: offences,
  restore: mercies,
  rename: names,
  'sign-out': safety,
  'reset-password': safety,
};

/** What the member is told unless someone writes it anew. `until` in UTC, since nobody knows where the member is. */
export function usualMessage(draft: DecisionDraft, until: string | null): string {
  const told = commonReasons[draft.action].find(({ reason }) => reason === draft.reason.trim())?.told;
  const because = told === undefined ? '' : ` because of ${told}`;
  const end = until === null ? '' : ` until ${dateOf(until, 'utc')}, ${timeOf(until, 'utc').slice(0, 5)} UTC`;
  switch (draft.action) {
    case 'warn':
      return `This is a warning from the team${because}. Please keep to the rules of the community.`;
    case 'mute':
      return `Your account is muted${end}${because}. You can read, but not write.`;
    case 'suspend':
      return `Your account is suspended${end}${because}. You cannot sign in meanwhile.`;
    case 'ban':
      return `Your account is banned${because}.`;
    case 'restore':
      return `What held your account back was lifted${because}. Welcome back.`;
    case 'rename':
      return `The team changed your nickname to ${draft.nickname.trim() || '…'}${because}.`;
    case 'sign-out':
      return `You were signed out on all devices${because}. Sign in again to go on.`;
    case 'reset-password':
      return `Please choose a new password at your next sign-in${because}. You were signed out on all devices.`;
  }
}
