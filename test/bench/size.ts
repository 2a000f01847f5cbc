import type { Page } from 'playwright-core';
import { membersRow, newPage, openBrowser, signInScreen } from './support/browser.ts';
import { type Figure, figure } from './support/figures.ts';
import type { Ground } from './support/ground.ts';
import { startConsole } from './support/program.ts';

const kinds = ['page', 'js', 'css', 'font', 'other'] as const;
type Kind = (typeof kinds)[number];
type Bytes = Record<Kind, number>;

const kindOf: Record<string, Kind> = { Document: 'page', Script: 'js', Stylesheet: 'css', Font: 'font' };

/** What a browser with an empty cache receives, compressed and with headers, until there is something to work with. */
export async function measure(ground: Ground): Promise<Figure[]> {
  const browser = await openBrowser(ground);
  await using page = await newPage(browser);
  await using console = await startConsole(ground);
  const received = await countReceived(page);

  await page.goto(console.url);
  await page.waitForSelector(signInScreen);
  await settled(page);
  const first = { ...received };

  await page.click(signInScreen);
  await page.getByRole('navigation', { name: 'Views of the queue' }).waitFor();
  await settled(page);
  const reports = { ...received };

  await page.getByRole('link', { name: 'Members' }).click();
  await page.getByRole('grid', { name: 'Members' }).locator(membersRow).first().waitFor();
  await settled(page);
  return [
    ...figuresOf('until sign-in', first, '< 350'),
    ...figuresOf('until reports', reports, null),
    ...figuresOf('until members', received, null),
  ];
}

/** Sums up what arrives from now on. */
async function countReceived(page: Page): Promise<Bytes> {
  const received: Bytes = { page: 0, js: 0, css: 0, font: 0, other: 0 };
  const session = await page.context().newCDPSession(page);
  const requested = new Map<string, Kind>();
  session.on('Network.responseReceived', ({ requestId, type }) => {
    requested.set(requestId, kindOf[type] ?? 'other');
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    received[requested.get(requestId) ?? 'other'] += encodedDataLength;
  });
  await session.send('Network.enable');
  return received;
}

/** Until the fonts are in and half a second has brought nothing more. */
async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle');
  await page.evaluate(async () => {
    await document.fonts.ready;
  });
}

function figuresOf(when: string, bytes: Bytes, aim: string | null): Figure[] {
  const total = kinds.reduce((sum, kind) => sum + bytes[kind], 0);
  return [
    figure(`received ${when}`, total / 1000, 'KB', aim),
    ...kinds.map((kind) => figure(`received ${when}, ${kind}`, bytes[kind] / 1000, 'KB')),
  ];
}
