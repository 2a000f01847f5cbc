import { defineConfig } from '@playwright/test';
import { type EndToEndOptions, electronProgram } from './test/e2e/support/windows.ts';
import { browserOptions } from './test/support/browser.ts';

const electron = electronProgram();

/** The specs run in the system's Chromium and, where Electron's program is there, in its window too. */
export default defineConfig<EndToEndOptions>({
  testDir: 'test/e2e',
  outputDir: 'test-results',
  globalSetup: './test/e2e/support/setup.ts',
  fullyParallel: true,
  // Each worker has a database server, a browser and its consoles, on a machine that may have two cores.
  workers: 2,
  // On a busy machine one in some hundred misses its moment; scripts/test/steps.ts names each that had to be repeated.
  retries: 1,
  forbidOnly: true,
  // Generous: two windows before a database and a browser of their own, on two cores that may have other work.
  timeout: 90_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  use: {
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    // Far from UTC at every season, so that local time and UTC are never the same.
    timezoneId: 'Asia/Tokyo',
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: browserOptions(),
    electron: null,
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'browser' },
    ...(electron === null ? [] : [{ name: 'electron', grepInvert: /@browser/, use: { electron } }]),
  ],
});
