import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const names = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'chrome.exe',
  'msedge.exe',
];
const macApps = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** A Chromium on this machine: CARETAKER_CHROMIUM, on PATH, or where macOS keeps it; null where there is none. */
export function findChromium(): string | null {
  const named = process.env.CARETAKER_CHROMIUM;
  if (named !== undefined) return named;
  const folders = (process.env.PATH ?? '').split(delimiter);
  const found = folders
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find((file) => existsSync(file));
  return found ?? macApps.find((file) => existsSync(file)) ?? null;
}

/**
 * Finds Chromium, or installs Debian's as root or through sudo after saying so.
 * @throws Error that names what to do where neither works
 */
export function obtainChromium(say: (line: string) => void): string {
  const found = findChromium();
  if (found) return found;
  if (existsSync('/usr/bin/apt-get')) {
    const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
    for (const step of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']]) {
      const command = [...sudo, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...step];
      say(`No browser was found for the tests. Running: ${command.join(' ')}`);
      const [program = '', ...args] = command;
      if (spawnSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'] }).status !== 0) break;
    }
  }
  const installed = findChromium();
  if (installed) return installed;
  throw new Error(
    'No browser was found for the end-to-end tests. Install Chromium or Chrome, or name one in CARETAKER_CHROMIUM.',
  );
}
