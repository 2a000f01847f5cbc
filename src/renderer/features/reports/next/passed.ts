import { useSyncExternalStore } from 'react';
import type { CaseId } from '../../../../contract/reports/values.ts';
import { useSignedIn } from '../../session/session-state.ts';

/** The most cases that the contract takes as passed over; beyond, the first one comes round again. */
const most = 100;

const none: readonly CaseId[] = [];
const listeners = new Set<() => void>();
const passedBy = new Map<string, readonly CaseId[]>();

interface Passed {
  /** The latest last. */
  readonly cases: readonly CaseId[];
  add(caseId: CaseId): void;
  /** Lets all of them come next again. */
  forget(): void;
}

/** The cases that the person gave back while this window lives, and does not want next. */
export function usePassed(): Passed {
  const { person, connection } = useSignedIn();
  const key = JSON.stringify([connection.id, person.user]);
  const cases = useSyncExternalStore(subscribe, () => passedBy.get(key) ?? none);
  const set = (next: readonly CaseId[]) => {
    passedBy.set(key, next);
    for (const listener of listeners) listener();
  };
  return {
    cases,
    add: (caseId) => set([...cases.filter((each) => each !== caseId), caseId].slice(-most)),
    forget: () => set(none),
  };
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
