import { useSyncExternalStore } from 'react';
import { useSignedIn } from './session-state.ts';

/** The most that are kept of one kind; the oldest go first. */
const most = 100;

/** What was typed and not sent, by what it is for. Kept while the window lives, so that closing a form loses nothing. */
export interface Drafts<Draft> {
  read(key: string): Draft | undefined;
  write(key: string, draft: Draft | undefined): void;
  subscribe(listener: () => void): () => void;
}

export function createDrafts<Draft>(): Drafts<Draft> {
  const drafts = new Map<string, Draft>();
  const listeners = new Set<() => void>();
  return {
    read: (key) => drafts.get(key),
    write(key, draft) {
      drafts.delete(key);
      if (draft !== undefined) drafts.set(key, draft);
      const oldest = drafts.keys().next().value;
      if (drafts.size > most && oldest !== undefined) drafts.delete(oldest);
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

type Change<Draft> = (now: Draft | undefined) => Draft | undefined;

/** One draft of whoever is signed in: another person at the same window does not see it. */
export function useDraft<Draft extends object>(
  drafts: Drafts<Draft>,
  subject: string,
): [Draft | undefined, (change: Change<Draft>) => void] {
  const { person, connection } = useSignedIn();
  const key = JSON.stringify([connection.id, person.user, subject]);
  const draft = useSyncExternalStore(drafts.subscribe, () => drafts.read(key));
  return [draft, (change) => drafts.write(key, change(drafts.read(key)))];
}
