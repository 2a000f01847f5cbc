import { tmpdir } from 'node:os';
import { createElectron } from './electron-stand-in.ts';

const standIn = createElectron(tmpdir());
standIn.app.isPackaged = true;

export const {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  nativeTheme,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
} = standIn.electron;

// What a test reads: the order of what was asked of Electron, and what the window was given.
const told = setInterval(() => {
  const [window] = standIn.windows;
  if (window === undefined) return;
  clearInterval(told);
  const { url } = window.webContents.mainFrame;
  process.stdout.write(`${JSON.stringify({ log: standIn.log, url, options: window.options })}\n`);
}, 20);
