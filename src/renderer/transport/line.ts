import { ORPCError } from '@orpc/client';

/** What the interface knows of its own service: never of the database behind it. */
export interface LineState {
  /** `refused`: the service answers, but this browser holds no key to it (any more). */
  readonly state: 'connecting' | 'up' | 'down' | 'refused';
  /** Milliseconds since the epoch. */
  readonly since: number;
}

/** One way to the core that repairs itself. Calls made while it is down fail at once as UNAVAILABLE. */
export interface Line {
  /** The link of the present connection, or null while there is none. */
  current(): Link | null;
  state(): LineState;
  subscribe(listener: () => void): () => void;
  close(): void;
}

/** The part of oRPC's links that is used here. */
export interface Link {
  call(path: readonly string[], input: unknown, options: LinkOptions): Promise<unknown>;
}

export interface LinkOptions {
  context: Record<never, never>;
  signal?: AbortSignal | undefined;
  lastEventId?: string | undefined;
}

export const serviceGone =
  'Caretaker’s own service does not answer. What you typed is kept; it is tried again by itself.';

/** Milliseconds to wait before the attempt with this number, counted from 0: 0.25 s, doubling, at most 2 s. */
export function backOff(attempt: number): number {
  return Math.min(2000, 250 * 2 ** attempt);
}

/** Makes every failure that comes from the line itself, rather than from the core, an UNAVAILABLE. */
export function linkOver(line: Line): Link {
  return {
    async call(path, input, options) {
      const link = line.current();
      if (link === null) throw new ORPCError('UNAVAILABLE', { message: serviceGone });
      try {
        return await link.call(path, input, options);
      } catch (error) {
        if (error instanceof ORPCError || options.signal?.aborted === true || line.current() === link) {
          throw error;
        }
        throw new ORPCError('UNAVAILABLE', { message: serviceGone, cause: error });
      }
    },
  };
}

/** Keeps a line's state and tells its listeners: what both kinds of line share. */
export class LineStateHolder {
  #state: LineState = { state: 'connecting', since: Date.now() };
  readonly #listeners = new Set<() => void>();

  readonly state = (): LineState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  set(state: LineState['state']): void {
    if (this.#state.state === state) return;
    this.#state = { state, since: Date.now() };
    for (const listener of this.#listeners) listener();
  }
}
