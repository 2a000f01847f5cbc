import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { type AbortableQueryOptions, Kysely, sql, type Transaction } from 'kysely';
import mysql, { type Pool, type PoolConnection } from 'mysql2';
import type { Connection } from 'mysql2/promise';
import type { Link } from '../../contract/session.ts';
import { Refused } from '../errors.ts';
import {
  type Address,
  connectOnce,
  createPool,
  sessionSettings,
  setPassword,
  useConsole,
} from './connect.ts';
import { CancellableDialect } from './dialect.ts';
import { failureOf, isKnownRequest } from './errors.ts';
import { LinkMonitor } from './link.ts';
import type { Schema } from './schema.ts';
import type { Server } from './server.ts';

export type Db = Kysely<Schema>;
export type Trx = Transaction<Schema>;
/** Passed to every `execute`: the abort of whoever waits reaches the database as KILL QUERY. */
export type Run = AbortableQueryOptions;

const poolSize = 8;
/** How long a call waits for a lost line to come back before it says so. */
const waitForLinkMs = 4000;
const attempts = 4;

/**
 * The signed-in person's way to the database. Reads go to the replica where there is one and are repeated when
 * the line breaks; writes go to the primary in one short transaction each.
 */
export class Database {
  readonly server: Server;
  readonly link: LinkMonitor;
  /** `account`: the server does not let it in any more. `role`: it has lost the role it works with. */
  readonly turnedAway: EventEmitter<{ 'turned-away': ['account' | 'role'] }>;
  readonly #primary: Route;
  readonly #replica: Route | null;
  readonly #closing = new AbortController();

  private constructor(server: Server, primary: Route, replica: Route | null) {
    this.server = server;
    this.link = primary.link;
    this.turnedAway = primary.turnedAway;
    this.#primary = primary;
    this.#replica = replica;
  }

  /** Opens pools towards a server that has just been probed. */
  static async open(o: {
    primary: Address;
    replica: Address | null;
    server: Server;
    role: string | null;
  }): Promise<Database> {
    const replica = o.replica === null ? null : new Route(o.replica, null, o.server, o.role);
    try {
      const first = await connectOnce(o.primary);
      return new Database(o.server, new Route(o.primary, first, o.server, o.role), replica);
    } catch (error) {
      await replica?.close();
      throw error;
    }
  }

  /** Aborted, with a NOT_SIGNED_IN refusal as its reason, once the person has signed out. */
  get closed(): AbortSignal {
    return this.#closing.signal;
  }

  /**
   * Runs a read. A broken line is waited for and the read repeated: reading twice changes nothing. A replica
   * that does not answer is passed over until it does.
   */
  async read<T>(signal: AbortSignal | undefined, work: (db: Db, run: Run) => Promise<T>): Promise<T> {
    this.closed.throwIfAborted();
    const run = runOptions(signal);
    if (this.#replica?.link.link.state === 'up') {
      try {
        return await work(this.#replica.db, run);
      } catch (error) {
        if (failureOf(error) !== 'lost' || signal?.aborted) throw error;
        this.closed.throwIfAborted();
        this.#replica.link.suspect();
      }
    }
    return this.#repeat(signal, true, () => work(this.#primary.db, run));
  }

  /** Whether there is a replica to read from. */
  get hasReplica(): boolean {
    return this.#replica !== null;
  }

  /** Runs a read on the replica alone, for what it alone can tell of itself. Throws at once while it does not answer. */
  async readReplica<T>(signal: AbortSignal | undefined, work: (db: Db, run: Run) => Promise<T>): Promise<T> {
    this.closed.throwIfAborted();
    if (this.#replica?.link.link.state !== 'up') {
      throw new Refused('UNAVAILABLE', 'The replica does not answer just now.');
    }
    return work(this.#replica.db, runOptions(signal));
  }

  /** Runs a read on the primary alone, for what must show a write that was just made. */
  async readPrimary<T>(signal: AbortSignal | undefined, work: (db: Db, run: Run) => Promise<T>): Promise<T> {
    return this.#repeat(signal, true, () => work(this.#primary.db, runOptions(signal)));
  }

  /**
   * Runs `work` in one transaction, again after a deadlock or lock wait. After a broken line it is run again only
   * if `repeatable`: then `work` may either be done twice, or begins with an entry of the record, whose request id
   * the server takes once. A repeat that is refused for that had been committed, and what it gave then is returned.
   */
  async write<T>(repeatable: boolean, work: (trx: Trx) => Promise<T>): Promise<T> {
    let done: { value: T } | null = null;
    const noted = async (trx: Trx) => {
      const value = await work(trx);
      done = { value };
      return value;
    };
    try {
      return await this.#repeat(undefined, repeatable, () => {
        return this.#primary.db.transaction().execute(noted);
      });
    } catch (error) {
      const before = done as { value: T } | null;
      if (before !== null && isKnownRequest(error)) return before.value;
      throw error;
    }
  }

  /**
   * Runs statements each of which is a transaction of its own, which spares the trips to begin and to commit one. Again
   * after a deadlock, lock wait or broken line, so they must be safe to do twice.
   */
  async writeAtOnce<T>(work: (db: Db) => Promise<T>): Promise<T> {
    return this.#repeat(undefined, true, () => work(this.#primary.db));
  }

  /**
   * Runs `work` on a connection of its own to the primary, set up as any other, and ends it then: for what changes a
   * connection's settings. Not repeated.
   */
  async apart<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    this.closed.throwIfAborted();
    const connection = await this.#primary.connect();
    try {
      return await work(connection);
    } finally {
      connection.destroy();
    }
  }

  /** Stops what a connection of one's own runs on the primary, by the server's number for it. */
  async stopThread(thread: number): Promise<void> {
    await this.writeAtOnce((db) => sql`KILL QUERY ${sql.lit(thread)}`.execute(db));
  }

  /** A connection of the caller's own to the primary, for the same account with this password. */
  connectAs(password: string): Promise<Connection> {
    return this.#primary.connectAs(password);
  }

  /** New connections sign in with this password from here on; those that are open go on. */
  takePassword(password: string): void {
    this.#primary.takePassword(password);
    this.#replica?.takePassword(password);
  }

  /** The primary's numbers for the connections that are open. */
  get threads(): number[] {
    return this.#primary.threads;
  }

  /** Ends at once every call that still runs, as NOT_SIGNED_IN, and every connection. */
  async close(): Promise<void> {
    this.#closing.abort(
      new Refused('NOT_SIGNED_IN', 'This was stopped by signing out. Sign in and try again.'),
    );
    await Promise.all([this.#primary.close(), this.#replica?.close()]);
  }

  async #repeat<T>(
    signal: AbortSignal | undefined,
    afterLost: boolean,
    attempt: () => Promise<T>,
  ): Promise<T> {
    for (let count = 1; ; count += 1) {
      this.closed.throwIfAborted();
      try {
        return await attempt();
      } catch (error) {
        const failure = failureOf(error);
        if (failure === 'lost') this.closed.throwIfAborted();
        if (signal?.aborted || count === attempts) throw error;
        if (failure === 'lost') {
          this.link.suspect();
          if (!afterLost) throw error;
          await sleep(50 * count);
          if (!(await this.link.untilUp(waitForLinkMs, signal))) throw error;
        } else if (failure === 'retry') {
          await sleep(Math.random() * 30 * 2 ** count);
        } else throw error;
      }
    }
  }
}

/** One server: its pool, the query builder over it, and the watch on its line. */
class Route {
  readonly db: Db;
  readonly link: LinkMonitor;
  readonly turnedAway: Database['turnedAway'] = new EventEmitter();
  readonly #pool: Pool;
  readonly #connections = new Set<PoolConnection>();
  readonly #settings: readonly string[];
  #address: Address;

  constructor(address: Address, first: Connection | null, server: Server, role: string | null) {
    this.#address = address;
    this.#settings = sessionSettings(server, role);
    this.#pool = createPool(address, poolSize);
    this.link = new LinkMonitor(first, () => connectOnce(this.#address));
    this.link.on('turned-away', () => this.turnedAway.emit('turned-away', 'account'));
    this.link.on('change', (it: Link) => {
      if (it.state === 'lost') this.#breakOff();
    });
    this.#pool.on('connection', (connection: PoolConnection) => {
      this.#connections.add(connection);
      connection.once('end', () => this.#connections.delete(connection));
      // The first statements of a connection: sent ahead of any other, so that none runs unbounded. If one is
      // refused the connection is of no use to anyone.
      for (const statement of [...this.#settings, useConsole]) {
        connection.query(statement, (error) => {
          if (!error) return;
          breakOff(connection, error);
          if (failureOf(error) === 'denied') this.turnedAway.emit('turned-away', 'role');
        });
      }
    });
    this.db = new Kysely<Schema>({
      dialect: new CancellableDialect({
        pool: this.#pool,
        // The connection that is to be stopped may be from before the password was changed.
        controlConnection: (config: string | object) => {
          const options = typeof config === 'string' ? { uri: config } : config;
          return mysql.createConnection({ ...options, password: this.#address.password });
        },
      }),
    });
  }

  get threads(): number[] {
    const pooled = [...this.#connections].map(({ threadId }) => threadId);
    return this.link.thread === null ? pooled : [...pooled, this.link.thread];
  }

  connectAs(password: string): Promise<Connection> {
    return connectOnce({ ...this.#address, password });
  }

  async connect(): Promise<Connection> {
    const connection = await connectOnce(this.#address);
    try {
      for (const statement of this.#settings) await connection.query(statement);
      return connection;
    } catch (error) {
      connection.destroy();
      throw error;
    }
  }

  takePassword(password: string): void {
    this.#address = { ...this.#address, password };
    setPassword(this.#pool, password);
  }

  /** Fails every statement in flight: the line is known to be dead, and a stalled one would never say so. */
  #breakOff(): void {
    const error = Object.assign(new Error('The line to the database is lost'), {
      code: 'PROTOCOL_CONNECTION_LOST',
    });
    for (const connection of this.#connections) breakOff(connection, error);
    this.#connections.clear();
  }

  close(): Promise<void> {
    this.link.close();
    this.turnedAway.removeAllListeners();
    this.#breakOff();
    return new Promise((resolve) => this.#pool.end(() => resolve()));
  }
}

function breakOff(connection: PoolConnection, error: Error): void {
  // The driver's own `destroy` leaves the statements in flight unanswered; an error on its stream answers them.
  const { stream } = connection as unknown as { stream: { destroy(error: Error): void } };
  stream.destroy(error);
}

function runOptions(signal: AbortSignal | undefined): Run {
  return { signal, inflightQueryAbortStrategy: 'cancel query' };
}
