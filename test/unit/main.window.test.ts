import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openWindow } from '../../src/main/window.ts';
import { place } from '../../src/main/window-state.ts';
import { createElectron, type StandInWindow } from '../support/electron-stand-in.ts';

const desk = { x: 0, y: 25, width: 1920, height: 1055 };
const second = { x: 1920, y: 0, width: 2560, height: 1440 };

function opened(o: { devTools?: boolean; state?: string; dark?: boolean } = {}) {
  const stateFile = join(mkdtempSync(join(tmpdir(), 'caretaker-window-')), 'window.json');
  if (o.state !== undefined) writeFileSync(stateFile, o.state);
  const { electron, windows } = createElectron('/nowhere');
  const open = () => {
    openWindow({
      BrowserWindow: electron.BrowserWindow,
      screen: electron.screen,
      nativeTheme: { shouldUseDarkColors: o.dark ?? false },
      url: 'app://caretaker/',
      preload: '/app/preload/index.cjs',
      icon: '/app/icon.png',
      stateFile,
      devTools: o.devTools ?? false,
    });
    return windows.at(-1) as StandInWindow;
  };
  return { window: open(), again: open };
}

test('the page is isolated, sandboxed and without Node, and nothing of that is left to a default', () => {
  expect(opened().window.options.webPreferences).toEqual({
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
    devTools: false,
    preload: '/app/preload/index.cjs',
  });
});

test('a packaged page cannot be inspected, one in development can', () => {
  expect(opened({ devTools: false }).window.options.webPreferences?.devTools).toBe(false);
  expect(opened({ devTools: true }).window.options.webPreferences?.devTools).toBe(true);
});

test('the window loads the app’s own page and is shown once it is drawn', () => {
  const { window } = opened();
  expect(window.webContents.mainFrame.url).toBe('app://caretaker/');
  expect([window.options.show, window.shown]).toEqual([false, false]);
  window.emit('ready-to-show');
  expect(window.shown).toBe(true);
});

test('nothing flashes before the page is drawn: the window has the colour of its theme', () => {
  const [light, dark] = [opened({ dark: false }), opened({ dark: true })];
  expect(light.window.options.backgroundColor).not.toBe(dark.window.options.backgroundColor);
});

test('the window comes back where it was and as large as it was', () => {
  const bounds = { x: 200, y: 100, width: 1200, height: 800 };
  const { window, again } = opened({ state: JSON.stringify({ bounds, maximized: true }) });
  expect(window.options).toMatchObject(bounds);
  expect(window.maximized).toBe(true);
  window.maximized = false;
  window.emit('close');
  const next = again();
  expect(next.options).toMatchObject(bounds);
  expect(next.maximized).toBe(false);
});

test('a broken memory of the window is no reason not to open it', () => {
  for (const state of ['', '{', '{"bounds":{"x":"left"}}', 'null']) {
    expect(opened({ state }).window.options).toMatchObject({ width: 1440, height: 900 });
  }
});

test('a window seen last on a display that is gone comes to one that is there', () => {
  const lost = { x: 2200, y: 300, width: 1300, height: 900 };
  expect(place(lost, [desk])).toEqual({ x: 310, y: 103, width: 1300, height: 900 });
});

test('a window that hung over an edge is pushed into the display it was mostly on', () => {
  expect(place({ x: 1800, y: 1300, width: 1000, height: 700 }, [desk, second])).toEqual({
    x: 1920,
    y: 740,
    width: 1000,
    height: 700,
  });
});

test('a window is never larger than its display nor too small to use', () => {
  expect(place({ x: 0, y: 0, width: 9000, height: 9000 }, [desk])).toEqual(desk);
  expect(place({ x: 50, y: 50, width: 10, height: 10 }, [desk])).toMatchObject({ width: 960, height: 600 });
  const tiny = { x: 0, y: 0, width: 800, height: 480 };
  expect(place(null, [tiny])).toEqual(tiny);
});
