import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { compareVersions, type Flavour, type ServerBinaries } from './binaries.ts';
import { errorMessage } from './errors.ts';
import { folderOptions, type ServerSettings } from './options.ts';

const FORMAT = 1;
const MARKER = 'caretaker-data.json';
const PASSWORD = 'caretaker-root-password';

interface Marker {
  format: number;
  flavour: Flavour;
  version: string;
}

/** What a data folder holds, for a server about to run on it. */
export interface DataFolder {
  rootPassword: string;
  /** The version of the server that used the folder last. */
  version: string;
}

/** Whether the folder was made by `makeFolder` to its end. */
export function isDataFolder(dataDir: string): boolean {
  return existsSync(join(dataDir, MARKER));
}

/** The flavour of server that made the folder; undefined when there is none or it cannot be told. */
export function flavourOf(dataDir: string): Flavour | undefined {
  try {
    const marker: Marker = JSON.parse(readFileSync(join(dataDir, MARKER), 'utf8'));
    return marker.flavour;
  } catch {
    return undefined;
  }
}

/**
 * Reads a data folder; null when there is none yet.
 * @throws Error when it is not ours, of another flavour or format, or of a newer server
 */
export function readFolder(dataDir: string, binaries: ServerBinaries): DataFolder | null {
  const reset =
    'Nothing was changed. Start with --reset to make it anew (its data is lost), or choose another --data.';
  if (!existsSync(dataDir) || readdirSync(dataDir).length === 0) return null;
  if (!isDataFolder(dataDir))
    throw new Error(
      `${dataDir} exists and is not a data folder of Caretaker. Nothing was changed. Choose another --data.`,
    );
  let marker: Marker;
  let rootPassword: string;
  try {
    marker = JSON.parse(readFileSync(join(dataDir, MARKER), 'utf8'));
    rootPassword = readFileSync(join(dataDir, PASSWORD), 'utf8').trim();
  } catch (error) {
    throw new Error(`The data folder ${dataDir} cannot be read: ${errorMessage(error)}. ${reset}`);
  }
  const made = `The data folder ${dataDir} was made by ${marker.flavour} ${marker.version} (format ${marker.format})`;
  if (marker.format !== FORMAT)
    throw new Error(`${made}, and this Caretaker knows only format ${FORMAT}. ${reset}`);
  if (marker.flavour !== binaries.flavour)
    throw new Error(
      `${made}, and the server found here is ${binaries.flavour} ${binaries.version}. ${reset}`,
    );
  if (compareVersions(release(binaries.version), release(marker.version)) < 0)
    throw new Error(`${made}, newer than the ${binaries.flavour} ${binaries.version} found here. ${reset}`);
  return { rootPassword, version: marker.version };
}

/** Makes a data folder with the system tables and a root password, complete or not at all. */
export async function makeFolder(
  dataDir: string,
  binaries: ServerBinaries,
  settings: ServerSettings,
  signal: AbortSignal | undefined,
): Promise<DataFolder> {
  await checkSpace(dataDir, settings);
  const unfinished = `${dataDir}.new`;
  const setup = `${dataDir}.setup.sql`;
  const rootPassword = randomBytes(24).toString('hex');
  rmSync(unfinished, { recursive: true, force: true });
  try {
    mkdirSync(unfinished, { mode: 0o700 });
    const shape = folderOptions(binaries, settings, asServerSees(makeTmp(dataDir), binaries));
    writeFileSync(setup, setupStatements(rootPassword, binaries.flavour), { mode: 0o600 });
    if (binaries.flavour === 'mariadb') await initialiseMariadb(unfinished, setup, binaries, shape, signal);
    else await initialiseMysql(unfinished, setup, binaries, shape, signal);
    writeFileSync(join(unfinished, PASSWORD), `${rootPassword}\n`, { mode: 0o600 });
    writeMarker(unfinished, binaries);
    rmSync(dataDir, { recursive: true, force: true });
    renameSync(unfinished, dataDir);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    throw error;
  } finally {
    rmSync(setup, { force: true });
    removeTmp(dataDir);
  }
  return { rootPassword, version: binaries.version };
}

/** Makes the server's folder for temporary files anew, beside its data, and returns it. */
export function makeTmp(dataDir: string): string {
  removeTmp(dataDir);
  mkdirSync(`${dataDir}.tmp`, { mode: 0o700 });
  return `${dataDir}.tmp`;
}

/** Removes the temporary files of a server that has ended. */
export function removeTmp(dataDir: string): void {
  rmSync(`${dataDir}.tmp`, { recursive: true, force: true });
}

/** Notes the server that uses the folder from now on. */
export function writeMarker(dataDir: string, binaries: ServerBinaries): void {
  const marker: Marker = { format: FORMAT, flavour: binaries.flavour, version: binaries.version };
  writeFileSync(join(dataDir, MARKER), `${JSON.stringify(marker, null, 2)}\n`);
}

/** Two parts decide whether a server can read another's files: 10.11 and 11.4, 8.4 and 9.7. */
export function release(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}

/** The path by which the server itself knows a file. */
export function asServerSees(path: string, binaries: ServerBinaries): string {
  if (!binaries.root) return path;
  const inside = relative(binaries.root, path);
  if (inside.startsWith('..'))
    throw new Error(`${path} must lie inside ${binaries.root}, where the server runs.`);
  return `/${inside}`;
}

/**
 * Refuses when fewer than `bytes` are free where `folder` is or will be.
 * @throws Error that says how much is there and how much is needed
 */
export async function requireSpace(folder: string, bytes: number, purpose: string): Promise<void> {
  let existing = folder;
  while (!existsSync(existing)) existing = dirname(existing);
  const disk = await statfs(existing);
  const free = disk.bavail * disk.bsize;
  if (free >= bytes) return;
  throw new Error(
    `Not enough free space for ${purpose} in ${folder}: ${megabytes(bytes)} are needed and ${megabytes(free)} are free. ` +
      'Nothing was made. Free some, or choose another folder with --data.',
  );
}

async function checkSpace(dataDir: string, settings: ServerSettings): Promise<void> {
  // System tables, undo and temporary files come to about 100 MB beside the redo log.
  await requireSpace(dataDir, (settings.redoMegabytes + 150) * 2 ** 20, 'a database');
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 2 ** 20)} MB`;
}

function setupStatements(password: string, flavour: Flavour): string {
  const accounts = ['localhost', '127.0.0.1'].flatMap((host) => [
    `CREATE USER IF NOT EXISTS 'root'@'${host}';`,
    `ALTER USER 'root'@'${host}' IDENTIFIED BY '${password}';`,
    `GRANT ALL PRIVILEGES ON *.* TO 'root'@'${host}' WITH GRANT OPTION;`,
  ]);
  // MariaDB makes accounts without a name or a password, also for the machine's host name.
  const others =
    "DELETE FROM mysql.global_priv WHERE User = '' OR (User = 'root' AND Host NOT IN ('localhost', '127.0.0.1'));";
  // Bootstrapping skips the grant tables until told to load them.
  const mariadb = ['FLUSH PRIVILEGES;', others, 'FLUSH PRIVILEGES;'];
  return `${[...(flavour === 'mariadb' ? mariadb : []), ...accounts].join('\n')}\n`;
}

async function initialiseMariadb(
  folder: string,
  setup: string,
  binaries: ServerBinaries,
  shape: string[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const { installDb, command } = binaries;
  if (!installDb)
    throw new Error(`mariadb-install-db is missing beside ${command.join(' ')}. Install it and start again.`);
  // By --force a machine that cannot look up its own name will do; the accounts made for that name are dropped.
  const unix = [
    '--no-defaults',
    '--force',
    '--auth-root-authentication-method=normal',
    '--skip-test-db',
    ...shape,
  ];
  await run([installDb, ...(process.platform === 'win32' ? [] : unix), `--datadir=${folder}`], signal);
  await run([...command, '--no-defaults', '--bootstrap', `--datadir=${folder}`, ...shape], signal, setup);
}

async function initialiseMysql(
  folder: string,
  setup: string,
  binaries: ServerBinaries,
  shape: string[],
  signal: AbortSignal | undefined,
): Promise<void> {
  await run(
    [
      ...binaries.command,
      '--no-defaults',
      '--initialize-insecure',
      `--datadir=${asServerSees(folder, binaries)}`,
      `--init-file=${asServerSees(setup, binaries)}`,
      ...shape,
    ],
    signal,
  );
}

/** Runs a program to its end, its input from a file; its last words are in the error if it fails. */
async function run(command: string[], signal: AbortSignal | undefined, inputFile?: string): Promise<void> {
  const [program = '', ...args] = command;
  signal?.throwIfAborted();
  const child = spawn(program, args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  });
  // mariadb-install-db is a shell script: the server that it runs must go with it.
  const abort = () => killGroup(child);
  signal?.addEventListener('abort', abort);
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-16_000);
    });
  // A program that ends early closes its input; its exit code tells why.
  child.stdin.on('error', () => {});
  child.stdin.end(inputFile ? readFileSync(inputFile) : undefined);
  try {
    await new Promise<void>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`exit code ${code}`))));
    });
  } catch (error) {
    signal?.throwIfAborted();
    throw new Error(
      `The database could not be made, and nothing was kept (${errorMessage(error)}):\n${reasonsIn(said)}`,
    );
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}

/** mariadb-install-db follows its error with a page of general advice. */
function reasonsIn(said: string): string {
  const lines = said.trim().split('\n');
  const errors = lines.filter((line) => /\berror\b|fault|denied|no space/i.test(line));
  return (errors.length > 0 ? errors : lines).slice(-8).join('\n');
}

function killGroup(child: ChildProcess): void {
  if (process.platform === 'win32' || child.pid === undefined) child.kill('SIGKILL');
  else process.kill(-child.pid, 'SIGKILL');
}
