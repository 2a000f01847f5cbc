import { countCap } from '../../../contract/members/search.ts';
import type { Db, Run } from '../../database/database.ts';

/** What a call of a search costs the database at most, however many members there are. */
export interface Bounds {
  /** Rows that are gathered and put in order; what has more is walked along. */
  readonly gathered: number;
  /** Rows of an index that a statement of a walk looks at: the first one with a filter, and each after it. */
  readonly firstRows: number;
  readonly rows: number;
  /** Statements of a walk. */
  readonly statements: number;
  /** What a count counts to, and the rows of an index that it looks at for that. */
  readonly counted: number;
  readonly countedRows: number;
}

/** One reading of the directory, and what it may cost. */
export interface Reading {
  readonly db: Db;
  readonly run: Run;
  readonly bounds: Bounds;
}

export const bounds: Bounds = {
  gathered: countCap,
  // Enough for most filters, and no more than a moment's work.
  firstRows: 1000,
  rows: 5000,
  statements: 4,
  counted: countCap,
  countedRows: 50_000,
};
