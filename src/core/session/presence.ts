import { hostname, type as systemName } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import { failureOf } from '../database/errors.ts';
import type { Logger } from '../log.ts';
import type { SignedIn } from './open.ts';

const lookEveryMs = 1000;
const sayEveryMs = 60_000;
/** Of a console that was killed or whose computer never woke up nobody removes the row. */
const keptDays = 30;

/** The server's clock: consoles run on computers whose clocks differ. */
const moment = sql<string>`UTC_TIMESTAMP(6)`;

const endings = {
  elsewhere: 'Your session here was ended from another console of yours.',
  account:
    'The database no longer lets this account in: its password was changed, or the account was locked or removed. An administrator knows.',
  role: 'Your role was changed. Sign in again to work with the new one.',
} as const;

/**
 * This console's row among those on which the person is signed in, and the eye on what ends the session from elsewhere:
 * the row, marked by another console of the same person, or the server, which turns the account away.
 */
export class Presence {
  readonly #id: string;
  readonly #user: string;
  readonly #database: Database;
  readonly #log: Logger;
  readonly #onEnded: (why: string) => void;
  readonly #stopping = new AbortController();
  #isTold = false;
  #rounds: Promise<void> = Promise.resolve();

  /** `onEnded` is called once at most, with a sentence for the person. */
  constructor({ id, person, database }: SignedIn, log: Logger, onEnded: (why: string) => void) {
    this.#id = id;
    this.#user = person.user;
    this.#database = database;
    this.#log = log;
    this.#onEnded = onEnded;
    database.turnedAway.on('turned-away', (from) => this.#tell(endings[from]));
  }

  /** A session whose row cannot be written goes on: nobody can end it from elsewhere then. */
  async begin(): Promise<void> {
    try {
      await this.#announce();
    } catch (error) {
      this.#log.warn({ failure: failureOf(error) }, 'could not announce the session');
      return;
    }
    this.#rounds = this.#watch();
  }

  /** Ends the watch, and takes the row back where the database still answers. May be repeated. */
  async end(): Promise<void> {
    const isFirst = !this.#stopping.signal.aborted;
    this.#stopping.abort();
    if (isFirst && this.#database.link.link.state === 'up') await this.#withdraw();
    await this.#rounds;
  }

  async #announce(): Promise<void> {
    await this.#database.write(false, async (trx) => {
      await sql`
        DELETE FROM caretaker_audit.own_session
        WHERE last_seen_at < UTC_TIMESTAMP() - INTERVAL ${sql.lit(keptDays)} DAY`.execute(trx);
      await trx
        .insertInto('caretaker_audit.own_session')
        .values({
          id: this.#id,
          user: this.#user,
          place: placeName(),
          signed_in_at: moment,
          last_seen_at: moment,
        })
        .execute();
    });
  }

  async #withdraw(): Promise<void> {
    try {
      await this.#database.write(true, (trx) =>
        trx.deleteFrom('caretaker_audit.own_session').where('id', '=', this.#id).execute(),
      );
    } catch (error) {
      this.#log.warn({ failure: failureOf(error) }, 'could not take the session back');
    }
  }

  async #watch(): Promise<void> {
    const { signal } = this.#stopping;
    let saidAt = Date.now();
    while (!signal.aborted && !this.#isTold) {
      await sleep(lookEveryMs, undefined, { signal }).catch(() => {});
      if (signal.aborted || this.#database.link.link.state !== 'up') continue;
      try {
        if (await this.#isEnded(signal)) this.#tell(endings.elsewhere);
        else if (Date.now() - saidAt >= sayEveryMs) {
          await this.#sayThatHere();
          saidAt = Date.now();
        }
      } catch {
        // Looked again in a second.
      }
    }
  }

  /** A row that is gone was trimmed: this console had slept for longer than rows are kept. */
  async #isEnded(signal: AbortSignal): Promise<boolean> {
    const row = await this.#database.readPrimary(signal, (db, run) =>
      db
        .selectFrom('caretaker_audit.own_session')
        .select('ended_at')
        .where('id', '=', this.#id)
        .executeTakeFirst(run),
    );
    return !signal.aborted && (row === undefined || row.ended_at !== null);
  }

  async #sayThatHere(): Promise<void> {
    await this.#database.write(true, (trx) =>
      trx
        .updateTable('caretaker_audit.own_session')
        .set({ last_seen_at: moment })
        .where('id', '=', this.#id)
        .execute(),
    );
  }

  #tell(why: string): void {
    if (this.#isTold || this.#stopping.signal.aborted) return;
    this.#isTold = true;
    this.#onEnded(why);
  }
}

/** Where this console runs, for the person to know it by: `vega, Linux`. */
function placeName(): string {
  const system = { Darwin: 'macOS', Windows_NT: 'Windows' }[systemName()] ?? systemName();
  return `${hostname()}, ${system}`.slice(0, 200);
}
