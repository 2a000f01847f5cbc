import type { Db, Run } from '../../database/database.ts';

/** What a call of the search costs the database at most, however many tickets there are. */
export interface Bounds {
  /** A beginning that stands in no more places of the index is rare: all its tickets are put in order. */
  readonly rare: number;
  /** So many words of one beginning are followed, each through its tickets; of one that has more, all tickets are tried. */
  readonly words: number;
  /** Tickets looked at in a step, and in each that follows the last. */
  readonly steps: readonly number[];
  /** Tickets looked at in a call. */
  readonly tickets: number;
  /** Numbers of tickets that a step goes back by at most. */
  readonly back: number;
}

/** One search, and what it may cost. */
export interface Reading {
  readonly db: Db;
  readonly run: Run;
  readonly bounds: Bounds;
}

export const bounds: Bounds = {
  rare: 1000,
  words: 300,
  steps: [250, 1000, 2000],
  tickets: 12_000,
  back: 100_000,
};
