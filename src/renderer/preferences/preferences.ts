import { useSyncExternalStore } from 'react';

/** Choices of this person on this machine; the theme is kept by Mantine beside them. */
export interface Preferences {
  readonly zone: Zone;
  /** Keys without Ctrl do something. People who dictate turn them off (WCAG 2.1.4). */
  readonly singleKeys: boolean;
  /** The columns of the members' list by the person who chose them, as the address writes columns. */
  readonly memberColumns: Readonly<Record<string, string>>;
  /** What softens the media of evidence, by the person who chose it: names joined by commas. */
  readonly mediaGuards: Readonly<Record<string, string>>;
  /** `next` where the next case opens once one is decided, `stay` where not, by the person who chose it. */
  readonly afterDeciding: Readonly<Record<string, string>>;
}
export type Zone = 'local' | 'utc';

const storageKey = 'caretaker.preferences';
const listeners = new Set<() => void>();
let present = read();

export function preferences(): Preferences {
  return present;
}

export function setPreferences(change: Partial<Preferences>): void {
  present = { ...present, ...change };
  localStorage.setItem(storageKey, JSON.stringify(present));
  for (const listener of listeners) listener();
}

export function usePreferences(): Preferences {
  return useSyncExternalStore(subscribe, preferences);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function read(): Preferences {
  const stored = parse(localStorage.getItem(storageKey));
  return {
    zone: stored.zone === 'utc' ? 'utc' : 'local',
    singleKeys: stored.singleKeys !== false,
    memberColumns: textsOf(stored.memberColumns),
    mediaGuards: textsOf(stored.mediaGuards),
    afterDeciding: textsOf(stored.afterDeciding),
  };
}

function textsOf(value: unknown): Record<string, string> {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return Object.fromEntries(entries.filter(([, text]) => typeof text === 'string'));
}

function parse(text: string | null): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
