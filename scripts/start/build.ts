import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { waitForFolder } from '../private-server/ownership.ts';
import { makeParent } from '../private-server/places.ts';

/** What the bundles are made from. */
const SOURCES = [
  'src/**/*',
  'resources/**/*',
  'electron.vite.config.ts',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
];

/**
 * Builds `out/` when its sources have changed since the last build; one at a time.
 * @throws Error with the end of what the build said
 */
export async function build(root: string, signal: AbortSignal, say: (line: string) => void): Promise<void> {
  const stampFile = join(root, 'out/.sources');
  const lockName = join(root, '.data/build');
  makeParent(lockName);
  const lock = await waitForFolder(lockName, signal);
  try {
    const sources = await hashSources(root);
    if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === sources) return;
    say('Building');
    rmSync(stampFile, { force: true });
    await runBuild(root, signal);
    writeFileSync(stampFile, sources);
  } finally {
    lock.release();
  }
}

/** A hash of the name and content of each file that the bundles are made from. */
export async function hashSources(root: string): Promise<string> {
  const files: string[] = [];
  for await (const entry of glob(SOURCES, { cwd: root, withFileTypes: true }))
    if (entry.isFile()) files.push(join(entry.parentPath, entry.name));
  const hash = createHash('sha256');
  for (const file of files.sort())
    hash
      .update(file.slice(root.length))
      .update('\0')
      .update(await readFile(file))
      .update('\0');
  return hash.digest('hex');
}

function runBuild(root: string, signal: AbortSignal): Promise<void> {
  const program = join(root, 'node_modules/electron-vite/bin/electron-vite.js');
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, 'build'], {
      cwd: root,
      env: { ...process.env, NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
      signal,
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        said = (said + text).slice(-8000);
      });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`The build failed, and nothing was started:\n${lastWords(said)}`));
    });
  });
}

function lastWords(said: string): string {
  const lines = stripVTControlCharacters(said).trim().split('\n');
  return lines
    .filter((line) => !/^\s+at /.test(line))
    .slice(-25)
    .join('\n');
}
