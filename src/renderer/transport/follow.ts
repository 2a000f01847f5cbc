import { backOff } from './line.ts';

/**
 * Follows an event iterator for as long as `signal` lives: when it ends or fails it is asked for again, with
 * back-off. `onStart` runs each time it begins anew, since whatever happened in between was missed.
 */
export async function follow<T>(
  ask: (signal: AbortSignal) => Promise<AsyncIterable<T>>,
  on: { item(item: T): void; start?(again: boolean): void },
  signal: AbortSignal,
): Promise<void> {
  let again = false;
  for (let attempt = 0; !signal.aborted; attempt++) {
    try {
      const items = await ask(signal);
      on.start?.(again);
      again = true;
      for await (const item of items) {
        if (signal.aborted) return;
        attempt = 0;
        on.item(item);
      }
    } catch {
      // Whatever it was, the answer is the same: ask again. The line's own state tells people.
    }
    await pause(backOff(attempt), signal);
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done);
  });
}
