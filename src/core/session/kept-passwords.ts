import type { Connection, ConnectionId } from '../../contract/connections.ts';
import type { KeyChain } from '../connections/key-chain.ts';
import type { ConnectionStore } from '../connections/store.ts';
import { Refused } from '../errors.ts';
import type { Logger } from '../log.ts';

/** The passwords in the system's key chain, at most one for a connection, and those of the demo's own accounts. */
export class KeptPasswords {
  readonly #store: ConnectionStore;
  readonly #keyChain: KeyChain | null;
  readonly #log: Logger;

  constructor(store: ConnectionStore, keyChain: KeyChain | null, log: Logger) {
    this.#store = store;
    this.#keyChain = keyChain;
    this.#log = log;
  }

  /** The password kept for the account, or an INVALID_INPUT refusal. */
  async find({ id }: Connection, user: string): Promise<string> {
    const kept = this.#store.demoPassword(id, user) ?? (await this.#keyChain?.get(keyOf(id, user))) ?? null;
    if (kept !== null) return kept;
    throw new Refused('INVALID_INPUT', 'No password is kept for this account. Type it.', [
      { path: 'password', problem: 'not kept' },
    ]);
  }

  /**
   * Keeps the password of the account that signed in, where it is wanted, and forgets any other of the connection. A
   * null password stands for the one that is kept. Failing to keep it is no reason not to let the person in.
   */
  async keep(
    connection: Connection,
    { user, password, keep }: { user: string; password: string | null; keep: boolean },
  ): Promise<void> {
    if (!connection.editable) return;
    const chain = this.#keyChain;
    const keeps = chain !== null && keep;
    await this.#tryTo(async () => {
      const dropped = new Set([connection.keptUser, user].filter((it) => it !== null));
      if (keeps) dropped.delete(user);
      for (const each of dropped) await chain?.remove(keyOf(connection.id, each));
      if (keeps && password !== null) await chain.set(keyOf(connection.id, user), password);
      this.#store.note(connection.id, { lastUser: user, keptUser: keeps ? user : null });
    });
  }

  /** The account has another password: where the one before was kept, this one is. */
  async change(id: ConnectionId, user: string, password: string): Promise<void> {
    await this.#tryTo(async () => {
      this.#store.changeDemoPassword(id, user, password);
      const saved = this.#store.list().find((it) => it.id === id);
      if (saved?.keptUser === user) await this.#keyChain?.set(keyOf(id, user), password);
    });
  }

  /** Removes what is kept for the connection from the key chain. */
  async forget({ id, keptUser }: Connection): Promise<void> {
    if (keptUser !== null) await this.#keyChain?.remove(keyOf(id, keptUser));
  }

  async #tryTo(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#log.warn({ error: error instanceof Error ? error.message : error }, 'could not keep a password');
    }
  }
}

function keyOf(id: ConnectionId, user: string): string {
  return `${id}/${user}`;
}
