import { EventEmitter } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { Event as ElectronEvent } from 'electron';
import type { Electron } from '../../src/main/app.ts';

/** An event of Electron's that can be kept from happening. */
export class PreventableEvent {
  defaultPrevented = false;
  readonly url: string;
  constructor(url = '') {
    this.url = url;
  }
  preventDefault(): void {
    this.defaultPrevented = true;
  }
}

export class StandInContents extends EventEmitter {
  readonly mainFrame = { url: 'about:blank' };
  openHandler: (details: { url: string }) => { action: string } = () => ({ action: 'allow' });
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.openHandler = handler;
  }
}

interface WindowOptions {
  x?: number;
  y?: number;
  width?: number;
  height?: number;
  webPreferences?: Record<string, unknown>;
  [name: string]: unknown;
}

export class StandInWindow extends EventEmitter {
  readonly webContents = new StandInContents();
  readonly options: WindowOptions;
  shown = false;
  maximized = false;
  constructor(options: WindowOptions) {
    super();
    this.options = options;
  }
  async loadURL(url: string): Promise<void> {
    this.webContents.mainFrame.url = url;
  }
  show(): void {
    this.shown = true;
  }
  focus(): void {}
  isMinimized(): boolean {
    return false;
  }
  restore(): void {}
  maximize(): void {
    this.maximized = true;
  }
  isMaximized(): boolean {
    return this.maximized;
  }
  getNormalBounds() {
    const { x = 0, y = 0, width = 0, height = 0 } = this.options;
    return { x, y, width, height };
  }
}

/** A port as the main process holds it: its messages come as `{ data }`. */
export class StandInPort extends EventEmitter {
  readonly #port: MessagePort;
  constructor(port: MessagePort) {
    super();
    this.#port = port;
    port.on('close', () => this.emit('close'));
  }
  start(): void {
    this.#port.on('message', (data) => this.emit('message', { data }));
  }
  postMessage(data: unknown): void {
    this.#port.postMessage(data);
  }
  close(): void {
    this.#port.close();
  }
}

/** A page's end of a channel, and the other end as the main process would be given it. */
export function channel(): { page: MessagePort; main: StandInPort } {
  const { port1, port2 } = new MessageChannel();
  return { page: port1, main: new StandInPort(port2) };
}

class StandInApp extends EventEmitter {
  isPackaged = true;
  firstInstance = true;
  readonly log: string[];
  readonly paths: Record<string, string>;
  constructor(log: string[], userData: string) {
    super();
    this.log = log;
    this.paths = { userData, downloads: join(userData, 'downloads') };
  }
  setName(name: string): void {
    this.log.push(`name ${name}`);
  }
  enableSandbox(): void {
    this.log.push('sandbox');
  }
  requestSingleInstanceLock(): boolean {
    this.log.push('lock');
    return this.firstInstance;
  }
  async whenReady(): Promise<void> {
    this.log.push('ready');
  }
  getPath(name: string): string {
    return this.paths[name] ?? tmpdir();
  }
  setPath(name: string, path: string): void {
    this.paths[name] = path;
  }
  quit(): void {
    this.log.push('quit');
  }
  exit(code: number): void {
    this.log.push(`exit ${code}`);
    this.emit('exited', code);
  }
}

type Handler = (...args: never[]) => unknown;

class StandInSession extends EventEmitter {
  handlers: Record<string, Handler> = {};
  setPermissionRequestHandler(handler: Handler): void {
    this.handlers.permissionRequest = handler;
  }
  setPermissionCheckHandler(handler: Handler): void {
    this.handlers.permissionCheck = handler;
  }
  setDevicePermissionHandler(handler: Handler): void {
    this.handlers.devicePermission = handler;
  }
  setDisplayMediaRequestHandler(handler: Handler): void {
    this.handlers.displayMedia = handler;
  }
}

/** A key chain that turns bytes around: enough to tell sealed from open. */
export const reversingStorage = {
  available: true,
  backend: 'gnome_libsecret' as const,
  isEncryptionAvailable: () => true,
  getSelectedStorageBackend: () => 'gnome_libsecret' as const,
  encryptString: (text: string) => Buffer.from(text, 'utf8').reverse(),
  decryptString: (sealed: Buffer) => Buffer.from(sealed).reverse().toString('utf8'),
};

/** The parts of Electron that the main process uses, remembering what was asked of them, in order in `log`. */
export function createElectron(userData: string) {
  const log: string[] = [];
  const app = new StandInApp(log, userData);
  const session = new StandInSession();
  const windows: StandInWindow[] = [];
  const opened: string[] = [];
  const schemes: Record<string, unknown>[] = [];
  const handlers = new Map<string, (request: Request) => Promise<Response>>();
  const answers = { dialog: 1, asked: [] as { message: string; detail?: string }[] };
  let menu: unknown = null;

  class BrowserWindow extends StandInWindow {
    constructor(options: WindowOptions) {
      super(options);
      log.push('window');
      windows.push(this);
      app.emit('web-contents-created', new PreventableEvent(), this.webContents);
    }
  }
  const electron = {
    app,
    BrowserWindow,
    dialog: {
      async showMessageBox(box: { message: string; detail?: string }) {
        answers.asked.push(box);
        return { response: answers.dialog };
      },
    },
    ipcMain: new EventEmitter(),
    Menu: {
      buildFromTemplate: (template: unknown) => template,
      setApplicationMenu(template: unknown) {
        menu = template;
      },
    },
    nativeTheme: { shouldUseDarkColors: false },
    protocol: {
      registerSchemesAsPrivileged(list: Record<string, unknown>[]) {
        log.push('scheme');
        schemes.push(...list);
      },
      handle(scheme: string, handler: (request: Request) => Promise<Response>) {
        log.push('handle');
        handlers.set(scheme, handler);
      },
    },
    safeStorage: reversingStorage,
    screen: { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }] },
    session: { defaultSession: session },
    shell: {
      async openExternal(url: string) {
        opened.push(url);
      },
    },
  };
  return {
    electron: electron as unknown as Electron,
    app,
    session,
    windows,
    opened,
    schemes,
    handlers,
    answers,
    log,
    ipcMain: electron.ipcMain,
    get menu() {
      return menu;
    },
  };
}

/** An event as handlers of Electron expect it. */
export function eventFor(url = ''): PreventableEvent & ElectronEvent<{ url: string }> {
  return new PreventableEvent(url) as PreventableEvent & ElectronEvent<{ url: string }>;
}
