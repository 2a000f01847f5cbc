import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Flags } from './flags.ts';

/** Electron's program, or why the console opens in the browser instead. */
export type Electron = { binary: string; reason: null } | { binary: null; reason: string };

interface Failure {
  version: string;
  at: string;
  reason: string;
}

const DOWNLOAD_WITHIN_MS = 180_000;
const TRY_AGAIN_AFTER_MS = 24 * 3_600_000;

/** Finds Electron's program, downloading it if it is wanted, usable here and missing. Never throws. */
export async function obtainElectron(
  root: string,
  flags: Flags,
  signal: AbortSignal,
  say: (line: string) => void,
): Promise<Electron> {
  const unwanted = reasonAgainst(flags, process.platform, process.env, process.getuid?.());
  if (unwanted) return { binary: null, reason: unwanted };
  const present = electronProgram(root);
  if (present) return { binary: present, reason: null };
  const recent = recentFailure(root);
  if (recent) return { binary: null, reason: recent };
  say('Downloading Electron');
  try {
    await promisify(execFile)(process.execPath, [join(root, 'node_modules/electron/install.js')], {
      timeout: DOWNLOAD_WITHIN_MS,
      signal,
    });
  } catch (error) {
    const reason = failureReason(error);
    if (!signal.aborted) noteFailure(root, reason);
    return { binary: null, reason };
  }
  const binary = electronProgram(root);
  return binary
    ? { binary, reason: null }
    : { binary: null, reason: 'Electron was downloaded without its program.' };
}

/** Why no window should be tried; null when it should. */
export function reasonAgainst(
  flags: Pick<Flags, 'serve' | 'open' | 'port'>,
  platform: NodeJS.Platform,
  environment: NodeJS.ProcessEnv,
  uid: number | undefined,
): string | null {
  if (flags.serve) return 'as asked by --serve.';
  if (!flags.open) return 'as asked by --no-open.';
  if (flags.port !== undefined) return 'as asked by --port.';
  if (platform !== 'linux') return null;
  if (!environment.DISPLAY && !environment.WAYLAND_DISPLAY)
    return 'there is no display for an Electron window (neither DISPLAY nor WAYLAND_DISPLAY is set).';
  if (uid === 0) return 'Electron keeps its sandbox only for an ordinary user, and this is root.';
  return null;
}

function electronProgram(root: string): string | null {
  const home = join(root, 'node_modules/electron');
  try {
    const program = readFileSync(join(home, 'path.txt'), 'utf8').trim();
    const file = join(process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(home, 'dist'), program);
    return existsSync(file) ? file : null;
  } catch {
    return null;
  }
}

function failureReason(error: unknown): string {
  const { killed, stderr } = error instanceof Object ? (error as { killed?: boolean; stderr?: string }) : {};
  if (killed) return `Electron's program did not arrive within ${DOWNLOAD_WITHIN_MS / 1000} s.`;
  const first = stderr?.trim().split('\n')[0]?.slice(0, 200);
  return `Electron's program could not be downloaded (${first || 'no reason given'}).`;
}

/** A start without network should not wait for the same failure each time. */
function recentFailure(root: string): string | null {
  try {
    const failure: Failure = JSON.parse(readFileSync(failureFile(root), 'utf8'));
    const again = Date.parse(failure.at) + TRY_AGAIN_AFTER_MS;
    if (failure.version !== electronVersion(root) || Date.now() > again) return null;
    return `${failure.reason} It is tried again in ${Math.ceil((again - Date.now()) / 3_600_000)} h, or when ${failureFile(root)} is removed.`;
  } catch {
    return null;
  }
}

function noteFailure(root: string, reason: string): void {
  const failure: Failure = { version: electronVersion(root), at: new Date().toISOString(), reason };
  mkdirSync(dirname(failureFile(root)), { recursive: true });
  rmSync(failureFile(root), { force: true });
  writeFileSync(failureFile(root), JSON.stringify(failure));
}

function failureFile(root: string): string {
  return join(root, '.data/electron-failed.json');
}

function electronVersion(root: string): string {
  return JSON.parse(readFileSync(join(root, 'node_modules/electron/package.json'), 'utf8')).version;
}
