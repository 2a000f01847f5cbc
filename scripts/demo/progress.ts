/** Where the filling stands. `done` and `total` are in rows; an index counts as a part of its rows. */
export interface Progress {
  phase: string;
  done: number;
  total: number;
  /** Null until there is something to estimate from. */
  secondsLeft: number | null;
}

const EVERY_MS = 100;

/** Sums up work of several connections and tells at most ten times a second. */
export class Meter {
  readonly #tell: ((progress: Progress) => void) | undefined;
  readonly #total: number;
  readonly #started = performance.now();
  readonly #before: number;
  #done: number;
  #told = Number.NEGATIVE_INFINITY;

  /** `before`: what an earlier run had done, which says nothing about the speed of this one. */
  constructor(total: number, before: number, tell: ((progress: Progress) => void) | undefined) {
    this.#total = total;
    this.#before = before;
    this.#done = before;
    this.#tell = tell;
  }

  add(phase: string, done: number): void {
    this.#done = Math.min(this.#done + done, this.#total);
    const now = performance.now();
    if (now - this.#told < EVERY_MS) return;
    this.#told = now;
    this.#report(phase, now);
  }

  /** What was left was an estimate: all is done. */
  finish(phase: string): void {
    this.#done = this.#total;
    this.#report(phase, performance.now());
  }

  #report(phase: string, now: number): void {
    const seconds = (now - this.#started) / 1000;
    const mine = this.#done - this.#before;
    const secondsLeft = seconds < 0.5 || mine <= 0 ? null : ((this.#total - this.#done) / mine) * seconds;
    this.#tell?.({ phase, done: Math.round(this.#done), total: Math.round(this.#total), secondsLeft });
  }
}
