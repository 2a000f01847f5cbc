import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { Community } from '../support/community.ts';
import { columnText, countUntilNow } from '../support/traffic.ts';
import { expectAccessible } from './support/axe.ts';
import { signIn } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';

const hour = 3600;
const over = () => Math.floor(Date.now() / 1000 / hour) * hour;

/** Latency of one service rises some hours ago, right after a deploy. */
async function slowSince(town: Community, seconds: number): Promise<void> {
  await town.sql.query(
    "UPDATE community_demo.traffic_hours SET ms_p50 = 20 * ms_p50, ms_p95 = 20 * ms_p95, ms_p99 = 20 * ms_p99 WHERE service = 'media' AND hour >= ?",
    [columnText(seconds)],
  );
  await town.sql.query("INSERT INTO community_demo.deploys (label, created_at) VALUES ('media 4711', ?)", [
    columnText(seconds - 900),
  ]);
}

const chart = (page: Page, name: string | RegExp) => page.getByRole('figure', { name, exact: true });

for (const colorScheme of ['light', 'dark'] as const) {
  test(`Traffic, in the ${colorScheme} theme: headlines, changes, charts by service, months and file, by keyboard`, {
    tag: '@browser',
  }, async ({ openBrowserDesk, ownTown, members }) => {
    await countUntilNow(ownTown, members / 10);
    await slowSince(ownTown, over() - 5 * hour);
    const desk = await openBrowserDesk({ town: ownTown });
    const { page } = desk;
    await page.emulateMedia({ colorScheme });
    await signIn(desk, 'cto');
    await page.keyboard.press('g');
    await page.keyboard.press('x');
    await expect(page).toHaveURL(/\/metrics\/traffic/);

    const headlines = page.getByLabel('Now, against a week earlier');
    await expect(headlines.getByText('Requests', { exact: false }).first()).toBeVisible();
    await expect(headlines.getByText(/\d\/s$/).first()).toBeVisible();
    const changed = page.getByRole('region', { name: 'What changed' });
    await expect(changed.getByRole('listitem').first()).toContainText('media latency p95');
    await expect(changed.getByText('after deploy media 4711', { exact: false })).toBeVisible();

    for (const name of ['Requests', 'Latency p95, by service', 'Errors', 'Pageviews', 'Members']) {
      await expect(chart(page, name), name).toBeVisible();
    }
    await expect(chart(page, 'Requests').getByText('step 1 h')).toBeVisible();
    await expectAccessible(page, 'traffic');

    await page.keyboard.press('o');
    await expect(chart(page, 'Latency p99, by service')).toBeVisible();
    await page.keyboard.press('a');
    await page.keyboard.press('v');
    await expect(page).toHaveURL(/service=/);
    const service = await page.getByRole('combobox', { name: 'Service', exact: true }).inputValue();
    await expect(chart(page, `Requests, ${service}`)).toBeVisible();
    await expect(chart(page, `Latency, ${service}`)).toBeVisible();

    await changed.getByRole('button', { name: 'media' }).first().click();
    await expect(page).toHaveURL(/service=media.*from=|from=.*service=media/);
    await expect(chart(page, 'Latency, media')).toBeVisible();
    await page.getByRole('combobox', { name: 'Service', exact: true }).selectOption('');
    await page.getByRole('button', { name: '5y' }).click();
    // The hours are summed up by the job of this console.
    await expect(chart(page, 'Requests').getByText('step 7 d')).toBeVisible({ timeout: 30_000 });

    await expect(page.getByText(/the number of requests doubles every \d+\.\d months/)).toBeVisible();
    const months = page.getByRole('region', { name: 'Totals by month' });
    await expect(months.getByRole('row').nth(2)).toContainText('%', { timeout: 30_000 });
    await expect(months.getByRole('row').nth(1)).toContainText('day');
    await expectAccessible(page, 'traffic over five years');

    await page.keyboard.press('m');
    await expect
      .poll(async () => (await readdir(desk.exportsDir)).join())
      .toMatch(/^caretaker-traffic-.*\.csv$/);
    const [file = ''] = await readdir(desk.exportsDir);
    const lines = (await readFile(join(desk.exportsDir, file), 'utf8')).trim().split('\r\n');
    expect(lines.length).toBe(await months.getByRole('row').count());
  });
}

test('Traffic of a site whose exporter stopped is unknown, and says since when', {
  tag: '@browser',
}, async ({ openBrowserDesk, ownTown }) => {
  const desk = await openBrowserDesk({ town: ownTown });
  await signIn(desk, 'cto');
  await desk.goTo('/metrics/traffic');
  const { page } = desk;
  const why =
    'The site’s traffic_hour has nothing since 2026-10-01 00:00 UTC: its exporter may have stopped.';
  await expect(page.getByLabel('Now, against a week earlier').getByText(why).first()).toBeVisible();
  await expect(page.getByRole('region', { name: 'What changed' })).toContainText('Unknown');
  await expect(chart(page, 'Requests').getByRole('alert')).toHaveText(why);
  await expect(chart(page, 'Active members a day').getByRole('alert')).toContainText(
    'growth_day has nothing since',
  );
  await expectAccessible(page, 'traffic that is unknown');
});

test('Traffic is for a CTO and administrators: another role is told so', {
  tag: '@browser',
}, async ({ browserDesk }) => {
  await signIn(browserDesk, 'moderator');
  await browserDesk.goTo('/metrics/traffic');
  await expect(browserDesk.page.getByText('Your role does not read metrics')).toBeVisible();
});
