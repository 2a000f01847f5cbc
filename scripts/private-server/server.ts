import { spawn } from 'node:child_process';
import { closeSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Flavour, ServerBinaries } from './binaries.ts';
import {
  asServerSees,
  type DataFolder,
  isDataFolder,
  makeFolder,
  makeTmp,
  readFolder,
  removeTmp,
} from './data-folder.ts';
import { errorMessage } from './errors.ts';
import { demoSettings, runOptions, type ServerSettings } from './options.ts';
import { type FolderLock, lockFolder } from './ownership.ts';
import { freePort, isFree, lastLines, makeParent, openLog, socketFor, writingTo } from './places.ts';
import { shutDown, untilReady, watch } from './running.ts';
import { adaptSystemTables } from './upgrade.ts';

export interface StartOptions {
  /** Made on the first start. */
  dataDir: string;
  binaries: ServerBinaries;
  /** What differs from a demo's settings. */
  settings?: Partial<ServerSettings>;
  /** A free one is chosen without it. */
  port?: number;
  /** Told, in a line, what takes time or is unusual. */
  log?: (line: string) => void;
  signal?: AbortSignal;
}

/** A database server that belongs to this process. */
export interface PrivateServer {
  host: '127.0.0.1';
  port: number;
  socketPath: string;
  flavour: Flavour;
  version: string;
  pid: number;
  root: { user: 'root'; password: string };
  /** Resolves when the server is gone, whoever ended it. */
  exited: Promise<void>;
  /** Shuts it down cleanly; kills it after 30 s. */
  stop(): Promise<void>;
  /** Ends it at once, as a crash would. */
  kill(): void;
}

const BIND_FAILED = /bind on tcp\/ip port|bind-address|do you already have another/i;

/** Servers of this process on their way out, by data folder: a start on the same folder waits for them. */
const leaving = new Map<string, Promise<void>>();

/**
 * Starts a database server of our own on a data folder of our own, making the folder if need be.
 * A folder whose server was killed is recovered. Loopback only, never the system's configuration.
 * @throws Error fit for a person: in use, another version, no space, cannot write, port taken, did not come up
 */
export async function startPrivateServer(options: StartOptions): Promise<PrivateServer> {
  const dataDir = resolve(options.dataDir);
  const log = options.log ?? (() => {});
  const settings = { ...demoSettings(), ...options.settings };
  await leaving.get(dataDir);
  if (options.port !== undefined && !(await isFree(options.port)))
    throw new Error(`Port ${options.port} is in use on this machine. Nothing was started. Choose another.`);
  const lock = await writingTo(dataDir, () => {
    makeParent(dataDir);
    return lockFolder(dataDir, log);
  });
  try {
    const existing = readFolder(dataDir, options.binaries);
    if (!existing) log(`Making a database in ${dataDir}`);
    const folder =
      existing ??
      (await writingTo(dataDir, () => makeFolder(dataDir, options.binaries, settings, options.signal)));
    const server = await launch({ ...options, dataDir }, settings, folder, lock);
    try {
      await adaptSystemTables(dataDir, folder, options.binaries, server, log);
    } catch (error) {
      await server.stop();
      throw error;
    }
    return server;
  } catch (error) {
    lock.release();
    throw error;
  }
}

/**
 * Removes a data folder, after stopping a server left over on it. Folders not made here are left alone,
 * and the answer is then false.
 * @throws AlreadyRunning when a program that lives holds it
 */
export async function removeDataFolder(folder: string, log: (line: string) => void): Promise<boolean> {
  const dataDir = resolve(folder);
  await leaving.get(dataDir);
  if (!isDataFolder(dataDir)) return false;
  const lock = await lockFolder(dataDir, log);
  try {
    rmSync(dataDir, { recursive: true, force: true });
    removeTmp(dataDir);
  } finally {
    lock.release();
  }
  return true;
}

async function launch(
  options: StartOptions,
  settings: ServerSettings,
  folder: DataFolder,
  lock: FolderLock,
): Promise<PrivateServer> {
  for (let attempt = 1; ; attempt++) {
    const port = options.port ?? (await freePort());
    try {
      return await launchOnce(options, settings, folder, lock, port);
    } catch (error) {
      // Another program may take a free port between its choice and its use.
      const taken = BIND_FAILED.test(errorMessage(error));
      if (!taken || options.port !== undefined || attempt === 3) throw error;
    }
  }
}

async function launchOnce(
  options: StartOptions,
  settings: ServerSettings,
  folder: DataFolder,
  lock: FolderLock,
  port: number,
): Promise<PrivateServer> {
  const { binaries, dataDir } = options;
  const socketPath = socketFor(dataDir, binaries);
  rmSync(socketPath, { force: true });
  const logFile = join(dataDir, 'server.log');
  const output = openLog(logFile);
  const [program = '', ...leading] = binaries.command;
  const child = spawn(
    program,
    [
      ...leading,
      '--no-defaults',
      `--datadir=${asServerSees(dataDir, binaries)}`,
      `--socket=${asServerSees(socketPath, binaries)}`,
      `--pid-file=${asServerSees(join(dataDir, 'server.pid'), binaries)}`,
      `--port=${port}`,
      ...runOptions(binaries, settings, asServerSees(makeTmp(dataDir), binaries)),
    ],
    // A group of its own: Ctrl-C in a terminal must reach the console first and the server last.
    { stdio: ['ignore', output.fd, output.fd], detached: process.platform !== 'win32' },
  );
  closeSync(output.fd);
  const exited = new Promise<void>((resolve) => {
    child.on('exit', () => resolve());
    child.on('error', () => resolve());
  });
  const pid = child.pid ?? 0;
  const watchdog = pid > 0 ? watch(pid) : null;
  exited.then(() => {
    watchdog?.kill();
    removeTmp(dataDir);
  });
  if (pid > 0) lock.recordServer(pid, port);
  const failed = (what: string) =>
    new Error(`${what} (log: ${logFile}):\n${lastLines(logFile, output.start)}`);
  const version = await untilReady(port, folder.rootPassword, child, dataDir, options.signal).catch(
    async (error) => {
      child.kill('SIGKILL');
      await exited;
      options.signal?.throwIfAborted();
      throw failed(`The database server did not come up: ${errorMessage(error)}`);
    },
  );
  const end = exited.then(() => {
    leaving.delete(dataDir);
    lock.release();
  });
  return {
    host: '127.0.0.1',
    port,
    socketPath,
    flavour: binaries.flavour,
    version,
    pid,
    root: { user: 'root', password: folder.rootPassword },
    exited: end,
    async stop() {
      leaving.set(dataDir, end);
      await shutDown(child, port, folder.rootPassword);
      await end;
    },
    kill() {
      leaving.set(dataDir, end);
      child.kill('SIGKILL');
    },
  };
}
