import type { Decision, Outcome, RunProgress } from '../../../../contract/members/actions.ts';
import type { MemberId } from '../../../../contract/values.ts';

/** One going over many members: the action itself, or taking it back. */
export interface Passage {
  /** `cut`: the answer broke off. What was done is kept, and it can go on where it was. */
  readonly state: 'running' | 'stopping' | 'stopped' | 'cut' | 'finished';
  readonly done: number;
  readonly total: number;
  /** Of each member so far, in the order in which they came. */
  readonly outcomes: ReadonlyMap<MemberId, Outcome>;
  /** Why it broke off, in words. */
  readonly failure: string | null;
}

/** One decision about many members. */
export interface Run {
  readonly id: string;
  readonly decision: Decision;
  readonly memberIds: readonly MemberId[];
  /** Nicknames, of those members whose rows were there. */
  readonly names: ReadonlyMap<MemberId, string>;
  readonly action: Passage;
  /** Null until the run was asked to be taken back. The id is the same however often that is asked. */
  readonly undo: { readonly requestId: string; readonly passage: Passage } | null;
}

export function passageOf(total: number): Passage {
  return { state: 'running', done: 0, total, outcomes: new Map(), failure: null };
}

/** A passage after one more step. Asked for again, it begins with what it did before: each member counts once. */
export function stepped(passage: Passage, step: RunProgress): Passage {
  const outcomes = new Map(passage.outcomes);
  for (const outcome of step.outcomes) outcomes.set(outcome.memberId, outcome);
  return {
    state: step.finished ? 'finished' : passage.state,
    done: step.done,
    total: step.total,
    outcomes,
    failure: null,
  };
}

export function isUnderWay(passage: Passage): boolean {
  return passage.state === 'running' || passage.state === 'stopping';
}

/** What of a run is looked at: its being taken back, once that was begun. */
export function presentPassage(run: Run): Passage {
  return run.undo?.passage ?? run.action;
}

/** How many members came out in each way. */
export function tally(passage: Passage): Record<Outcome['outcome'], number> {
  const counts = { done: 0, unchanged: 0, refused: 0, failed: 0 };
  for (const { outcome } of passage.outcomes.values()) counts[outcome] += 1;
  return counts;
}
