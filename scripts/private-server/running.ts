import { type ChildProcess, spawn } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { Socket } from 'node:net';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createConnection } from 'mysql2/promise';
import { errorMessage } from './errors.ts';

const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 30_000;

/**
 * Resolves with the version once our server, and not another on the same port, answers.
 * @throws Error when it ended or gave no answer for 60 s
 */
export async function untilReady(
  port: number,
  password: string,
  child: ChildProcess,
  dataDir: string,
  signal: AbortSignal | undefined,
): Promise<string> {
  let ended: string | null = null;
  child.on('error', (error) => {
    ended = error.message;
  });
  child.on('exit', (code, killer) => {
    ended = `it ended with ${killer ?? `exit code ${code}`}`;
  });
  // Inside a chroot the server knows only the end of the path.
  const homes = [resolve(dataDir), realpathSync(dataDir)];
  let last = 'no answer';
  for (const start = Date.now(); Date.now() - start < READY_WITHIN_MS; await sleep(25)) {
    signal?.throwIfAborted();
    if (ended !== null) throw new Error(ended);
    try {
      const connection = await createConnection({
        host: '127.0.0.1',
        port,
        user: 'root',
        password,
        connectTimeout: 2000,
      });
      try {
        const [rows] = await connection.query({ sql: 'SELECT @@datadir, @@version', rowsAsArray: true });
        const [folder, version] = Array.isArray(rows) && Array.isArray(rows[0]) ? rows[0].map(String) : [];
        if (folder && homes.some((home) => home.endsWith(resolve(folder)))) return numbersOf(version);
        last = `port ${port} is answered by another server`;
      } finally {
        connection.destroy();
      }
    } catch (error) {
      last = errorMessage(error);
    }
  }
  throw new Error(`no answer within ${READY_WITHIN_MS / 1000} s (${last})`);
}

/** Ends the server cleanly, or by force when that takes over 30 s. */
export async function shutDown(child: ChildProcess, port: number, password: string): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  if (process.platform === 'win32') {
    // Windows has no SIGTERM: the server is asked over its own protocol.
    const connection = await createConnection({ host: '127.0.0.1', port, user: 'root', password });
    await connection.query('SHUTDOWN').catch(() => {});
    connection.destroy();
  } else child.kill('SIGTERM');
  const patience = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
  await new Promise((resolve) => child.once('exit', resolve));
  clearTimeout(patience);
}

/**
 * A helper that outlives this process by a moment: when this process ends in whatever way, its end of
 * the pipe closes and the helper stops the server. (Windows has no such shell; there the next start does it.)
 */
export function watch(serverPid: number): ChildProcess | null {
  if (process.platform === 'win32') return null;
  const watchdog = spawn('sh', ['-c', 'read -r never; kill -TERM "$0"', String(serverPid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  watchdog.on('error', () => {});
  watchdog.stdin.on('error', () => {});
  if (watchdog.stdin instanceof Socket) watchdog.stdin.unref();
  watchdog.unref();
  return watchdog;
}

function numbersOf(version = ''): string {
  return /^[\d.]+/.exec(version)?.[0] ?? version;
}
