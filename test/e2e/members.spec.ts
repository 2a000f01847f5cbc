import type { Page } from '@playwright/test';
import type { RowDataPacket } from 'mysql2/promise';
import type { Community } from '../support/community.ts';
import { signIn } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';
import { walkDown } from './support/rows.ts';

test('I find members by the start of a nickname, the match marked, in order', async ({ desk, town }) => {
  const { page } = desk;
  await signIn(desk, 'moderator');
  await page.getByRole('searchbox').fill('ma');
  await expect(page.getByText('Nickname starts with “ma”')).toBeVisible();
  const expected = await column(
    town,
    "SELECT nickname FROM community_demo.users WHERE nickname LIKE 'ma%' ORDER BY nickname, id LIMIT 5",
  );
  const rows = page.getByRole('grid', { name: 'Members' }).locator('tbody').getByRole('row');
  for (const [index, nickname] of expected.entries()) {
    await expect(rows.nth(index)).toContainText(nickname);
    await expect(rows.nth(index).locator('mark')).toHaveText(nickname.slice(0, 2));
  }
});

test('I find a member by id', async ({ desk, town }) => {
  const [nickname = ''] = await column(town, 'SELECT nickname FROM community_demo.users WHERE id = 42');
  await signIn(desk, 'support');
  await desk.page.getByRole('searchbox').fill('42');
  await expect(desk.page.getByText('Id is 42')).toBeVisible();
  await expect(rowsOf(desk.page).first()).toContainText(nickname);
});

test('I find a member by their whole e-mail', async ({ desk, town }) => {
  const [email = ''] = await column(town, 'SELECT email FROM community_demo.users WHERE id = 77');
  await signIn(desk, 'admin');
  await desk.page.getByRole('searchbox').fill(email);
  await expect(desk.page.getByText(`E-mail is ${email}`)).toBeVisible();
  await expect(rowsOf(desk.page)).toHaveCount(1);
  await expect(rowsOf(desk.page)).toContainText('77');
});

test('the list never ends: by keyboard alone past 400 members, each once, in the database’s order', async ({
  desk,
  town,
}) => {
  await signIn(desk, 'moderator');
  await expect(rowsOf(desk.page).first()).toBeVisible();
  const ids = await walkDown(desk.page, 'Members', 'td:nth-child(2)', 420);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toEqual(
    await column(town, `SELECT id FROM community_demo.users ORDER BY id DESC LIMIT ${ids.length}`),
  );
});

test('typing on stops the search before, in the database too', async ({ desk, town }) => {
  const { page } = desk;
  await signIn(desk, 'moderator');
  await expect(rowsOf(page).first()).toBeVisible();
  const underWay = (prefix: string) => async () =>
    (
      await column(
        town,
        `SELECT ID FROM information_schema.PROCESSLIST WHERE USER = 'moderator' AND INFO LIKE '%nickname%${prefix}\\%%'`,
      )
    ).length;
  // While the table is locked a search takes as long as it is let.
  await town.sql.query('LOCK TABLES community_demo.users WRITE');
  try {
    await page.getByRole('searchbox').pressSequentially('ka');
    await expect.poll(underWay('ka')).toBe(1);
    await page.getByRole('searchbox').press('r');
    await expect.poll(underWay('kar')).toBe(1);
    await expect.poll(underWay('ka')).toBe(0);
  } finally {
    await town.sql.query('UNLOCK TABLES');
  }
  await expect(page.getByText('Nickname starts with “kar”')).toBeVisible();
});

test('a search that finds nobody says so, and Esc brings everyone back', async ({ desk }) => {
  const { page } = desk;
  await signIn(desk, 'moderator');
  await page.getByRole('searchbox').fill('zzqqxx');
  await expect(page.getByText('No member’s nickname starts with “zzqqxx”')).toBeVisible();
  await page.getByRole('searchbox').press('Escape');
  await expect(page.getByText('All members, newest first')).toBeVisible();
  await expect(rowsOf(page).first()).toBeVisible();
});

test('a community with no members yet says so', async ({ openDesk, ownTown }) => {
  await ownTown.sql.query('DELETE FROM community_demo.users');
  const desk = await openDesk({ town: ownTown });
  await signIn(desk, 'moderator');
  await expect(desk.page.getByText('This community has no members yet')).toBeVisible();
});

test('what members wrote into a search is taken literally', async ({ desk }) => {
  const { page } = desk;
  await signIn(desk, 'moderator');
  await page.getByRole('searchbox').fill('%');
  await expect(page.getByText('No member’s nickname starts with “%”')).toBeVisible();
  await page.getByRole('searchbox').fill("' OR 1=1 -- ");
  await expect(page.getByText("No member’s nickname starts with “' OR 1=1 --”")).toBeVisible();
});

test('the address holds the view: opened in a new tab it is the same', { tag: '@browser' }, async ({
  browserDesk,
}) => {
  const { page } = browserDesk;
  await signIn(browserDesk, 'moderator');
  await page.getByRole('searchbox').fill('ma');
  await expect(page.getByText('Nickname starts with “ma”')).toBeVisible();
  await page.getByRole('searchbox').press('ArrowDown');
  await page.getByRole('searchbox').press('Enter');
  const member = page.getByRole('region', { name: /^Member \d+$/ });
  await member.getByRole('button', { name: 'Sign-ins' }).click();
  const name = (await member.getAttribute('aria-label')) ?? '';

  const tab = await browserDesk.newTab();
  await tab.goto(page.url());
  await expect(tab.getByRole('searchbox')).toHaveValue('ma');
  const same = tab.getByRole('region', { name, exact: true });
  await expect(same.getByRole('button', { name: 'Sign-ins' })).toHaveAttribute('aria-pressed', 'true');
  await page.goBack();
  await expect(member).toHaveCount(0);
});

function rowsOf(page: Page) {
  return page.getByRole('grid', { name: 'Members' }).locator('tbody').getByRole('row');
}

async function column({ sql }: Community, query: string): Promise<string[]> {
  const [rows] = await sql.query<RowDataPacket[]>(query);
  return rows.map((row) => String(Object.values(row)[0]));
}
