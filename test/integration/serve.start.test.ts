import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { expect, onTestFinished, test } from 'vitest';
import type { Client } from '../../src/contract/contract.ts';
import { startServe } from '../../src/serve/index.ts';
import { userProfileDir } from '../../src/serve/profile.ts';
import { asBrowserSocket, builtFolder, openLine, signInBrowser } from '../support/serve-host.ts';

const cli = join(import.meta.dirname, '../../src/serve/cli.ts');

function profileFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'caretaker-profile-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** What the host's own command says and with which code it ends; `ready` is the line that names its address. */
function command(args: string[]) {
  const child: ChildProcess = spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const said = { out: '', err: '' };
  child.stderr?.on('data', (part) => {
    said.err += part;
  });
  const ready = new Promise<string>((resolve) => {
    child.stdout?.on('data', (part) => {
      said.out += part;
      if (said.out.includes('\n')) resolve(said.out);
    });
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { child, said, ready, ended };
}

test('a browser that opened the printed address watches the session of the real core', async () => {
  await using folder = await builtFolder();
  const host = await startServe({ port: 0, profileDir: profileFolder(), rendererDir: folder.rendererDir });
  onTestFinished(host.stop);
  const origin = `http://127.0.0.1:${host.port}`;
  const token = new URL(host.url).hash.slice('#token='.length);
  const { cookie } = await signInBrowser({ port: host.port, origin, token });
  const line = await openLine({ port: host.port, origin }, { origin, cookie });
  if (typeof line === 'number') throw new Error(`turned away with ${line}`);
  const client = createORPCClient<Client>(new RPCLink({ websocket: asBrowserSocket(line) }));
  const states = await client.session.watch();
  expect((await states.next()).value).toEqual({ status: 'signed-out' });
  expect((await client.connections.list()).keyChain).toBeNull();
});

test('the command prints one address, keeps its profile to itself and stops on a signal', async () => {
  await using folder = await builtFolder();
  const profile = join(profileFolder(), 'made');
  const { child, ready, ended, said } = command(['--profile', profile, '--renderer', folder.rendererDir]);
  expect(await ready).toMatch(/^Caretaker is ready: http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{43}\n$/);
  expect(statSync(profile).mode & 0o777).toBe(0o700);
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
  expect(said.err).toBe('');
});

test('the command says when its port is taken, and which way out there is', async () => {
  await using folder = await builtFolder();
  const first = command(['--profile', profileFolder(), '--renderer', folder.rendererDir]);
  const port = new URL((await first.ready).split(' ').at(-1) ?? '').port;
  const second = command(['--profile', profileFolder(), '--renderer', folder.rendererDir, '--port', port]);
  expect(await second.ended).toBe(1);
  expect(second.said.err).toMatch(/port is used by another program.*--port/);
});

test.each([
  [['--prot', '1'], /--prot/],
  [['--port', 'x'], /no port/],
  [['--port', '70000'], /no port/],
  [['--jobs-only'], /--connect/],
  [['--jobs-only', '--connect', 'nonsense'], /mysql:\/\//],
])('the command refuses %j with a reason and starts nothing', async (args, reason) => {
  const { ended, said } = command([...args, '--profile', profileFolder()]);
  expect(await ended).toBe(2);
  expect(said.err).toMatch(reason);
  expect(said.out).toBe('');
});

test('each system keeps a person’s own profile where its programs keep theirs', () => {
  expect(userProfileDir('linux', {}, '/home/ada')).toBe('/home/ada/.config/Caretaker');
  expect(userProfileDir('linux', { XDG_CONFIG_HOME: '/x' }, '/home/ada')).toBe('/x/Caretaker');
  expect(userProfileDir('darwin', {}, '/Users/ada')).toBe('/Users/ada/Library/Application Support/Caretaker');
  expect(userProfileDir('win32', { APPDATA: '/r' }, '/u')).toBe('/r/Caretaker');
});
