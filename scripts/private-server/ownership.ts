import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorCode } from './errors.ts';

/** A process, and what tells it from a later one with the same number. */
interface ProcessMark {
  pid: number;
  identity: string;
}

interface LockContent {
  token: string;
  owner: ProcessMark;
  server?: ProcessMark & { port: number };
}

/** A data folder held by this process. */
export interface FolderLock {
  /** Notes which server runs on the folder, so that it can be found if this process is killed. */
  recordServer(pid: number, port: number): void;
  release(): void;
}

/** The folder is in use by a program that lives. */
export class AlreadyRunning extends Error {
  readonly pid: number;
  constructor(dataDir: string, content: LockContent) {
    const where = content.server ? `, server pid ${content.server.pid}, port ${content.server.port}` : '';
    super(
      `Already running (pid ${content.owner.pid}${where}) on ${dataDir}. Nothing was changed. ` +
        'Use the one that runs, stop it first, or choose another folder with --data.',
    );
    this.name = 'AlreadyRunning';
    this.pid = content.owner.pid;
  }
}

/**
 * Takes the data folder for this process. A server whose owner was killed is stopped cleanly first.
 * The lock is a file beside the folder, since the folder itself is made in one rename.
 * @throws AlreadyRunning
 */
export async function lockFolder(dataDir: string, say: (line: string) => void): Promise<FolderLock> {
  const file = `${dataDir}.lock`;
  const content: LockContent = {
    token: randomBytes(8).toString('hex'),
    owner: { pid: process.pid, identity: processIdentity(process.pid) ?? '' },
  };
  while (!tryWrite(file, content)) {
    const held = await readLock(file);
    if (held && isAlive(held.owner)) throw new AlreadyRunning(dataDir, held);
    if (held?.server && isAlive(held.server)) {
      say(`Stopping a database server left over from an earlier start (pid ${held.server.pid})`);
      await stopProcess(held.server);
    }
    removeStale(file, held?.token);
  }
  return {
    recordServer(pid, port) {
      content.server = { pid, port, identity: processIdentity(pid) ?? '' };
      writeFileSync(`${file}.${content.token}`, JSON.stringify(content), { mode: 0o600 });
      renameSync(`${file}.${content.token}`, file);
    },
    release() {
      removeStale(file, content.token);
    },
  };
}

/** Takes the folder as `lockFolder` does, after waiting for whoever holds it. */
export async function waitForFolder(dataDir: string, signal?: AbortSignal): Promise<FolderLock> {
  for (;;) {
    signal?.throwIfAborted();
    try {
      return await lockFolder(dataDir, () => {});
    } catch (error) {
      if (!(error instanceof AlreadyRunning)) throw error;
      await sleep(100);
    }
  }
}

/** Whether a process that lives holds the data folder, or a server runs on it. */
export function isHeld(dataDir: string): boolean {
  try {
    const held: LockContent = JSON.parse(readFileSync(`${dataDir}.lock`, 'utf8'));
    return isAlive(held.owner) || (held.server !== undefined && isAlive(held.server));
  } catch {
    return false;
  }
}

/** What tells this process from another that later gets its number; null when there is none (or a zombie). */
export function processIdentity(pid: number): string | null {
  if (process.platform === 'linux') {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return fields[0] === 'Z' || fields[0] === 'X' ? null : `started ${fields[19]}`;
    } catch {
      return null;
    }
  }
  try {
    process.kill(pid, 0);
    if (process.platform === 'win32') return 'alive';
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || null;
  } catch {
    return null;
  }
}

function isAlive(mark: ProcessMark): boolean {
  return processIdentity(mark.pid) === mark.identity;
}

async function stopProcess(mark: ProcessMark): Promise<void> {
  process.kill(mark.pid, 'SIGTERM');
  for (let waited = 0; isAlive(mark); waited += 50) {
    if (waited === 30_000) process.kill(mark.pid, 'SIGKILL');
    await sleep(50);
  }
}

function tryWrite(file: string, content: LockContent): boolean {
  try {
    writeFileSync(file, JSON.stringify(content), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Reads a lock; one that stays unreadable for a second was cut off by a crash and holds nothing. */
async function readLock(file: string): Promise<LockContent | null> {
  for (let attempt = 0; attempt < 10; attempt++) {
    try {
      return JSON.parse(readFileSync(file, 'utf8'));
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return null;
      await sleep(100);
    }
  }
  return null;
}

/** Removes the lock unless another process has replaced it since it was read. */
function removeStale(file: string, token: string | undefined): void {
  const aside = `${file}.${randomBytes(4).toString('hex')}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  let moved: LockContent | null = null;
  try {
    moved = JSON.parse(readFileSync(aside, 'utf8'));
  } catch {
    // Cut off by a crash: worth nothing.
  }
  if (moved && moved.token !== token) renameSync(aside, file);
  else rmSync(aside, { force: true });
}
