import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { obtainChromium } from '../../scripts/test/chromium.ts';
import { startServe } from '../../src/serve/index.ts';
import { currentBundles, out } from '../support/bundles.ts';

let browser: Browser;
beforeAll(async () => {
  await currentBundles();
  browser = await chromium.launch({
    executablePath: obtainChromium(console.error),
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}, 120_000);
afterAll(() => browser.close());

/** The built interface in a real browser, with every breach of its policy noted from the first moment. */
async function openInterface(): Promise<{ page: Page; breaches: () => Promise<string[]>; url: string }> {
  const profileDir = mkdtempSync(join(tmpdir(), 'caretaker-policy-'));
  const host = await startServe({ port: 0, profileDir, rendererDir: join(out, 'renderer') });
  const page = await browser.newPage();
  onTestFinished(async () => {
    await page.close();
    await host.stop();
    rmSync(profileDir, { recursive: true, force: true });
  });
  await page.addInitScript(() => {
    const noted: string[] = [];
    Object.assign(window, { noted });
    document.addEventListener('securitypolicyviolation', (it) => {
      noted.push(`${it.effectiveDirective} ${it.blockedURI}`);
    });
  });
  await page.goto(host.url);
  await page.getByRole('textbox').first().waitFor();
  const breaches = () => page.evaluate(() => (window as unknown as { noted: string[] }).noted);
  return { page, breaches, url: host.url };
}

test('the interface runs under its own policy without a breach', { timeout: 30_000 }, async () => {
  const { page, breaches } = await openInterface();
  await page.reload();
  await page.getByRole('textbox').first().waitFor();
  expect(await breaches()).toEqual([]);
});

test('the token leaves the address as soon as it was traded', { timeout: 30_000 }, async () => {
  const { page } = await openInterface();
  await expect.poll(() => page.url()).not.toContain('token');
});

test('a second browser that opens the same address is let in nowhere', { timeout: 30_000 }, async () => {
  const { url } = await openInterface();
  const other = await browser.newContext();
  onTestFinished(() => other.close());
  const page = await other.newPage();
  const refused = page.waitForResponse((it) => it.url().endsWith('/session'));
  await page.goto(url);
  expect((await refused).status()).toBe(401);
});

test('what a page could be tricked into is refused by the browser itself', { timeout: 30_000 }, async () => {
  const { page, breaches } = await openInterface();
  const ran = await page.evaluate(async () => {
    const add = (name: string, parts: object) =>
      document.body.append(Object.assign(document.createElement(name), parts));
    add('script', { textContent: 'window.ran = true' });
    add('style', { textContent: 'body { display: none }' });
    add('div', { innerHTML: '<img src="x" onerror="window.ran = true">' });
    add('img', { src: 'https://evil.example/x.png' });
    add('video', { src: 'https://evil.example/x.webm' });
    add('iframe', { src: 'https://evil.example/' });
    await fetch('https://evil.example/').catch(() => undefined);
    await fetch('http://127.0.0.1:1/').catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 300));
    return { script: 'ran' in window, style: getComputedStyle(document.body).display };
  });
  expect(ran).toEqual({ script: false, style: 'block' });
  const directives = new Set((await breaches()).map((it) => it.split(' ')[0]));
  expect(directives).toEqual(
    new Set([
      'script-src-elem',
      'script-src-attr',
      'style-src-elem',
      'img-src',
      'media-src',
      'frame-src',
      'connect-src',
    ]),
  );
});

test('a picture that the page was handed is shown, and could not run as a page', {
  timeout: 30_000,
}, async () => {
  const { page, breaches } = await openInterface();
  const shown = await page.evaluate(async () => {
    const dot = 'R0lGODlhAQABAIAAAP///wAAACwAAAAAAQABAAACAkQBADs=';
    const bytes = Uint8Array.from(atob(dot), (it) => it.charCodeAt(0));
    const picture = new Image();
    picture.src = URL.createObjectURL(new Blob([bytes], { type: 'image/gif' }));
    await picture.decode();
    const text = new Blob(['<script>parent.ran = true</script>'], { type: 'text/html' });
    document.body.append(Object.assign(document.createElement('iframe'), { src: URL.createObjectURL(text) }));
    await new Promise((resolve) => setTimeout(resolve, 300));
    return { width: picture.naturalWidth, ran: 'ran' in window };
  });
  expect(shown).toEqual({ width: 1, ran: false });
  expect((await breaches()).map((it) => it.split(' ')[0])).toEqual(['frame-src']);
});

test('a page of another origin reads nothing of the console', { timeout: 30_000 }, async () => {
  const { url } = await openInterface();
  const origin = new URL(url).origin;
  const context = await browser.newContext();
  onTestFinished(() => context.close());
  const page = await context.newPage();
  await page.route('http://evil.example/', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<p>evil</p>' }),
  );
  await page.goto('http://evil.example/');
  const outcome = await page.evaluate(async (target) => {
    const read = await fetch(`${target}/`).then(
      () => 'read',
      () => 'refused',
    );
    const socket = new WebSocket(`${target.replace('http', 'ws')}/calls`);
    const line = await new Promise((resolve) => {
      socket.onopen = () => resolve('open');
      socket.onerror = () => resolve('refused');
    });
    return { read, line };
  }, origin);
  expect(outcome).toEqual({ read: 'refused', line: 'refused' });
});
