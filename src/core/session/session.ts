import { randomUUID } from 'node:crypto';
import { EventEmitter, on } from 'node:events';
import type { Connection, ConnectionDetails, ConnectionId } from '../../contract/connections.ts';
import type { SessionState, SignInResult } from '../../contract/session.ts';
import type { KeyChain } from '../connections/key-chain.ts';
import type { ConnectionStore } from '../connections/store.ts';
import { type Address, connectOnce } from '../database/connect.ts';
import { failureOf } from '../database/errors.ts';
import { roleAccount } from '../database/grants.ts';
import { migrate, type Progress, readMigrations } from '../database/migrations.ts';
import { Refused } from '../errors.ts';
import { JobRunner } from '../jobs/runner.ts';
import type { Logger } from '../log.ts';
import { addEntry } from '../record/entry.ts';
import { KeptPasswords } from './kept-passwords.ts';
import { openSession, type SignedIn, type Target } from './open.ts';
import { Presence } from './presence.ts';

export interface SignInInput {
  readonly connectionId: ConnectionId;
  readonly user: string;
  readonly password: string | null;
  readonly keep: boolean;
}

interface Current extends SignedIn {
  readonly connection: Connection;
  readonly jobs: JobRunner;
  readonly presence: Presence;
}

interface Attempt {
  readonly input: SignInInput;
  readonly connection: Connection;
  readonly target: Target;
}

/** Who is signed in on this console: nobody or one person. Sign-ins and sign-outs take their turn. */
export class Session {
  readonly #store: ConnectionStore;
  readonly #passwords: KeptPasswords;
  readonly #log: Logger;
  readonly #events = new EventEmitter<{ change: [] }>();
  #current: Current | null = null;
  /** Why nobody is signed in any more, where that was not the person's own doing here. */
  #notice: string | null = null;
  /** A sign-in that waits for the admin's word on a migration. */
  #waiting: Attempt | null = null;
  #turn: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  constructor(store: ConnectionStore, keyChain: KeyChain | null, log: Logger) {
    this.#store = store;
    this.#passwords = new KeptPasswords(store, keyChain, log);
    this.#log = log;
    this.#events.setMaxListeners(0);
  }

  /** The person at work, or a NOT_SIGNED_IN refusal. */
  get signedIn(): SignedIn {
    return this.#atWork;
  }

  get current(): SignedIn | null {
    return this.#current;
  }

  /** The state now and after each change, until the signal ends it. */
  async *watch(signal: AbortSignal | undefined): AsyncGenerator<SessionState> {
    const changes = on(this.#events, 'change', signal ? { signal } : {});
    try {
      yield this.#state();
      for await (const _ of changes) yield this.#state();
    } catch (error) {
      if (!signal?.aborted) throw error;
    } finally {
      await changes.return?.();
    }
  }

  /** Removes a saved connection, and from the key chain the password that was kept for it. */
  async forget(id: ConnectionId): Promise<void> {
    const saved = this.#store.list().find((it) => it.id === id);
    if (saved) await this.#passwords.forget(saved);
    this.#store.remove(id);
  }

  /**
   * Saves a connection. A password that was kept for it is forgotten when it leads elsewhere: it was given for that
   * server, under that certificate, and no other may be sent it.
   */
  async save(id: ConnectionId | null, details: ConnectionDetails): Promise<ConnectionId> {
    const before = this.#store.list().find((it) => it.id === id);
    const leadsElsewhere = before !== undefined && placeOf(before.details) !== placeOf(details);
    const saved = this.#store.save(id, details);
    if (leadsElsewhere && before.keptUser !== null) {
      await this.#passwords.forget(before);
      this.#store.note(saved, { lastUser: before.lastUser, keptUser: null });
    }
    return saved;
  }

  signIn(input: SignInInput): Promise<SignInResult> {
    return this.#inTurn(async () => {
      const connection = this.#store.get(input.connectionId);
      const password = input.password ?? (await this.#passwords.find(connection, input.user));
      const target = {
        ...targetOf(connection, input.user, password),
        media: this.#store.demoMedia(connection.id),
      };
      return this.#open({ input, connection, target });
    });
  }

  /** Goes on with the sign-in that found the tables too old, after the admin said yes. */
  async *migrate(): AsyncGenerator<Progress> {
    const attempt = this.#waiting;
    if (!attempt)
      throw new Refused('CONFLICT', 'No sign-in waits for an update of the tables. Sign in again.');
    await using connections = new AsyncDisposableStack();
    const connect = async () => {
      const made = connections.adopt(await connectOnce(attempt.target.primary), (it) => it.destroy());
      // As sign-in does: an account may hold the role and not have it by default.
      await made.query(`SET ROLE ${roleAccount('admin')}`);
      return made;
    };
    const [connection, lessor] = [await connect(), await connect()];
    const steps: string[] = [];
    for await (const progress of migrate(connection, lessor, readMigrations())) {
      if (progress.current) steps.push(progress.current.id);
      else await this.#afterMigration(attempt, steps);
      yield progress;
    }
  }

  signOut(): Promise<void> {
    return this.#inTurn(() => this.#leave());
  }

  /** The account has another password: what signs in from here on does so with it. */
  async changePassword(password: string): Promise<void> {
    const { database, connection, person } = this.#atWork;
    database.takePassword(password);
    await this.#passwords.change(connection.id, person.user, password);
  }

  /** Signs out for good: a sign-in or migration that is still under way signs nobody in any more. */
  close(): Promise<void> {
    this.#isClosed = true;
    return this.#inTurn(() => this.#leave());
  }

  async #open(attempt: Attempt): Promise<SignInResult> {
    this.#waiting = null;
    const opening = await openSession(attempt.target);
    if (opening.outcome === 'migration-needed') this.#waiting = attempt;
    if (opening.outcome !== 'opened') return opening;

    const { signedIn } = opening;
    if (this.#isClosed) {
      await signedIn.database.close();
      throw new Refused('UNAVAILABLE', 'Caretaker is closing. Nobody was signed in; start it again.');
    }
    await this.#leave();
    const jobs = new JobRunner(signedIn, this.#log);
    const presence = new Presence(signedIn, this.#log, (why) => this.#endFromElsewhere(signedIn, why));
    this.#current = { ...signedIn, connection: attempt.connection, jobs, presence };
    signedIn.database.link.on('change', () => this.#events.emit('change'));
    await this.#recordSession('session.signed_in', signedIn, attempt.connection);
    await this.#passwords.keep(attempt.connection, attempt.input);
    await presence.begin();
    jobs.start();
    this.#events.emit('change');
    return { outcome: 'signed-in' };
  }

  async #afterMigration(attempt: Attempt, steps: readonly string[]): Promise<void> {
    const result = await this.#inTurn(() => this.#open(attempt));
    if (result.outcome === 'refused') throw new Refused('CONFLICT', `${result.message} ${result.advice}`);
    const migrated = {
      requestId: randomUUID(),
      action: 'database.migrated' as const,
      subjectKind: 'schema' as const,
      subjectId: 'caretaker',
      detail: { applied: steps.join(', ') },
    };
    await this.signedIn.database.write(true, (trx) => addEntry(trx, migrated));
  }

  /** Signs out because of what was done elsewhere, unless someone else signed in here meanwhile. */
  #endFromElsewhere({ id }: SignedIn, why: string): void {
    void this.#inTurn(async () => {
      if (this.#current?.id === id) await this.#leave(why);
    }).catch((error: unknown) => this.#log.error({ error }, 'could not sign out'));
  }

  async #leave(notice: string | null = null): Promise<void> {
    this.#waiting = null;
    this.#notice = notice;
    const leaving = this.#current;
    if (!leaving) return;
    this.#current = null;
    // A job would wait for a line that is lost: there the database is closed first.
    if (leaving.database.link.link.state === 'up') {
      await leaving.jobs.stop();
      await this.#recordSession('session.signed_out', leaving, leaving.connection);
      await leaving.presence.end();
    }
    await leaving.database.close();
    await leaving.presence.end();
    await leaving.jobs.stop();
    this.#events.emit('change');
  }

  /** A session whose note in the record fails goes on: the server has let the person in or out already. */
  async #recordSession(
    action: 'session.signed_in' | 'session.signed_out',
    signedIn: SignedIn,
    connection: Connection,
  ): Promise<void> {
    const entry = {
      requestId: randomUUID(),
      action,
      subjectKind: 'connection' as const,
      subjectId: connection.details.name,
      detail: { role: signedIn.person.role },
    };
    try {
      await signedIn.database.write(false, (trx) => addEntry(trx, entry));
    } catch (error) {
      this.#log.warn({ failure: failureOf(error) }, `could not record ${action}`);
    }
  }

  get #atWork(): Current {
    if (this.#current) return this.#current;
    throw new Refused('NOT_SIGNED_IN', 'Nobody is signed in. Sign in and try again.');
  }

  #state(): SessionState {
    const current = this.#current;
    if (!current) return { status: 'signed-out', ...(this.#notice === null ? {} : { notice: this.#notice }) };
    return {
      status: 'signed-in',
      person: current.person,
      connection: {
        id: current.connection.id,
        name: current.connection.details.name,
        server: current.server.label,
      },
      site: {
        name: current.site.name,
        contentKinds: [...current.site.contentKinds],
        procedures: [...current.site.procedures],
      },
      signedInAt: current.signedInAt,
      link: current.database.link.link,
    };
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(work, work);
    this.#turn = mine.catch(() => {});
    return mine;
  }
}

function targetOf(connection: Connection, user: string, password: string): Target {
  const { host, port, tls, ca, replica } = connection.details;
  const primary: Address = { host, port, user, password, tls, ca };
  return { primary, replica: replica === null ? null : { ...primary, ...replica } };
}

/** Where a connection leads, and what it trusts: everything but its name. */
function placeOf({ host, port, tls, ca, replica }: ConnectionDetails): string {
  return JSON.stringify([host, port, tls, ca, replica?.host, replica?.port]);
}
