/**
 * Draws the app's icons from the mark, with the system's Chromium, into resources/icons: run it after the mark
 * was changed, with `node scripts/icons.ts`, and commit what it wrote.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { type Drawing, icns, ico } from './icons/icon-files.ts';
import { obtainChromium } from './test/chromium.ts';

const root = join(import.meta.dirname, '..');
const mark = readFileSync(join(root, 'src/renderer/components/mark.svg'), 'utf8');
const folder = join(root, 'resources/icons');

/** Apple's grid leaves a tenth of the edge free on each side; elsewhere icons fill their square. */
const appleMargin = 0.098;

const browser = await chromium.launch({
  executablePath: obtainChromium(console.error),
  args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
try {
  mkdirSync(join(folder, 'linux'), { recursive: true });
  const plain = await drawAll(browser, [16, 24, 32, 48, 64, 128, 256, 512, 1024], 0);
  for (const { size, png } of plain) {
    if (size <= 512) writeFileSync(join(folder, 'linux', `${size}x${size}.png`), png);
    if (size === 512) writeFileSync(join(folder, 'icon.png'), png);
  }
  writeFileSync(join(folder, 'icon.ico'), ico(plain.filter(({ size }) => size <= 256)));
  const apple = await drawAll(browser, [16, 32, 64, 128, 256, 512, 1024], appleMargin);
  writeFileSync(join(folder, 'icon.icns'), icns(apple));
} finally {
  await browser.close();
}

async function drawAll(on: Browser, sizes: number[], margin: number): Promise<Drawing[]> {
  const drawings: Drawing[] = [];
  for (const size of sizes) {
    const page = await on.newPage({ viewport: { width: size, height: size } });
    const edge = Math.round(size * (1 - 2 * margin));
    const source = `data:image/svg+xml;base64,${Buffer.from(mark).toString('base64')}`;
    await page.setContent(
      `<body style="margin:0;display:grid;place-items:center;height:100vh">
         <img src="${source}" width="${edge}" height="${edge}" style="display:block">`,
    );
    await page.locator('img').evaluate((it: HTMLImageElement) => it.decode());
    drawings.push({ size, png: await page.screenshot({ omitBackground: true }) });
    await page.close();
  }
  return drawings;
}
