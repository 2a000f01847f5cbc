import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import react from '@vitejs/plugin-react';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { newPage, openBrowser } from '../browser.ts';
import { type Figure, figure } from '../figures.ts';
import type { Ground } from '../ground.ts';
import { p95, ratio } from '../samples.ts';

type Kind = 'console' | 'recharts';

/** What moving the pointer over a wall takes. */
interface Hover {
  readonly mountMs: number;
  /** From one frame to the next. */
  readonly frameMs: readonly number[];
  /** Of those above 50 ms; 0 where none was. */
  readonly longestTaskMs: number;
}

const moves: Record<Kind, number> = { console: 300, recharts: 15 };
const recharts = { withinMs: 240_000 };

/**
 * Twelve charts under one cross-hair, thirty days of a reading a minute in three lines each: how soon they stand and how
 * smoothly the cross-hair moves, beside the same lines drawn with recharts in the same browser.
 */
export async function measureHover(ground: Ground): Promise<Figure[]> {
  const browser = await openBrowser(ground);
  await using site = await servePage();
  const own = await hoverOver(browser, site.url, 'console');
  ground.say('Measuring the same lines with recharts, which takes minutes');
  const plain = await hoverOver(browser, site.url, 'recharts');
  return [
    figure('wall of 12 charts, 30 days of minutes: mount', own.mountMs, 'ms'),
    figure('hover, frame p95', p95(own.frameMs), 'ms', '< 21'),
    figure('hover, longest task', own.longestTaskMs, 'ms', '< 50'),
    figure('recharts: mount', plain.mountMs, 'ms'),
    figure('recharts: hover, frame p95', p95(plain.frameMs), 'ms'),
    figure('recharts ÷ wall: mount', ratio(plain.mountMs, own.mountMs), '×'),
    figure('recharts ÷ wall: hover, frame p95', ratio(p95(plain.frameMs), p95(own.frameMs)), '×'),
  ];
}

async function hoverOver(browser: Browser, url: string, kind: Kind): Promise<Hover> {
  await using page = await newPage(browser);
  page.setDefaultTimeout(recharts.withinMs);
  await page.goto(url);
  await page.waitForFunction(() => window.drawWall !== undefined);
  const mountMs = await page.evaluate((wanted) => window.drawWall?.(wanted) ?? Number.NaN, kind);
  return { mountMs, ...(await moveOver(page, kind)) };
}

/** A move of the pointer every frame, across the first chart and back. */
function moveOver(page: Page, kind: Kind): Promise<Omit<Hover, 'mountMs'>> {
  return page.evaluate(
    async ({ area, count, event }) => {
      const target = document.querySelector(area);
      if (target === null) throw new Error('no chart was drawn');
      const { left, top, width, height } = target.getBoundingClientRect();
      let longestTaskMs = 0;
      const observer = new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) longestTaskMs = Math.max(longestTaskMs, duration);
      });
      observer.observe({ type: 'longtask' });
      const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
      const frameMs: number[] = [];
      await frame();
      let before = await frame();
      for (let move = 0; move < count; move += 1) {
        const share = 0.1 + 0.8 * Math.abs(((move / 75) % 2) - 1);
        const place = { clientX: left + share * width, clientY: top + height / 2, bubbles: true };
        target.dispatchEvent(
          event === 'pointermove' ? new PointerEvent(event, place) : new MouseEvent(event, place),
        );
        const now = await frame();
        // The first shows what was not there yet.
        if (move > 0) frameMs.push(now - before);
        before = now;
      }
      await new Promise((resolve) => setTimeout(resolve, 200));
      observer.disconnect();
      return { frameMs, longestTaskMs };
    },
    {
      area: kind === 'console' ? '.u-over' : '.recharts-wrapper',
      count: moves[kind],
      event: kind === 'console' ? 'pointermove' : 'mousemove',
    },
  );
}

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
};

/** Builds the page of both walls and offers it on this machine until it is disposed of. */
async function servePage(): Promise<AsyncDisposable & { url: string }> {
  const outDir = await mkdtemp(join(tmpdir(), 'caretaker-walls-'));
  await build({
    root: join(import.meta.dirname, 'hover-page'),
    configFile: false,
    logLevel: 'error',
    plugins: [react()],
    build: { outDir, emptyOutDir: true, target: 'chrome138' },
  });
  const server = createServer(async (request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const file = join(outDir, normalize(path === '/' ? '/index.html' : path));
    const content = await readFile(file).catch(() => null);
    response.writeHead(content === null ? 404 : 200, {
      'Content-Type': types[extname(file)] ?? 'application/octet-stream',
    });
    response.end(content);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the page is offered nowhere');
  return {
    url: `http://127.0.0.1:${address.port}/`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(outDir, { recursive: true, force: true });
    },
  };
}
