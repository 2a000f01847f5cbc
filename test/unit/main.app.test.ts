import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Client } from '../../src/contract/contract.ts';
import { runApp } from '../../src/main/app.ts';
import { connectChannel } from '../../src/main/calls.ts';
import { channel, createElectron } from '../support/electron-stand-in.ts';
import { builtFolder } from '../support/serve-host.ts';

/** The whole app on a profile of its own, with the real core in it. */
async function startedApp(
  o: { argv?: (profile: string) => string[]; packaged?: boolean; first?: boolean } = {},
) {
  const folder = await builtFolder();
  const profile = mkdtempSync(join(tmpdir(), 'caretaker-profile-'));
  const standIn = createElectron(profile);
  standIn.app.isPackaged = o.packaged ?? true;
  standIn.app.firstInstance = o.first ?? true;
  const listeners = vi.spyOn(process, 'on').mockReturnValue(process);
  const files = rmSync.bind(null, profile, { recursive: true, force: true });
  onTestFinished(async () => {
    listeners.mockRestore();
    files();
    await folder[Symbol.asyncDispose]();
  });
  await runApp({
    electron: standIn.electron,
    argv: o.argv?.(profile) ?? [],
    platform: 'linux',
    devUrl: 'http://localhost:5173/',
    outDir: dirname(folder.rendererDir),
  });
  return { ...standIn, profile, handed: handOver(standIn) };
}

/** Hands a port of the window's page to the main process, and gives a client on the page's end. */
function handOver({ ipcMain, windows }: ReturnType<typeof createElectron>) {
  return () => {
    const contents = windows[0]?.webContents;
    const { page, main } = channel();
    onTestFinished(() => page.close());
    ipcMain.emit(connectChannel, { sender: contents, senderFrame: contents?.mainFrame, ports: [main] });
    return createORPCClient<Client>(new RPCLink({ port: page }));
  };
}

test('the app starts in an order that leaves no door open', async () => {
  const { log } = await startedApp();
  expect(log).toEqual(['name Caretaker', 'sandbox', 'scheme', 'lock', 'ready', 'handle', 'window']);
});

test('the window’s page is confined from its first moment', async () => {
  const { windows } = await startedApp();
  expect(windows[0]?.webContents.openHandler({ url: 'app://caretaker/' })).toEqual({ action: 'deny' });
  expect(windows[0]?.webContents.listenerCount('will-navigate')).toBe(1);
});

test('the page reaches the core over the port it hands over', async () => {
  const { handed } = await startedApp();
  const client = handed();
  const states = await client.session.watch();
  expect((await states.next()).value).toEqual({ status: 'signed-out' });
  await states.return?.();
  expect((await client.connections.list()).keyChain).toBe('GNOME Keyring');
});

test('a packaged app shows its own page though the environment names another', async () => {
  const { windows } = await startedApp({ packaged: true });
  expect(windows[0]?.webContents.mainFrame.url).toBe('app://caretaker/');
});

test('a second start raises the window of the first and opens nothing itself', async () => {
  const second = await startedApp({ first: false });
  expect(second.log).toContain('quit');
  expect(second.windows).toHaveLength(0);
  const first = await startedApp();
  first.app.emit('second-instance');
  expect(first.windows).toHaveLength(1);
  expect(first.windows[0]?.shown).toBe(true);
});

test('--profile= names the folder that everything is kept in', async () => {
  const { app, profile } = await startedApp({
    argv: (it) => ['caretaker', `--profile=${join(it, 'other')}`],
  });
  expect(app.paths.userData).toBe(join(profile, 'other'));
});

test('a link that a member wrote is shown in full and opened only on a yes', async () => {
  const { windows, answers, opened } = await startedApp();
  const open = windows[0]?.webContents.openHandler;
  open?.({ url: 'https://example.org/a?b=c' });
  await expect.poll(() => answers.asked.length).toBe(1);
  expect(answers.asked[0]?.detail).toBe('https://example.org/a?b=c');
  expect(opened).toEqual([]);
  answers.dialog = 0;
  open?.({ url: 'https://example.org/a?b=c' });
  await expect.poll(() => opened).toEqual(['https://example.org/a?b=c']);
});

test('closing the last window ends the app, and the core with it', async () => {
  const { app, log } = await startedApp();
  app.emit('window-all-closed');
  expect(log.at(-1)).toBe('quit');
  const exited = new Promise((resolve) => app.once('exited', resolve));
  app.emit('will-quit', { preventDefault: () => undefined });
  expect(await exited).toBe(0);
});
