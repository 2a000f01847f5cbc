import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from 'mysql2/promise';
import type { Link } from '../../contract/session.ts';
import { isTurnedAway } from './errors.ts';
import { now } from './time.ts';

/** Asked each second and given 1.5 s: a line that is cut, stalled or killed shows within 3 s. */
const intervalMs = 1000;
const patienceMs = 1500;
const backOffMs = [250, 500, 1000, 2000];
/** A password that is being changed may be wrong for a moment. */
const refusalsToBelieve = 2;

/**
 * Watches one server by a connection of its own and says when it is lost and when it answers again.
 * Emits `change` with the new state, and `turned-away` when the server answers that this account may not come in any
 * more. Costs the server one ping a second.
 */
export class LinkMonitor extends EventEmitter<{ change: [Link]; 'turned-away': [] }> {
  readonly #connect: () => Promise<Connection>;
  readonly #stopped = new AbortController();
  #connection: Connection | null;
  #link: Link;
  #refusals = 0;
  #pausing = new AbortController();

  /** `first` is a connection that has just answered, owned by the monitor from here; null starts as lost. */
  constructor(first: Connection | null, connect: () => Promise<Connection>) {
    super();
    this.#connect = connect;
    this.#connection = first;
    this.#link = { state: first === null ? 'lost' : 'up', since: now(), lastAnswer: now() };
    if (first) this.#guard(first);
    void this.#watch();
  }

  get link(): Link {
    return this.#link;
  }

  /** The server's number for the watching connection, or null while there is none. */
  get thread(): number | null {
    return this.#connection?.threadId ?? null;
  }

  /** Resolves when the server answers, or after `ms`, an abort or `close` if it does not. */
  async untilUp(ms: number, signal?: AbortSignal): Promise<boolean> {
    const deadline = Date.now() + ms;
    const isOver = () => Date.now() >= deadline || signal?.aborted || this.#stopped.signal.aborted;
    while (this.#link.state !== 'up' && !isOver()) await sleep(50);
    return this.#link.state === 'up';
  }

  /** A statement met a broken line: look at once instead of at the next interval. */
  suspect(): void {
    this.#pausing.abort();
  }

  close(): void {
    this.#stopped.abort();
    this.removeAllListeners();
    this.#connection?.destroy();
    this.#connection = null;
  }

  async #watch(): Promise<void> {
    let failures = 0;
    while (!this.#stopped.signal.aborted) {
      // Made before the question, so that a suspicion which comes while it is asked is not lost.
      this.#pausing = new AbortController();
      const answered = await this.#ask();
      if (this.#stopped.signal.aborted) return;
      this.#note(answered);
      failures = answered ? 0 : failures + 1;
      const pause = answered
        ? intervalMs
        : (backOffMs[Math.min(failures, backOffMs.length) - 1] ?? intervalMs);
      await this.#pause(pause);
    }
  }

  async #ask(): Promise<boolean> {
    const kept = this.#connection;
    if (kept !== null) {
      const answer = await this.#ping(kept);
      if (answer !== 'broken') return answer === 'answered';
    }
    if (this.#stopped.signal.aborted) return false;
    // A connection that broke is no lost server: it may have been idle for too long, or closed by hand.
    const patience = kept === null ? patienceMs + 1000 : patienceMs;
    const connecting = this.#connect().catch((error: unknown) => {
      this.#noteRefusal(error);
      throw error;
    });
    const fresh = await within(connecting, patience, (late) => late.destroy());
    if (fresh === null) return false;
    if (this.#stopped.signal.aborted) {
      fresh.destroy();
      return false;
    }
    this.#guard(fresh);
    this.#connection = fresh;
    return (await this.#ping(fresh)) === 'answered';
  }

  async #ping(connection: Connection): Promise<'answered' | 'broken' | 'silent'> {
    const asked = connection.ping().then(
      () => 'answered' as const,
      () => 'broken' as const,
    );
    const answer = (await within(asked, patienceMs)) ?? 'silent';
    if (answer !== 'answered') {
      connection.destroy();
      this.#connection = null;
    }
    return answer;
  }

  #noteRefusal(error: unknown): void {
    this.#refusals = isTurnedAway(error) ? this.#refusals + 1 : 0;
    if (this.#refusals === refusalsToBelieve) this.emit('turned-away');
  }

  #note(answered: boolean): void {
    const at = now();
    const state = answered ? 'up' : 'lost';
    const changed = state !== this.#link.state;
    this.#link = {
      state,
      since: changed ? at : this.#link.since,
      lastAnswer: answered ? at : this.#link.lastAnswer,
    };
    if (changed) this.emit('change', this.#link);
  }

  /** A server that goes away closes the idle connection: that is known at once, not at the next ping. */
  #guard(connection: Connection): void {
    connection.on('error', () => this.suspect());
    connection.once('end', () => this.suspect());
  }

  async #pause(ms: number): Promise<void> {
    const signal = AbortSignal.any([this.#stopped.signal, this.#pausing.signal]);
    await sleep(ms, undefined, { signal }).catch(() => {});
  }
}

/** The promise's value, or null when it fails or is not there in time; `late` gets a value that came after. */
async function within<T>(promise: Promise<T>, ms: number, late?: (value: T) => void): Promise<T | null> {
  const timer = new AbortController();
  let timedOut = false;
  const value = promise.then(
    (it) => {
      if (timedOut) late?.(it);
      return it;
    },
    () => null,
  );
  const timeout = sleep(ms, null, { signal: timer.signal }).catch(() => null);
  const first = await Promise.race([value, timeout.then(() => 'timeout' as const)]);
  timer.abort();
  if (first !== 'timeout') return first;
  timedOut = true;
  return null;
}
