import { createHash } from 'node:crypto';
import { closeSync, fstatSync, ftruncateSync, mkdirSync, openSync, readSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ServerBinaries } from './binaries.ts';
import { errorCode, errorMessage } from './errors.ts';

/** Unix sockets have paths of at most 103 (macOS) or 107 (Linux) bytes. */
const LONGEST_SOCKET = 100;

/** Where the server's socket lies: in its folder, or under a short name where that path is too long. */
export function socketFor(dataDir: string, binaries: ServerBinaries): string {
  const inside = join(dataDir, 'server.sock');
  if (Buffer.byteLength(inside) <= LONGEST_SOCKET) return inside;
  const short = createHash('sha256').update(dataDir).digest('hex').slice(0, 12);
  return join(binaries.root ? join(binaries.root, 'tmp') : tmpdir(), `caretaker-${short}.sock`);
}

/** Whether nobody listens on the port of 127.0.0.1. */
export function isFree(port: number): Promise<boolean> {
  return listenOnce(port).then(
    () => true,
    (error) => {
      if (errorCode(error) === 'EADDRINUSE') return false;
      throw new Error(
        `Port ${port} cannot be used: ${errorMessage(error)}. Nothing was started. Choose another.`,
      );
    },
  );
}

/** A port of 127.0.0.1 that nobody listens on at this moment. */
export function freePort(): Promise<number> {
  return listenOnce(0);
}

/** Runs what writes to a data folder; a file system's refusal becomes a sentence. */
export async function writingTo<T>(dataDir: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const reason = REFUSALS[errorCode(error) ?? ''];
    if (!reason) throw error;
    throw new Error(
      `The folder ${dataDir} cannot be written: ${reason}. Nothing was made. ` +
        'Give it free space and your permission to write, or choose another with --data.',
      { cause: error },
    );
  }
}

/** Makes the folder that a data folder lies in. */
export function makeParent(dataDir: string): void {
  mkdirSync(dirname(dataDir), { recursive: true });
}

/** Opens the server's log to append to, emptied when it has grown; `start` is where this run begins. */
export function openLog(file: string): { fd: number; start: number } {
  const fd = openSync(file, 'a', 0o600);
  const { size } = fstatSync(fd);
  if (size < 4 * 2 ** 20) return { fd, start: size };
  ftruncateSync(fd);
  return { fd, start: 0 };
}

/** The last lines that were written to a log since `start`. */
export function lastLines(file: string, start: number, count = 12): string {
  const fd = openSync(file, 'r');
  try {
    const from = Math.max(start, fstatSync(fd).size - 16_384);
    const buffer = Buffer.alloc(16_384);
    const length = readSync(fd, buffer, 0, buffer.length, from);
    return buffer.toString('utf8', 0, length).trim().split('\n').slice(-count).join('\n');
  } finally {
    closeSync(fd);
  }
}

const REFUSALS: Record<string, string> = {
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  EROFS: 'its file system is read-only',
  ENOSPC: 'its disk is full',
  EDQUOT: 'its disk quota is used up',
  ENOTDIR: 'a part of its path is a file',
  EEXIST: 'a part of its path is a file',
};

function listenOnce(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = probe.address();
      const chosen = typeof address === 'object' && address ? address.port : port;
      probe.close(() => resolve(chosen));
    });
  });
}
