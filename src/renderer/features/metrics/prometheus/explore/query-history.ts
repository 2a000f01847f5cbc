import { useSyncExternalStore } from 'react';
import { useSignedIn } from '../../../session/session-state.ts';

const storageKey = 'caretaker.promql';
const most = 20;
const listeners = new Set<() => void>();
let present = read();

/** The expressions that this person asked on this machine, the newest first. */
export function useQueryHistory(): { queries: readonly string[]; add: (query: string) => void } {
  const { person, connection } = useSignedIn();
  const key = JSON.stringify([connection.id, person.user]);
  const all = useSyncExternalStore(subscribe, () => present);
  return {
    queries: all[key] ?? [],
    add(query) {
      const before = present[key] ?? [];
      if (before[0] === query) return;
      present = { ...present, [key]: [query, ...before.filter((it) => it !== query)].slice(0, most) };
      localStorage.setItem(storageKey, JSON.stringify(present));
      for (const listener of listeners) listener();
    },
  };
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function read(): Readonly<Record<string, readonly string[]>> {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '{}');
    if (typeof stored !== 'object' || stored === null) return {};
    return Object.fromEntries(
      Object.entries(stored).map(([key, queries]) => [
        key,
        Array.isArray(queries) ? queries.filter((it) => typeof it === 'string').slice(0, most) : [],
      ]),
    );
  } catch {
    return {};
  }
}
