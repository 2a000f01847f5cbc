import { resolve } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { build } from '../../../scripts/start/build.ts';
import { obtainChromium } from '../../../scripts/test/chromium.ts';
import type { Ground } from './ground.ts';

declare global {
  interface Window {
    /** Milliseconds since 1970 at which what was watched for had been painted. */
    benchPainted?: number;
  }
}

/** What a person sees first: the people, or the form, to sign in with. */
export const signInScreen = 'section[aria-label^="Sign in to"] button';
/** A cell of the members' list. */
export const membersRow = 'tbody tr td';

const PAINTED_WITHIN_MS = 30_000;

/** A Chromium that is open already, as a person's browser is, and an interface that is built from what is there. */
export async function openBrowser(ground: Ground): Promise<Browser> {
  await build(resolve(import.meta.dirname, '../../..'), ground.signal, ground.say);
  const browser = await chromium.launch({
    executablePath: obtainChromium(ground.say),
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    handleSIGINT: false,
    handleSIGTERM: false,
  });
  ground.started.defer(() => browser.close());
  return browser;
}

/** A page with nothing in its cache. */
export async function newPage(browser: Browser): Promise<Page & AsyncDisposable> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  return Object.assign(page, { [Symbol.asyncDispose]: () => context.close() });
}

/** From the page's next load on, notes when `selector` was painted. */
export async function watchPaint(page: Page, selector: string): Promise<void> {
  await page.addInitScript((watched) => {
    const look = () => {
      if (document.querySelector(watched) === null) requestAnimationFrame(look);
      // The frame that follows begins when the one that holds it has been handed over.
      else requestAnimationFrame(() => setTimeout(note, 0));
    };
    const note = () => {
      window.benchPainted = performance.timeOrigin + performance.now();
    };
    look();
  }, selector);
}

/** Milliseconds since 1970 at which it was painted. */
export async function paintedAt(page: Page): Promise<number> {
  await page.waitForFunction(() => window.benchPainted !== undefined, null, { timeout: PAINTED_WITHIN_MS });
  return page.evaluate(() => window.benchPainted ?? Number.NaN);
}
