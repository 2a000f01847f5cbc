import type { KeyChain } from './connections/key-chain.ts';
import { ConnectionStore } from './connections/store.ts';
import type { Logger } from './log.ts';
import { Session } from './session/session.ts';

export interface ConsoleOptions {
  /** Saved connections and what the start script left; made when it is not there. */
  readonly profileDir: string;
  /** Where exports are written. */
  readonly exportsDir: string;
  /** Null where the host has none: then no password is kept. */
  readonly keyChain: KeyChain | null;
  readonly log: Logger;
}

/** One running console: what a host gives each call as its context. */
export interface Console {
  readonly connections: ConnectionStore;
  readonly session: Session;
  readonly keyChain: KeyChain | null;
  readonly exportsDir: string;
  readonly log: Logger;
  /** Signs out and lets go of the database. */
  close(): Promise<void>;
}

export function createConsole(options: ConsoleOptions): Console {
  const connections = new ConnectionStore(options.profileDir);
  const session = new Session(connections, options.keyChain, options.log);
  return {
    connections,
    session,
    keyChain: options.keyChain,
    exportsDir: options.exportsDir,
    log: options.log,
    close: () => session.close(),
  };
}
