import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { chromium } from '@playwright/test';
import { startServe } from '../../src/serve/index.ts';
import { browserOptions } from '../../test/support/browser.ts';
import { build } from '../start/build.ts';
import { type Demo, startDemo } from '../start/demo.ts';

/** Where the pictures are taken: a demo of its own, the console on it, and a browser at its sign-in. */
export interface Stage {
  demo: Demo;
  host: Awaited<ReturnType<typeof startServe>>;
  browser: Browser;
  page: Page;
  /** Shows an address of the console, such as `/members?q=ma`. */
  goTo(path: string): Promise<void>;
}

const root = resolve(import.meta.dirname, '../..');
const members = 20_000;

/** Brings up the stage; the demo in `.data/shots` is made on the first run and kept. All ends with `started`. */
export async function openStage(
  started: AsyncDisposableStack,
  signal: AbortSignal,
  say: (line: string) => void,
): Promise<Stage> {
  const dataDir = join(root, '.data/shots');
  await build(root, signal, say);
  const demo = await startDemo({
    dataDir,
    adapterFile: join(root, 'resources/sites/demo.sql'),
    members,
    reset: false,
    started,
    signal,
    say,
  });
  // What an earlier run saved would be in the pictures.
  rmSync(join(demo.profileDir, 'connections.json'), { force: true });
  const host = await startServe({
    port: 0,
    profileDir: demo.profileDir,
    rendererDir: join(root, 'out/renderer'),
    exportsDir: join(dataDir, 'exports'),
  });
  started.defer(() => host.stop());
  const browser = await chromium.launch(browserOptions());
  started.defer(() => browser.close());
  const context = await browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(host.url);
  return {
    demo,
    host,
    browser,
    page,
    async goTo(path) {
      await page.goto(`http://127.0.0.1:${host.port}${path}`);
    },
  };
}
