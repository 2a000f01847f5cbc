import type { LaunchOptions } from '@playwright/test';
import { findChromium } from '../../scripts/test/chromium.ts';

/**
 * How the tests and the pictures start the browser of this machine: it calls nobody but the console, and keeps its
 * sandbox for everyone but root, for whom Chromium has none.
 * @throws Error that says what to install where there is no browser
 */
export function browserOptions(): LaunchOptions {
  const executablePath = findChromium();
  if (executablePath === null) {
    throw new Error(
      'No browser was found for the end-to-end tests. Install Chromium or Chrome, or name one in CARETAKER_CHROMIUM.',
    );
  }
  return {
    executablePath,
    chromiumSandbox: process.getuid?.() !== 0,
    args: [
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  };
}
