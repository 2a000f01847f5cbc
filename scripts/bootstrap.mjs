// The way in on a machine that has nothing but Node: makes the dependencies match the lock file, then
// runs scripts/<command>.ts with the project's own Node. It must run on Node 20.19 and import nothing
// that is not part of Node.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join, sep } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const OLDEST_NODE = [20, 19];
/** The first Node that runs TypeScript as it is. */
const OLDEST_NODE_FOR_TYPESCRIPT = [22, 18];

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
const stampFile = join(modules, '.caretaker-lock');
const lockFile = join(root, '.data', 'install.lock');

/** A failure that is told in its own words, without a stack. */
class Stop extends Error {}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Stop)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

async function main([command, ...args]) {
  if (!atLeast(process.versions.node, OLDEST_NODE))
    throw new Stop(
      `Caretaker needs Node ${OLDEST_NODE.join('.')} or later, and this is Node ${process.versions.node}. ` +
        'Nothing was changed. Install a newer one from https://nodejs.org and start again.',
    );
  const commands = readdirSync(join(root, 'scripts'))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => name.slice(0, -3));
  if (!command || !commands.includes(command)) {
    const unknown = command ? `There is no command "${command}". ` : '';
    console.error(`${unknown}The commands are: ${commands.join(', ')}.`);
    return 2;
  }
  await ensureDependencies();
  return run(projectNode(), [join(root, 'scripts', `${command}.ts`), ...args], {
    env: {
      ...process.env,
      // By this a command notices that it was left alone, and ends what it started.
      CARETAKER_STARTED_BY: String(process.pid),
      // TypeScript is read once, not at every start.
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(modules, '.cache', 'caretaker'),
    },
  });
}

function atLeast(version, [major, minor]) {
  const [a, b] = version.split('.').map(Number);
  return a > major || (a === major && b >= minor);
}

/** The project's own Node, so that everyone runs the same; this one if it will do. */
function projectNode() {
  const own = join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(own)) return own;
  if (atLeast(process.versions.node, OLDEST_NODE_FOR_TYPESCRIPT)) return process.execPath;
  throw new Stop(
    `The project's own Node is missing (${own}), and Node ${process.versions.node} cannot stand in for it: ` +
      `that takes ${OLDEST_NODE_FOR_TYPESCRIPT.join('.')} or later. Remove node_modules and start again.`,
  );
}

async function ensureDependencies() {
  const wanted = readFileSync(join(root, 'package-lock.json'));
  const stamp = createHash('sha256').update(wanted).digest('hex');
  if (isStamped(stamp)) return;
  await withInstallLock(async () => {
    // Another start may have done it while this one waited.
    if (isStamped(stamp)) return;
    if (!matchesLock(JSON.parse(wanted.toString()))) await installDependencies();
    writeFileSync(stampFile, `${stamp}\n`);
  });
}

function isStamped(stamp) {
  try {
    return readFileSync(stampFile, 'utf8').trim() === stamp;
  } catch {
    return false;
  }
}

/** Whether npm has installed just what the lock file says, by npm's own record; spares a needless install. */
function matchesLock(lock) {
  let installed;
  try {
    installed = JSON.parse(readFileSync(join(modules, '.package-lock.json'), 'utf8')).packages;
  } catch {
    return false;
  }
  const wanted = Object.entries(lock.packages).filter(([path]) => path !== '');
  const same = (a, b) => a.version === b.version && a.integrity === b.integrity;
  return (
    wanted.every(([path, entry]) => (installed[path] ? same(installed[path], entry) : entry.optional)) &&
    Object.keys(installed).every((path) => lock.packages[path])
  );
}

async function installDependencies() {
  console.error('Installing the dependencies from the lock file (npm ci)');
  rmSync(stampFile, { force: true });
  // npm empties node_modules, so it must not itself run on the Node that lies there.
  const path = (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => !folder.startsWith(modules + sep));
  const code = await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    env: { ...process.env, PATH: path.join(delimiter) },
    shell: process.platform === 'win32',
    // Standard output belongs to the command that follows.
    stdio: ['ignore', 2, 2],
  });
  if (code === 0) return;
  throw new Stop(
    `The dependencies could not be installed (npm ci ended with ${code}; its reason is above). ` +
      'Most often the network or the package registry cannot be reached. Your data is untouched. ' +
      'Start again when it can be: the install begins anew.',
  );
}

/** Lets one install run at a time; the others wait. A lock whose process is gone is taken over. */
async function withInstallLock(work) {
  mkdirSync(dirname(lockFile), { recursive: true });
  for (let told = false; !tryLock(); await sleep(200)) {
    const holder = lockHolder();
    if (holder !== null && isAlive(holder)) {
      if (!told)
        console.error(`Waiting for another start (pid ${holder}, ${lockFile}) to install the dependencies`);
      told = true;
    } else if (holder !== null || lockAge() > 10_000) rmSync(lockFile, { force: true });
  }
  try {
    await work();
  } finally {
    rmSync(lockFile, { force: true });
  }
}

function tryLock() {
  try {
    writeFileSync(lockFile, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw new Stop(`${dirname(lockFile)} cannot be written (${error.code}). Nothing was installed.`);
  }
}

function lockHolder() {
  try {
    return Number(readFileSync(lockFile, 'utf8')) || null;
  } catch {
    return null;
  }
}

/** Milliseconds; an empty lock is either a moment old or was cut off by a crash. */
function lockAge() {
  const made = statSync(lockFile, { throwIfNoEntry: false })?.mtimeMs;
  return made === undefined ? 0 : Date.now() - made;
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Runs a program in this one's place: its output and exit code are ours, our signals are its. */
function run(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: 'inherit', ...options });
    const forward = (signal) => child.kill(signal);
    // A Windows console tells every program of Ctrl-C itself, and a forwarded signal there would only kill.
    const signals = process.platform === 'win32' ? [] : ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, forward);
    child.on('error', (error) => reject(new Stop(`${program} could not be started: ${error.message}`)));
    child.on('exit', (code, signal) => {
      for (const name of signals) process.off(name, forward);
      resolve(code ?? 128 + constants.signals[signal]);
    });
  });
}
