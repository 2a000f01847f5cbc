import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Browser, _electron as electronApp, type Page } from '@playwright/test';
import type { Watch } from './watch.ts';

export interface EndToEndOptions {
  /** Electron's program, or null to use the browser. */
  electron: string | null;
}

/** Where a console is looked at: tabs of one browser, or the window of Electron. */
export interface Windows {
  /** Another window that shares the first one's key to the console. */
  open(): Promise<Page>;
  close(): Promise<void>;
}

/** Electron's program, or null where it was not downloaded. */
export function electronProgram(): string | null {
  const home = resolve('node_modules/electron');
  const named = join(home, 'path.txt');
  if (!existsSync(named)) return null;
  const file = join(
    process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(home, 'dist'),
    readFileSync(named, 'utf8').trim(),
  );
  return existsSync(file) ? file : null;
}

/** Tabs of a browser that has never been here. */
export async function browserWindows(browser: Browser, watch: Watch): Promise<Windows> {
  const context = await browser.newContext();
  await watch.over(context);
  return {
    open: () => context.newPage(),
    close: () => context.close(),
  };
}

/** Electron with the console built into it. Only one window, which opens with it. */
export async function electronWindow(program: string, profileDir: string, watch: Watch): Promise<Windows> {
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const app = await electronApp.launch({
    executablePath: program,
    args: [...asRoot, resolve('out/main/index.js'), `--profile=${profileDir}`],
    timezoneId: 'Asia/Tokyo',
  });
  await watch.over(app.context());
  return {
    open: () => app.firstWindow(),
    close: () => app.close(),
  };
}
