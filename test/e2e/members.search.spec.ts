import type { Page } from '@playwright/test';
import type { RowDataPacket } from 'mysql2/promise';
import { signIn } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';
import { cellsOf, column, openMembers, rowsOf, search } from './support/members.ts';

test('I find members by any part of a nickname, those that start with it first, the part marked', async ({
  desk,
  town,
}) => {
  const { page } = desk;
  await openMembers(desk);
  await search(page, 'ma', 'Nickname contains “ma”');
  const [first = ''] = await column(
    town,
    "SELECT nickname FROM community_demo.users WHERE nickname LIKE 'ma%' ORDER BY LOWER(nickname), id LIMIT 1",
  );
  await expect(rowsOf(page).first()).toContainText(first);
  await expect(rowsOf(page).first().locator('mark')).toHaveText(first.slice(0, 2));

  const [inner = ''] = await column(
    town,
    "SELECT nickname FROM community_demo.users WHERE nickname REGEXP '^[a-z]+mann[0-9]*$' LIMIT 1",
  );
  await search(page, inner.slice(2), `Nickname contains “${inner.slice(2)}”`);
  const row = rowsOf(page).filter({ hasText: inner });
  await expect(row.locator('mark')).toHaveText(inner.slice(2));
});

test('I find a member by id', async ({ desk, town }) => {
  const [nickname = ''] = await column(town, 'SELECT nickname FROM community_demo.users WHERE id = 42');
  await signIn(desk, 'support');
  await desk.goTo('/members');
  await search(desk.page, '42', 'Id is 42, or the nickname starts with it');
  await expect(rowsOf(desk.page).first()).toContainText(nickname);
  await expect(rowsOf(desk.page).first().locator('mark')).toHaveText('42');
});

test('I find a member by the start of their e-mail, and see no more of it than I typed', async ({
  desk,
  town,
}) => {
  const [email = ''] = await column(town, 'SELECT email FROM community_demo.users WHERE id = 77');
  const { page } = desk;
  await signIn(desk, 'admin');
  const typed = email.slice(0, email.indexOf('@') + 3);
  await search(page, typed, `E-mail starts with ${typed}`);
  await expect(rowsOf(page)).toHaveCount(1);
  await expect(rowsOf(page)).toContainText('77');
  const [match = ''] = await cellsOf(page, 'Match');
  expect(match).toContain('•');
  expect(await page.content()).not.toContain(email);
  await search(page, email, `E-mail starts with ${email}`);
  await expect(rowsOf(page)).toHaveCount(1);
});

test('I find everyone with an e-mail at a domain', async ({ desk, town }) => {
  const { page } = desk;
  const [domain = ''] = await column(
    town,
    "SELECT SUBSTRING_INDEX(email, '@', -1) AS domain FROM community_demo.users GROUP BY domain ORDER BY COUNT(*), domain LIMIT 1",
  );
  const ids = await column(town, 'SELECT id FROM community_demo.users WHERE email LIKE ? ORDER BY id DESC', [
    `%@${domain}%`,
  ]);
  await openMembers(desk);
  await search(page, `@${domain}`, `E-mail at ${domain}`);
  await expect(page.getByText(countOf(ids.length), { exact: true })).toBeVisible();
  const shown = await cellsOf(page, 'Id');
  expect(shown.every((id) => ids.includes(id))).toBe(true);
});

test('I find who signed in from an address, and who from its network', async ({ desk, town }) => {
  const { page } = desk;
  const [ip = ''] = await column(
    town,
    "SELECT ip FROM caretaker_site.member_login WHERE ip LIKE '%.%.%.%' ORDER BY id DESC LIMIT 1",
  );
  const from = (like: string) =>
    column(town, 'SELECT DISTINCT member_id FROM caretaker_site.member_login WHERE ip LIKE ?', [like]);
  await openMembers(desk);
  await search(page, ip, `Signed in from ${ip}`);
  await expect(page.getByText(countOf((await from(ip)).length), { exact: true })).toBeVisible();
  expect((await cellsOf(page, 'Match'))[0]).toBe(ip);
  const network = `${ip.split('.').slice(0, 2).join('.')}.0.0/16`;
  await search(page, network, `Signed in from ${network}`);
  const near = await from(`${ip.split('.').slice(0, 2).join('.')}.%`);
  await expect(page.getByText(countOf(near.length), { exact: true })).toBeVisible();
  expect((await cellsOf(page, 'Match'))[0]).toBe(network);
});

test('I find who signed in with a device', async ({ desk, town }) => {
  const { page } = desk;
  const [device = ''] = await column(
    town,
    'SELECT device_id FROM caretaker_site.member_login WHERE device_id IS NOT NULL ORDER BY id DESC LIMIT 1',
  );
  const ids = await column(
    town,
    'SELECT DISTINCT member_id FROM caretaker_site.member_login WHERE device_id = ?',
    [device],
  );
  await openMembers(desk);
  await search(page, `device:${device}`, `Signed in with a device ${device}`);
  await expect(rowsOf(page)).toHaveCount(ids.length);
  expect((await cellsOf(page, 'Id')).toSorted()).toEqual(ids.toSorted());
});

test('I find who looks like a member, when the plain search finds nobody', async ({ desk, town }) => {
  const { page } = desk;
  const [nickname = ''] = await column(
    town,
    "SELECT nickname FROM community_demo.users WHERE nickname REGEXP '^[a-z]*o[a-z]*$' ORDER BY id LIMIT 1",
  );
  // A Cyrillic letter and a figure in the place of the Latin one.
  for (const imitation of [nickname.replace('o', 'о'), nickname.replace('o', '0')]) {
    await (desk.page.url().includes('/members') ? Promise.resolve() : openMembers(desk));
    await search(page, imitation, `Nickname contains “${imitation}”`);
    await expect(page.getByText(`No member has a nickname that contains “${imitation}”`)).toBeVisible();
    await page.getByRole('button', { name: 'Look for look-alikes' }).click();
    await expect(page.getByText(`Looks like “${imitation}”`, { exact: true })).toBeVisible();
    await expect(rowsOf(page).filter({ hasText: nickname }).first()).toBeVisible();
  }
});

test('the help beside the box says what it understands, by key and by button', async ({ desk }) => {
  const { page } = desk;
  await openMembers(desk);
  await expect(rowsOf(page).first()).toBeVisible();
  await page.keyboard.press('h');
  const help = page.getByRole('dialog', { name: 'What the search box understands' });
  for (const form of ['@example.org', '84.12.0.0/16', '~mara'])
    await expect(help.getByText(form)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(help).toHaveCount(0);
  await page.getByRole('button', { name: 'What the search box understands' }).click();
  await expect(help).toBeVisible();
});

test('typing on stops the search before, in the database too', async ({ openDesk, ownTown }) => {
  const desk = await openDesk({ town: ownTown });
  const { page } = desk;
  await openMembers(desk);
  await expect(rowsOf(page).first()).toBeVisible();
  const underWay = (text: string) => async () => {
    const [rows] = await ownTown.sql.query<RowDataPacket[]>(
      "SELECT INFO FROM information_schema.PROCESSLIST WHERE USER = 'moderator' AND INFO LIKE ?",
      [`%'${text}'%`],
    );
    return rows.length;
  };
  // While the tables are locked a search takes as long as it is let.
  await ownTown.sql.query('LOCK TABLES caretaker.member_directory WRITE, caretaker.member_part WRITE');
  try {
    await page.getByRole('searchbox').pressSequentially('ka');
    await expect.poll(underWay('ka')).toBe(1);
    await page.getByRole('searchbox').press('r');
    await expect.poll(underWay('kar')).toBe(1);
    await expect.poll(underWay('ka')).toBe(0);
  } finally {
    await ownTown.sql.query('UNLOCK TABLES');
  }
  await expect(page.getByText('Nickname contains “kar”', { exact: true })).toBeVisible();
});

test('a search that finds nobody says so, and Esc brings everyone back', async ({ desk }) => {
  const { page } = desk;
  await openMembers(desk);
  await page.getByRole('searchbox').fill('zzqqxx');
  await expect(page.getByText('No member has a nickname that contains “zzqqxx”')).toBeVisible();
  await page.getByRole('searchbox').press('Escape');
  await expect(page.getByText('All members, newest first', { exact: true })).toBeVisible();
  await expect(rowsOf(page).first()).toBeVisible();
});

test('a search that filters leave nothing of says so, and clearing them helps', async ({ desk }) => {
  const { page } = desk;
  await signIn(desk, 'moderator');
  await desk.goTo('/members?q=ma&reported=999999');
  await expect(
    page.getByText('No member has a nickname that contains “ma” and fits the filters'),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Clear the filters' }).click();
  await expect(rowsOf(page).first()).toBeVisible();
});

test('what was typed is taken literally', async ({ desk }) => {
  const { page } = desk;
  await openMembers(desk);
  for (const text of ['%', "' OR 1=1 -- ", '<img src=x onerror=alert(1)>']) {
    await page.getByRole('searchbox').fill(text);
    await expect(page.getByText(`No member has a nickname that contains “${text.trim()}”`)).toBeVisible();
  }
});

test('a letter is searched for at once, and who types on is not searched for at every letter', async ({
  desk,
}) => {
  const { page } = desk;
  await openMembers(desk);
  await expect(rowsOf(page).first()).toBeVisible();
  const now = await page.evaluate(() => Date.now());
  await page.clock.install({ time: now });
  await page.clock.pauseAt(now + 60_000);
  const understood = page.locator('section[aria-label="Search members"] [role="status"] > span').first();
  // From here on time goes only as fast as it is let: for the first letter less than a moment in all.
  const soon = (words: string, pass: number) =>
    expect(async () => {
      await page.clock.runFor(pass);
      expect(await understood.textContent()).toBe(words);
    }).toPass({ intervals: [500], timeout: 10_000 });

  await page.getByRole('searchbox').press('m');
  await soon('Nickname contains “m”', 1);
  await page.clock.runFor(100);
  for (const letter of ['a', 'r', 't']) await page.getByRole('searchbox').press(letter);
  await soon('Nickname contains “ma”', 1);
  await page.clock.runFor(100);
  await soon('Nickname contains “mart”', 1);
});

test('typing fast and erasing again ends at what is in the box', async ({ desk }) => {
  const { page } = desk;
  await openMembers(desk);
  await page.getByRole('searchbox').pressSequentially('mamamarlene', { delay: 30 });
  await expect(page.getByText('Nickname contains “mamamarlene”', { exact: true })).toBeVisible();
  for (let erased = 0; erased < 9; erased++) await page.getByRole('searchbox').press('Backspace');
  await expect(page.getByText('Nickname contains “ma”', { exact: true })).toBeVisible();
  await expect(marks(page).first()).toHaveText(/^ma$/i);
});

function marks(page: Page) {
  return rowsOf(page).locator('mark');
}

function countOf(count: number): string {
  return count === 1 ? '1 member' : `${new Intl.NumberFormat('en-GB').format(count)} members`;
}
