import type { Decision } from '../../../contract/members/actions.ts';
import {
  aloneKinds,
  type CaseAction,
  type CaseActionKind,
  type CaseDecision,
  caseActionKinds,
} from '../../../contract/reports/decisions.ts';
import type { Utc } from '../../../contract/values.ts';
import { wholeSecond } from '../../members/actions/state.ts';

/**
 * A decision as it is carried out, shown and kept: its actions from the mildest to the gravest, whatever order they were
 * named in, and their ends to the second, as sites keep them.
 */
export function planOf(decision: CaseDecision): CaseDecision {
  const actions = decision.actions.map((action) =>
    action.kind === 'mute' || action.kind === 'suspend'
      ? { kind: action.kind, until: wholeSecond(action.until) }
      : action,
  );
  return { ...decision, actions: actions.toSorted((a, b) => placeOf(a) - placeOf(b)) };
}

function placeOf({ kind }: CaseAction): number {
  return caseActionKinds.indexOf(kind);
}

export type Sanction = Extract<CaseAction, { kind: 'warn' | 'mute' | 'suspend' | 'ban' }>;

/** Whether it is done to the author; each of these is an action on a member as well. */
export function isSanction(action: CaseAction): action is Sanction {
  return action.kind !== 'hide' && !aloneKinds.includes(action.kind);
}

export function isEscalation({ actions }: { readonly actions: readonly CaseAction[] }): boolean {
  return actions.some(({ kind }) => kind === 'escalate');
}

/** When it ends; null where it has no end, or is nothing that ends. */
export function endOfAction(action: CaseAction): Utc | null {
  return action.kind === 'mute' || action.kind === 'suspend' ? action.until : null;
}

/** A sanction as a decision about the member. What they are told goes with the decision about the case. */
export function memberDecision(action: Sanction, reason: string): Decision {
  return { action: action.kind, reason, message: null, until: endOfAction(action), nickname: null };
}

/** What a decision says of those who reported: they were right, or wrong, or that is still to be seen. */
export type Bearing = 'right' | 'wrong' | null;

export function bearingOf(kinds: readonly CaseActionKind[]): Bearing {
  if (kinds.includes('escalate')) return null;
  return kinds.some((kind) => kind === 'dismiss' || kind === 'dismiss-and-mute') ? 'wrong' : 'right';
}
