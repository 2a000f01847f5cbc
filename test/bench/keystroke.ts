import type { CDPSession, Page } from 'playwright-core';
import { newPage, openBrowser } from './support/browser.ts';
import { type Figure, figure } from './support/figures.ts';
import type { Ground } from './support/ground.ts';
import { startConsole } from './support/program.ts';
import { p50, p95, ratio, spread } from './support/samples.ts';
import { membersOf } from './support/statements.ts';

declare global {
  interface Window {
    /** Milliseconds from the last key press until its letter, and what it found, were painted; NaN until then. */
    benchKey?: { letter: number; rows: number };
  }
}

const WORDS = 130;
const LETTERS = 4;
const ROWS = 100_000;
const BUILT_WITHIN_MS = 3_600_000;

/** Typing into the search box, from each key until its rows are painted, and what a list read far down keeps. */
export async function measure(ground: Ground): Promise<Figure[]> {
  const bare = await ground.bareConnection();
  const words = (await membersOf(bare, spread(WORDS * 6, ground.members)))
    .map(({ nickname }) => nickname.slice(0, LETTERS).toLowerCase())
    .filter((word) => /^[a-z]+$/.test(word) && word.length === LETTERS)
    .slice(0, WORDS);
  const browser = await openBrowser(ground);
  await using program = await startConsole(ground);
  await using page = await newPage(browser);
  await page.goto(program.url);
  await page.getByRole('button', { name: 'Mara Lindqvist' }).click();
  await page.getByRole('link', { name: 'Members' }).click();
  ground.say('Waiting for the member directory');
  await page.getByRole('button', { name: /^fresh|behind the site$/ }).waitFor({ timeout: BUILT_WITHIN_MS });
  await page.reload();
  await page.locator('[role="grid"] tbody tr').first().waitFor();
  return [...(await measureKeys(ground, page, words)), ...(await measureHeap(ground, page))];
}

/** Every letter of every word is one measurement. The words above the list say which search the rows belong to. */
async function measureKeys(ground: Ground, page: Page, words: readonly string[]): Promise<Figure[]> {
  const box = page.getByRole('searchbox');
  await box.focus();
  const letters: number[] = [];
  const rows: number[] = [];
  for (const word of words) {
    for (let length = 1; length <= word.length; length++) {
      ground.signal.throwIfAborted();
      const typed = word.slice(0, length);
      const words = `Nickname contains “${typed}”`;
      await watchKey(page, words);
      await page.keyboard.press(typed.slice(-1));
      const painted = await keyPainted(page);
      letters.push(painted.letter);
      rows.push(painted.rows);
    }
    await box.press('Escape');
    await page.getByText('All members, newest first', { exact: true }).waitFor();
  }
  return [
    figure('from a key to its rows painted, p50', p50(rows), 'ms'),
    figure('from a key to its rows painted, p95', p95(rows), 'ms', '< 100'),
    figure('from a key to its letter painted, p95', p95(letters), 'ms'),
    figure('rows ÷ letter, p95', ratio(p95(rows), p95(letters)), '×'),
  ];
}

/** From the page's next key press on, notes when its letter was painted, and when these words above the list were. */
function watchKey(page: Page, words: string): Promise<void> {
  return page.evaluate((expected) => {
    const times = { letter: Number.NaN, rows: Number.NaN };
    window.benchKey = times;
    const onKey = (event: KeyboardEvent) => {
      const note = (what: 'letter' | 'rows') =>
        // The frame that follows begins when the one that holds it has been handed over.
        requestAnimationFrame(() =>
          setTimeout(() => {
            times[what] = performance.now() - event.timeStamp;
          }),
        );
      const look = () => {
        const said = document.querySelector('section[aria-label="Search members"] [role="status"] > span');
        if (said?.textContent === expected) note('rows');
        else requestAnimationFrame(look);
      };
      note('letter');
      look();
    };
    document.addEventListener('keydown', onKey, { once: true, capture: true });
  }, words);
}

async function keyPainted(page: Page): Promise<{ letter: number; rows: number }> {
  await page.waitForFunction(() => !Number.isNaN(window.benchKey?.rows ?? Number.NaN));
  return page.evaluate(() => window.benchKey ?? { letter: Number.NaN, rows: Number.NaN });
}

/** The page's heap at the top of the list and after reading down it, both with what is not used swept out. */
async function measureHeap(ground: Ground, page: Page): Promise<Figure[]> {
  const session = await page.context().newCDPSession(page);
  const rows = Math.min(ROWS, ground.members);
  const start = await heapOf(session);
  await scrollTo(ground, page, Math.min(1000, rows));
  const early = await heapOf(session);
  await scrollTo(ground, page, rows);
  const late = await heapOf(session);
  return [
    figure('heap at the top of the list', start, 'MB'),
    figure('heap after 1,000 rows', early, 'MB'),
    figure(`heap after ${rows.toLocaleString('en')} rows`, late, 'MB', '< 100'),
    figure(`heap after ${rows.toLocaleString('en')} rows ÷ after 1,000`, ratio(late, early), '×'),
  ];
}

/** Scrolls to the end of what is loaded, again and again, until so many rows are. */
async function scrollTo(ground: Ground, page: Page, rows: number): Promise<void> {
  let loaded = 0;
  while (loaded < rows) {
    ground.signal.throwIfAborted();
    loaded = await page.evaluate(async () => {
      const body = document.querySelector('[role="grid"] tbody');
      const scroller = document.querySelector('[role="grid"]')?.parentElement;
      scroller?.scrollTo({ top: scroller.scrollHeight });
      await new Promise((drawn) => requestAnimationFrame(drawn));
      return Math.round((body?.getBoundingClientRect().height ?? 0) / 30);
    });
  }
}

/** Megabytes of JavaScript that are in use. */
async function heapOf(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return usedSize / 1e6;
}
