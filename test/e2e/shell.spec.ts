import type { Page } from '@playwright/test';
import type { RowDataPacket } from 'mysql2/promise';
import { type Desk, signIn } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';
import { openMembers } from './support/members.ts';

test('Ctrl-K finds a member by name and opens their page', async ({ desk, town }) => {
  const [[row]] = await town.sql.query<RowDataPacket[]>(
    'SELECT nickname FROM community_demo.users WHERE id = 55',
  );
  const { page } = desk;
  await signIn(desk, 'moderator');
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').getByRole('textbox').fill(String(row?.nickname));
  await expect(page.getByRole('dialog').getByText('members found')).toBeAttached();
  await expect(page.getByRole('dialog').getByRole('button').first()).toContainText(String(row?.nickname));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Member 55', exact: true })).toBeVisible();
});

test('Ctrl-K runs a command, also from within a field', async ({ desk }) => {
  const { page } = desk;
  await openMembers(desk);
  await page.getByRole('searchbox').focus();
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').getByRole('textbox').fill('go to rec');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Your record' })).toBeVisible();
});

test('? lists every key that works here, and Esc closes the list', async ({ desk }) => {
  const { page } = desk;
  await signIn(desk, 'moderator');
  await page.keyboard.press('?');
  const keys = page.getByRole('dialog', { name: 'Keys' });
  for (const label of [
    'Find a member, a case, a ticket or a command',
    'Go to Record',
    'Next row',
    'History: sign-ins',
  ]) {
    await expect(keys.getByText(label, { exact: true })).toBeVisible();
  }
  await page.keyboard.press('Escape');
  await expect(keys).toHaveCount(0);
});

test('keys without Ctrl can be turned off, and stay off after a reload', async ({ desk }) => {
  const { page } = desk;
  await openMembers(desk);
  await page.keyboard.press('?');
  await page.getByLabel('Keys without Ctrl').uncheck({ force: true });
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole('grid', { name: 'Members' })).toBeVisible();
  await page.keyboard.press('g');
  await page.keyboard.press('r');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Your record' })).toHaveCount(0);
});

test('g m, g p and g r go between the workspaces', async ({ desk }) => {
  const { page } = desk;
  await signIn(desk, 'admin');
  await page.keyboard.press('g');
  await page.keyboard.press('r');
  await expect(page.getByRole('heading', { name: 'Record', level: 1 })).toBeVisible();
  await page.keyboard.press('g');
  await page.keyboard.press('m');
  await expect(page.getByRole('grid', { name: 'Members' })).toBeVisible();
  await page.keyboard.press('g');
  await page.keyboard.press('p');
  await expect(page.getByRole('navigation', { name: 'Views of the queue' })).toBeVisible();
});

test('light and dark are a key apart, and the choice is kept', async ({ desk }) => {
  const { page } = desk;
  await page.emulateMedia({ colorScheme: 'light' });
  await signIn(desk, 'moderator');
  await expectGround(page, 'light');
  await page.keyboard.press('t');
  await page.keyboard.press('t');
  await expect(page.getByRole('button', { name: 'Dark' })).toBeVisible();
  await expectGround(page, 'dark');
  await page.reload();
  await expect(page.getByRole('button', { name: 'Dark' })).toBeVisible();
  await expectGround(page, 'dark');
});

test('the system’s theme is followed until I choose another', async ({ desk }) => {
  const { page } = desk;
  await page.emulateMedia({ colorScheme: 'dark' });
  await signIn(desk, 'moderator');
  await expectGround(page, 'dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await expectGround(page, 'light');
});

test('times are shown in local time or UTC, and the choice is kept', async ({ desk, town }) => {
  const { page } = desk;
  await signIn(desk, 'admin');
  await desk.goTo(`/record?subject=${desk.connectionName}`);
  const [[row]] = await town.sql.query<RowDataPacket[]>(
    'SELECT TIME(at) AS utc, TIME(at + INTERVAL 9 HOUR) AS tokyo FROM caretaker_audit.entry WHERE subject_id = ?',
    [desk.connectionName],
  );
  const when = page.getByRole('grid').locator('tbody td').first();
  await expect(when).toContainText(String(row?.tokyo).slice(0, 8));
  await page.keyboard.press('u');
  await expect(when).toContainText(String(row?.utc).slice(0, 8));
  await page.reload();
  await expect(when).toContainText(String(row?.utc).slice(0, 8));
});

test('signing out shows the sign-in, is recorded, and leaves nothing of what I saw to the next person', async ({
  desk,
  town,
}) => {
  const { page } = desk;
  await openMembers(desk);
  await expect(page.getByRole('grid', { name: 'Members' })).toBeVisible();
  await page.keyboard.press('g');
  await page.keyboard.press('o');
  await expect(page.getByRole('heading', { name: desk.connectionName })).toBeVisible();
  const [rows] = await town.sql.query<RowDataPacket[]>(
    'SELECT action FROM caretaker_audit.entry WHERE subject_id = ? ORDER BY id',
    [desk.connectionName],
  );
  expect(rows.map(({ action }) => action)).toEqual(['session.signed_in', 'session.signed_out']);
  await signIn(desk, 'cto');
  await desk.goTo('/members');
  await expect(page.getByText('Your role does not read members')).toBeVisible();
});

test('a whole visit needs no mouse: sign in, find, read, look at the record, sign out', async ({ desk }) => {
  const { page } = desk;
  const { keyboard } = page;
  await expect(page.getByRole('button', { name: 'The moderator' })).toBeVisible();
  await keyboard.press('1');
  await expect(page.getByRole('navigation', { name: 'Views of the queue' })).toBeVisible();
  await keyboard.press('g');
  await keyboard.press('m');
  await expect(page.getByRole('grid', { name: 'Members' })).toBeVisible();
  await keyboard.press('/');
  await keyboard.type('ma');
  await expect(page.getByText('Nickname contains “ma”')).toBeVisible();
  await keyboard.press('ArrowDown');
  await keyboard.press('ArrowDown');
  await keyboard.press('Enter');
  const member = page.getByRole('region', { name: /^Member \d+$/ });
  await expect(member).toBeVisible();
  await keyboard.press('Tab');
  while (!(await member.evaluate((it) => it.contains(document.activeElement)))) await keyboard.press('Tab');
  await keyboard.press('1');
  await expect(member.getByRole('button', { name: 'Sign-ins' })).toHaveAttribute('aria-pressed', 'true');
  await keyboard.press('Escape');
  await expect(member).toHaveCount(0);
  await keyboard.press('g');
  await keyboard.press('r');
  await expect(page.getByRole('row', { name: desk.connectionName })).toBeVisible();
  await keyboard.press('j');
  await keyboard.press('Enter');
  await expect(page.getByRole('region', { name: /^Entry \d+$/ })).toBeVisible();
  await keyboard.press('g');
  await keyboard.press('o');
  await expect(page.getByRole('heading', { name: desk.connectionName })).toBeVisible();
});

test('the focus is never lost: what closes gives it back', async ({ desk }) => {
  const { page } = desk;
  await expect(page.getByRole('button', { name: 'The moderator' })).toBeVisible();
  await expectFocus(desk);
  await page.keyboard.press('1');
  await expect(page.getByRole('navigation', { name: 'Views of the queue' })).toBeVisible();
  await expectFocus(desk);
  await page.keyboard.press('g');
  await page.keyboard.press('m');
  const search = page.getByRole('searchbox');
  await expect(search).toBeVisible();
  await expectFocus(desk);
  await search.focus();
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog').getByRole('textbox')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(search).toBeFocused();

  const keys = page.getByRole('button', { name: 'Keys' });
  await keys.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(keys).toBeFocused();

  const grid = page.getByRole('grid', { name: 'Members' });
  await grid.focus();
  await page.keyboard.press('Enter');
  const close = page.getByRole('button', { name: 'Close the detail' });
  await close.focus();
  await page.keyboard.press('Enter');
  await expect(close).toHaveCount(0);
  await expect(grid).toBeFocused();

  await page.keyboard.press('Enter');
  const next = page.getByRole('button', { name: 'Next member in the list' });
  await next.focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(next).toBeFocused();
  await page.keyboard.press('Escape');
  await page.keyboard.press('g');
  await page.keyboard.press('o');
  await expect(page.getByRole('heading', { name: desk.connectionName })).toBeVisible();
  await expectFocus(desk);
});

test('the focus is never lost in the form of a connection either', async ({ desk }) => {
  const { page } = desk;
  await page.getByRole('button', { name: 'Add a connection' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Name')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByLabel('Name')).toHaveCount(0);
  await expectFocus(desk);
  await page.keyboard.press('a');
  await page.getByLabel('Name').fill('Another');
  await page.getByLabel('Host').fill('db.example.org');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Another' })).toBeVisible();
  await expectFocus(desk);
});

async function expectFocus({ page }: Desk): Promise<void> {
  await expect.poll(() => page.evaluate(() => document.activeElement?.localName)).not.toBe('body');
}

/** Looks at the colour that the page really has, from 0 for black to 255 for white. */
async function expectGround(page: Page, theme: 'light' | 'dark'): Promise<void> {
  const brightness = async () => {
    const colour = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const parts = (colour.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);
    return parts.reduce((sum, part) => sum + part, 0) / 3;
  };
  if (theme === 'light') await expect.poll(brightness).toBeGreaterThan(200);
  else await expect.poll(brightness).toBeLessThan(60);
}
