import { test as base } from '@playwright/test';
import { type Community, testCommunity } from '../../support/community.ts';
import { type BrowserDesk, browserDesk, type Desk, type DeskOptions, electronDesk } from './desk.ts';
import { createWatch, type Watch } from './watch.ts';
import { browserWindows, type EndToEndOptions, electronWindow } from './windows.ts';

export { expect } from '@playwright/test';

interface OfOneTest {
  /** Sees to it that no page of the test met an error or asked anything of the world outside. */
  watch: Watch;
  /** A community that the test may break. */
  ownTown: Community;
  /** Opens a console before any community; gone with the test. */
  openDesk: (o: DeskOptions) => Promise<Desk>;
  /** The same where a test needs links and tabs. Only for tests tagged @browser. */
  openBrowserDesk: (o: DeskOptions) => Promise<BrowserDesk>;
  /** A console before the worker's community, opened, with nobody signed in. */
  desk: Desk;
  /** The same with links and tabs. Only for tests tagged @browser. */
  browserDesk: BrowserDesk;
}

interface OfOneWorker extends EndToEndOptions {
  /** How many members the worker's community has. */
  members: number;
  /** Tests read it, and put back what they change. */
  town: Community;
}

export const test = base.extend<OfOneTest, OfOneWorker>({
  electron: [null, { option: true, scope: 'worker' }],
  members: [3000, { option: true, scope: 'worker' }],
  town: [
    async ({ members }, use) => {
      await using town = await testCommunity({ members });
      await use(town);
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  ownTown: [
    async ({ members }, use) => {
      await using town = await testCommunity({ members: members / 10 });
      await use(town);
    },
    { timeout: 60_000 },
  ],
  watch: [
    async ({ electron }, use) => {
      const watch = createWatch(electron === null ? /^http:\/\/127\.0\.0\.1:\d+\// : /^app:\/\/caretaker\//);
      await use(watch);
      watch.check();
    },
    { auto: true },
  ],
  openDesk: async ({ electron, watch, openBrowserDesk }, use) => {
    await using open = new AsyncDisposableStack();
    await use(async (o) => {
      if (electron === null) return openBrowserDesk(o);
      return open.use(await electronDesk(o, (profileDir) => electronWindow(electron, profileDir, watch)));
    });
  },
  openBrowserDesk: async ({ browser, watch }, use) => {
    await using open = new AsyncDisposableStack();
    await use(async (o) => open.use(await browserDesk(o, () => browserWindows(browser, watch))));
  },
  desk: async ({ openDesk, town }, use) => use(await openDesk({ town })),
  browserDesk: async ({ openBrowserDesk, town }, use) => use(await openBrowserDesk({ town })),
});
