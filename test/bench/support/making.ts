import { fork } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import mysql from 'mysql2/promise';
import type { Root } from '../../../scripts/demo/community.ts';
import type { Progress } from '../../../scripts/demo/progress.ts';
import { obtainServer } from '../../../scripts/private-server/install.ts';
import { roomFor } from '../../../scripts/private-server/options.ts';
import {
  type PrivateServer,
  removeDataFolder,
  startPrivateServer,
} from '../../../scripts/private-server/server.ts';
import { progressView } from '../../../scripts/start/progress.ts';
import { timed } from './samples.ts';

/** What it took to make a community of `members` in an empty private server. */
export interface Making {
  readonly at: string;
  readonly rows: number;
  readonly seconds: number;
  /** Making the empty server and starting it, before that. */
  readonly serverSeconds: number;
  /** The most memory that the generator's process held. */
  readonly generatorBytes: number;
  /** The community's tables with their indexes. */
  readonly communityBytes: number;
  /** The whole data folder, the redo log included. */
  readonly folderBytes: number;
  /** What the same server needs to copy its own users, indexes included: the baseline. */
  readonly copiedRowsPerSecond: number;
}

export interface MakingOptions {
  folder: string;
  members: number;
  signal: AbortSignal;
  say: (line: string) => void;
}

const RECORD = 'making.json';
/** Beyond this only what members are searched by is made: with all they wrote it would fill a disk of 100 GB. */
const PEOPLE_ALONE_ABOVE = 2_000_000;
const PEOPLE = ['users', 'logins', 'reports', 'moderation_actions', 'nickname_changes'];
/** Fixed, so that the rows are the same on every day. */
const UNTIL = '2026-10-01T00:00:00Z';
const SEED = 1;
const COPIED_ROWS = 300_000;

/** What making the community kept in `folder` took; null when there is none, or one that was cut off. */
export function keptMaking(folder: string): Making | null {
  const file = join(folder, RECORD);
  if (!existsSync(file) || !existsSync(join(folder, 'server'))) return null;
  const making: Making = JSON.parse(readFileSync(file, 'utf8'));
  return making;
}

/** Makes the community that later runs use again, in `server` inside the folder. */
export async function makeKeptCommunity(o: MakingOptions): Promise<Making> {
  rmSync(join(o.folder, RECORD), { force: true });
  const making = await make(o);
  writeFileSync(join(o.folder, RECORD), `${JSON.stringify(making, null, 2)}\n`);
  return making;
}

/** Makes a community only to see what it takes. */
export async function makeCommunity(o: MakingOptions): Promise<Making> {
  try {
    return await make(o);
  } finally {
    await removeDataFolder(join(o.folder, 'server'), o.say);
  }
}

async function make(o: MakingOptions): Promise<Making> {
  const dataDir = join(o.folder, 'server');
  await removeDataFolder(dataDir, o.say);
  o.say(`Making a community of ${o.members} members in ${dataDir}`);
  const { ms: serverMs, result: server } = await timed(() =>
    startPrivateServer({
      dataDir,
      binaries: obtainServer(o.say),
      settings: roomFor(o.members),
      signal: o.signal,
    }),
  );
  try {
    const filled = await fillInOwnProcess(server, o);
    const sizes = {
      communityBytes: await bytesIn(join(dataDir, 'community_demo')),
      folderBytes: await bytesIn(dataDir),
    };
    const copiedRowsPerSecond = await copyUsers(server);
    return {
      at: new Date().toISOString(),
      ...filled,
      serverSeconds: serverMs / 1000,
      ...sizes,
      copiedRowsPerSecond,
    };
  } finally {
    await server.stop();
  }
}

export interface FillOrder {
  root: Root;
  members: number;
  seed: number;
  until: string;
  only: readonly string[] | null;
}

export type FillNews =
  | { kind: 'progress'; progress: Progress }
  | { kind: 'filled'; rows: number; seconds: number; peakBytes: number }
  | { kind: 'failed'; message: string };

/** A process of its own, so that its memory can be told from the benchmarks'. */
async function fillInOwnProcess(server: PrivateServer, o: MakingOptions) {
  const child = fork(join(import.meta.dirname, 'fill-process.ts'), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const stop = () => child.disconnect();
  o.signal.addEventListener('abort', stop);
  const view = progressView(process.stderr);
  const root = { host: server.host, port: server.port, ...server.root };
  const only = o.members > PEOPLE_ALONE_ABOVE ? PEOPLE : null;
  if (only) o.say(`Only ${only.join(', ')} are filled at this size; the other tables stay empty`);
  const order: FillOrder = { root, members: o.members, seed: SEED, until: UNTIL, only };
  try {
    return await new Promise<Pick<Making, 'rows' | 'seconds' | 'generatorBytes'>>((resolve, reject) => {
      child.on('message', (news: FillNews) => {
        if (news.kind === 'progress') view.show(news.progress);
        else if (news.kind === 'failed') reject(new Error(news.message));
        else resolve({ rows: news.rows, seconds: news.seconds, generatorBytes: news.peakBytes });
      });
      child.on('error', reject);
      child.on('exit', (code, killer) =>
        reject(new Error(`The generator ended early (${killer ?? `exit code ${code}`}).`)),
      );
      child.send(order);
    });
  } catch (error) {
    o.signal.throwIfAborted();
    throw error;
  } finally {
    view.end();
    o.signal.removeEventListener('abort', stop);
    if (child.connected) child.disconnect();
  }
}

/** Rows a second at which the server alone copies rows it has, with all their indexes. */
async function copyUsers(server: PrivateServer): Promise<number> {
  const connection = await mysql.createConnection({ host: server.host, port: server.port, ...server.root });
  try {
    await connection.query('CREATE DATABASE bench_copy');
    await connection.query('CREATE TABLE bench_copy.users LIKE community_demo.users');
    const copy = `INSERT INTO bench_copy.users SELECT * FROM community_demo.users ORDER BY id LIMIT ${COPIED_ROWS}`;
    const { ms, result } = await timed(() => connection.query<mysql.ResultSetHeader>(copy));
    await connection.query('DROP DATABASE bench_copy');
    return result[0].affectedRows / (ms / 1000);
  } finally {
    await connection.end();
  }
}

/** Bytes that the files of a folder take up on disk. */
async function bytesIn(folder: string): Promise<number> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = found.filter((it) => it.isFile()).map((it) => join(it.parentPath, it.name));
  const sizes = await Promise.all(files.map(async (file) => (await stat(file)).blocks * 512));
  return sizes.reduce((sum, size) => sum + size, 0);
}
