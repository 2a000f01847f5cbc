import type { CaseActionKind } from '../../../../contract/reports/decisions.ts';

interface ActionWords {
  /** On its chip. */
  readonly label: string;
  /** What a preset does, in a row of such: “hide · mute 1 day”. */
  readonly short: string;
  /** What was done, before what it was about: “Hidden”. */
  readonly done: string;
  /** Takes something from the author: shown in the colour of danger. */
  readonly grave?: true;
  /** What the site has to be able to do for it. */
  readonly procedure?: string;
}

export const caseActionWords: Record<CaseActionKind, ActionWords> = {
  dismiss: { label: 'Dismiss', short: 'dismiss', done: 'Dismissed' },
  'dismiss-and-mute': {
    label: 'Dismiss, mute repeats',
    short: 'dismiss · mute repeats',
    done: 'Dismissed, repeats muted',
  },
  hide: { label: 'Hide', short: 'hide', done: 'Hidden', procedure: 'content_hide' },
  warn: { label: 'Warn', short: 'warn', done: 'Warned', procedure: 'member_warn' },
  mute: { label: 'Mute', short: 'mute', done: 'Muted', procedure: 'member_mute' },
  suspend: {
    label: 'Suspend',
    short: 'suspend',
    done: 'Suspended',
    grave: true,
    procedure: 'member_suspend',
  },
  ban: { label: 'Ban', short: 'ban', done: 'Banned', grave: true, procedure: 'member_ban' },
  escalate: { label: 'Escalate', short: 'escalate to administrators', done: 'Escalated' },
};

/** What is done to the author, rather than to what was reported. */
export const memberKinds: readonly CaseActionKind[] = ['warn', 'mute', 'suspend', 'ban'];

export function takesUntil(kind: string): kind is 'mute' | 'suspend' {
  return kind === 'mute' || kind === 'suspend';
}

/** `Hidden, muted`: several at once, as a sentence begins. */
export function doneWords(kinds: readonly string[]): string {
  const words = kinds
    .map((kind) => doneWord(kind))
    .join(', ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** `Hide, mute and suspend`: what a button does. */
export function doWords(kinds: readonly CaseActionKind[]): string {
  const labels = kinds.map((kind, at) => {
    const { label } = caseActionWords[kind];
    return at === 0 ? label : label.toLowerCase();
  });
  return labels.length < 2 ? labels.join('') : `${labels.slice(0, -1).join(', ')} and ${labels.at(-1)}`;
}

/** An action that a newer console took is named as it is written. */
function doneWord(kind: string): string {
  return Object.hasOwn(caseActionWords, kind) ? caseActionWords[kind as CaseActionKind].done : kind;
}

const spans = [
  { minutes: 10_080, one: 'week', many: 'weeks' },
  { minutes: 1440, one: 'day', many: 'days' },
  { minutes: 60, one: 'hour', many: 'hours' },
  { minutes: 1, one: 'minute', many: 'minutes' },
] as const;

/** `1 week`, `36 hours`: in the largest unit that it fills exactly. */
export function minutesWords(minutes: number): string {
  const span = spans.find((each) => minutes % each.minutes === 0) ?? spans[3];
  const count = minutes / span.minutes;
  return `${count} ${count === 1 ? span.one : span.many}`;
}
