import { newPage, openBrowser, paintedAt, signInScreen, watchPaint } from './support/browser.ts';
import { type Figure, figure } from './support/figures.ts';
import type { Ground } from './support/ground.ts';
import { type Program, startBarePage, startConsole } from './support/program.ts';
import { p50, ratio } from './support/samples.ts';

const ROUNDS = 9;

/** Milliseconds from starting the program. */
interface Start {
  ready: number;
  painted: number;
}

/** From starting the console, with the database up and the browser open, until the sign-in screen is painted. */
export async function measure(ground: Ground): Promise<Figure[]> {
  await ground.demo();
  const browser = await openBrowser(ground);
  const time = async (start: () => Promise<Program>, selector: string): Promise<Start> => {
    ground.signal.throwIfAborted();
    await using page = await newPage(browser);
    await watchPaint(page, selector);
    const began = performance.timeOrigin + performance.now();
    await using program = await start();
    const ready = performance.timeOrigin + performance.now();
    await page.goto(program.url, { waitUntil: 'commit' });
    return { ready: ready - began, painted: (await paintedAt(page)) - began };
  };

  const consoles: Start[] = [];
  const bare: Start[] = [];
  // The first round fills the caches of the system and the browser, and is not counted.
  for (let round = 0; round <= ROUNDS; round++) {
    const ofConsole = await time(() => startConsole(ground), signInScreen);
    const ofBare = await time(() => startBarePage(ground), '#bare');
    if (round === 0) continue;
    consoles.push(ofConsole);
    bare.push(ofBare);
  }
  const painted = consoles.map((it) => it.painted);
  const barePainted = bare.map((it) => it.painted);
  return [
    figure('cold start to sign-in', p50(painted) / 1000, 's', '< 1'),
    figure('cold start to sign-in, the quickest', Math.min(...painted) / 1000, 's'),
    figure('cold start to sign-in, the slowest', Math.max(...painted) / 1000, 's'),
    figure('until the host answers', p50(consoles.map((it) => it.ready)) / 1000, 's'),
    figure('from then until it is painted', p50(consoles.map((it) => it.painted - it.ready)) / 1000, 's'),
    figure('a bare page the same way', p50(barePainted) / 1000, 's'),
    figure('cold start ÷ the bare page', ratio(p50(painted), p50(barePainted)), '×'),
  ];
}
