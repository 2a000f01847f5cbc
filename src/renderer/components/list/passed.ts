import { useMemo, useSyncExternalStore } from 'react';
import { useSignedIn } from '../../features/session/session-state.ts';

/** The most that the contract takes as passed over; beyond, the first one comes round again. */
const most = 100;

const none: readonly never[] = [];

export interface Passed<Id extends string> {
  /** The latest last. */
  readonly ids: readonly Id[];
  add(id: Id): void;
  /** Lets those come next again; all of them where none is named. */
  forget(ids?: ReadonlySet<string>): void;
}

/**
 * Keeps what the person does not want next, while this window lives. Gives the hook that reads it, of one queue, and
 * changes it.
 */
export function passedStore<Id extends string>(): () => Passed<Id> {
  const listeners = new Set<() => void>();
  const passedBy = new Map<string, readonly Id[]>();
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return () => {
    const { person, connection } = useSignedIn();
    const key = JSON.stringify([connection.id, person.user]);
    const ids = useSyncExternalStore(subscribe, () => passedBy.get(key) ?? none);
    return useMemo(() => {
      const set = (next: readonly Id[]) => {
        passedBy.set(key, next);
        for (const listener of listeners) listener();
      };
      return {
        ids,
        add: (id) => set([...ids.filter((each) => each !== id), id].slice(-most)),
        forget: (named) => set(named === undefined ? none : ids.filter((id) => !named.has(id))),
      };
    }, [ids, key]);
  };
}
