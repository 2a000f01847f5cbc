import type { MemberAction } from '../../../../contract/members/actions.ts';
import type { EntryId, Utc } from '../../../../contract/values.ts';
import type { Step } from '../site-call.ts';
import { isEndless, type MemberState, type Present, type Standing, standingAt } from '../state.ts';

/** What an undo has to know of a decision. */
export interface Decided {
  readonly action: MemberAction;
  readonly at: Utc;
  readonly before: MemberState;
  readonly after: MemberState;
}

export type Reversal =
  | { readonly outcome: 'possible'; readonly steps: readonly Step[] }
  /** What the decision left has changed since: someone decided anew, and that stands. */
  | { readonly outcome: 'overtaken' }
  /** The member is by now as they would be without the decision: it has ended by itself. */
  | { readonly outcome: 'over' };

/** A ban that the undo of a decision put back: the site has it since then. */
export interface PutBack {
  readonly decisionId: EntryId;
  readonly bannedAt: Utc;
}

/**
 * How to put back what the decision changed, and nothing else: a suspension imposed after a mute outlives the mute's
 * undo. What would have ended by now is not put back. `putBack` are the bans that undos of later decisions put back: they are the
 * bans that stood before those, though the site has them from a later moment.
 */
export function reversalOf(decided: Decided, present: Present, putBack: readonly PutBack[] = []): Reversal {
  const { before, after } = decided;
  if (decided.action === 'rename') {
    if (present.state.nickname !== after.nickname) return { outcome: 'overtaken' };
    if (before.nickname === after.nickname) return { outcome: 'over' };
    return { outcome: 'possible', steps: [{ action: 'rename', nickname: before.nickname }] };
  }
  const then = standingAt(before, decided.at);
  const left = standingAt(after, decided.at);
  const changed = changeable[decided.action].filter((part) => then[part] !== left[part]);
  const bans = [after.bannedAt, ...putBack.map((it) => it.bannedAt)];
  if (changed.some((part) => isOvertaken(part, after, present.state, bans))) return { outcome: 'overtaken' };

  const now = standingAt(present.state, present.moment);
  const wouldBe = standingAt(before, present.moment);
  const target = { ...now, ...Object.fromEntries(changed.map((part) => [part, wouldBe[part]])) };
  const steps = stepsBetween(now, target);
  return steps.length === 0 ? { outcome: 'over' } : { outcome: 'possible', steps };
}

const parts = ['banned', 'suspendedUntil', 'mutedUntil'] as const satisfies readonly (keyof Standing)[];

/**
 * What an action can change at all. The states come from a row that staff write with their own accounts: one that tells
 * of a mute has no undo put a ban back, whatever states it names.
 */
const changeable: Readonly<Record<Exclude<MemberAction, 'rename'>, readonly (keyof Standing)[]>> = {
  mute: ['mutedUntil'],
  suspend: ['suspendedUntil'],
  ban: ['banned'],
  restore: parts,
  warn: [],
  'sign-out': [],
  'reset-password': [],
};

function isOvertaken(
  part: keyof Standing,
  after: MemberState,
  present: MemberState,
  bans: readonly (Utc | null)[],
): boolean {
  // Lifted and imposed again it is another ban, though it looks the same.
  if (part === 'banned') return isBanned(after) !== isBanned(present) || !bans.includes(present.bannedAt);
  return after[part] !== present[part];
}

function isBanned({ status }: MemberState): boolean {
  return status === 'banned';
}

/** A site lifts all sanctions at once or none: where one must go, those that stay are imposed again. */
export function stepsBetween(now: Standing, target: Standing): Step[] {
  const lifts = parts.some((part) => now[part] && !target[part]);
  const base = lifts ? { banned: false, suspendedUntil: null, mutedUntil: null } : now;
  const imposed = (action: 'mute' | 'suspend', had: Utc | null, wanted: Utc | null): Step[] =>
    wanted === null || wanted === had ? [] : [{ action, until: isEndless(wanted) ? null : wanted }];
  return [
    ...(lifts ? [{ action: 'restore' } as const] : []),
    ...(target.banned && !base.banned ? [{ action: 'ban' } as const] : []),
    ...imposed('suspend', base.suspendedUntil, target.suspendedUntil),
    ...imposed('mute', base.mutedUntil, target.mutedUntil),
  ];
}
