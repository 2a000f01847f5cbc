import type { Page } from 'playwright-core';
import { newPage, openBrowser } from '../browser.ts';
import { type Figure, figure } from '../figures.ts';
import type { Ground } from '../ground.ts';
import { startConsole } from '../program.ts';
import { p50, p95 } from '../samples.ts';

declare global {
  interface Window {
    /** For each chart, the milliseconds from the navigation until so many had been painted. */
    benchCharts?: number[];
  }
}

const ROUNDS = 12;
const READY_WITHIN_MS = 60_000;

interface Screen {
  readonly name: string;
  readonly address: string;
  /** How many charts it has at the least. */
  readonly charts: number;
}

/** Each with the longest of what is kept: five years by the hour, a month by the minute. */
const screens: readonly Screen[] = [
  { name: 'Traffic over 5 years', address: '/metrics/traffic?last=5y', charts: 5 },
  { name: 'Traffic over 7 days', address: '/metrics/traffic?last=7d', charts: 5 },
  { name: 'Database over 30 days', address: '/metrics/database?last=30d', charts: 12 },
  { name: 'Database over 24 hours', address: '/metrics/database?last=24h', charts: 12 },
  { name: 'Database over 5 years', address: '/metrics/database?last=5y', charts: 12 },
];

/** From choosing a screen until its first chart is painted, and until all are, in Chromium. */
export async function measureScreens(ground: Ground): Promise<Figure[]> {
  const browser = await openBrowser(ground);
  await using program = await startConsole(ground);
  await using page = await newPage(browser);
  await page.goto(program.url);
  await page.getByRole('button', { name: 'Inês Duarte' }).click();
  await page.getByRole('navigation', { name: 'Metrics' }).waitFor();
  await page.addInitScript(watchCharts);
  const figures: Figure[] = [];
  for (const screen of screens) {
    ground.say(`  ${screen.name}`);
    const times: { first: number; all: number }[] = [];
    for (let round = 0; round <= ROUNDS; round++) {
      ground.signal.throwIfAborted();
      const time = await openScreen(page, screen);
      // The first fills the caches of the server, and is not counted.
      if (round > 0) times.push(time);
    }
    for (const which of ['first', 'all'] as const) {
      const ms = times.map((it) => it[which]);
      const what = which === 'first' ? 'first chart' : 'all charts';
      figures.push(
        figure(`${screen.name}, to ${what}, p50`, p50(ms), 'ms'),
        figure(`${screen.name}, to ${what}, p95`, p95(ms), 'ms'),
      );
    }
  }
  return figures;
}

/** Loads the page anew, with the browser's caches, as after a reload. */
async function openScreen(page: Page, { address, charts }: Screen): Promise<{ first: number; all: number }> {
  await page.goto(new URL(address, page.url()).href, { waitUntil: 'commit' });
  const painted = await page.waitForFunction(
    (expected) => ((window.benchCharts?.length ?? 0) >= expected ? window.benchCharts : null),
    charts,
    { timeout: READY_WITHIN_MS },
  );
  const times = (await painted.jsonValue()) ?? [];
  return { first: times[0] ?? Number.NaN, all: times[charts - 1] ?? Number.NaN };
}

/** Counts the drawings that have their canvas, frame by frame. */
function watchCharts(): void {
  const times: number[] = [];
  window.benchCharts = times;
  const look = () => {
    const drawn = document.querySelectorAll('figure canvas').length;
    // The frame that follows begins when the one that holds it has been handed over.
    requestAnimationFrame(() => {
      setTimeout(() => {
        while (times.length < drawn) times.push(performance.now());
      });
      look();
    });
  };
  look();
}
