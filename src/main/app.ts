import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { RPCHandler } from '@orpc/server/message-port';
import type { BrowserWindow } from 'electron';
import { type Console, createConsole } from '../core/console.ts';
import { createLog, type Logger } from '../core/log.ts';
import { openBuiltPage } from '../core/page/files.ts';
import { handlerOptions } from '../core/procedures.ts';
import { resourcesDir } from '../core/resources.ts';
import { router } from '../core/router.ts';
import { acceptPorts } from './calls.ts';
import { systemKeyChain } from './key-chain.ts';
import { menuTemplate } from './menu.ts';
import { ownOrigin } from './origin.ts';
import { registerScheme, serveScheme } from './protocol.ts';
import { secure } from './security.ts';
import { stopWith } from './shutdown.ts';
import { createUpdateCheck, updatesArePublished } from './updater.ts';
import { openWindow } from './window.ts';

export type Electron = Pick<
  typeof import('electron'),
  | 'app'
  | 'BrowserWindow'
  | 'dialog'
  | 'ipcMain'
  | 'Menu'
  | 'nativeTheme'
  | 'protocol'
  | 'safeStorage'
  | 'screen'
  | 'session'
  | 'shell'
>;

export interface AppOptions {
  electron: Electron;
  argv: readonly string[];
  platform: NodeJS.Platform;
  /** Where Vite serves the interface in development. */
  devUrl: string | undefined;
  /** The folder the bundles were built into: `main`, `preload` and `renderer` lie in it. */
  outDir: string;
}

/**
 * Runs the console in Electron, in an order that matters: the scheme before Electron is ready, the lock before
 * anything is opened, every door closed before the first window, the core before the first call.
 */
export async function runApp({ electron, argv, platform, devUrl, outDir }: AppOptions): Promise<void> {
  const { app } = electron;
  app.setName('Caretaker');
  app.enableSandbox();
  registerScheme(electron.protocol);
  const profileDir = chooseProfile(electron, argv);
  if (!app.requestSingleInstanceLock()) return app.quit();

  const log = createLog({ file: join(profileDir, 'caretaker.log') });
  await app.whenReady();

  const own = ownOrigin({ packaged: app.isPackaged, devUrl });
  const windows = new Set<BrowserWindow>();
  secure({ app, session: electron.session.defaultSession, own, offerLink: linkOffer(electron) });
  serveScheme(electron.protocol, await openBuiltPage(join(outDir, 'renderer')));

  const console = openConsole(electron, profileDir, platform, log);
  stopWith({ app, log, close: () => console.close() });
  const handler = new RPCHandler(router, handlerOptions(log));
  acceptPorts({
    ipcMain: electron.ipcMain,
    own,
    isOwnWindow: (contents) => [...windows].some((it) => it.webContents === contents),
    open: (port) => handler.upgrade(port, { context: { console } }),
    refused: (reason) => log.warn({ reason }, 'a hand-over of a port was refused'),
  });

  const newWindow = () => {
    const window = openWindow({
      BrowserWindow: electron.BrowserWindow,
      screen: electron.screen,
      nativeTheme: electron.nativeTheme,
      url: own.url,
      preload: join(outDir, 'preload', 'index.cjs'),
      icon: join(resourcesDir, 'icons', 'icon.png'),
      stateFile: join(profileDir, 'window.json'),
      devTools: !app.isPackaged,
    });
    windows.add(window);
    window.once('closed', () => windows.delete(window));
  };
  const checkForUpdates = await updateCheck(electron);
  electron.Menu.setApplicationMenu(
    electron.Menu.buildFromTemplate(
      menuTemplate({ platform, development: !app.isPackaged, newWindow, checkForUpdates }),
    ),
  );
  app.on('second-instance', () => raise([...windows][0], newWindow));
  app.on('activate', () => raise([...windows][0], newWindow));
  app.on('window-all-closed', () => {
    if (platform !== 'darwin') app.quit();
  });
  newWindow();
}

/** The folder named by `--profile=`, else Electron's own for this person. Set before the lock, which lies in it. */
function chooseProfile({ app }: Electron, argv: readonly string[]): string {
  const flag = '--profile=';
  const named = argv.find((it) => it.startsWith(flag))?.slice(flag.length);
  const folder = named === undefined || named === '' ? app.getPath('userData') : resolve(named);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  app.setPath('userData', folder);
  return folder;
}

function openConsole(
  electron: Electron,
  profileDir: string,
  platform: NodeJS.Platform,
  log: Logger,
): Console {
  const keyChain = systemKeyChain(electron.safeStorage, platform, join(profileDir, 'keys.json'));
  return createConsole({ profileDir, exportsDir: electron.app.getPath('downloads'), keyChain, log });
}

/** What members wrote may hold links: each is shown in full and opened only on a yes. */
function linkOffer({ dialog, shell }: Electron): (url: string) => Promise<void> {
  return async (url) => {
    const { response } = await dialog.showMessageBox({
      type: 'question',
      message: 'Open this link in your browser?',
      detail: url.length > 500 ? `${url.slice(0, 500)}…` : url,
      buttons: ['Open', 'Cancel'],
      defaultId: 1,
      cancelId: 1,
      noLink: true,
    });
    if (response === 0) await shell.openExternal(url);
  };
}

async function updateCheck({ app, dialog }: Electron): Promise<(() => void) | null> {
  const feedFile = join(process.resourcesPath ?? '', 'app-update.yml');
  if (!updatesArePublished({ packaged: app.isPackaged, feedFileExists: existsSync(feedFile) })) return null;
  const { default: updater } = await import('electron-updater');
  const check = createUpdateCheck({
    updater: updater.autoUpdater,
    async ask({ message, detail, yes, no }) {
      const buttons = [yes, no];
      const box = { type: 'question' as const, message, detail, buttons, defaultId: 0, cancelId: 1 };
      return (await dialog.showMessageBox(box)).response === 0;
    },
    async tell(message, detail) {
      await dialog.showMessageBox({ type: 'info', message, detail, buttons: ['OK'] });
    },
  });
  return () => void check();
}

function raise(window: BrowserWindow | undefined, open: () => void): void {
  if (window === undefined) {
    open();
    return;
  }
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
