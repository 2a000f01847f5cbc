import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** The core behind the page in development: a host of its own, started anew whenever its sources change. */
export interface WatchedCore extends AsyncDisposable {
  origin: string;
  /** The cookie that the host of the moment gave for its token. */
  cookie(): string;
}

const watched = ['src/core', 'src/contract', 'src/serve', 'resources'];

/** Starts the core and resolves when it answers. @throws Error when it ends before it does */
export async function watchCore(root: string, profileDir: string): Promise<WatchedCore> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const child = spawn(
    process.execPath,
    [
      ...watched.map((folder) => `--watch-path=${join(root, folder)}`),
      '--watch-preserve-output',
      join(root, 'src/serve/cli.ts'),
      ...['--port', String(port), '--profile', profileDir, '--renderer', await placeholder(root)],
    ],
    { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let cookie = '';
  const answers = new Promise<void>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const token = /#token=([\w-]+)/.exec(line)?.[1];
      if (token === undefined) return;
      void trade(origin, token).then((it) => {
        cookie = it;
        resolve();
      });
    });
  });
  await Promise.race([
    answers,
    ended.then(() => Promise.reject(new Error('The core ended before it answered.'))),
  ]);
  return {
    origin,
    cookie: () => cookie,
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function trade(origin: string, token: string): Promise<string> {
  const body = JSON.stringify({ token });
  const response = await fetch(`${origin}/session`, { method: 'POST', headers: { origin }, body });
  return response.headers.get('set-cookie')?.split(';')[0] ?? '';
}

/** The host wants an interface that was built; in development the page comes from Vite. */
async function placeholder(root: string): Promise<string> {
  const folder = join(root, '.data/dev-page');
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, 'index.html'),
    '<!doctype html><p>The interface in development is at Vite’s address.',
  );
  return folder;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('No port is free.'));
        else resolve(address.port);
      });
    });
  });
}
