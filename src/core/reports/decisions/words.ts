import type { CaseAction, CaseActionKind } from '../../../contract/reports/decisions.ts';
import { capital, listWords, untilWords } from '../../members/actions/words.ts';
import { endOfAction, isSanction } from './plan.ts';

/** What was decided, for colleagues: `dismissed`, `hidden, muted until 26 Nov 2026, 14:05 UTC`. At most 200 letters. */
export function outcomeWords(actions: readonly CaseAction[]): string {
  return actions.map(deedOf).join(', ');
}

const deeds: Record<CaseActionKind, string> = {
  dismiss: 'dismissed',
  'dismiss-and-mute': 'dismissed, repeats muted until it is edited',
  hide: 'hidden',
  warn: 'warned',
  mute: 'muted',
  suspend: 'suspended',
  ban: 'banned',
  escalate: 'escalated',
};

function deedOf(action: CaseAction): string {
  return hasEnd(action) ? `${deeds[action.kind]} ${untilWords(endOfAction(action))}` : deeds[action.kind];
}

function hasEnd({ kind }: CaseAction): boolean {
  return kind === 'mute' || kind === 'suspend';
}

/** What can be decided about a case, after `to`: `to hide content`. */
export const caseVerbs: Record<CaseActionKind, string> = {
  dismiss: 'dismiss a case',
  'dismiss-and-mute': 'dismiss a case and mute repeats',
  hide: 'hide content',
  warn: 'warn the author',
  mute: 'mute the author',
  suspend: 'suspend the author',
  ban: 'ban the author',
  escalate: 'escalate a case',
};

export type ReaderKind = 'author' | 'reporter';

/** What was reported, as its author or whoever reported it calls it. It says nothing of the other one. */
export function subjectWords(kind: string, to: ReaderKind): string {
  const own = to === 'author';
  if (kind === 'member') return own ? 'your profile' : 'a member';
  if (kind === 'conversation') return own ? 'your messages' : 'a conversation';
  const thing = kind.replaceAll('_', ' ');
  return own ? `your ${thing}` : `${/^[aeiou]/.test(thing) ? 'an' : 'a'} ${thing}`;
}

/** What was done, as a sentence without its full stop: `It was hidden, and you are muted until …`. */
export function outcomeFor(to: ReaderKind, actions: readonly CaseAction[]): string {
  const [first] = actions;
  if (first?.kind === 'escalate') return 'It is being looked at more closely';
  const sanctions = actions.filter(isSanction);
  if (sanctions.length === 0 && first?.kind !== 'hide') return 'Nothing was found that breaks our rules';
  const hidden = actions.some(({ kind }) => kind === 'hide') ? ['it was hidden'] : [];
  return capital(listWords([...hidden, ...sanctionClauses(to, sanctions)]));
}

/** Whoever reported learns what was done, and not for how long. */
function sanctionClauses(to: ReaderKind, sanctions: readonly CaseAction[]): string[] {
  if (sanctions.length === 0) return [];
  if (to === 'reporter') return [`the member was ${listWords(sanctions.map(({ kind }) => deeds[kind]))}`];
  return sanctions.map((action) => `you ${action.kind === 'warn' ? 'were' : 'are'} ${deedOf(action)}`);
}
