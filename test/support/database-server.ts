import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { cp, mkdir, rm } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { Flavour, ServerBinaries } from '../../scripts/private-server/binaries.ts';
import { makeFolder } from '../../scripts/private-server/data-folder.ts';
import { findServer } from '../../scripts/private-server/find.ts';
import type { ServerSettings } from '../../scripts/private-server/options.ts';
import { isHeld, waitForFolder } from '../../scripts/private-server/ownership.ts';
import { type PrivateServer, startPrivateServer } from '../../scripts/private-server/server.ts';

/** Small and quick; a test's data need not survive a power cut. */
export const TEST_SETTINGS: ServerSettings = {
  bufferPoolMegabytes: 64,
  redoMegabytes: 8,
  fsync: false,
  options: { 'innodb-buffer-pool-dump-at-shutdown': 'OFF', 'innodb-fast-shutdown': '2' },
};

/** The server that tests run on: CARETAKER_TEST_SERVER is `mariadb` (also when unset) or `mysql`. */
export function testBinaries(): ServerBinaries {
  const wanted = wantedFlavour();
  const binaries = findServer(wanted);
  if (binaries.flavour !== wanted)
    throw new Error(
      `These tests want a ${wanted} server, and only ${binaries.flavour} was found. ` +
        'For MySQL on Debian set CARETAKER_MYSQL_ROOT to a folder that holds one.',
    );
  return binaries;
}

export interface TestServer extends PrivateServer, AsyncDisposable {
  /** Starts it on the same data and port, after a kill. */
  startAgain(): Promise<void>;
}

/**
 * A database server of a test's own with nothing but the system tables, gone with its data when disposed:
 * `await using server = await testServer();`. Copied from a template that is made once a machine.
 */
export async function testServer(o: { settings?: Partial<ServerSettings> } = {}): Promise<TestServer> {
  const binaries = testBinaries();
  const dataDir = join(await testHome(binaries), `server-${randomBytes(4).toString('hex')}`);
  await copyTemplate(dataDir);
  const settings = { ...TEST_SETTINGS, ...o.settings };
  const remove = () => rmSync(dataDir, { recursive: true, force: true });
  try {
    const server = await startPrivateServer({ dataDir, binaries, settings });
    let running = server;
    return {
      ...server,
      async startAgain() {
        running = await startPrivateServer({ dataDir, binaries, settings, port: server.port });
      },
      async [Symbol.asyncDispose]() {
        await running.stop();
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}

/** Makes a data folder for a server that `testBinaries` names, in a moment. */
export async function copyTemplate(dataDir: string): Promise<void> {
  const binaries = testBinaries();
  const template = await templateFolder(await testHome(binaries), binaries);
  // MySQL's own name for a server: two with the same one do not replicate from each other. A new one is made at the start.
  const filter = (path: string) => basename(path) !== 'auto.cnf';
  await cp(template, dataDir, { recursive: true, filter });
}

/** An empty folder that a test server's data may lie in, gone when disposed. */
export async function testFolder(): Promise<{ path: string } & AsyncDisposable> {
  const path = join(await testHome(testBinaries()), `folder-${randomBytes(4).toString('hex')}`);
  await mkdir(path);
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** Where test servers keep their data: `.test`, or inside the tree of a server that runs under chroot. */
async function testHome(binaries: ServerBinaries): Promise<string> {
  const home = binaries.root ? join(binaries.root, 'data', 'caretaker-test') : resolve('.test');
  await mkdir(home, { recursive: true });
  return home;
}

async function templateFolder(home: string, binaries: ServerBinaries): Promise<string> {
  const template = join(home, `template-${binaries.flavour}-${binaries.version}-${TEMPLATE_FORMAT}`);
  removeLeftovers(home);
  if (existsSync(template)) return template;
  const making = `${template}.making`;
  const lock = await waitForFolder(making);
  try {
    if (existsSync(template)) return template;
    await makeFolder(making, binaries, TEST_SETTINGS, undefined);
    renameSync(making, template);
    return template;
  } finally {
    lock.release();
  }
}

/** Raise it when TEST_SETTINGS change the shape of the files. */
const TEMPLATE_FORMAT = 1;

/** Removes the data of test runs that were killed. An hour is longer than any test between copy and start. */
function removeLeftovers(home: string): void {
  const old = Date.now() - 3_600_000;
  for (const name of readdirSync(home).filter((n) => /^(server|folder)-[0-9a-f]{8}$/.test(n))) {
    const folder = join(home, name);
    const made = statSync(folder, { throwIfNoEntry: false })?.mtimeMs;
    if (made === undefined || made > old || isHeld(folder)) continue;
    rmSync(folder, { recursive: true, force: true });
    rmSync(`${folder}.lock`, { force: true });
    rmSync(`${folder}.tmp`, { recursive: true, force: true });
  }
}

function wantedFlavour(): Flavour {
  const wanted = process.env.CARETAKER_TEST_SERVER ?? 'mariadb';
  if (wanted === 'mariadb' || wanted === 'mysql') return wanted;
  throw new Error(`CARETAKER_TEST_SERVER is "${wanted}"; it may be mariadb or mysql.`);
}
