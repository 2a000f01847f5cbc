/** Spreads the bits of a 32-bit number over all 32, one to one: no two inputs share an output. */
export function scatter(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** An unsigned 32-bit number that depends on nothing but its arguments. */
export function roll(seed: number, salt: number, id: number): number {
  return scatter(scatter(scatter(seed) ^ Math.imul(salt + 1, 0x9e3779b1)) + id);
}

/** The same as a share from 0 up to, but not including, 1. */
export function rollShare(seed: number, salt: number, id: number): number {
  return roll(seed, salt, id) / 4294967296;
}

/**
 * The random numbers of one row. `of(salt, id)` starts the sequence that belongs to that row and to no other, so
 * any row can be made alone and comes out the same. mulberry32: small, fast, good enough to look like people.
 */
export class Random {
  readonly #seed: number;
  #state = 0;

  constructor(seed: number) {
    this.#seed = seed;
  }

  of(salt: number, id: number): this {
    this.#state = roll(this.#seed, salt, id);
    return this;
  }

  /** An unsigned 32-bit number. */
  bits(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  }

  /** From 0 up to, but not including, 1. */
  share(): number {
    return this.bits() / 4294967296;
  }

  /** A whole number from 0 to `count` - 1. */
  below(count: number): number {
    return Math.floor(this.share() * count);
  }

  chance(share: number): boolean {
    return this.share() < share;
  }

  pick<T>(from: readonly T[]): T {
    const chosen = from[this.below(from.length)];
    if (chosen === undefined) throw new Error('Nothing to pick from.');
    return chosen;
  }

  /** Exponential with the given mean: waiting times and lags. */
  wait(mean: number): number {
    return -Math.log(1 - this.share()) * mean;
  }

  /** Standard normal. */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.share())) * Math.cos(2 * Math.PI * this.share());
  }
}

/** Puts 0 … `count`-1 in an order of its own: different arguments never share a place. */
export function shuffledPlace(index: number, count: number, seed: number): number {
  // Four Feistel rounds over the next even power of two, walked until the place falls inside.
  let half = 1;
  while (2 ** (2 * half) < count) half++;
  const mask = 2 ** half - 1;
  let place = index;
  do {
    let left = Math.floor(place / (mask + 1));
    let right = place & mask;
    for (let round = 0; round < 4; round++) {
      const next = left ^ (roll(seed, round, right) & mask);
      left = right;
      right = next;
    }
    place = left * (mask + 1) + right;
  } while (place >= count);
  return place;
}
