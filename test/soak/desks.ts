import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { oneOf } from './dice.ts';
import type { Begin, FromDesk, Seat, ToDesk } from './protocol.ts';

/** How long a desk may take to bring to an end what it has under way. */
const patienceMs = 90_000;

export interface Desks {
  /** Kills one of the processes in which people are at work, and starts it anew; how many sat there. */
  killOne(): number;
  /** Resolves when all have gone home; those that do not are killed. */
  goHome(): Promise<void>;
}

/** Has people work in processes of a few each, and resolves when all of them have begun. */
export async function startDesks(o: {
  readonly begin: Omit<Begin, 'say' | 'seats'>;
  readonly seats: readonly Seat[];
  readonly seatsEach: number;
  hear(word: FromDesk): void;
}): Promise<Desks> {
  const running = new Set<Desk>();
  const start = (seats: readonly Seat[]): Desk => {
    const desk = new Desk({ ...o.begin, say: 'begin', seats }, o.hear, () => running.delete(desk));
    running.add(desk);
    return desk;
  };
  for (let first = 0; first < o.seats.length; first += o.seatsEach) {
    start(o.seats.slice(first, first + o.seatsEach));
  }
  await Promise.all([...running].map((desk) => desk.begun));
  return {
    killOne() {
      const desk = oneOf([...running].filter((it) => it.isAtWork));
      if (!desk) return 0;
      desk.kill();
      start(desk.seats);
      return desk.seats.length;
    },
    async goHome() {
      await Promise.all([...running].map((desk) => desk.goHome()));
    },
  };
}

class Desk {
  readonly seats: readonly Seat[];
  readonly begun: Promise<void>;
  readonly #process: ChildProcess;
  readonly #gone: Promise<void>;
  #isAtWork = false;
  #isKilled = false;

  constructor(begin: Begin, hear: (word: FromDesk) => void, onGone: () => void) {
    this.seats = begin.seats;
    // Without the flags of this process, which may be a test's.
    this.#process = fork(join(import.meta.dirname, 'desk.ts'), { execArgv: [], serialization: 'advanced' });
    const { promise, resolve } = Promise.withResolvers<void>();
    this.begun = promise;
    this.#gone = new Promise((left) => {
      this.#process.once('exit', (code, signal) => {
        if (!this.#isKilled && code !== 0) {
          hear({ say: 'failed', call: 'desk', why: `ended by itself with ${signal ?? code}` });
        }
        resolve();
        onGone();
        left();
      });
    });
    this.#process.on('message', (word: FromDesk) => {
      if (word.say === 'at work') {
        this.#isAtWork = true;
        resolve();
      }
      hear(word);
    });
    this.#tell(begin);
  }

  get isAtWork(): boolean {
    return this.#isAtWork && !this.#isKilled;
  }

  kill(): void {
    this.#isKilled = true;
    this.#process.kill('SIGKILL');
  }

  async goHome(): Promise<void> {
    this.#tell({ say: 'stop' });
    const late = setTimeout(() => this.#process.kill('SIGKILL'), patienceMs);
    await this.#gone;
    clearTimeout(late);
  }

  #tell(word: ToDesk): void {
    if (this.#process.connected) this.#process.send(word);
  }
}
