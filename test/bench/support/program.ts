import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from '../../../scripts/start/build.ts';
import type { Ground } from './ground.ts';

/** A program of its own that prints where it answers. */
export interface Program extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
}

const root = resolve(import.meta.dirname, '../../..');
const STARTS_WITHIN_MS = 30_000;

/** The browser's host as a person starts it, on the demo's profile. */
export async function startConsole(ground: Ground): Promise<Program> {
  const { profileDir } = await ground.demo();
  await build(root, ground.signal, ground.say); // without an interface it would not start
  const exportsDir = join(profileDir, 'exports');
  mkdirSync(exportsDir, { recursive: true });
  const file = join(root, 'src/serve/cli.ts');
  return startProgram([file, '--profile', profileDir, '--exports', exportsDir], ground.signal);
}

/** A page of one line from Node's own HTTP server: what no console could be quicker than. */
export function startBarePage(ground: Ground): Promise<Program> {
  return startProgram([join(import.meta.dirname, 'bare-page.ts')], ground.signal);
}

/** Runs a TypeScript file until it prints an address. @throws Error with its last words when it prints none */
async function startProgram(args: string[], signal: AbortSignal): Promise<Program> {
  signal.throwIfAborted();
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const gone = new Promise<void>((done) => child.once('close', () => done()));
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-4000);
    });
  const stop = async () => {
    child.kill('SIGTERM');
    const patience = setTimeout(() => child.kill('SIGKILL'), 5000);
    await gone;
    clearTimeout(patience);
  };
  const url = await new Promise<string | null>((found) => {
    const late = setTimeout(() => found(null), STARTS_WITHIN_MS);
    child.stdout.on('data', () => {
      const address = /http:\/\/\S+(?=\s)/.exec(said)?.[0];
      if (address) {
        clearTimeout(late);
        found(address);
      }
    });
    child.once('error', () => found(null));
    child.once('close', () => found(null));
  });
  if (url !== null && child.pid !== undefined) return { url, pid: child.pid, [Symbol.asyncDispose]: stop };
  await stop();
  throw new Error(`${args[0]} did not say where it answers: ${said.trim()}`);
}
