import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { RowDataPacket } from 'mysql2/promise';
import { plantStatements } from '../support/statement-rows.ts';
import { expectAccessible } from './support/axe.ts';
import { signIn } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';

const list = (page: Page) => page.getByRole('grid', { name: 'Kinds of statements' });
const row = (page: Page, text: string) => list(page).getByRole('row').filter({ hasText: text });
const detail = (page: Page) => page.getByRole('region', { name: /^Statement \d+$/ });

for (const colorScheme of ['light', 'dark'] as const) {
  test(`Statements, in the ${colorScheme} theme: list, search, sort, detail, plan and file, by keyboard`, {
    tag: '@browser',
  }, async ({ openBrowserDesk, ownTown }) => {
    await plantStatements(ownTown.sql);
    const desk = await openBrowserDesk({ town: ownTown });
    const { page } = desk;
    const press = async (...keys: string[]) => {
      for (const key of keys) await page.keyboard.press(key);
    };
    await page.emulateMedia({ colorScheme });
    await signIn(desk, 'cto');
    await desk.goTo('/metrics/statements');

    await expect(list(page).getByRole('row').nth(1)).toContainText('FROM `statuses`');
    await expect(row(page, '`statuses`')).toContainText('+8');
    await expect(row(page, '`comments`')).toContainText('new');
    await expect(page.getByText('All others together')).toBeVisible();
    await expectAccessible(page, 'the list of statements');

    await press('a', 'n');
    await expect(list(page).getByRole('row')).toHaveCount(2);
    await expect(page).toHaveURL(/new=1/);
    await press('a', 'n');
    await page.keyboard.press('/');
    await page.keyboard.type('last_active');
    await expect(list(page).getByRole('row')).toHaveCount(2);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await expect(row(page, '`statuses`')).toBeVisible();
    await press('a', 's');
    await expect(page).toHaveURL(/sort=calls/);
    await expect(list(page).getByRole('row').nth(1)).toContainText('FROM `users` WHERE');
    await list(page).getByRole('button', { name: 'Time', exact: true }).click();
    await expect(list(page).getByRole('row').nth(1)).toContainText('FROM `statuses`');

    await list(page).focus();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/digest=1(&|$)/);
    await expect(detail(page).getByLabel('The text of the statement')).toContainText('ORDER BY');
    await expect(detail(page).getByLabel('Figures of the range')).toContainText('of all');
    for (const name of ['Calls', 'Mean time', 'Share of the time of all', 'Rows examined per row given']) {
      await expect(detail(page).getByRole('figure', { name, exact: true })).toBeVisible();
    }
    await expectAccessible(page, 'a statement');
    await press('a', 'p');
    const refused = detail(page).getByRole('region', { name: 'Plan' });
    await expect(refused).toContainText('Your account may not read what this statement reads');
    await expect(refused).toContainText('GRANT SELECT, SHOW VIEW ON `community_demo`');
    await expectAccessible(page, 'a plan that is refused');

    await row(page, '`staff`').click();
    await expect(detail(page).getByLabel('The text of the statement')).toContainText('display_name');
    await press('a', 'p');
    const steps = detail(page).getByRole('region', { name: 'Steps of the plan' });
    await expect(steps).toContainText('staff');
    await expect(detail(page)).toContainText('real values can have another');
    await detail(page).getByText('The plan in full, as JSON').click();
    await expectAccessible(page, 'a plan');
    await page.keyboard.press('[');
    await expect(page).not.toHaveURL(/digest=6/);
    await page.keyboard.press('Escape');
    await expect(detail(page)).toHaveCount(0);

    await press('a', 'e');
    await expect
      .poll(async () => (await readdir(desk.exportsDir)).join())
      .toMatch(/^caretaker-statements-.*\.csv$/);
    const [file = ''] = await readdir(desk.exportsDir);
    const lines = (await readFile(join(desk.exportsDir, file), 'utf8')).trim().split('\r\n');
    expect(lines.length).toBeGreaterThanOrEqual(8);
  });
}

test('A link to a statement opens it over the range and in the order that it names', {
  tag: '@browser',
}, async ({ openBrowserDesk, ownTown }) => {
  await plantStatements(ownTown.sql);
  const desk = await openBrowserDesk({ town: ownTown });
  const { page } = desk;
  await signIn(desk, 'cto');
  const [[hour]] = await ownTown.sql.query<RowDataPacket[]>(
    'SELECT UNIX_TIMESTAMP() DIV 3600 * 3600 AS began',
  );
  const to = Number(hour?.began);
  await desk.goTo(`/metrics/statements?from=${to - 7 * 86_400}&to=${to}&sort=examined&digest=2`);
  await expect(list(page).getByRole('row').nth(1)).toContainText('FROM `comments`');
  await expect(detail(page).getByLabel('The text of the statement')).toContainText('LIKE ?');
  await expect(page.getByText(/Read for 97% of the time: the rest is a gap/)).toBeVisible();
  await desk.goTo('/metrics/statements?digest=99999');
  await expect(detail(page)).toContainText('no longer kept');
  await desk.goTo('/metrics/statements?from=1500000000&to=1500086400');
  await expect(page.getByText(/Nothing (was read in this range|has been read yet)/)).toBeVisible();
  await expectAccessible(page, 'a range without readings');
});

test('Statements that a server does not count any more are unknown, and it says how to turn it on', {
  tag: '@browser',
}, async ({ openBrowserDesk, ownTown }) => {
  await ownTown.sql.query(
    "UPDATE caretaker.statement_reading SET unknown = 'not-counted', reading = 'x', read_at = UTC_TIMESTAMP(6) + INTERVAL 1 MINUTE",
  );
  await ownTown.sql.query(
    "UPDATE performance_schema.setup_consumers SET ENABLED = 'NO' WHERE NAME = 'statements_digest'",
  );
  await ownTown.sql.query('TRUNCATE TABLE performance_schema.events_statements_summary_by_digest');
  const desk = await openBrowserDesk({ town: ownTown });
  const { page } = desk;
  await signIn(desk, 'cto');
  await desk.goTo('/metrics/statements');
  await expect(page.getByText('Unknown: the server does not tell')).toBeVisible();
  await expect(page.getByText("NAME IN ('global_instrumentation'", { exact: false })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Copy what to change' })).toBeVisible();
  await expectAccessible(page, 'statements that are unknown');
});

test('Statements are sampled by the console itself, and shown without any value', {
  tag: '@browser',
}, async ({ openBrowserDesk, ownTown }) => {
  const desk = await openBrowserDesk({ town: ownTown });
  const { page } = desk;
  await signIn(desk, 'cto');
  await desk.goTo('/metrics/statements');
  await expect(
    page.getByText('Nothing has been read yet').or(page.getByText('Nothing was read in this range')),
  ).toBeVisible();
  const kept = async () => {
    const [rows] = await ownTown.sql.query<never>('SELECT reading FROM caretaker.statement_reading');
    return (rows as unknown as { reading: string }[])[0]?.reading;
  };
  await expect.poll(kept, { timeout: 40_000 }).not.toBe('');
  const first = await kept();
  await ownTown.sql.query('USE community_demo');
  for (let i = 0; i < 20; i += 1) {
    await ownTown.sql.query("SELECT nickname FROM users WHERE nickname LIKE '%planted-secret%'");
  }
  await expect.poll(kept, { timeout: 100_000 }).not.toBe(first);
  await page.keyboard.press('r');
  await expect(row(page, 'LIKE ?')).toBeVisible();
  await expect(page.locator('body')).not.toContainText('planted-secret');
});
