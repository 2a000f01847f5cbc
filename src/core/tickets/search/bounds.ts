import type { Db, Run } from '../../database/database.ts';

/** What a call of the search costs the database at most, however many tickets there are. */
export interface Bounds {
  /** A beginning that stands in fewer places of the index is rare: all its tickets are put in order. */
  readonly rare: number;
  /** So many words of one beginning are followed, each through its tickets; one that has more is met by going through all. */
  readonly words: number;
  /** Tickets looked at in a step; the last for each step after. */
  readonly steps: readonly number[];
  /** Tickets looked at in a call. */
  readonly tickets: number;
}

/** One search, and what it may cost. */
export interface Reading {
  readonly db: Db;
  readonly run: Run;
  readonly bounds: Bounds;
}

export const bounds: Bounds = {
  rare: 4000,
  words: 200,
  steps: [250, 1000, 2000],
  tickets: 10_000,
};
