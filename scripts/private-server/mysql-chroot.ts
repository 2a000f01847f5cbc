import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseVersion, type ServerBinaries } from './binaries.ts';

/**
 * The MySQL server inside a Debian file tree. Debian 12 packages only MariaDB, and MySQL's libraries
 * clash with the system's, so it runs under `chroot`, on data folders inside the tree.
 * @throws Error when the folder holds no MySQL server or this is not root
 */
export function findChroot(folder: string): ServerBinaries {
  const root = resolve(folder);
  if (!existsSync(join(root, 'usr/sbin/mysqld')))
    throw new Error(`${root} holds no MySQL server (usr/sbin/mysqld). Point CARETAKER_MYSQL_ROOT at one.`);
  if (process.getuid?.() !== 0)
    throw new Error(`Only root may run the MySQL server inside ${root}. Nothing was started.`);
  const command = ['chroot', root, '/usr/sbin/mysqld'];
  const printed = execFileSync('chroot', [root, '/usr/sbin/mysqld', '--no-defaults', '--version'], {
    encoding: 'utf8',
  });
  const parsed = parseVersion(printed);
  if (!parsed) throw new Error(`The server in ${root} did not tell its version: ${printed.trim()}`);
  return { ...parsed, command, installDb: null, upgrade: null, root };
}

/**
 * The MySQL of `folder`, downloaded on first use with debootstrap (about 500 MB).
 * @throws Error naming what is missing where this is not a Debian or not root
 */
export function makeChroot(folder: string, say: (line: string) => void): ServerBinaries {
  const root = resolve(folder);
  if (existsSync(join(root, 'usr/sbin/mysqld'))) return findChroot(root);
  if (process.getuid?.() !== 0 || !existsSync('/usr/sbin/debootstrap'))
    throw new Error(
      'A MySQL server for the tests needs root and debootstrap on Debian (apt-get install debootstrap), ' +
        'or CARETAKER_MYSQL_ROOT set to a folder that holds one.',
    );
  say(`Downloading MySQL into ${root} (debootstrap, some minutes)`);
  const unfinished = `${root}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  const made = spawnSync(
    '/usr/sbin/debootstrap',
    ['--variant=minbase', '--include=mysql-server-core', 'sid', unfinished],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] },
  );
  if (made.status !== 0) {
    rmSync(unfinished, { recursive: true, force: true });
    const last = `${made.stdout}\n${made.stderr}`.trim().split('\n').slice(-5).join('\n');
    throw new Error(`MySQL could not be downloaded, and nothing was kept:\n${last}`);
  }
  renameSync(unfinished, root);
  return findChroot(root);
}
