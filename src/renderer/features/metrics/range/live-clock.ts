import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** Seconds since 1970, as a multiple of `every` that has just passed. It stands still while nobody sees the window. */
export function useClockOf(every: number): number {
  return useSyncExternalStore(subscribe, () => {
    // Before the first reader there is no tick: what was seen last may be long ago.
    const now = timer === undefined ? nowInSeconds() : seen;
    return Math.floor(now / every) * every;
  });
}

let seen = nowInSeconds();

function nowInSeconds(): number {
  return Math.floor(Date.now() / 1000);
}

function tick(): void {
  if (document.hidden) return;
  seen = nowInSeconds();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (timer === undefined) {
    seen = nowInSeconds();
    timer = setInterval(tick, 1000);
    document.addEventListener('visibilitychange', tick);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
    document.removeEventListener('visibilitychange', tick);
  };
}
