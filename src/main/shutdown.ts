import type { App } from 'electron';
import type { Logger } from '../core/log.ts';

/** A core that cannot say goodbye to a dead database in this time is left to the system. */
const patienceMs = 5_000;

export interface ShutdownOptions {
  app: Pick<App, 'on' | 'exit'>;
  log: Logger;
  close: () => Promise<void>;
  process?: Pick<NodeJS.Process, 'on'>;
}

/**
 * Closes the core before the app goes, whichever way it goes: by a person, by a signal, or by an error that
 * nobody caught. Leases are given back and nothing half done stays open.
 */
export function stopWith({ app, log, close, process: own = process }: ShutdownOptions): void {
  let leaving = false;
  const leave = (code: number) => {
    if (leaving) return;
    leaving = true;
    void Promise.race([close(), after(patienceMs)])
      .catch((error: unknown) => log.error({ err: error }, 'the core did not close cleanly'))
      .then(() => app.exit(code));
  };
  app.on('will-quit', (event) => {
    event.preventDefault();
    leave(0);
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) own.on(signal, () => leave(0));
  own.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'an error nobody caught');
    leave(1);
  });
  own.on('unhandledRejection', (reason) => {
    log.error({ err: reason }, 'a promise was broken and nobody noticed');
  });
}

function after(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}
