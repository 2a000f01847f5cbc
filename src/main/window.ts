import type {
  BrowserWindowConstructorOptions,
  BrowserWindow as ElectronWindow,
  NativeTheme,
  Screen,
  WebPreferences,
} from 'electron';
import { place, readState, smallestSize, writeState } from './window-state.ts';

/** Said in full though most are Electron's defaults: what is relied on is written down, and tested. */
export const pagePreferences = {
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  nodeIntegrationInSubFrames: false,
  nodeIntegrationInWorker: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  plugins: false,
  navigateOnDragDrop: false,
  safeDialogs: true,
  spellcheck: false,
} as const satisfies WebPreferences;

/** The page's own background, so that nothing flashes before it is drawn. */
const backgrounds = { light: '#f4f1ea', dark: '#141817' };

export interface WindowOptions {
  BrowserWindow: new (options: BrowserWindowConstructorOptions) => ElectronWindow;
  screen: Pick<Screen, 'getAllDisplays'>;
  nativeTheme: Pick<NativeTheme, 'shouldUseDarkColors'>;
  url: string;
  preload: string;
  icon: string;
  stateFile: string;
  /** Whether the page may be inspected: in development alone. */
  devTools: boolean;
}

/** Opens the console's window where it was last closed, and shows it once its page is drawn. */
export function openWindow(o: WindowOptions): ElectronWindow {
  const last = readState(o.stateFile);
  const window = new o.BrowserWindow({
    ...place(
      last?.bounds ?? null,
      o.screen.getAllDisplays().map((it) => it.workArea),
    ),
    minWidth: smallestSize.width,
    minHeight: smallestSize.height,
    title: 'Caretaker',
    icon: o.icon,
    show: false,
    backgroundColor: o.nativeTheme.shouldUseDarkColors ? backgrounds.dark : backgrounds.light,
    webPreferences: { ...pagePreferences, preload: o.preload, devTools: o.devTools },
  });
  if (last?.maximized === true) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('close', () => {
    writeState(o.stateFile, { bounds: window.getNormalBounds(), maximized: window.isMaximized() });
  });
  void window.loadURL(o.url);
  return window;
}
