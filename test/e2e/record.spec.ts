import type { Page } from '@playwright/test';
import type { RowDataPacket } from 'mysql2/promise';
import { signIn } from './support/desk.ts';
import { addEntries } from './support/entries.ts';
import { expect, test } from './support/fixtures.ts';
import { walkDown } from './support/rows.ts';

test('my sign-in stands at the top of the record, with all that is known of it', async ({ desk, town }) => {
  const { page } = desk;
  await signIn(desk, 'admin');
  await desk.goTo('/record');
  const entry = page.getByRole('row', { name: desk.connectionName });
  await expect(entry).toContainText('admin');
  await expect(entry).toContainText('Signed in');
  await entry.click();
  const [[row]] = await town.sql.query<RowDataPacket[]>(
    'SELECT id, at FROM caretaker_audit.entry WHERE subject_id = ?',
    [desk.connectionName],
  );
  const detail = page.getByRole('region', { name: `Entry ${row?.id}` });
  await expect(detail).toContainText(String(row?.at).replace(' ', 'T'));
  await expect(detail).toContainText('session.signed_in');
  await expect(detail).toContainText(desk.connectionName);
});

test('the record is narrowed by who, what, to what and when, and the filters stand in the address', async ({
  desk,
  town,
}) => {
  const { page } = desk;
  const subject = desk.connectionName;
  await addEntries(town, { subject, kind: 'member', action: 'staff.added', count: 3 });
  await addEntries(town, { subject, kind: 'staff', action: 'staff.added', count: 2 });
  await addEntries(town, {
    subject,
    kind: 'staff',
    action: 'database.migrated',
    count: 1,
    at: '2026-03-02 12:00:00',
  });
  await signIn(desk, 'cto');
  await desk.goTo('/record');
  await page.getByLabel('Subject').fill(subject);
  await expect(rowsOf(page)).toHaveCount(7);
  await page.getByLabel('Who').selectOption({ label: 'The cto' });
  await expect(rowsOf(page)).toHaveCount(1);
  await page.getByLabel('Who').selectOption('');
  await page.getByLabel('Did what').selectOption({ label: 'Added a person to the staff' });
  await expect(rowsOf(page)).toHaveCount(5);
  await page.getByLabel('To a').selectOption('staff');
  await expect(rowsOf(page)).toHaveCount(2);
  await page.getByLabel('Did what').selectOption('');
  await page.getByLabel('From').fill('2026-03-02');
  await page.getByLabel('Until').fill('2026-03-02');
  await expect(rowsOf(page)).toHaveCount(1);
  await expect(rowsOf(page)).toContainText('Updated the console’s tables');

  await page.reload();
  await expect(rowsOf(page)).toHaveCount(1);
  await page.getByLabel('Until').fill('2026-03-01');
  await expect(page.getByText('Nothing in the record fits these filters')).toBeVisible();
  await page.getByRole('button', { name: 'Clear the filters' }).click();
  await expect(page.getByLabel('Subject')).toHaveValue('');
  await expect(page.getByRole('row', { name: 'Signed in' }).first()).toBeVisible();
});

test('a day is counted in the zone that I read: local at first, UTC when I switch', async ({
  desk,
  town,
}) => {
  const { page } = desk;
  // 1 May in Tokyo, still 30 April in UTC.
  const at = '2026-04-30 20:00:00';
  await addEntries(town, {
    subject: desk.connectionName,
    kind: 'staff',
    action: 'staff.added',
    count: 1,
    at,
  });
  await signIn(desk, 'admin');
  await desk.goTo(`/record?subject=${desk.connectionName}&from=2026-05-01&until=2026-05-01`);
  await expect(rowsOf(page)).toContainText('1 May 2026, 05:00:00');
  await page.keyboard.press('u');
  await expect(page.getByText('Nothing in the record fits these filters')).toBeVisible();
  await page.getByLabel('From').fill('2026-04-30');
  await expect(rowsOf(page)).toContainText('30 Apr 2026, 20:00:00');
});

test('a long record goes on to its end by keyboard, each entry once', async ({ desk, town }) => {
  await addEntries(town, { subject: desk.connectionName, kind: 'member', action: 'staff.added', count: 450 });
  await signIn(desk, 'admin');
  await desk.goTo(`/record?subject=${desk.connectionName}&kind=member`);
  await expect(rowsOf(desk.page).first()).toBeVisible();
  await walkDown(desk.page, 'Entries of the record', 'td:nth-child(1)', 420);
  await expect(async () => {
    await desk.page.keyboard.press('End');
    await expect(desk.page.getByText('450 entries, no more')).toBeVisible({ timeout: 500 });
  }).toPass();
});

test('a moderator reads only their own entries', async ({ desk, town }) => {
  const { page } = desk;
  await signIn(desk, 'support');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await signIn(desk, 'moderator');
  await desk.goTo(`/record?subject=${desk.connectionName}`);
  await expect(page.getByRole('heading', { name: 'Your record' })).toBeVisible();
  await expect(rowsOf(page)).toHaveCount(1);
  await expect(rowsOf(page)).toContainText('moderator');
  await expect(page.getByLabel('Who')).toHaveCount(0);
  const [rows] = await town.sql.query<RowDataPacket[]>(
    'SELECT DISTINCT actor FROM caretaker_audit.entry WHERE subject_id = ? ORDER BY actor',
    [desk.connectionName],
  );
  expect(rows.map(({ actor }) => actor)).toEqual(['moderator', 'support']);
});

function rowsOf(page: Page) {
  return page.getByRole('grid', { name: 'Entries of the record' }).locator('tbody').getByRole('row');
}
