import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { headroomTown } from '../support/headroom-town.ts';
import { expectAccessible } from './support/axe.ts';
import { signIn } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';

const parts = (page: Page) => page.getByRole('navigation', { name: 'Headroom' });

for (const colorScheme of ['light', 'dark'] as const) {
  test(`Headroom over a year of history, in the ${colorScheme} theme: law, calendar, growth and indexes, by keyboard`, {
    tag: '@browser',
  }, async ({ openBrowserDesk, ownTown }) => {
    test.slow();
    await headroomTown(ownTown.sql);
    const desk = await openBrowserDesk({ town: ownTown });
    const { page } = desk;
    await page.emulateMedia({ colorScheme });
    await signIn(desk, 'cto');
    await desk.goTo('/metrics/headroom?last=1y');

    const law = page.getByRole('region', { name: 'The law of throughput' });
    await expect(law.getByText(/% of the peak$/)).toBeVisible();
    await expect(law.getByText(/fitted to \d+ points up to N = /)).toBeVisible();
    await expect(law.getByRole('row', { name: /^γ one session 1[78]\d/ })).toBeVisible();
    await page.getByRole('button', { name: 'Halve β' }).click();
    await expect(law.getByText(/instead of .* \(\+\d+%\)/)).toBeVisible();
    await page.getByRole('slider', { name: 'Cores' }).focus();
    await page.keyboard.press('ArrowRight');
    await expect(law.getByText(/The law counts sessions, not cores/)).toBeVisible();
    await expectAccessible(page, 'the law');
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save as CSV' }).click();
    expect((await saved).suggestedFilename()).toMatch(/^caretaker-law-\d+\.csv$/);
    const pictured = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save as PNG' }).click();
    const picture = await pictured;
    expect(picture.suggestedFilename()).toMatch(/^caretaker-law-\d+\.png$/);
    const png = await readFile(await picture.path());
    expect(png.subarray(0, 8)).toEqual(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
    // An empty sheet of this size would be a few kilobytes.
    expect(png.length).toBeGreaterThan(30_000);

    await page.keyboard.press('h');
    await page.keyboard.press('c');
    const calendar = page.getByRole('region', { name: 'Calendar of what runs out' });
    const dated = calendar.getByRole('table', { name: 'Runs out' });
    await expect(dated.getByRole('row').nth(1)).toContainText('shop.colours');
    await expect(dated.getByRole('row').nth(1)).toContainText('now: one id is left at most');
    await expect(dated.getByRole('row', { name: /shop\.line_items/ })).toContainText(
      /(between|on|in) .*20\d\d/,
    );
    await expect(dated.getByRole('row', { name: /shop\.line_items/ })).toContainText('A quarter ago');
    const unknown = calendar.getByRole('table', { name: 'Unknown' });
    await expect(unknown.getByRole('row', { name: /Disks/ })).toContainText('Prometheus');
    await expect(page).toHaveURL(/part=calendar/);
    await expectAccessible(page, 'the calendar');
    await page.keyboard.press('h');
    await page.keyboard.press('e');
    await expect
      .poll(async () => (await readdir(desk.exportsDir).catch(() => [])).join())
      .toMatch(/^caretaker-calendar-.*\.csv$/);
    const [file = ''] = await readdir(desk.exportsDir);
    expect(await readFile(join(desk.exportsDir, file), 'utf8')).toMatch(/^ids,shop\.coupons,/m);

    await parts(page).getByRole('link', { name: 'Growth' }).click();
    const growth = page.getByRole('region', { name: 'Growth of tables' });
    await expect(growth.getByRole('row', { name: /shop\.line_items/ })).toContainText('+153 MiB');
    await page.keyboard.press('/');
    await page.keyboard.type('line_');
    await expect(growth.getByRole('row', { name: /shop\.coupons/ })).toHaveCount(0);
    await page.keyboard.press('Escape');
    await growth.getByRole('button', { name: 'shop.line_items' }).click();
    const detail = page.getByRole('region', { name: 'Growth of shop.line_items' });
    await expect(detail.getByRole('figure', { name: 'Size' })).toBeVisible();
    await expect(detail.getByRole('row', { name: /by_order_product/ })).toBeVisible();
    await expectAccessible(page, 'growth with a table open');
    await page.getByRole('button', { name: 'A week', exact: true }).click();
    await expect(growth.getByRole('row', { name: /^shop\.line_items/ })).toContainText('+1.04 GiB');
    await detail.getByRole('button', { name: 'Close the table' }).click();
    await expect(detail).toHaveCount(0);

    await page.keyboard.press('h');
    await page.keyboard.press('i');
    const redundant = page.getByRole('region', { name: 'Redundant indexes' });
    await expect(redundant.getByRole('listitem', { name: 'code_again of shop.coupons' })).toContainText(
      'ALTER TABLE `shop`.`coupons` DROP INDEX `code_again`;',
    );
    const unused = page.getByRole('region', { name: 'Unused indexes' });
    await expect(unused.getByRole('listitem', { name: 'by_note of shop.line_items' })).toContainText(
      'ALTER TABLE `shop`.`line_items` ADD INDEX `by_note` (`note`(20));',
    );
    await expect(unused.getByRole('listitem', { name: 'fk_order of shop.line_items' })).toContainText(
      'Needed for the foreign key line_items.item_order',
    );
    await expect(unused.getByRole('listitem', { name: 'by_place of shop.visits' })).toHaveCount(0);
    await expect(unused.getByText(/counted for 12 of 30 days/)).toBeVisible();
    await expectAccessible(page, 'indexes');
    await page.reload();
    await expect(redundant.getByRole('listitem').first()).toBeVisible();
  });
}

test('Headroom without any history says what is missing, and claims nothing', async ({
  openDesk,
  ownTown,
}) => {
  const desk = await openDesk({ town: ownTown });
  const { page } = desk;
  await signIn(desk, 'admin');
  await desk.goTo('/metrics/headroom');
  await expect(page.getByText('No law can be told from this range')).toBeVisible();
  await parts(page).getByRole('link', { name: 'Calendar' }).click();
  await expect(page.getByText(/Nothing is seen to run out/)).toBeVisible();
  await page.locator('summary', { hasText: 'Not seen for long enough' }).click();
  await expect(page.getByText(/A date needs 8 full weeks/).first()).toBeVisible();
  await expectAccessible(page, 'a calendar without dates');
  await parts(page).getByRole('link', { name: 'Indexes' }).click();
  await expect(page.getByRole('region', { name: 'Unused indexes' })).toContainText(/30 days/);
  await desk.goTo('/metrics/headroom?part=growth&text=no-such-table');
  await expect(page.getByText(/No name has “no-such-table” in it|not been measured yet/)).toBeVisible();
});
