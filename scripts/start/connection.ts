import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { isLoopback } from '../../src/contract/connections.ts';
import type { Flags, Target } from './flags.ts';

/**
 * Puts an existing server before the sign-in screen of a person's own profile, as `connect.json`.
 * A password is never written: a person types it, and the jobs take it from the environment or the URL.
 */
export async function prepareConnection(
  target: Target,
  flags: Pick<Flags, 'data' | 'jobsOnly'>,
  say: (line: string) => void,
): Promise<{ profileDir: string; databaseUrl: string }> {
  const profileDir = flags.data ? resolve(flags.data, 'profile') : userProfile(process.platform, process.env);
  mkdirSync(profileDir, { recursive: true, mode: 0o700 });
  const { host, port, user } = target;
  if (!flags.jobsOnly) {
    const tls = isLoopback(host) ? 'off' : 'required';
    const connection = { id: 'connect', name: `${host}:${port}`, host, port, tls };
    writeProfileFile(profileDir, 'connect.json', { connection, user: user || null });
    if (target.password) say('The password in the URL is not used: type it on the sign-in screen.');
    return { profileDir, databaseUrl: '' };
  }
  const password = process.env.CARETAKER_PASSWORD ?? target.password;
  if (!user || !password)
    throw new Error(
      '--jobs-only with --connect needs an account: mysql://user@host:port, and its password in the environment as ' +
        'CARETAKER_PASSWORD. Nothing was started.',
    );
  return { profileDir, databaseUrl: databaseUrl({ ...target, password }) };
}

/** The form in which the jobs are told their server and account. */
export function databaseUrl({ host, port, user, password }: Target): string {
  const name = host.includes(':') ? `[${host}]` : host;
  return `mysql://${encodeURIComponent(user)}:${encodeURIComponent(password)}@${name}:${port}`;
}

/** Where a desktop program keeps what belongs to one person, the same folder that Electron takes. */
export function userProfile(platform: NodeJS.Platform, environment: NodeJS.ProcessEnv): string {
  const home = environment.HOME ?? environment.USERPROFILE ?? homedir();
  if (platform === 'win32') return join(environment.APPDATA ?? join(home, 'AppData/Roaming'), 'Caretaker');
  if (platform === 'darwin') return join(home, 'Library/Application Support/Caretaker');
  return join(environment.XDG_CONFIG_HOME ?? join(home, '.config'), 'Caretaker');
}

/** Writes a file of the profile that only its owner may read. */
export function writeProfileFile(profileDir: string, name: string, content: object): void {
  const file = join(profileDir, name);
  rmSync(file, { force: true });
  writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
}
