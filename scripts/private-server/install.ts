import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import type { Flavour, ServerBinaries } from './binaries.ts';
import { findServer, NoServer } from './find.ts';

/** The programs alone; the package `mariadb-server` would also make a service and its data. */
const DEBIAN_PACKAGES = ['mariadb-server-core', 'mariadb-client-core'];

/** How a database server gets onto this machine. */
export interface InstallPlan {
  /** Run in turn; the first that fails ends it. Each is a program and its arguments. */
  steps: string[][];
  environment: Record<string, string>;
}

/** What the plan depends on, so that a test can describe any machine. */
export interface Machine {
  platform: NodeJS.Platform;
  root: boolean;
  /** A person can type a password. */
  terminal: boolean;
  has(program: string): boolean;
}

/**
 * Finds a database server, one of the flavour `prefer` where there is one, or installs MariaDB.
 * @throws Error that names the command to type when neither can be had
 */
export function obtainServer(say: (line: string) => void, prefer?: Flavour): ServerBinaries {
  try {
    return findServer(prefer);
  } catch (error) {
    if (!(error instanceof NoServer)) throw error;
    return installServer(say);
  }
}

/**
 * Installs MariaDB with the system's package manager, saying so first, and returns the server.
 * @throws Error that names the command to type when this machine offers no way or it fails
 */
export function installServer(say: (line: string) => void): ServerBinaries {
  const plan = planInstall(thisMachine());
  if (!plan) throw new Error(`${notFound()} ${advice(process.platform)}`);
  say(
    `No database server found. Installing MariaDB: ${plan.steps.map((step) => step.join(' ')).join(' && ')}`,
  );
  for (const [program = '', ...args] of plan.steps) {
    const run = spawnSync(program, args, {
      env: { ...process.env, ...plan.environment },
      stdio: ['inherit', 'pipe', 'pipe'],
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    });
    if (run.status === 0) continue;
    const reason =
      run.error?.message ?? `${run.stdout}\n${run.stderr}`.trim().split('\n').slice(-6).join('\n');
    throw new Error(`MariaDB could not be installed:\n${reason}\n${advice(process.platform)}`);
  }
  try {
    return findServer();
  } catch (error) {
    if (!(error instanceof NoServer)) throw error;
    throw new Error(`${error.message} ${advice(process.platform)}`);
  }
}

/** The commands that install MariaDB on such a machine; null when there is no way without a person. */
export function planInstall(machine: Machine): InstallPlan | null {
  if (machine.platform === 'linux' && machine.has('apt-get')) {
    const sudo = machine.terminal ? ['sudo'] : ['sudo', '-n'];
    if (!machine.root && !machine.has('sudo')) return null;
    const apt = [
      ...(machine.root ? [] : sudo),
      'env',
      'DEBIAN_FRONTEND=noninteractive',
      'apt-get',
      '-qq',
      '-o=Dpkg::Use-Pty=0',
    ];
    return {
      steps: [
        [...apt, 'update'],
        [...apt, 'install', '-y', '--no-install-recommends', ...DEBIAN_PACKAGES],
      ],
      environment: {},
    };
  }
  if (machine.has('brew'))
    return {
      steps: [['brew', 'install', '--quiet', 'mariadb']],
      environment: { HOMEBREW_NO_AUTO_UPDATE: '1' },
    };
  if (machine.platform === 'win32' && machine.has('winget'))
    return {
      steps: [
        [
          'winget',
          'install',
          '--exact',
          '--id',
          'MariaDB.Server',
          '--silent',
          '--accept-package-agreements',
          '--accept-source-agreements',
        ],
      ],
      environment: {},
    };
  return null;
}

/** The sentence that tells a person what to type on this system. */
export function advice(platform: NodeJS.Platform): string {
  const command =
    platform === 'darwin'
      ? 'brew install mariadb'
      : platform === 'win32'
        ? 'winget install --exact --id MariaDB.Server'
        : linuxCommand();
  return `Install one with "${command}" and start again. Nothing else was changed.`;
}

function linuxCommand(): string {
  let release = '';
  try {
    release = readFileSync('/etc/os-release', 'utf8');
  } catch {
    // Without the file the Debian command below is the best guess.
  }
  const id = `${/^ID=.*$/m.exec(release)?.[0]} ${/^ID_LIKE=.*$/m.exec(release)?.[0]}`;
  if (/fedora|rhel|centos/.test(id)) return 'sudo dnf install mariadb-server';
  if (/suse/.test(id)) return 'sudo zypper install mariadb';
  if (/arch/.test(id)) return 'sudo pacman -S mariadb';
  if (/alpine/.test(id)) return 'apk add mariadb';
  return `sudo apt-get install --no-install-recommends ${DEBIAN_PACKAGES.join(' ')}`;
}

function notFound(): string {
  try {
    findServer();
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function thisMachine(): Machine {
  return {
    platform: process.platform,
    root: process.getuid?.() === 0,
    terminal: process.stdin.isTTY === true,
    has: (program) => {
      if (process.platform === 'win32')
        return spawnSync('where', [program], { stdio: 'ignore' }).status === 0;
      return (process.env.PATH ?? '').split(':').some((folder) => existsSync(`${folder}/${program}`));
    },
  };
}
