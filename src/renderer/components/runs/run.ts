import type { NavigateOptions } from '@tanstack/react-router';

/** What came of a run for one of those it is about. */
export interface RunOutcome {
  readonly id: string;
  readonly outcome: OutcomeKind;
  /** Why, where it is not `done`. */
  readonly why: string | null;
}
export const outcomeKinds = ['done', 'unchanged', 'refused', 'failed'] as const;
export type OutcomeKind = (typeof outcomeKinds)[number];

/** How far a run is, with the outcomes since the step before. */
export interface RunStep {
  readonly done: number;
  readonly total: number;
  readonly outcomes: readonly RunOutcome[];
  readonly finished: boolean;
}

/** Leaving the iterator stops after what is under way. */
type Steps = Promise<AsyncIterable<RunStep>>;

/** What a run is about, as it is written. */
export interface RunSubjects {
  readonly one: string;
  readonly many: string;
  /** What the names are that stand beside the ids: “Nickname”. */
  readonly name: string;
  /** Where one of them is shown. */
  readonly place: (id: string) => NavigateOptions;
}

/** One going over many: the action itself, or taking it back. */
export interface Passage {
  /** `cut`: the answer broke off. What was done is kept, and it can go on where it was. */
  readonly state: 'running' | 'stopping' | 'stopped' | 'cut' | 'finished';
  readonly done: number;
  readonly total: number;
  /** Of each so far, in the order in which they came. */
  readonly outcomes: ReadonlyMap<string, RunOutcome>;
  /** Why it broke off, in words. */
  readonly failure: string | null;
}

/** What is to be done to many. */
export interface RunOrder {
  /** `Ban: 412 members` */
  readonly title: string;
  readonly subjects: RunSubjects;
  /** How many they are, as far as that is known before. */
  readonly total: number;
  /** Those that were shown, by id. */
  readonly names: ReadonlyMap<string, string>;
  readonly undoable: boolean;
  /** Asked again with the same id, nothing is done twice. */
  readonly act: (runId: string, signal: AbortSignal) => Steps;
  readonly takeBack: (runId: string, requestId: string, signal: AbortSignal) => Steps;
}

/** One decision about many. */
export interface Run extends RunOrder {
  readonly id: string;
  readonly action: Passage;
  /** Null until the run was asked to be taken back. The id is the same however often that is asked. */
  readonly undo: { readonly requestId: string; readonly passage: Passage } | null;
}

export function passageOf(total: number): Passage {
  return { state: 'running', done: 0, total, outcomes: new Map(), failure: null };
}

/** A passage after one more step. Asked for again, it begins with what it did before: each counts once. */
export function stepped(passage: Passage, step: RunStep): Passage {
  const outcomes = new Map(passage.outcomes);
  for (const outcome of step.outcomes) outcomes.set(outcome.id, outcome);
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

/** How many came out in each way. */
export function tally(passage: Passage): Record<OutcomeKind, number> {
  const counts = { done: 0, unchanged: 0, refused: 0, failed: 0 };
  for (const { outcome } of passage.outcomes.values()) counts[outcome] += 1;
  return counts;
}
