import { type MemberAction, memberActions } from '../../../contract/members/actions.ts';
import type { Utc } from '../../../contract/values.ts';
import { isEndless } from './state.ts';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `26 Nov 2026, 14:05 UTC`. The zone is said, since a sentence does not know which one its reader has chosen. */
export function momentWords(moment: Utc): string {
  const [year = '', month = '', day = ''] = moment.slice(0, 10).split('-');
  return `${Number(day)} ${months[Number(month) - 1]} ${year}, ${moment.slice(11, 16)} UTC`;
}

/** `until 26 Nov 2026, 14:05 UTC`, or until it is lifted. */
export function untilWords(until: Utc | null): string {
  return until === null || isEndless(until) ? 'until it is lifted' : `until ${momentWords(until)}`;
}

const spans = [
  { name: 'day', ms: 86_400_000 },
  { name: 'hour', ms: 3_600_000 },
  { name: 'minute', ms: 60_000 },
] as const;

/** `3 days`, `1 hour`: rounded, in the largest unit that it fills. */
export function spanWords(from: Utc, to: Utc): string {
  const ms = Date.parse(to) - Date.parse(from);
  const unit = spans.find((it) => Math.round(ms / it.ms) >= 1);
  return unit ? countWords(Math.round(ms / unit.ms), unit.name) : 'less than a minute';
}

export function agoWords(at: Utc, moment: Utc): string {
  return `${spanWords(at, moment)} ago`;
}

/** `1 member`, `1,200 members`. */
export function countWords(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}

/** `a, b and c`. */
export function listWords(parts: readonly string[], last: 'and' | 'or' = 'and'): string {
  if (parts.length < 2) return parts.join('');
  return `${parts.slice(0, -1).join(', ')} ${last} ${parts.at(-1)}`;
}

/** What is done to a member, after `to`: `to suspend a member`. */
export const verbs: Record<MemberAction, string> = {
  warn: 'warn',
  mute: 'mute',
  suspend: 'suspend',
  ban: 'ban',
  restore: 'lift the sanctions of',
  rename: 'rename',
  'sign-out': 'sign out',
  'reset-password': 'force a new password on',
};

/** An action that was done, by its name here: `the suspension`. */
export const nouns: Record<MemberAction, string> = {
  warn: 'the warning',
  mute: 'the mute',
  suspend: 'the suspension',
  ban: 'the ban',
  restore: 'the lifting of sanctions',
  rename: 'the rename',
  'sign-out': 'the sign-out',
  'reset-password': 'the password reset',
};

const deeds: Record<MemberAction, string> = {
  warn: 'warned this member',
  mute: 'muted this member',
  suspend: 'suspended this member',
  ban: 'banned this member',
  restore: 'lifted the sanctions of this member',
  rename: 'renamed this member',
  'sign-out': 'signed this member out everywhere',
  'reset-password': 'made this member choose a new password',
};

/** What someone did, by the name of the site's procedure: `suspended this member until …`. */
export function deedWords(procedure: string, until: Utc | null): string {
  const action = actionOf(procedure);
  if (action === null) return `did “${procedure}” to this member`;
  return action === 'mute' || action === 'suspend' ? `${deeds[action]} ${untilWords(until)}` : deeds[action];
}

function actionOf(procedure: string): MemberAction | null {
  const found = Object.entries(memberActions).find(([, it]) => it.procedure === procedure);
  return found ? (found[0] as MemberAction) : null;
}

/** Of several sanctions: `the ban, and the mute until …`. */
export function sanctionWords(standing: {
  readonly banned: boolean;
  readonly suspendedUntil: Utc | null;
  readonly mutedUntil: Utc | null;
}): string {
  return listWords([
    ...(standing.banned ? ['the ban'] : []),
    ...(standing.suspendedUntil ? [`the suspension ${endWords(standing.suspendedUntil)}`] : []),
    ...(standing.mutedUntil ? [`the mute ${endWords(standing.mutedUntil)}`] : []),
  ]);
}

function endWords(until: Utc): string {
  return isEndless(until) ? 'without an end' : untilWords(until);
}

/** The sentence with a capital at its beginning. */
export function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
