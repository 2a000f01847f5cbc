import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';

const sizes = [
  { width: 1440, height: 900 },
  { width: 1024, height: 700 },
];
const themes = ['light', 'dark'] as const;

/** Takes each state in both themes and both sizes of window. */
export interface Camera {
  take(page: Page, state: string): Promise<void>;
}

/** Writes into `folder`, emptied first: a picture of a state that is gone must not stay. */
export function createCamera(folder: string, say: (file: string) => void): Camera {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return {
    async take(page, state) {
      // Where it has nothing to hover over.
      await page.mouse.move(0, 0);
      for (const { width, height } of sizes) {
        await page.setViewportSize({ width, height });
        for (const colorScheme of themes) {
          await page.emulateMedia({ colorScheme });
          await settled(page);
          const path = join(folder, `${state}.${colorScheme}.${width}x${height}.png`);
          await page.screenshot({ path, animations: 'disabled', caret: 'hide' });
          say(path);
        }
      }
      await page.setViewportSize({ width: 1440, height: 900 });
    },
  };
}

/** Resolves when fonts are there and two frames were drawn after the last change of size or theme. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready;
    for (let frame = 0; frame < 2; frame++) await new Promise((drawn) => requestAnimationFrame(drawn));
  });
}
