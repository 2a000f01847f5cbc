import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { compareVersions, parseVersion } from '../../scripts/private-server/binaries.ts';
import { NoServer } from '../../scripts/private-server/find.ts';
import { advice, type Machine, planInstall } from '../../scripts/private-server/install.ts';
import {
  isHeld,
  lockFolder,
  processIdentity,
  waitForFolder,
} from '../../scripts/private-server/ownership.ts';
import { socketFor } from '../../scripts/private-server/places.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'caretaker-private-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test.each([
  [
    'mariadbd  Ver 10.11.19-MariaDB-0+deb12u1 for debian-linux-gnu on x86_64 (Debian 12)',
    'mariadb',
    '10.11.19',
  ],
  ['/usr/sbin/mysqld  Ver 11.4.2-MariaDB-ubu2404 for debian-linux-gnu on x86_64', 'mariadb', '11.4.2'],
  ['/usr/sbin/mysqld  Ver 9.7.4-2 for Linux on x86_64 ((Debian))', 'mysql', '9.7.4'],
  ['/opt/homebrew/bin/mysqld  Ver 8.4.3 for macos14.7 on arm64 (Homebrew)', 'mysql', '8.4.3'],
])('%s is understood', (printed, flavour, version) => {
  expect(parseVersion(printed)).toEqual({ flavour, version });
});

test('a program that is no database server is not taken for one', () => {
  expect(parseVersion('mysqld: command not understood')).toBeNull();
});

test('versions are compared by number, as far as the wanted one goes', () => {
  expect(compareVersions('10.6.18', '10.11')).toBeLessThan(0);
  expect(compareVersions('10.11.19', '10.11')).toBe(0);
  expect(compareVersions('11.4.2', '10.11')).toBeGreaterThan(0);
  expect(compareVersions('9.7.4', '9.7.10')).toBeLessThan(0);
});

function machine(platform: NodeJS.Platform, programs: string[], more: Partial<Machine> = {}): Machine {
  return { platform, root: false, terminal: true, has: (program) => programs.includes(program), ...more };
}

function commands(m: Machine): string[] | undefined {
  return planInstall(m)?.steps.map((step) => step.join(' '));
}

test('root on Debian or Ubuntu installs the programs without a service, through apt-get', () => {
  const plan = commands(machine('linux', ['apt-get', 'sudo'], { root: true }));
  expect(plan?.at(-1)).toMatch(
    /^env DEBIAN_FRONTEND=noninteractive apt-get .*mariadb-server-core mariadb-client-core$/,
  );
});

test('an ordinary user on Debian goes through sudo, which asks for nothing where nobody can answer', () => {
  expect(commands(machine('linux', ['apt-get', 'sudo']))?.at(-1)).toMatch(
    /^sudo env .*mariadb-server-core mariadb-client-core$/,
  );
  expect(commands(machine('linux', ['apt-get', 'sudo'], { terminal: false }))?.at(-1)).toMatch(
    /^sudo -n env /,
  );
});

test('brew and winget are used where they are', () => {
  expect(commands(machine('darwin', ['brew']))).toEqual(['brew install --quiet mariadb']);
  expect(commands(machine('win32', ['winget']))?.[0]).toContain('--id MariaDB.Server');
});

test('a machine without a package manager gets no plan but a command to type', () => {
  expect(planInstall(machine('linux', ['apt-get']))).toBeNull();
  expect(planInstall(machine('linux', ['dnf']))).toBeNull();
  expect(planInstall(machine('darwin', []))).toBeNull();
  expect(advice('darwin')).toContain('"brew install mariadb"');
  expect(advice('win32')).toContain('"winget install');
  expect(advice('linux')).toMatch(/"(sudo|apk) .*mariadb/);
});

test('what was found and is too old is named', () => {
  expect(new NoServer(['mariadb 10.5.1 (/usr/sbin/mariadbd)']).message).toBe(
    'No database server was found: MariaDB 10.11 or MySQL 8.4, or later. Found only mariadb 10.5.1 (/usr/sbin/mariadbd).',
  );
});

test('a folder is held by one at a time, and the next waits its turn', async () => {
  const dataDir = join(folder, 'server');
  const first = await lockFolder(dataDir, () => {});
  await expect(lockFolder(dataDir, () => {})).rejects.toThrow(`Already running (pid ${process.pid})`);
  expect(isHeld(dataDir)).toBe(true);
  let waited = true;
  const next = waitForFolder(dataDir).then((lock) => {
    waited = !isHeld(dataDir);
    return lock;
  });
  first.release();
  const second = await next;
  expect(waited).toBe(false);
  second.release();
  expect(isHeld(dataDir)).toBe(false);
});

test.each([
  ['a process that is gone', JSON.stringify({ token: 'x', owner: { pid: 1 << 22, identity: 'started 1' } })],
  [
    'a later process with the same number',
    JSON.stringify({ token: 'x', owner: { pid: process.pid, identity: 'started 1' } }),
  ],
  ['a crash in the middle of writing it', '{"token":"x","own'],
])('a lock left by %s does not count', async (_, content) => {
  const dataDir = join(folder, 'server');
  writeFileSync(`${dataDir}.lock`, content);
  expect(isHeld(dataDir)).toBe(false);
  const lock = await lockFolder(dataDir, () => {});
  expect(isHeld(dataDir)).toBe(true);
  lock.release();
});

test('of many who want a stale folder at once exactly one gets it', async () => {
  const dataDir = join(folder, 'server');
  writeFileSync(
    `${dataDir}.lock`,
    JSON.stringify({ token: 'x', owner: { pid: 1 << 22, identity: 'started 1' } }),
  );
  const results = await Promise.allSettled(Array.from({ length: 20 }, () => lockFolder(dataDir, () => {})));
  expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
});

test('a process is known until it ends', async () => {
  const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const pid = child.pid ?? 0;
  expect(processIdentity(pid)).toBe(processIdentity(pid));
  expect(processIdentity(pid)).not.toBeNull();
  child.stdin.end();
  await new Promise((resolve) => child.once('exit', resolve));
  expect(processIdentity(pid)).toBeNull();
});

test('a socket lies in its folder, or under a short name where that is too long for the system', () => {
  const binaries = parseVersion('Ver 10.11.19-MariaDB');
  if (!binaries) throw new Error('not understood');
  const server = { ...binaries, command: ['mariadbd'], installDb: null, upgrade: null, root: null };
  expect(socketFor('/srv/demo/server', server)).toBe('/srv/demo/server/server.sock');
  const deep = socketFor(`/srv/${'deep/'.repeat(30)}server`, server);
  expect(Buffer.byteLength(deep)).toBeLessThanOrEqual(100);
  expect(deep).not.toBe(socketFor(`/srv/${'deep/'.repeat(31)}server`, server));
  expect(socketFor(`/srv/${'deep/'.repeat(30)}server`, { ...server, root: '/srv/tree' })).toMatch(
    /^\/srv\/tree\/tmp\//,
  );
});
