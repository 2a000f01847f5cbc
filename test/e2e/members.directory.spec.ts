import { testCommunity } from '../support/community.ts';
import { signIn } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';
import { column, openMembers, rowsOf } from './support/members.ts';

test('while the directory is built I see how far it is, stop it, and let it go on until all are found', async ({
  openDesk,
}) => {
  await using town = await testCommunity({ members: 300, directory: false });
  // Held, so that the build is surely under way when it is looked at.
  await town.sql.query('START TRANSACTION');
  await town.sql.query('SELECT part FROM caretaker.directory_part FOR UPDATE');
  const desk = await openDesk({ town });
  const { page } = desk;
  await openMembers(desk);
  const banner = page.getByRole('region', { name: 'Member directory' });
  await expect(banner).toContainText('The member directory is being built');
  await expect(banner).toContainText('searches find what is in it so far');
  await expect(banner.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '0');
  await banner.getByRole('button', { name: 'Stop' }).click();
  await expect(banner).toContainText('The member directory is stopped by you');
  await town.sql.query('ROLLBACK');
  await banner.getByRole('button', { name: 'Resume' }).click();
  await expect(banner).toHaveCount(0, { timeout: 30_000 });
  await expect(page.getByRole('button', { name: /^fresh \d+ s ago$/ })).toBeVisible();
  await page.keyboard.press('r');
  await expect(rowsOf(page).first()).toBeVisible();
  expect(
    await column(
      town,
      "SELECT action FROM caretaker_audit.entry WHERE action LIKE 'directory.%' ORDER BY id",
    ),
  ).toEqual(['directory.paused', 'directory.resumed']);
});

test('an administrator has the directory built anew, after being asked, and others cannot', async ({
  openDesk,
  ownTown,
}) => {
  const desk = await openDesk({ town: ownTown });
  const { page } = desk;
  await openMembers(desk);
  const age = page.getByRole('button', { name: /^fresh \d+ s ago$/ });
  await age.click();
  await expect(page.getByText(/^So far it asked the site’s database \d/)).toBeVisible();
  await expect(page.getByRole('button', { name: /Build it anew/ })).toHaveCount(0);
  await page.getByRole('button', { name: 'Sign out' }).click();

  await signIn(desk, 'admin');
  await age.click();
  await page.getByRole('button', { name: 'Build it anew…' }).click();
  await page.getByRole('button', { name: 'Build it anew', exact: true }).click();
  await expect
    .poll(() => column(ownTown, "SELECT action FROM caretaker_audit.entry WHERE action LIKE 'directory.%'"))
    .toEqual(['directory.rebuilt']);
  await expect(age).toBeVisible({ timeout: 30_000 });
  await expect(rowsOf(page).first()).toBeVisible();
});
