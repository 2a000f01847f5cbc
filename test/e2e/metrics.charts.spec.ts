import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import type { Community } from '../support/community.ts';
import { expectAccessible } from './support/axe.ts';
import { type BrowserDesk, signIn } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';
import { sampledBefore } from './support/metrics.ts';

/** Six hours of samples up to now, with a hole of half an hour in the middle; in whole minutes. */
async function sampledTown(town: Community): Promise<{ now: number; hole: [number, number] }> {
  const now = Math.floor(Date.now() / 60_000) * 60;
  const hole: [number, number] = [now - 3.5 * 3600, now - 3 * 3600];
  const common = { step: 10, from: now - 6 * 3600, to: now, every: 60 } as const;
  const wave = (base: number, swing: number) => (at: number) => {
    if (at >= hole[0] && at < hole[1]) return null;
    const mean = base + swing * Math.sin(at / 1500);
    return { low: mean - swing / 4, mean, high: mean + swing / 2 };
  };
  const flat = (value: number) => (at: number) =>
    at >= hole[0] && at < hole[1] ? null : { low: value, mean: value, high: value };
  await sampledBefore(town, [
    { ...common, series: 'connected', value: wave(80, 20) },
    { ...common, series: 'max_connections', value: flat(151) },
    { ...common, series: 'running', value: wave(9, 4) },
    { ...common, series: 'statements', value: wave(1200, 400) },
    { ...common, series: 'selects', value: wave(900, 300) },
    { ...common, series: 'writes', value: wave(200, 60) },
    { ...common, series: 'pool_data', value: wave(96e6, 8e6) },
    { ...common, series: 'pool_size', value: flat(128 * 2 ** 20) },
    { ...common, series: 'checkpoint_age', value: wave(40e6, 20e6) },
    { ...common, series: 'checkpoint_limit', value: flat(80e6) },
    { ...common, series: 'redo_written', value: wave(2e6, 1e6) },
    { ...common, series: 'history', value: wave(1200, 800) },
    { ...common, series: 'oldest_transaction', value: wave(20, 18) },
    { ...common, series: 'tmp_tables', value: wave(30, 12) },
    { ...common, series: 'received', value: wave(3e6, 1e6) },
    { ...common, series: 'sent', value: wave(2e7, 1e7) },
  ]);
  return { now, hole };
}

async function openWall(desk: BrowserDesk, path = '/metrics/database?last=6h'): Promise<Page> {
  const { page } = desk;
  await signIn(desk, 'cto');
  await desk.goTo(path);
  await expect(page.getByRole('figure', { name: 'Connections' }).locator('canvas')).toBeVisible();
  return page;
}

const figureOf = (page: Page, title: string) => page.getByRole('figure', { name: title, exact: true });
const plotOf = (page: Page, title: string) => figureOf(page, title).locator('.u-over');

/** Puts the pointer at a share of the width of a chart's plotting area. */
async function pointAt(page: Page, title: string, share: number): Promise<void> {
  const box = await boxOf(page, title);
  await page.mouse.move(box.x + share * box.width, box.y + box.height / 2 - 1);
  await page.mouse.move(box.x + share * box.width, box.y + box.height / 2);
}

async function boxOf(page: Page, title: string) {
  await plotOf(page, title).scrollIntoViewIfNeeded();
  const box = await plotOf(page, title).boundingBox();
  if (box === null) throw new Error(`${title} is not drawn`);
  return box;
}

/** At which moment the cross-hair of every chart stands, read off its place; null where a chart shows none. */
function crossHairs(page: Page): Promise<(number | null)[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('[role="slider"]')].map((slider) => {
      const over = slider.querySelector('.u-over');
      const line = over?.querySelector<HTMLElement>('[data-part="crossHair"]');
      if (over == null || line == null || line.hidden) return null;
      const from = Number(slider.getAttribute('aria-valuemin'));
      const to = Number(slider.getAttribute('aria-valuemax'));
      const place = line.getBoundingClientRect().left - over.getBoundingClientRect().left;
      return from + (place / over.clientWidth) * (to - from);
    }),
  );
}

test('The wall has one cross-hair by time, one range by brush and key, and lines that go off and on', {
  tag: '@browser',
}, async ({ openBrowserDesk, ownTown }) => {
  const { now } = await sampledTown(ownTown);
  const desk = await openBrowserDesk({ town: ownTown });
  const page = await openWall(desk);
  const purge = figureOf(page, 'Purge').getByRole('button', { name: 'History list' });
  await expect(purge).toContainText(/\d/);
  const last = await purge.textContent();

  // What stands above the wall comes in meanwhile, and moves it.
  const standing = async () => {
    await pointAt(page, 'Connections', 0.25);
    return (await crossHairs(page)).filter((moment) => moment !== null);
  };
  await expect.poll(async () => (await standing()).length).toBeGreaterThan(5);
  await expect(purge).not.toHaveText(last ?? '');
  const moments = await standing();
  const pixel = (6 * 3600) / 250;
  for (const moment of moments) expect(Math.abs(moment - (now - 4.5 * 3600))).toBeLessThan(300 + pixel);
  expect(Math.max(...moments) - Math.min(...moments)).toBeLessThan(2 * pixel);
  await expect(plotOf(page, 'Connections').locator('[data-part="flag"]')).toContainText('GMT+9');

  const box = await boxOf(page, 'Statements');
  await page.mouse.move(box.x + 0.1 * box.width, box.y + 40);
  await page.mouse.down();
  await page.mouse.move(box.x + 0.3 * box.width, box.y + 40, { steps: 4 });
  await expect(plotOf(page, 'Statements').locator('[data-part="brush"]')).toBeVisible();
  await page.mouse.up();
  await expect(page).toHaveURL(/from=\d+&to=\d+/);
  const address = new URL(page.url());
  const [from, to] = ['from', 'to'].map((name) => Number(address.searchParams.get(name))) as [number, number];
  expect(Math.abs(to - from - 0.2 * 6 * 3600)).toBeLessThan(200);
  await expect(page.getByRole('button', { name: 'Live' })).toHaveAttribute('aria-pressed', 'false');
  await plotOf(page, 'Statements').dblclick();
  await expect(page).toHaveURL(/last=6h/);

  await page.mouse.move(5, 5);
  for (const [key, shown] of [
    ['1', /last=1h/],
    ['-', /last=6h/],
    ['+', /last=1h/],
    ['<', /from=\d+&to=\d+/],
    ['>', /last=1h/],
    ['4', /last=2d/],
    ['Backspace', /last=1h/],
  ] as const) {
    await page.keyboard.press(key);
    await expect(page).toHaveURL(shown);
  }
  await page.keyboard.press('2');
  const slider = page.getByRole('slider', { name: 'Connections: cross-hair' });
  await expect(slider).toHaveAttribute('aria-valuemin', /\d+/);
  await slider.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+ArrowRight');
  await expect(slider).toHaveAttribute('aria-valuetext', /GMT\+9: Connections \d/);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/from=\d+&to=\d+/);
  await page.keyboard.press('n');
  await expect(page.getByRole('button', { name: 'Live' })).toHaveAttribute('aria-pressed', 'true');

  await page.keyboard.press('c');
  const dates = page.getByRole('dialog', { name: 'Choose the range' });
  await dates.getByLabel('From, GMT+9').fill('2026-01-02T10:00');
  await dates.getByLabel('To, GMT+9').fill('2026-01-01T10:00');
  await dates.getByRole('button', { name: 'Show' }).click();
  await expect(dates.getByText('The range ends before it begins')).toBeVisible();
  await dates.getByLabel('To, GMT+9').fill('2026-01-02T16:00');
  await dates.getByRole('button', { name: 'Show' }).click();
  await expect(page).toHaveURL(/from=1767315600&to=1767337200/);
  await expect(figureOf(page, 'Connections')).toContainText('No readings in this range.');
  await page.getByRole('link', { name: 'Locks' }).click();
  await expect(page).toHaveURL(/locks\?from=1767315600&to=1767337200/);

  await desk.goTo('/metrics/database?last=6h');
  const entry = figureOf(page, 'Connections').getByRole('button', { name: /^Connections/ });
  const host = figureOf(page, 'Connections').locator('[data-chart-host]');
  await expect(host).toHaveAttribute('data-stretches', /connected/);
  await entry.focus();
  await page.keyboard.press('Space');
  await expect(entry).toHaveAttribute('aria-pressed', 'false');
  await expect(host).not.toHaveAttribute('data-stretches', /connected/);
});

/** How many pixels of a column of the drawing, at a share of its plotting area, are of about that colour. */
function pixelsOf(page: Page, title: string, share: number, colour: readonly number[]): Promise<number> {
  return figureOf(page, title).evaluate(
    (figure, { at, wanted }) => {
      const canvas = figure.querySelector('canvas');
      const over = figure.querySelector('.u-over');
      if (canvas === null || over === null) throw new Error('nothing is drawn');
      // Read from a copy: a canvas that is read from is drawn on more slowly, and says so.
      const copy = Object.assign(document.createElement('canvas'), {
        width: canvas.width,
        height: canvas.height,
      });
      const ctx = copy.getContext('2d', { willReadFrequently: true });
      if (ctx === null) throw new Error('nothing can be read');
      ctx.drawImage(canvas, 0, 0);
      const [drawn, area] = [canvas.getBoundingClientRect(), over.getBoundingClientRect()];
      const ratio = canvas.width / drawn.width;
      const x = Math.round((area.left - drawn.left + at * area.width) * ratio);
      const { data } = ctx.getImageData(x, 0, 1, canvas.height);
      let found = 0;
      for (let index = 0; index < data.length; index += 4) {
        const near = wanted.every((part, place) => Math.abs(part - (data[index + place] ?? 0)) < 40);
        if (near && (data[index + 3] ?? 0) > 200) found += 1;
      }
      return found;
    },
    { at: share, wanted: colour },
  );
}

test('A hole in the readings is a gap in the line: nothing is drawn in it, and the file has empty cells', {
  tag: '@browser',
}, async ({ openBrowserDesk, ownTown }) => {
  const { now, hole } = await sampledTown(ownTown);
  const desk = await openBrowserDesk({ town: ownTown });
  const { page } = desk;
  await signIn(desk, 'cto');
  await desk.goTo(`/metrics/database?from=${now - 6 * 3600}&to=${now}`);
  const host = figureOf(page, 'Connections').locator('[data-chart-host]');
  await expect(host).toHaveAttribute('data-stretches', /"connected":2\b/);
  const green = [29, 106, 94];
  const middle = ((hole[0] + hole[1]) / 2 - (now - 6 * 3600)) / (6 * 3600);
  expect(await pixelsOf(page, 'Connections', middle, green)).toBe(0);
  expect(await pixelsOf(page, 'Connections', 0.2, green)).toBeGreaterThan(0);

  const downloaded = page.waitForEvent('download');
  await page.getByRole('button', { name: 'More of Connections' }).click();
  await page.getByRole('menuitem', { name: 'Save as CSV' }).click();
  const file = await downloaded;
  expect(file.suggestedFilename()).toMatch(/^caretaker-connections-\d{8}T\d{4}Z-\d{8}T\d{4}Z\.csv$/);
  const lines = (await readFile(await file.path(), 'utf8')).trim().split('\r\n');
  expect(lines[0]).toMatch(/^time_utc,Connections \(count\) mean,Connections \(count\) lowest/);
  expect(lines).toHaveLength(1 + 6 * 60 - 30);
  const first = lines[1]?.split(',') ?? [];
  expect(first[0]).toBe(new Date(1000 * (now - 6 * 3600)).toISOString().replace('.000', ''));
  expect(Number(first[1])).toBeCloseTo(80 + 20 * Math.sin((now - 6 * 3600) / 1500), 6);

  await page.mouse.move(5, 5);
  await pointAt(page, 'Connections', 0.5);
  const pictured = page.waitForEvent('download');
  await page.keyboard.press('p');
  const picture = await pictured;
  expect(picture.suggestedFilename()).toMatch(/\.png$/);
  const png = await readFile(await picture.path());
  expect(png.subarray(0, 8)).toEqual(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
  const drawn = await figureOf(page, 'Connections').locator('canvas').boundingBox();
  expect(png.readUInt32BE(16)).toBeGreaterThan(drawn?.width ?? 0);
  expect(png.readUInt32BE(20)).toBeGreaterThan(drawn?.height ?? 0);

  await page.keyboard.press('y');
  const table = page.getByRole('region', { name: 'Connections as a table' });
  await expect(table.getByText('The last 200 of 330 steps; the CSV has all.')).toBeVisible();
  await expect(table.getByRole('row', { name: /^Connections/ })).toContainText('1');
});

const gridIn = { light: [228, 223, 212], dark: [44, 51, 49] };

test('A chart changes its colours with the theme of the system', {
  tag: '@browser',
}, async ({ openBrowserDesk, ownTown }) => {
  await sampledTown(ownTown);
  const desk = await openBrowserDesk({ town: ownTown });
  await desk.page.emulateMedia({ colorScheme: 'light' });
  const page = await openWall(desk);
  for (const colorScheme of ['light', 'dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    await expect.poll(() => pixelsOf(page, 'Connections', 0.2, gridIn[colorScheme])).toBeGreaterThan(0);
  }
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`The wall lives, in the ${colorScheme} theme: it goes on with the clock and says what is unknown`, {
    tag: '@browser',
  }, async ({ openBrowserDesk, ownTown }) => {
    await sampledTown(ownTown);
    const desk = await openBrowserDesk({ town: ownTown });
    await desk.page.emulateMedia({ colorScheme });
    const page = await openWall(desk, '/metrics/database?last=1h&compare=week');
    const slider = page.getByRole('slider', { name: 'Connections: cross-hair' });
    const end = Number(await slider.getAttribute('aria-valuemax'));
    await expect
      .poll(async () => Number(await slider.getAttribute('aria-valuemax')), { timeout: 25_000 })
      .toBeGreaterThanOrEqual(end + 10);
    // MariaDB and MySQL each lack something; what, and how to have it, stands where the chart would.
    await expect(page.getByText(/^Unknown: /).first()).toBeVisible({ timeout: 40_000 });
    await expect(page.getByText(/every 10 s while this is open/)).toBeVisible({ timeout: 40_000 });
    await expectAccessible(page, 'the wall');
    await figureOf(page, 'Connections').hover();
    await page.keyboard.press('y');
    await expect(page.getByRole('region', { name: 'Connections as a table' })).toBeVisible();
    await expectAccessible(page, 'a chart as a table');
    await page.getByRole('button', { name: 'More of Connections' }).click();
    await expect(page.getByRole('menuitem', { name: 'Save as PNG' })).toBeVisible();
    await expectAccessible(page, 'the menu of a chart');
    await page.screenshot({ path: `/tmp/charts/${colorScheme}.png` });
  });
}
