import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { processIdentity } from '../../scripts/private-server/ownership.ts';
import {
  type PrivateServer,
  removeDataFolder,
  type StartOptions,
  startPrivateServer,
} from '../../scripts/private-server/server.ts';
import {
  copyTemplate,
  TEST_SETTINGS,
  testBinaries,
  testFolder,
  testServer,
} from '../support/database-server.ts';

const binaries = testBinaries();
const other = binaries.flavour === 'mariadb' ? 'mysql' : 'mariadb';
const canMount = process.platform === 'linux' && process.getuid?.() === 0;

let folder: Awaited<ReturnType<typeof testFolder>>;
let dataDir: string;
let servers: PrivateServer[];

beforeEach(async () => {
  folder = await testFolder();
  dataDir = join(folder.path, 'server');
  servers = [];
});

afterEach(async () => {
  for (const server of servers) await server.stop();
  await folder[Symbol.asyncDispose]();
});

async function start(options: Partial<StartOptions> = {}): Promise<PrivateServer> {
  const server = await startPrivateServer({ dataDir, binaries, settings: TEST_SETTINGS, ...options });
  servers.push(server);
  return server;
}

async function query(server: PrivateServer, sql: string): Promise<RowDataPacket[]> {
  const connection = await createConnection({ host: server.host, port: server.port, ...server.root });
  try {
    const [rows] = await connection.query<RowDataPacket[]>(sql);
    return rows;
  } finally {
    await connection.end();
  }
}

async function gone(pid: number): Promise<boolean> {
  for (let i = 0; i < 200 && processIdentity(pid) !== null; i++) await sleep(50);
  return processIdentity(pid) === null;
}

function changeMarker(change: object): void {
  const file = join(dataDir, 'caretaker-data.json');
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), ...change }));
}

test('a first start makes the folder and a second keeps what was written', async () => {
  const first = await start();
  await query(first, 'CREATE DATABASE kept');
  await first.stop();
  expect(await gone(first.pid)).toBe(true);
  const second = await start();
  expect(await query(second, "SHOW DATABASES LIKE 'kept'")).toHaveLength(1);
  expect(second.root.password).toBe(first.root.password);
});

test('the server listens on this machine alone, and nobody gets in without the password', async () => {
  const server = await start();
  const [row] = await query(
    server,
    'SELECT @@bind_address AS bound, @@performance_schema AS ps, @@local_infile AS loads, @@log_bin AS binlog',
  );
  expect(row).toEqual({ bound: '127.0.0.1', ps: 1, loads: 1, binlog: 0 });
  for (const user of ['root', 'anyone', '']) {
    const attempt = createConnection({ host: '127.0.0.1', port: server.port, user });
    await expect(attempt).rejects.toThrow(/denied/i);
    await expect(createConnection({ socketPath: server.socketPath, user })).rejects.toThrow(/denied/i);
  }
  const accounts = await query(
    server,
    "SELECT user, host FROM mysql.user WHERE user IN ('root', '') ORDER BY host",
  );
  expect(
    accounts.map((account) => `${account.user ?? account.User}@${account.host ?? account.Host}`),
  ).toEqual(['root@127.0.0.1', 'root@localhost']);
  expect(statSync(join(dataDir, 'caretaker-root-password')).mode & 0o777).toBe(0o600);
});

test('a server keeps its temporary files to itself, so that starting one never breaks another', async () => {
  await copyTemplate(dataDir);
  const server = await start();
  const [row] = await query(server, 'SELECT @@tmpdir AS tmpdir');
  expect(`${dataDir}.tmp`.endsWith(String(row?.tmpdir))).toBe(true);
  await server.stop();
  expect(readdirSync(folder.path)).toEqual(['server']);
});

test('what was committed before a kill -9 is there after the next start', async () => {
  await copyTemplate(dataDir);
  const first = await start();
  await query(first, 'CREATE DATABASE shop');
  await query(first, 'CREATE TABLE shop.orders (id INT PRIMARY KEY) ENGINE=InnoDB');
  await query(first, 'INSERT INTO shop.orders VALUES (1), (2)');
  first.kill();
  const second = await start();
  expect(await query(second, 'SELECT id FROM shop.orders ORDER BY id')).toEqual([{ id: 1 }, { id: 2 }]);
});

test('a second start on a running folder is refused and names the process', async () => {
  await copyTemplate(dataDir);
  const server = await start();
  await expect(start()).rejects.toThrow(`Already running (pid ${process.pid}, server pid ${server.pid}`);
  await expect(removeDataFolder(dataDir, () => {})).rejects.toThrow('Already running');
  expect(await query(server, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('a server whose owner was killed goes by itself, and the folder can be used again', async () => {
  await copyTemplate(dataDir);
  const script = join(folder.path, 'owner.ts');
  const here = (path: string) => JSON.stringify(resolve(path));
  writeFileSync(
    script,
    `import { startPrivateServer } from ${here('scripts/private-server/server.ts')};
     import { TEST_SETTINGS, testBinaries } from ${here('test/support/database-server.ts')};
     const server = await startPrivateServer({ dataDir: ${JSON.stringify(dataDir)}, binaries: testBinaries(), settings: TEST_SETTINGS });
     console.log(server.pid);`,
  );
  const owner = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const pid = await new Promise<number>((resolve, reject) => {
    owner.stdout.once('data', (text) => resolve(Number(text)));
    owner.once('exit', (code) => reject(new Error(`the owner ended with ${code}`)));
  });
  expect(processIdentity(pid)).not.toBeNull();
  owner.kill('SIGKILL');
  expect(await gone(pid)).toBe(true);
  const server = await start();
  expect(await query(server, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('a server left over by a killed owner is stopped cleanly before a new one starts', async () => {
  await copyTemplate(dataDir);
  const orphan = await start();
  const lockFile = `${dataDir}.lock`;
  const lock = JSON.parse(readFileSync(lockFile, 'utf8'));
  writeFileSync(lockFile, JSON.stringify({ ...lock, owner: { pid: 1 << 22, identity: 'started 1' } }));
  const said: string[] = [];
  const server = await start({ log: (line) => said.push(line) });
  expect(said).toEqual([`Stopping a database server left over from an earlier start (pid ${orphan.pid})`]);
  expect(await gone(orphan.pid)).toBe(true);
  expect(await query(server, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test.each([
  ['a newer version', { version: '99.1.0' }, `made by ${binaries.flavour} 99.1.0`],
  ['another kind of server', { flavour: other }, `made by ${other}`],
  ['another format', { format: 2 }, 'knows only format 1'],
])('a folder made by %s is refused, named and left as it was', async (_, change, reason) => {
  await copyTemplate(dataDir);
  changeMarker(change);
  const before = readFileSync(join(dataDir, 'caretaker-data.json'), 'utf8');
  const attempt = start();
  await expect(attempt).rejects.toThrow(reason);
  await expect(attempt).rejects.toThrow(dataDir);
  await expect(attempt).rejects.toThrow('--reset');
  expect(readFileSync(join(dataDir, 'caretaker-data.json'), 'utf8')).toBe(before);
});

test('a folder made by an older version is brought up to this one', async () => {
  await copyTemplate(dataDir);
  changeMarker({ version: '1.0.0' });
  await start();
  expect(JSON.parse(readFileSync(join(dataDir, 'caretaker-data.json'), 'utf8')).version).toBe(
    binaries.version,
  );
});

test('a folder that holds something else is not touched', async () => {
  mkdirSync(dataDir);
  writeFileSync(join(dataDir, 'thesis.txt'), 'years of work');
  await expect(start()).rejects.toThrow('is not a data folder of Caretaker');
  expect(await removeDataFolder(dataDir, () => {})).toBe(false);
  expect(readdirSync(dataDir)).toEqual(['thesis.txt']);
});

test('a reset removes the data and the next start begins anew', async () => {
  await copyTemplate(dataDir);
  const first = await start();
  await query(first, 'CREATE DATABASE gone');
  await first.stop();
  expect(await removeDataFolder(dataDir, () => {})).toBe(true);
  const second = await start();
  expect(await query(second, "SHOW DATABASES LIKE 'gone'")).toEqual([]);
});

test('a port in use is named and nothing is made', async () => {
  const blocker = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => blocker.once('listening', resolve));
  const address = blocker.address();
  const port = address && typeof address === 'object' ? address.port : 0;
  await expect(start({ port })).rejects.toThrow(`Port ${port} is in use`);
  expect(readdirSync(folder.path)).toEqual([]);
  blocker.close();
});

test('a server that does not come up shows the end of its log, and the folder stays usable', async () => {
  await copyTemplate(dataDir);
  const settings = { ...TEST_SETTINGS, options: { 'no-such-option': '1' } };
  await expect(start({ settings })).rejects.toThrow(/did not come up[\s\S]*no-such-option/);
  const server = await start();
  expect(await query(server, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('a start that was stopped while the folder was being made leaves nothing half made', async () => {
  const stop = new AbortController();
  setTimeout(() => stop.abort(new Error('stopped')), 200);
  await expect(start({ signal: stop.signal })).rejects.toThrow('stopped');
  expect(readdirSync(folder.path)).toEqual([]);
});

test('what a crash left half made is made anew', async () => {
  mkdirSync(`${dataDir}.new`);
  writeFileSync(join(`${dataDir}.new`, 'ibdata1'), 'half');
  const server = await start();
  expect(await query(server, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  expect(existsSync(`${dataDir}.new`)).toBe(false);
});

test('a folder with a path too long for a socket works', async () => {
  dataDir = join(folder.path, 'a-rather-long-name-for-a-folder-'.repeat(4), 'server');
  const server = await start();
  expect(Buffer.byteLength(server.socketPath)).toBeLessThanOrEqual(100);
  const connection = await createConnection({ socketPath: server.socketPath, ...server.root });
  await connection.query('SELECT 1');
  await connection.end();
});

test('a folder that cannot be made is told in a sentence', async () => {
  writeFileSync(join(folder.path, 'file'), '');
  dataDir = join(folder.path, 'file', 'server');
  await expect(start()).rejects.toThrow(
    `The folder ${dataDir} cannot be written: a part of its path is a file.`,
  );
});

test.runIf(canMount)('a read-only disk is told in a sentence', async () => {
  await withMount('ro,size=1m', async () => {
    await expect(start()).rejects.toThrow('its file system is read-only');
  });
});

test.runIf(canMount)('a disk too small for a database is told before anything is made', async () => {
  await withMount('size=20m', async (mounted) => {
    await expect(start()).rejects.toThrow(/Not enough free space .* 158 MB are needed and 20 MB are free/);
    expect(readdirSync(mounted)).toEqual([]);
  });
});

test('each test server starts from a clean copy in a moment', async () => {
  await (await testServer())[Symbol.asyncDispose]();
  const begun = performance.now();
  const server = await testServer();
  const took = performance.now() - begun;
  expect(await query(server, 'SHOW DATABASES')).toHaveLength(4);
  await server[Symbol.asyncDispose]();
  expect(await gone(server.pid)).toBe(true);
  expect(took).toBeLessThan(binaries.flavour === 'mariadb' ? 3000 : 8000);
});

if (!canMount) console.warn('LEFT OUT: the tests of a full and of a read-only disk need root on Linux.');

async function withMount(options: string, work: (mounted: string) => Promise<void>): Promise<void> {
  const mounted = join(folder.path, 'mounted');
  mkdirSync(mounted);
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', mounted]);
  dataDir = join(mounted, 'server');
  try {
    await work(mounted);
  } finally {
    execFileSync('umount', [mounted]);
  }
}
