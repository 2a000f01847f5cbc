import type { Database, Db, Run, Trx } from '../../database/database.ts';

export interface Cost {
  readonly statements: number;
  readonly rows: number;
  readonly seconds: number;
}

/** Reads the site for the directory, one statement at a time, and counts what that costs it. */
export class SiteReads {
  readonly #database: Database;
  readonly #signal: AbortSignal;
  #statements = 0;
  #rows = 0;
  #seconds = 0;

  constructor(database: Database, signal: AbortSignal) {
    this.#database = database;
    this.#signal = signal;
  }

  /** From a replica where there is one: for what is many and need not be of this second. */
  many<Row>(work: (db: Db, run: Run) => Promise<Row[]>): Promise<Row[]> {
    return this.#counted(() => this.#database.read(this.#signal, work));
  }

  /** From the primary: for what is new, and for what may seem gone only because a replica lags. */
  latest<Row>(work: (db: Db, run: Run) => Promise<Row[]>): Promise<Row[]> {
    return this.#counted(() => this.#database.readPrimary(this.#signal, work));
  }

  /** In a transaction that writes, on the primary: seldom, and little. */
  within<Row>(trx: Trx, work: (db: Db, run: Run) => Promise<Row[]>): Promise<Row[]> {
    return this.#counted(() => work(trx, {}));
  }

  /** What was read since the last call. */
  take(): Cost {
    const cost = { statements: this.#statements, rows: this.#rows, seconds: this.#seconds };
    this.#statements = 0;
    this.#rows = 0;
    this.#seconds = 0;
    return cost;
  }

  async #counted<Row>(read: () => Promise<Row[]>): Promise<Row[]> {
    const began = performance.now();
    const rows = await read();
    this.#statements += 1;
    this.#rows += rows.length;
    this.#seconds += (performance.now() - began) / 1000;
    return rows;
  }
}
