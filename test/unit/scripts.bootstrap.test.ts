import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

vi.setConfig({ testTimeout: 60_000 });

/** A small project of its own with one dependency that needs no network. */
let project: string;

const installed = () => existsSync(join(project, 'node_modules/left/index.js'));
const stampFile = () => join(project, 'node_modules/.caretaker-lock');

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'caretaker-bootstrap-'));
  mkdirSync(join(project, 'scripts'));
  mkdirSync(join(project, 'left'));
  cpSync('scripts/bootstrap.mjs', join(project, 'scripts/bootstrap.mjs'));
  write('left/package.json', '{"name":"left","version":"1.0.0"}');
  write('left/index.js', '');
  write('scripts/hello.ts', 'const name: string = process.argv[2] ?? ""; console.log("hello " + name);');
  write('scripts/fail.ts', 'process.exit(7);');
  write(
    'scripts/wait.ts',
    'process.on("SIGTERM", () => process.exit(5)); setInterval(() => {}, 1000); console.log("waiting");',
  );
  depend('file:left', '1.0.0');
});

afterEach(() => {
  rmSync(project, { recursive: true, force: true });
});

function write(name: string, text: string): void {
  writeFileSync(join(project, name), text);
}

function depend(spec: string, version: string): void {
  const local = { 'node_modules/left': { resolved: 'left', link: true }, left: { version } };
  const remote = {
    'node_modules/left': { version, resolved: spec, integrity: `sha512-${'A'.repeat(86)}==` },
  };
  const root = {
    name: 'p',
    version: '1.0.0',
    dependencies: { left: spec.startsWith('file:') ? spec : version },
  };
  const packages = { '': root, ...(spec.startsWith('file:') ? local : remote) };
  write('package.json', JSON.stringify(root));
  write('package-lock.json', JSON.stringify({ ...root, lockfileVersion: 3, requires: true, packages }));
}

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

function bootstrap(
  args: string[],
  node: string[] = [],
  onStart: (child: ChildProcess) => void = () => {},
): Promise<Ended> {
  const child = spawn(process.execPath, [...node, 'scripts/bootstrap.mjs', ...args], { cwd: project });
  const ended = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    ended.out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    ended.err += text;
  });
  onStart(child);
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, ...ended })));
}

test('the first run installs what is missing, and the next does not', async () => {
  const first = await bootstrap(['hello', 'you']);
  expect(first).toMatchObject({ code: 0, out: 'hello you\n' });
  expect(first.err).toContain('Installing the dependencies');
  expect(installed()).toBe(true);
  expect(await bootstrap(['hello', 'again'])).toEqual({ code: 0, out: 'hello again\n', err: '' });
});

test('a changed lock file is installed again', async () => {
  await bootstrap(['hello']);
  write('left/package.json', '{"name":"left","version":"1.0.1"}');
  depend('file:left', '1.0.1');
  expect((await bootstrap(['hello'])).err).toContain('Installing the dependencies');
  expect((await bootstrap(['hello'])).err).toBe('');
});

test('what a person installed with npm is taken as it is', async () => {
  await bootstrap(['hello']);
  rmSync(stampFile());
  expect(await bootstrap(['hello'])).toMatchObject({ code: 0, err: '' });
  rmSync(stampFile());
  const record = join(project, 'node_modules/.package-lock.json');
  writeFileSync(record, readFileSync(record, 'utf8').replaceAll('"version": "1.0.0"', '"version": "0.9.0"'));
  write('package-lock.json', `${readFileSync(join(project, 'package-lock.json'), 'utf8')}\n`);
  expect((await bootstrap(['hello'])).err).toContain('Installing the dependencies');
});

test('without a network the install fails in words, runs nothing and begins anew next time', async () => {
  write('.npmrc', 'registry=http://127.0.0.1:9/\nfetch-retries=0\n');
  depend('http://127.0.0.1:9/left/-/left-1.0.0.tgz', '1.0.0');
  const failed = await bootstrap(['hello']);
  expect(failed).toMatchObject({ code: 1, out: '' });
  expect(failed.err).toContain('The dependencies could not be installed');
  expect(failed.err).not.toContain('at main');
  expect(existsSync(stampFile())).toBe(false);
  depend('file:left', '1.0.0');
  expect((await bootstrap(['hello', 'you'])).out).toBe('hello you\n');
});

test('two first runs at once install once and both go on', async () => {
  const both = await Promise.all([bootstrap(['hello', 'a']), bootstrap(['hello', 'b'])]);
  expect(both.map((run) => `${run.code} ${run.out}`)).toEqual(['0 hello a\n', '0 hello b\n']);
  const installs = both.filter((run) => run.err.includes('Installing the dependencies'));
  expect(installs).toHaveLength(1);
});

test('a lock left by a killed install is taken over', async () => {
  mkdirSync(join(project, '.data'));
  write('.data/install.lock', String(1 << 22));
  expect((await bootstrap(['hello', 'you'])).out).toBe('hello you\n');
});

test('an unknown command lists those there are', async () => {
  const run = await bootstrap(['strat']);
  expect(run).toEqual({
    code: 2,
    out: '',
    err: 'There is no command "strat". The commands are: fail, hello, wait.\n',
  });
});

test('the exit code of the command is passed on', async () => {
  expect((await bootstrap(['fail'])).code).toBe(7);
});

test('a signal reaches the command, which ends in its own way', async () => {
  const run = await bootstrap(['wait'], [], (child) => {
    child.stdout?.once('data', () => child.kill('SIGTERM'));
  });
  expect(run).toMatchObject({ code: 5, out: 'waiting\n' });
});

test('an old Node is told which one is needed, before anything is installed', async () => {
  const pretend =
    'Object.defineProperty(process, "versions", { value: { ...process.versions, node: "18.20.4" } });';
  const run = await bootstrap(['hello'], ['--import', `data:text/javascript,${encodeURIComponent(pretend)}`]);
  expect(run).toMatchObject({ code: 1, out: '' });
  expect(run.err).toContain('Caretaker needs Node 20.19 or later, and this is Node 18.20.4');
  expect(existsSync(join(project, 'node_modules'))).toBe(false);
});
