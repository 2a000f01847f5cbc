import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { RPCHandler } from '@orpc/server/ws';
import { createConsole } from '../core/console.ts';
import { runJobs } from '../core/jobs/headless.ts';
import { createLog, type Logger } from '../core/log.ts';
import { handlerOptions } from '../core/procedures.ts';
import { router } from '../core/router.ts';
import { type Host, startHost } from './host.ts';

export interface ServeOptions {
  /** 0 for any free one. */
  port: number;
  profileDir: string;
  /** The folder the interface was built into. */
  rendererDir: string;
  /** Where exports are written; the person's downloads by default. */
  exportsDir?: string;
  log?: Logger;
}

/**
 * Offers the console to one browser on this machine, at 127.0.0.1 only.
 * @throws Error with `code` EADDRINUSE when the port is taken
 */
export async function startServe(o: ServeOptions): Promise<Host> {
  const log = o.log ?? createLog({ file: join(o.profileDir, 'caretaker.log') });
  const console = createConsole({
    profileDir: o.profileDir,
    exportsDir: o.exportsDir ?? defaultExportsDir(o.profileDir),
    keyChain: null,
    log,
  });
  const handler = new RPCHandler(router, handlerOptions(log));
  try {
    const host = await startHost({
      port: o.port,
      rendererDir: o.rendererDir,
      log,
      open: (line) => void handler.upgrade(line, { context: { console } }),
    });
    return {
      ...host,
      async stop() {
        await host.stop();
        await console.close();
      },
    };
  } catch (error) {
    await console.close();
    throw error;
  }
}

export interface JobsOptions {
  /** `mysql://user:password@host:port` */
  databaseUrl: string;
  profileDir: string;
}

/** Runs the jobs and offers no interface. */
export async function startJobs(o: JobsOptions): Promise<{ stop(): Promise<void> }> {
  const log = createLog({ file: join(o.profileDir, 'caretaker-jobs.log') });
  return runJobs({ url: o.databaseUrl, log });
}

function defaultExportsDir(profileDir: string): string {
  const downloads = join(homedir(), 'Downloads');
  return existsSync(downloads) ? downloads : join(profileDir, 'exports');
}
