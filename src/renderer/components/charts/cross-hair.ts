/** Where the cross-hair stands, in seconds since 1970; null where there is none. */
export interface CrossHair {
  readonly time: () => number | null;
  /** Told to all charts once a frame, however often it moves. */
  readonly moveTo: (time: number | null) => void;
  readonly subscribe: (listener: (time: number | null) => void) => () => void;
}

export function createCrossHair(): CrossHair {
  const listeners = new Set<(time: number | null) => void>();
  let present: number | null = null;
  let waiting = false;
  const tell = () => {
    waiting = false;
    for (const listener of listeners) listener(present);
  };
  return {
    time: () => present,
    moveTo(time) {
      if (time === present) return;
      present = time;
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(tell);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
