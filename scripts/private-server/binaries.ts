export type Flavour = 'mariadb' | 'mysql';

/** A database server's programs on this machine. */
export interface ServerBinaries {
  flavour: Flavour;
  /** Three numbers, for example `10.11.19`. */
  version: string;
  /** Program and leading arguments, for example `['/usr/sbin/mariadbd']` or `['chroot', '/srv/sid', '/usr/sbin/mysqld']`. */
  command: string[];
  /** MariaDB's program that makes a new data folder; MySQL's server does it itself. */
  installDb: string | null;
  /** MariaDB's program that adapts system tables to a newer server; MySQL's server does it itself. */
  upgrade: string | null;
  /** The folder the server sees as `/`; null when it sees what everybody sees. */
  root: string | null;
}

/** Negative when `a` is the older; only as many parts as `b` has are compared. */
export function compareVersions(a: string, b: string): number {
  const left = a.split('.').map(Number);
  for (const [i, part] of b.split('.').map(Number).entries()) {
    const difference = (left[i] ?? 0) - part;
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Reads flavour and version from what `mysqld --version` prints; null when it is neither. */
export function parseVersion(printed: string): { flavour: Flavour; version: string } | null {
  const version = /\bVer\s+(\d+\.\d+\.\d+)/.exec(printed)?.[1];
  if (!version) return null;
  return { flavour: /mariadb/i.test(printed) ? 'mariadb' : 'mysql', version };
}
