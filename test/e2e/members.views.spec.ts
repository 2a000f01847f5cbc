import type { Page } from '@playwright/test';
import type { Community } from '../support/community.ts';
import { signIn } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';
import { column, rowsOf } from './support/members.ts';

const searched = '/members?q=ma&status=banned&sort=-reported';

test('I save what I look at under a name, go elsewhere, and come back to just that', async ({
  openDesk,
  ownTown,
}) => {
  const desk = await openDesk({ town: ownTown });
  const { page } = desk;
  await signIn(desk, 'moderator');
  await desk.goTo(`${searched}&columns=status,reported`);
  await save(page, 'Trouble with ma');
  await expect(tool(page, 'Trouble with ma')).toBeVisible();

  await desk.goTo('/members');
  await expect(rowsOf(page).first()).toBeVisible();
  await page.keyboard.press('v');
  await expect(page.getByRole('menuitem', { name: 'Trouble with ma' })).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('searchbox')).toHaveValue('ma');
  await expect(page.getByRole('list', { name: 'Filters in force' })).toContainText('banned');
  await expect(page.getByRole('grid').getByRole('columnheader')).toHaveText([
    'Selected',
    'Nickname',
    'Status',
    'Reported',
  ]);
  await expect(page.getByRole('columnheader', { name: 'Reported' })).toHaveAttribute(
    'aria-sort',
    'descending',
  );
});

test('I change a view that I look at, and save over it', async ({ openDesk, ownTown }) => {
  const desk = await openDesk({ town: ownTown });
  const { page } = desk;
  await signIn(desk, 'moderator');
  await desk.goTo(searched);
  await save(page, 'Mine');
  await page.keyboard.press('d');
  await expect(tool(page, 'Mine (changed)')).toBeVisible();
  await choose(page, 'Save the changes');
  await expect(tool(page, 'Mine')).toBeVisible();
  const [address = ''] = await column(
    ownTown,
    "SELECT address FROM caretaker.saved_view WHERE name = 'Mine'",
  );
  expect(new URLSearchParams(address).get('status')).toBeNull();
  expect(new URLSearchParams(address).get('q')).toBe('ma');
});

test('a view that I share is my colleague’s to use at once, and not to change', async ({
  openDesk,
  ownTown,
}) => {
  const mine = await openDesk({ town: ownTown });
  const hers = await openDesk({ town: ownTown });
  await signIn(mine, 'moderator');
  await signIn(hers, 'support');
  await hers.goTo('/members');
  await mine.goTo(searched);
  await save(mine.page, 'For all of us');
  await expect(rowsOf(hers.page).first()).toBeVisible();
  await hers.page.keyboard.press('v');
  await expect(hers.page.getByText('No view is saved yet', { exact: false })).toBeVisible();

  await choose(mine.page, 'Share it with everyone');
  // It comes while the menu is open.
  await hers.page.getByRole('menuitem', { name: 'For all of us' }).click();
  await expect(hers.page.getByRole('searchbox')).toHaveValue('ma');
  await hers.page.keyboard.press('v');
  await expect(hers.page.getByRole('menuitem', { name: 'Save as a view…' })).toBeVisible();
  await expect(hers.page.getByRole('menuitem', { name: /Rename|Remove|Save the changes|Keep/ })).toHaveCount(
    0,
  );
});

test('I rename a view, remove it, and have it back by undo', async ({ openDesk, ownTown }) => {
  const desk = await openDesk({ town: ownTown });
  const { page } = desk;
  await signIn(desk, 'moderator');
  await desk.goTo(searched);
  await save(page, 'First');
  await choose(page, 'Rename…');
  const dialog = page.getByRole('dialog', { name: 'Rename the view' });
  await dialog.getByLabel('Name').fill('Second');
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(tool(page, 'Second')).toBeVisible();
  expect(await names(ownTown)).toEqual(['Second']);

  await choose(page, 'Remove it');
  await expect(page.getByText('Removed the view “Second”')).toBeVisible();
  await expect(tool(page, 'Views')).toBeVisible();
  expect(await names(ownTown)).toEqual([]);
  await page.keyboard.press('z');
  await expect(page.getByText('The view “Second” is back')).toBeVisible();
  expect(await names(ownTown)).toEqual(['Second']);
});

test('a name that I have given already is refused, and what I typed stays', async ({ openDesk, ownTown }) => {
  const desk = await openDesk({ town: ownTown });
  const { page } = desk;
  await signIn(desk, 'moderator');
  await desk.goTo(searched);
  await save(page, 'Twice');
  await desk.goTo('/members?q=lu');
  await expect(rowsOf(page).first()).toBeVisible();
  await choose(page, 'Save as a view…');
  const dialog = page.getByRole('dialog', { name: 'Save as a view' });
  await dialog.getByLabel('Name').fill('Twice');
  await page.keyboard.press('Enter');
  await expect(dialog.getByText(/already/)).toBeVisible();
  await expect(dialog.getByLabel('Name')).toHaveValue('Twice');
  await dialog.getByLabel('Name').fill('Thrice');
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  expect(await names(ownTown)).toEqual(['Thrice', 'Twice']);
});

test('an administrator removes a view that someone else shared', async ({ openDesk, ownTown }) => {
  const desk = await openDesk({ town: ownTown });
  const { page } = desk;
  await signIn(desk, 'moderator');
  await desk.goTo(searched);
  await save(page, 'Left behind', { shared: true });
  await page.getByRole('button', { name: 'Sign out' }).click();
  await signIn(desk, 'admin');
  await desk.goTo('/members');
  await expect(rowsOf(page).first()).toBeVisible();
  await choose(page, 'Left behind');
  await expect(tool(page, 'Left behind')).toBeVisible();
  await choose(page, 'Remove it');
  await expect(page.getByText('Removed the view “Left behind”')).toBeVisible();
  expect(await names(ownTown)).toEqual([]);
});

/** The button of the menu of views, by what stands on it. */
function tool(page: Page, label: string) {
  return page.getByRole('button', { name: label, exact: true });
}

/** Opens the menu by its key and takes one of it. */
async function choose(page: Page, item: string): Promise<void> {
  await page.keyboard.press('v');
  await page.getByRole('menuitem', { name: item }).click();
  await expect(page.getByRole('menu')).toHaveCount(0);
}

async function save(page: Page, name: string, { shared = false } = {}): Promise<void> {
  await expect(page.getByRole('grid', { name: 'Members' })).toBeVisible();
  await choose(page, 'Save as a view…');
  const dialog = page.getByRole('dialog', { name: 'Save as a view' });
  await dialog.getByLabel('Name').fill(name);
  if (shared) await dialog.getByLabel('Share it with everyone').check({ force: true });
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
}

function names(town: Community): Promise<string[]> {
  return column(town, 'SELECT name FROM caretaker.saved_view ORDER BY name');
}
