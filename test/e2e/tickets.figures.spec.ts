import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Community } from '../support/community.ts';
import { expectAccessible } from './support/axe.ts';
import { signIn } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';

/** What was counted of some days ago, as the job that counts writes it. */
async function countedIn(town: Community): Promise<void> {
  const add = (measure: string, part: string, daysAgo: number, bucket: number, count: number) =>
    town.sql.query(
      'INSERT INTO caretaker.ticket_tally (measure, part, day, bucket, count) VALUES (?, ?, UTC_DATE() - INTERVAL ? DAY, ?, ?)',
      [measure, part, daysAgo, bucket, count],
    );
  for (let day = 1; day <= 6; day += 1) {
    await add('opened', '', day, 0, 10 * day);
    await add('opened', 'csite', day, 0, 10 * day);
    await add('first', '', day, 84, 5);
    await add('first-kept', '', day, 1, 4);
    await add('first-kept', '', day, 0, 1);
    await add('solve', '', day, 120, 3);
    await add('hour', '@9', day, 0, 10 * day);
  }
  await add('tag', '#refund', 2, 0, 12);
  await add('rated', '', 2, 5, 3);
  await add('rated', '', 2, 1, 1);
  await add('word', '~invoice', 2, 0, 9);
  await town.sql.query('UPDATE caretaker.ticket_tally_mark SET fresh_at = UTC_TIMESTAMP(6)');
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`The figures of support, in the ${colorScheme} theme: charts, table and file, by keyboard`, {
    tag: '@browser',
  }, async ({ openBrowserDesk, ownTown }) => {
    await countedIn(ownTown);
    const desk = await openBrowserDesk({ town: ownTown });
    const { page } = desk;
    await page.emulateMedia({ colorScheme });
    await signIn(desk, 'support');
    await expect(page.getByRole('navigation', { name: 'Views of the desk' })).toBeVisible();
    await page.keyboard.press('q');
    await page.keyboard.press('g');
    const figures = page.getByRole('region', { name: /^Figures from/ });
    await expect(figures.getByText('210', { exact: true }).first()).toBeVisible();
    await expect(figures.getByText('1 h', { exact: true })).toBeVisible();
    await expect(figures.getByText('80%', { exact: true })).toBeVisible();
    await expect(figures.getByText('75%', { exact: true })).toBeVisible();
    await expect(figures.getByRole('region', { name: 'Solved, by tag' })).toContainText('refund');
    await expect(figures.getByRole('region', { name: 'Asked more than the week before' })).toContainText(
      'invoice',
    );
    await expect(figures.getByText('Tickets a day')).toBeVisible();
    await expectAccessible(page, 'the figures as charts');

    await page.getByRole('button', { name: 'As a table' }).click();
    await expect(figures.getByRole('row')).not.toHaveCount(0);
    await expect(figures.getByRole('region', { name: 'Figures by step' }).getByRole('row')).toHaveCount(31);
    await expectAccessible(page, 'the figures as a table');

    await page.getByRole('button', { name: '5 y' }).click();
    await expect(figures.getByRole('columnheader', { name: 'Month' })).toBeVisible();
    await page.getByRole('combobox', { name: 'Channel' }).selectOption('staff');
    const opened = figures.locator('dd').first();
    await expect(opened).toHaveText(/^0/);
    await page.getByRole('combobox', { name: 'Channel' }).selectOption('site');
    await expect(opened).toHaveText(/^210/);

    await page.getByRole('button', { name: '7 d' }).click();
    await page.getByRole('button', { name: 'CSV' }).click();
    await expect
      .poll(async () => (await readdir(desk.exportsDir)).join())
      .toMatch(/^caretaker-support-.*\.csv$/);
    const [file = ''] = await readdir(desk.exportsDir);
    expect((await readFile(join(desk.exportsDir, file), 'utf8')).trim().split('\r\n')).toHaveLength(8);
  });
}
