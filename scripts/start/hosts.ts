import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { errorCode } from '../private-server/errors.ts';

/** The console, running somewhere; ended by disposing of it. */
export interface OpenHost extends AsyncDisposable {
  url: string;
  /** Resolves when it ends by itself: with nothing to say when a person closed it, else with what happened. */
  closed: Promise<string | null>;
}

const WINDOW_LASTS_MS = 2000;
const QUIT_WITHIN_MS = 5000;
const LAST_WORDS_MS = 500;
const never = new Promise<string | null>(() => {});

/** Opens the Electron window; `reason` when it does not stay open. */
export async function openWindow(
  binary: string,
  root: string,
  profileDir: string,
  signal: AbortSignal,
): Promise<OpenHost | { reason: string }> {
  signal.throwIfAborted();
  const { ELECTRON_RUN_AS_NODE: _, ...environment } = process.env;
  const child = spawn(binary, [join(root, 'out/main/index.js'), `--profile=${profileDir}`], {
    cwd: root,
    env: environment,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-4000);
  });
  const ended = new Promise<string | null>((resolve) => {
    child.on('error', (error) => resolve(error.message));
    const how = (code: number | null, killer: string | null) =>
      code === 0 ? null : (killer ?? `exit code ${code}`);
    child.on('close', (code, killer) => resolve(how(code, killer)));
    // Its last words come with `close`, which a helper process that lingers would hold back.
    child.on('exit', (code, killer) => setTimeout(() => resolve(how(code, killer)), LAST_WORDS_MS));
  });
  const lasts = new Promise<'open'>((resolve) => setTimeout(() => resolve('open'), WINDOW_LASTS_MS));
  const early = await Promise.race([ended, lasts]);
  if (early !== 'open' && early !== null) {
    const why = said.split('\n').find((line) => /FATAL|error/i.test(line)) ?? '';
    return { reason: `Electron's window did not open (${early}) ${why}`.trim() };
  }
  return {
    url: 'app://caretaker/',
    closed: ended.then((how) => how && `The Electron window ended unexpectedly (${how}).`),
    async [Symbol.asyncDispose]() {
      await quit(child, ended);
    },
  };
}

/** Serves the console to the browser on this machine, and opens it there unless asked not to. */
export async function openBrowserHost(
  o: { port: number | undefined; profileDir: string; rendererDir: string; open: boolean },
  say: (line: string) => void,
): Promise<OpenHost> {
  const { startServe } = await import('../../src/serve/index.ts');
  const { port = 0, profileDir, rendererDir } = o;
  try {
    const host = await startServe({ port, profileDir, rendererDir });
    if (o.open) openInBrowser(host.url, say);
    return { url: host.url, closed: never, [Symbol.asyncDispose]: () => host.stop() };
  } catch (error) {
    if (errorCode(error) !== 'EADDRINUSE') throw error;
    throw portInUse(port);
  }
}

/** Runs the jobs alone. */
export async function openJobs(databaseUrl: string, profileDir: string): Promise<OpenHost> {
  const { startJobs } = await import('../../src/serve/index.ts');
  const jobs = await startJobs({ databaseUrl, profileDir });
  const shown = new URL(databaseUrl);
  shown.password = '';
  return { url: shown.href, closed: never, [Symbol.asyncDispose]: () => jobs.stop() };
}

export function portInUse(port: number): Error {
  return new Error(
    `Port ${port} is in use on this machine. Nothing was changed. Choose another with --port.`,
  );
}

async function quit(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const patience = setTimeout(() => child.kill('SIGKILL'), QUIT_WITHIN_MS);
  await ended;
  clearTimeout(patience);
}

function openInBrowser(url: string, say: (line: string) => void): void {
  const display = process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY;
  if (process.platform === 'linux' && !display) return;
  const [program = '', ...args] =
    process.platform === 'darwin'
      ? ['open', url]
      : process.platform === 'win32'
        ? ['cmd', '/c', 'start', '""', url]
        : ['xdg-open', url];
  const opener = spawn(program, args, { stdio: 'ignore', detached: true });
  opener.on('error', () => say('No browser could be opened: open the address below yourself.'));
  opener.unref();
}
