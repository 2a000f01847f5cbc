import { execFileSync } from 'node:child_process';
import { accessSync, constants, readdirSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { oldestServers } from '../../src/core/database/server.ts';
import { compareVersions, type Flavour, parseVersion, type ServerBinaries } from './binaries.ts';
import { findChroot } from './mysql-chroot.ts';

/** The oldest versions that will do, the console's own rule. */
export const OLDEST: Record<Flavour, string> = {
  mariadb: oldestServers.mariadb.join('.'),
  mysql: oldestServers.mysql.join('.'),
};

/** What was looked at and why it would not do, for the message when nothing fits. */
export class NoServer extends Error {
  readonly tooOld: string[];
  constructor(tooOld: string[]) {
    const found = tooOld.length > 0 ? ` Found only ${tooOld.join(', ')}.` : '';
    super(
      `No database server was found: MariaDB ${OLDEST.mariadb} or MySQL ${OLDEST.mysql}, or later.${found}`,
    );
    this.name = 'NoServer';
    this.tooOld = tooOld;
  }
}

/**
 * Finds a MariaDB or MySQL server on PATH or in the places where packages put one.
 * `prefer` is taken where there is one; without it MariaDB comes first.
 * With CARETAKER_MYSQL_ROOT set, the MySQL of that folder counts as well.
 * @throws NoServer when there is none, or none new enough
 */
export function findServer(prefer?: Flavour): ServerBinaries {
  const order: Flavour[] = prefer === 'mysql' ? ['mysql', 'mariadb'] : ['mariadb', 'mysql'];
  const tooOld: string[] = [];
  const found: ServerBinaries[] = [];
  const inChroot = process.env.CARETAKER_MYSQL_ROOT;
  if (inChroot) found.push(findChroot(inChroot));
  for (const program of candidates()) {
    const known = identify(program);
    if (!known) continue;
    if (compareVersions(known.version, OLDEST[known.flavour]) < 0)
      tooOld.push(`${known.flavour} ${known.version} (${program})`);
    else if (known.flavour === 'mysql' || known.installDb) found.push(known);
  }
  for (const flavour of order) {
    const match = found.find((server) => server.flavour === flavour);
    if (match) return match;
  }
  throw new NoServer(tooOld);
}

function identify(program: string): ServerBinaries | null {
  let printed: string;
  try {
    printed = execFileSync(program, ['--no-defaults', '--version'], {
      encoding: 'utf8',
      timeout: 10_000,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch {
    return null;
  }
  const parsed = parseVersion(printed);
  if (!parsed) return null;
  const mariadb = parsed.flavour === 'mariadb';
  return {
    ...parsed,
    command: [program],
    installDb: mariadb ? helper(program, ['mariadb-install-db', 'mysql_install_db']) : null,
    upgrade: mariadb ? helper(program, ['mariadb-upgrade', 'mysql_upgrade']) : null,
    root: null,
  };
}

/** A server's helper programs lie beside it, or in the bin or scripts folder next to its own. */
function helper(program: string, names: string[]): string | null {
  const homes = [program, realpathSync(program)].map((file) => dirname(file));
  const beside = homes.flatMap((home) => [home, join(home, '..', 'bin'), join(home, '..', 'scripts')]);
  return firstExecutable([...beside, ...searchFolders()], names);
}

function candidates(): string[] {
  const programs = searchFolders().flatMap((folder) =>
    ['mariadbd', 'mysqld'].flatMap((name) => firstExecutable([folder], [name]) ?? []),
  );
  const seen = new Set<string>();
  return programs.filter((program) => {
    const real = realpathSync(program);
    return seen.has(real) ? false : seen.add(real);
  });
}

function firstExecutable(folders: string[], names: string[]): string | null {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  for (const folder of folders)
    for (const name of names) {
      const file = join(folder, name + suffix);
      try {
        accessSync(file, constants.X_OK);
        return file;
      } catch {
        // Not here; the next place may have it.
      }
    }
  return null;
}

function searchFolders(): string[] {
  const onPath = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  if (process.platform === 'win32') return [...onPath, ...programFiles()];
  const prefixes = ['/usr/local', '/opt/homebrew'].flatMap((prefix) => [
    `${prefix}/bin`,
    `${prefix}/sbin`,
    `${prefix}/mysql/bin`,
    `${prefix}/opt/mariadb/bin`,
    `${prefix}/opt/mysql/bin`,
  ]);
  return [...onPath, '/usr/sbin', '/usr/bin', '/usr/libexec', ...prefixes];
}

function programFiles(): string[] {
  const roots = [process.env.ProgramFiles, process.env['ProgramFiles(x86)']].filter((r) => r !== undefined);
  return roots.flatMap((root) => {
    const inside = (folder: string) => {
      try {
        return readdirSync(folder).map((name) => join(folder, name));
      } catch {
        return [];
      }
    };
    const homes = [...inside(root), ...inside(join(root, 'MySQL'))];
    return homes.filter((home) => /mariadb|mysql server/i.test(home)).map((home) => join(home, 'bin'));
  });
}
