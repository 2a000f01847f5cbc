import { percentile } from '../bench/support/samples.ts';
import type { Deed, FromDesk } from './protocol.ts';

/** All that the desks said. */
export class Diary<Told extends Deed> {
  /** What people were told that they had done, and by whom. */
  readonly told: { readonly by: string; readonly told: Told }[] = [];
  readonly failed = new Map<string, number>();
  readonly #times = new Map<string, number[]>();
  readonly #refused = new Map<string, number>();

  hear(word: FromDesk): void {
    if (word.say === 'told') this.told.push({ by: word.by, told: word.told as Told });
    if (word.say === 'failed') add(this.failed, `${word.call}: ${word.why}`);
    if (word.say === 'answered') {
      const times = this.#times.get(word.call) ?? [];
      times.push(word.ms);
      this.#times.set(word.call, times);
      if (word.refused !== null) add(this.#refused, `${word.call}: ${word.refused}`);
    }
  }

  count(deed: Told['deed']): number {
    return this.told.filter((it) => it.told.deed === deed).length;
  }

  /** How many calls were answered, and in which time. */
  get calls(): {
    readonly call: string;
    readonly count: number;
    readonly p50: number;
    readonly p95: number;
  }[] {
    return [...this.#times]
      .map(([call, times]) => ({
        call,
        count: times.length,
        p50: percentile(times, 0.5),
        p95: percentile(times, 0.95),
      }))
      .toSorted((a, b) => b.count - a.count);
  }

  /** Why calls were refused, the most frequent first. */
  get refused(): [why: string, count: number][] {
    return [...this.#refused].toSorted((a, b) => b[1] - a[1]);
  }
}

function add(counts: Map<string, number>, what: string): void {
  counts.set(what, (counts.get(what) ?? 0) + 1);
}
