import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { hashSources } from '../../scripts/start/build.ts';
import { prepareConnection, userProfile } from '../../scripts/start/connection.ts';
import { obtainElectron, reasonAgainst } from '../../scripts/start/electron.ts';
import { parseFlags } from '../../scripts/start/flags.ts';
import { demoPeople, isDemoProfile, writeDemoProfile } from '../../scripts/start/people.ts';
import { progressLine, progressView } from '../../scripts/start/progress.ts';

let folder: string;
const media = { 'https://media.community.example': 'http://127.0.0.1:5001' };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'caretaker-start-'));
});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

function readJson(file: string) {
  return JSON.parse(readFileSync(file, 'utf8'));
}

test('the four people of the demo keep their passwords from start to start', () => {
  const people = demoPeople(folder);
  writeDemoProfile(folder, 4001, media, people);
  expect(demoPeople(folder)).toEqual(people);
  expect(people.map((person) => `${person.user} ${person.role}`)).toEqual([
    'mara moderator',
    'sam support',
    'ines cto',
    'ada admin',
  ]);
  expect(new Set(people.map((person) => person.password)).size).toBe(4);
});

test('the places of the demo are written anew at each start, for nobody else to read', () => {
  writeDemoProfile(folder, 4001, media, demoPeople(folder));
  writeDemoProfile(folder, 4002, media, demoPeople(folder));
  const file = join(folder, 'demo.json');
  expect(readJson(file).connection).toEqual({
    id: 'demo',
    name: 'Demo community',
    host: '127.0.0.1',
    port: 4002,
    tls: 'off',
    media,
  });
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('a profile that no demo made is not taken for one', () => {
  writeFileSync(join(folder, 'connections.json'), '{}');
  expect(isDemoProfile(folder)).toBe(false);
  writeFileSync(join(folder, 'demo.json'), '{ cut off');
  expect(isDemoProfile(folder)).toBe(false);
  writeDemoProfile(folder, 4001, media, demoPeople(folder));
  expect(isDemoProfile(folder)).toBe(true);
});

test('an existing server waits on the sign-in screen, and its password is in no file', async () => {
  const { connect } = parseFlags(['--connect', 'mysql://mara:pass-word@db.example.org:3307']);
  if (!connect) throw new Error('no target');
  const said: string[] = [];
  const { profileDir } = await prepareConnection(connect, { data: folder, jobsOnly: false }, (line) =>
    said.push(line),
  );
  expect(readJson(join(profileDir, 'connect.json'))).toEqual({
    connection: {
      id: 'connect',
      name: 'db.example.org:3307',
      host: 'db.example.org',
      port: 3307,
      tls: 'required',
    },
    user: 'mara',
  });
  for (const name of readdirSync(profileDir))
    expect(readFileSync(join(profileDir, name), 'utf8')).not.toContain('pass-word');
  expect(said.join()).toContain('type it on the sign-in screen');
});

test('TLS is left off for a server on this machine alone', async () => {
  const { connect } = parseFlags(['--connect', 'mysql://127.0.0.1:3307']);
  if (!connect) throw new Error('no target');
  const { profileDir } = await prepareConnection(connect, { data: folder, jobsOnly: false }, () => {});
  expect(readJson(join(profileDir, 'connect.json'))).toMatchObject({
    connection: { tls: 'off' },
    user: null,
  });
});

test('the jobs take their password from the environment before the URL, and write no file', async () => {
  const { connect } = parseFlags(['--connect', 'mysql://night:typed@[::1]:3307']);
  if (!connect) throw new Error('no target');
  const jobs = { data: folder, jobsOnly: true };
  expect((await prepareConnection(connect, jobs, () => {})).databaseUrl).toBe(
    'mysql://night:typed@[::1]:3307',
  );
  vi.stubEnv('CARETAKER_PASSWORD', 'k/ept');
  const place = await prepareConnection(connect, jobs, () => {});
  expect(place.databaseUrl).toBe('mysql://night:k%2Fept@[::1]:3307');
  expect(readdirSync(place.profileDir)).toEqual([]);
});

test('the jobs without a password say where to put it', async () => {
  const { connect } = parseFlags(['--connect', 'mysql://night@127.0.0.1']);
  if (!connect) throw new Error('no target');
  vi.stubEnv('CARETAKER_PASSWORD', undefined);
  await expect(prepareConnection(connect, { data: folder, jobsOnly: true }, () => {})).rejects.toThrow(
    'CARETAKER_PASSWORD',
  );
});

test('a person has the profile folder that Electron takes on each system', () => {
  const home = { HOME: '/home/ada' };
  expect(userProfile('linux', home)).toBe('/home/ada/.config/Caretaker');
  expect(userProfile('linux', { ...home, XDG_CONFIG_HOME: '/conf' })).toBe('/conf/Caretaker');
  expect(userProfile('darwin', home)).toBe('/home/ada/Library/Application Support/Caretaker');
  expect(userProfile('win32', { APPDATA: '/roaming' })).toBe('/roaming/Caretaker');
});

test('the build is fresh until a source changes, appears, goes or is renamed', async () => {
  mkdirSync(join(folder, 'src/core'), { recursive: true });
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  write('src/core/a.ts', '1');
  write('README.md', 'any');
  const before = await hashSources(folder);
  write('README.md', 'other');
  write('src/core/a.ts', '1');
  expect(await hashSources(folder)).toBe(before);
  write('src/core/a.ts', '2');
  const changed = await hashSources(folder);
  write('src/core/b.tsx', '');
  const more = await hashSources(folder);
  rmSync(join(folder, 'src/core/a.ts'));
  write('src/core/c.ts', '2');
  const renamed = await hashSources(folder);
  expect(new Set([before, changed, more, renamed]).size).toBe(4);
});

test('the browser is used where a window was not asked for or cannot be had', () => {
  const window = { serve: false, open: true, port: undefined };
  const display = { DISPLAY: ':0' };
  expect(reasonAgainst(window, 'linux', display, 1000)).toBeNull();
  expect(reasonAgainst(window, 'linux', { WAYLAND_DISPLAY: 'wayland-0' }, 1000)).toBeNull();
  expect(reasonAgainst(window, 'darwin', {}, 501)).toBeNull();
  expect(reasonAgainst(window, 'linux', {}, 1000)).toContain('no display');
  expect(reasonAgainst(window, 'linux', display, 0)).toContain('root');
  expect(reasonAgainst({ ...window, serve: true }, 'darwin', {}, 501)).toContain('--serve');
  expect(reasonAgainst({ ...window, open: false }, 'darwin', {}, 501)).toContain('--no-open');
  expect(reasonAgainst({ ...window, port: 4000 }, 'darwin', {}, 501)).toContain('--port');
});

test('a failed download of Electron is told, and the next start does not wait for it again', async () => {
  const electron = join(folder, 'node_modules/electron');
  mkdirSync(electron, { recursive: true });
  writeFileSync(join(electron, 'package.json'), '{"version":"1.2.3"}');
  const tries = join(folder, 'tries');
  const installer = `require('fs').appendFileSync(${JSON.stringify(tries)}, 'x'); console.error('no route to host'); process.exit(1)`;
  writeFileSync(join(electron, 'install.js'), installer);
  vi.stubEnv('DISPLAY', ':0');
  vi.spyOn(process, 'getuid').mockReturnValue(1000);
  const obtain = () => obtainElectron(folder, parseFlags([]), new AbortController().signal, () => {});
  expect((await obtain()).reason).toBe("Electron's program could not be downloaded (no route to host).");
  expect((await obtain()).reason).toContain('no route to host');
  expect(readFileSync(tries, 'utf8')).toBe('x');
  writeFileSync(join(electron, 'package.json'), '{"version":"1.2.4"}');
  await obtain();
  expect(readFileSync(tries, 'utf8')).toBe('xx');
});

test('progress tells share, phase and time left', () => {
  const half = { phase: 'members', done: 50, total: 100, secondsLeft: 12.2 };
  expect(progressLine(half, true)).toBe('[############------------]  50%  members  13 s left');
  expect(progressLine({ ...half, secondsLeft: 240 }, false)).toBe('50%  members  4 min left');
  expect(progressLine({ phase: 'indexes', done: 0, total: 0, secondsLeft: null }, false)).toBe('0%  indexes');
});

test('progress is redrawn in place on a terminal and is a line now and then in a log', () => {
  const show = (isTTY: boolean, steps: number, milliseconds: number) => {
    const written: string[] = [];
    let time = 0;
    const write = (text: string) => written.push(text) > 0;
    const view = progressView({ isTTY, columns: 80, write }, () => time);
    for (let done = 0; done < steps; done++) {
      view.show({ phase: 'members', done, total: steps, secondsLeft: null });
      time += milliseconds;
    }
    view.end();
    return written;
  };
  expect(show(false, 30, 1000)).toHaveLength(2);
  const drawn = show(true, 30, 1000);
  expect(drawn).toHaveLength(31);
  expect(drawn.join('')).not.toContain('\n');
});
