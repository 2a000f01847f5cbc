import { randomBytes } from 'node:crypto';
import type { Page } from '@playwright/test';
import type { RowDataPacket } from 'mysql2/promise';
import { neededInstallation } from '../../src/core/session/open.ts';
import type { Community } from '../support/community.ts';
import { type Desk, signIn } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';
import { colleague, firstPassword, signInAs } from './support/staff.ts';

const workspaces = (page: Page) => page.getByRole('navigation', { name: 'Workspaces' });
const dialog = (page: Page) => page.getByRole('dialog');

async function openPerson(desk: Desk, name: string, user: string): Promise<void> {
  await desk.goTo(`/settings/staff?person=${user}`);
  await expect(desk.page.getByRole('region', { name })).toBeVisible();
}

async function accountThere(town: Community, user: string): Promise<boolean> {
  const [rows] = await town.sql.query<RowDataPacket[]>('SELECT 1 FROM mysql.user WHERE User = ?', [user]);
  return rows.length > 0;
}

test('an admin adds a person by the keyboard, who signs in with the password that was shown once', async ({
  openDesk,
  town,
}) => {
  const mine = await openDesk({ town });
  const theirs = await openDesk({ town });
  const { page } = mine;
  const user = `n${randomBytes(4).toString('hex')}`;
  await signIn(mine, 'admin');
  await page.keyboard.press('g');
  await page.keyboard.press('s');
  await expect(page.getByRole('heading', { name: 'You', exact: true })).toBeVisible();
  await page.keyboard.press('2');
  await expect(page.getByRole('grid', { name: 'People on the staff' })).toBeVisible();
  await page.keyboard.press('n');
  await expect(page.getByLabel('Account')).toBeFocused();
  await page.keyboard.type(user);
  await page.getByLabel('Name', { exact: true }).fill('Zoe Ash');
  await page.getByLabel('Role').selectOption({ label: 'Support' });
  await page.keyboard.press('Control+Enter');

  await expect(dialog(page).getByText('This is shown once')).toBeVisible();
  const password = await dialog(page).locator('dd').nth(1).textContent();
  expect(password).toMatch(/^[A-Za-z0-9_-]{20}$/);
  await expect(page.getByRole('button', { name: 'Copy the password' })).toBeFocused();
  await page.keyboard.press('Escape');
  await page.keyboard.press('n');
  await expect(dialog(page)).toContainText(password ?? '');
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('row', { name: user })).toContainText('Zoe Ash');
  await expect(page.getByText(password ?? '')).toHaveCount(0);

  await signInAs(theirs.page, user, password ?? '');
  await expect(workspaces(theirs.page).getByRole('link')).toHaveText([
    'Members',
    'Tickets',
    'Record',
    'Settings',
  ]);
  await expect(theirs.page.getByRole('complementary', { name: 'Console' })).toContainText('Zoe Ash');
  await expect(theirs.page.getByRole('navigation', { name: 'Views of the desk' })).toBeVisible();
});

test('a person who is given another role is signed out, told why, and comes back with it', async ({
  openDesk,
  town,
}) => {
  const { user, name } = await colleague(town, 'support');
  const mine = await openDesk({ town });
  const theirs = await openDesk({ town });
  await signInAs(theirs.page, user, firstPassword);
  await expect(workspaces(theirs.page)).toBeVisible();
  await signIn(mine, 'admin');
  await openPerson(mine, name, user);
  await mine.page.keyboard.press('e');
  await dialog(mine.page).getByLabel('Role').selectOption({ label: 'CTO' });
  await dialog(mine.page).getByRole('button', { name: 'Save' }).click();
  await expect(dialog(mine.page)).toHaveCount(0);
  await expect(mine.page.getByRole('region', { name })).toContainText('CTO');

  await expect(theirs.page.getByText('You were signed out.')).toBeVisible();
  await expect(theirs.page.getByText('Your role was changed')).toBeVisible();
  await signInAs(theirs.page, user, firstPassword);
  await expect(workspaces(theirs.page).getByRole('link')).toHaveText(['Metrics', 'Record', 'Settings']);
});

test('a person who is removed is signed out at once, cannot come back, and stays among former staff', async ({
  openDesk,
  town,
}) => {
  const { user, name } = await colleague(town, 'moderator');
  const mine = await openDesk({ town });
  const theirs = await openDesk({ town });
  await signInAs(theirs.page, user, firstPassword);
  await expect(workspaces(theirs.page)).toBeVisible();
  await signIn(mine, 'admin');
  await openPerson(mine, name, user);
  await mine.page.getByRole('button', { name: 'Remove…' }).click();
  await expect(dialog(mine.page).getByRole('button', { name: 'Cancel' })).toBeFocused();
  await dialog(mine.page).getByRole('button', { name: 'Remove' }).click();
  await expect(dialog(mine.page)).toHaveCount(0);

  await expect(theirs.page.getByText('You were signed out.')).toBeVisible();
  await signInAs(theirs.page, user, firstPassword);
  await expect(theirs.page.getByText('unknown account or wrong password')).toBeVisible();
  expect(await accountThere(town, user)).toBe(false);
  const rows = mine.page.getByRole('grid').getByRole('row', { name: user });
  await expect(rows).toHaveCount(0);
  await mine.page.keyboard.press('f');
  await expect(rows).toContainText('Former staff');
});

test('a name that the server knows already is refused in the form, and what was typed stays', async ({
  desk,
  town,
}) => {
  const { page } = desk;
  await signIn(desk, 'admin');
  await desk.goTo('/settings/staff');
  await page.getByRole('button', { name: 'Add a person' }).click();
  await page.getByLabel('Account').fill('root');
  await page.getByLabel('Name', { exact: true }).fill('Not the root');
  await dialog(page).getByRole('button', { name: 'Add' }).click();
  await expect(dialog(page).getByRole('alert')).toContainText('an account of this name already');
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Not the root');
  const [rows] = await town.sql.query("SELECT 1 FROM caretaker.staff WHERE user = 'root'");
  expect(rows).toEqual([]);
});

test('of two admins who change one person, the later is told and keeps what they typed', async ({
  openDesk,
  town,
}) => {
  const { user, name } = await colleague(town, 'support');
  const other = await colleague(town, 'admin');
  const mine = await openDesk({ town });
  const theirs = await openDesk({ town });
  await signIn(mine, 'admin');
  await signInAs(theirs.page, other.user, firstPassword);
  await expect(workspaces(theirs.page)).toBeVisible();
  for (const desk of [mine, theirs]) {
    await openPerson(desk, name, user);
    await desk.page.keyboard.press('e');
    await expect(dialog(desk.page)).toBeVisible();
  }
  await dialog(theirs.page).getByLabel('Pseudonym').fill('Theirs');
  await dialog(theirs.page).getByRole('button', { name: 'Save' }).click();
  await expect(dialog(theirs.page)).toHaveCount(0);
  // The list behind the form shows it within two seconds, and the form stays as it is.
  await expect(mine.page.locator('section', { hasText: 'Theirs' }).first()).toBeAttached({ timeout: 2000 });
  await dialog(mine.page).getByLabel('Pseudonym').fill('Mine');
  await dialog(mine.page).getByRole('button', { name: 'Save' }).click();
  await expect(dialog(mine.page).getByRole('alert')).toContainText(`changed ${name} meanwhile`);
  await expect(dialog(mine.page).getByLabel('Pseudonym')).toHaveValue('Mine');
  const [[row]] = await town.sql.query<RowDataPacket[]>(
    'SELECT pseudonym FROM caretaker.staff WHERE user = ?',
    [user],
  );
  expect(row).toEqual({ pseudonym: 'Theirs' });
});

test('teams are made, given to a person, renamed and removed', async ({ desk, town }) => {
  const { user, name } = await colleague(town, 'support');
  const { page } = desk;
  const team = `Team ${user}`;
  await signIn(desk, 'admin');
  await openPerson(desk, name, user);
  await page.keyboard.press('m');
  await page.getByLabel('New team').fill(team);
  await page.keyboard.press('Enter');
  await expect(dialog(page).getByRole('listitem').filter({ hasText: team })).toContainText('0 people');
  await page.getByRole('button', { name: `Rename ${team}` }).click();
  await page.getByLabel(`New name of ${team}`).fill(`${team} B`);
  await page.keyboard.press('Enter');
  await expect(
    dialog(page)
      .getByRole('listitem')
      .filter({ hasText: `${team} B` }),
  ).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toHaveCount(0);

  await page.getByRole('button', { name: 'Change…' }).click();
  await dialog(page).getByLabel(`${team} B`).check({ force: true });
  await dialog(page).getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('region', { name })).toContainText(`${team} B`);
  await page.keyboard.press('m');
  await page.getByRole('button', { name: `Remove ${team} B` }).click();
  await expect(page.getByText(`Removed the team “${team} B”`)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('region', { name })).toContainText('TeamsNone');
});

test('where the database’s administrator makes the accounts, the admin is given what to send them', async ({
  openDesk,
  ownTown,
}) => {
  await ownTown.sql.query(
    `CREATE OR REPLACE DEFINER = caretaker_owner@localhost VIEW caretaker_audit.installed AS SELECT ${neededInstallation} AS version, 0 AS makes_accounts, 1 AS requires_tls`,
  );
  const desk = await openDesk({ town: ownTown });
  const { page } = desk;
  await signIn(desk, 'admin');
  await desk.goTo('/settings/staff?person=support');
  await expect(page.getByText('Caretaker gives you the statements')).toBeVisible();
  await page.keyboard.press('d');
  await dialog(page).getByRole('button', { name: 'Get the statements' }).click();
  await expect(page.getByLabel('Statements')).toHaveValue(/DROP USER 'support'@'%';\n/);
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(dialog(page)).toHaveCount(0);
  expect(await accountThere(ownTown, 'support')).toBe(true);
});

test('one’s own password is changed with the present one, and opens the next sign-in', async ({
  openDesk,
  town,
}) => {
  const { user } = await colleague(town, 'moderator');
  const desk = await openDesk({ town });
  const { page } = desk;
  await signInAs(page, user, firstPassword);
  await expect(workspaces(page)).toBeVisible();
  await desk.goTo('/settings/account');
  const change = async (current: string, next: string, again: string) => {
    await page.getByLabel('Present password').fill(current);
    await page.getByLabel('New password', { exact: true }).fill(next);
    await page.getByLabel('New password again').fill(again);
    await page.getByRole('button', { name: 'Change the password' }).click();
  };
  await change(firstPassword, 'Second-Pass-2', 'Second-Pass-3');
  await expect(page.getByText('This is not the same')).toBeVisible();
  await change('not this one', 'Second-Pass-2', 'Second-Pass-2');
  await expect(page.getByText('This is not your present password')).toBeVisible();
  await change(firstPassword, 'Second-Pass-2', 'Second-Pass-2');
  await expect(page.getByText('Your password was changed')).toBeVisible();
  await expect(page.getByLabel('Present password')).toHaveValue('');

  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await signInAs(page, user, 'Second-Pass-2');
  await expect(workspaces(page)).toBeVisible();
});

test('a session that was left open elsewhere is signed out from here, within two seconds', async ({
  openDesk,
  town,
}) => {
  const { user } = await colleague(town, 'support');
  const here = await openDesk({ town });
  const there = await openDesk({ town });
  for (const { page } of [there, here]) {
    await signInAs(page, user, firstPassword);
    await expect(workspaces(page)).toBeVisible();
  }
  await here.goTo('/settings/account');
  const sessions = here.page.getByRole('region', { name: 'Where you are signed in' });
  await expect(sessions.getByText('here, now')).toHaveCount(1);
  await sessions.getByRole('button', { name: /^Sign out there/ }).click();
  await expect(there.page.getByText('ended from another console of yours')).toBeVisible({ timeout: 2000 });
  await expect(sessions.getByRole('button', { name: /^Sign out there/ })).toHaveCount(0);
  await expect(workspaces(here.page)).toBeVisible();
});

test('who is no admin has their own account alone', async ({ desk }) => {
  const { page } = desk;
  await signIn(desk, 'moderator');
  await page.getByRole('link', { name: 'Settings' }).click();
  const you = page.getByRole('region', { name: 'You', exact: true });
  await expect(you).toContainText('The moderator');
  await expect(you).toContainText('Community manager');
  await expect(page.getByRole('navigation', { name: 'Settings' }).getByRole('link')).toHaveText([
    'My account',
  ]);
  await desk.goTo('/settings/staff');
  await expect(page.getByText('Your role does not manage the staff')).toBeVisible();
});

test('theme and time zone are chosen in the settings too, and hold', async ({ desk }) => {
  const { page } = desk;
  await signIn(desk, 'cto');
  await desk.goTo('/settings');
  await expect(page).toHaveURL(/\/settings\/account$/);
  await page.getByLabel('Theme').selectOption('dark');
  await page.getByLabel('Times').selectOption('utc');
  await page.reload();
  await expect(page.getByLabel('Theme')).toHaveValue('dark');
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await expect(page.getByLabel('Times')).toHaveValue('utc');
});
