import { readdir, readFile } from 'node:fs/promises';
import { signIn } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';
import { cellsOf, column, openMembers, rowsOf, search } from './support/members.ts';
import { walkDown } from './support/rows.ts';

test('the list never ends: by keyboard alone past 1,000 members, each once, in the database’s order, and back up', async ({
  desk,
  town,
}) => {
  const { page } = desk;
  await openMembers(desk);
  await expect(rowsOf(page).first()).toBeVisible();
  const ids = await walkDown(page, 'Members', 'td:nth-child(3)', 1050);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toEqual(
    await column(town, `SELECT id FROM community_demo.users ORDER BY id DESC LIMIT ${ids.length}`),
  );
  // The rows at the top were let go meanwhile, and are asked for again.
  await page.keyboard.press('Home');
  await expect(rowsOf(page).first()).toContainText(String(ids[0]));
  await expect(page.getByText('Loading', { exact: true })).toHaveCount(0);
});

test('I narrow the list by filters, see them in words, and take one after the other away', async ({
  desk,
  town,
}) => {
  const { page } = desk;
  await openMembers(desk);
  await expect(rowsOf(page).first()).toBeVisible();
  await page.keyboard.press('f');
  const filters = page.getByRole('dialog', { name: 'Filters' });
  await filters.getByLabel('banned').check();
  await filters.getByLabel('suspended').check();
  await filters.getByLabel('Reported at least').fill('1');
  await filters.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('list', { name: 'Filters in force' })).toContainText('suspended or banned');
  const statuses = "SELECT COUNT(*) FROM caretaker_site.member WHERE status IN ('banned', 'suspended')";
  const [reported = ''] = await column(
    town,
    `${statuses} AND id IN (SELECT subject_author_id FROM caretaker_site.report)`,
  );
  expect(Number(reported)).toBeGreaterThan(0);
  await expect(page.getByText(countWords(reported), { exact: true })).toBeVisible();
  for (const status of await cellsOf(page, 'Status')) expect(status).toMatch(/^(banned|suspended)/);

  await page.getByRole('button', { name: 'Take away the filter: reported once or more' }).click();
  const [all = ''] = await column(town, statuses);
  expect(Number(all)).toBeGreaterThan(Number(reported));
  await expect(page.getByText(countWords(all), { exact: true })).toBeVisible();
  await page.keyboard.press('d');
  await expect(page.getByRole('list', { name: 'Filters in force' })).toHaveCount(0);
  await expect(page).toHaveURL(/\/members$/);
});

test('I find who joined on certain days and lives in a certain place', async ({ desk, town }) => {
  const { page } = desk;
  const [id = ''] = await column(
    town,
    "SELECT id FROM community_demo.users WHERE location REGEXP '^[a-z]{4}' ORDER BY id DESC LIMIT 1 OFFSET 50",
  );
  const [place = ''] = await column(town, 'SELECT location FROM community_demo.users WHERE id = ?', [id]);
  // The browser of the tests is in Tokyo, and days are counted where the reader is.
  const [day = ''] = await column(
    town,
    'SELECT DATE(created_at + INTERVAL 9 HOUR) FROM caretaker_site.member WHERE id = ?',
    [id],
  );
  await signIn(desk, 'support');
  await desk.goTo('/members');
  await expect(rowsOf(page).first()).toBeVisible();
  await page.keyboard.press('f');
  const filters = page.getByRole('dialog', { name: 'Filters' });
  await filters.getByLabel('Location starts with').fill(place.slice(0, 4).toUpperCase());
  await filters.getByLabel('Joined', { exact: true }).selectOption('between…');
  const written = new Date(day).toISOString().slice(0, 10);
  await filters.getByLabel('Joined: from').fill(written);
  await filters.getByLabel('Joined: until').fill(written);
  await page.keyboard.press('Escape');
  const expected = await column(
    town,
    `SELECT id FROM caretaker_site.member WHERE location LIKE ?
     AND DATE(created_at + INTERVAL 9 HOUR) = (SELECT DATE(created_at + INTERVAL 9 HOUR) FROM caretaker_site.member WHERE id = ?)
     ORDER BY id DESC`,
    [`${place.slice(0, 4)}%`, id],
  );
  await expect(rowsOf(page)).toHaveCount(expected.length);
  expect(await cellsOf(page, 'Id')).toEqual(expected);
});

test('I sort by a click on a header and by key, both ways, and back', async ({ desk, town }) => {
  const { page } = desk;
  await openMembers(desk);
  const first = (order: string) =>
    column(town, `SELECT nickname FROM community_demo.users ORDER BY ${order} LIMIT 1`);
  const header = (name: string) => page.getByRole('columnheader', { name });
  await page.getByRole('button', { name: 'Joined' }).click();
  await page.getByRole('button', { name: 'Joined' }).click();
  await expect(header('Joined')).toHaveAttribute('aria-sort', 'ascending');
  await expect(page.getByText('longest here first')).toBeVisible();
  await expect(rowsOf(page).first()).toContainText((await first('created_at, id'))[0] ?? '');
  await page.getByRole('button', { name: 'Joined' }).click();
  await expect(header('Joined')).not.toHaveAttribute('aria-sort');
  await page.keyboard.press('i');
  await page.keyboard.press('r');
  await expect(header('Reported')).toHaveAttribute('aria-sort', 'descending');
  const reported = (await cellsOf(page, 'Reported')).map(Number);
  expect(reported[0]).toBeGreaterThan(0);
  expect(reported).toEqual([...reported].sort((a, b) => b - a));
});

test('the columns I choose are mine on this machine, not my colleague’s', async ({ desk }) => {
  const { page } = desk;
  await openMembers(desk);
  await expect(rowsOf(page).first()).toBeVisible();
  await page.keyboard.press('l');
  await page.getByRole('menuitemcheckbox', { name: 'Location' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Joined' }).click();
  await page.keyboard.press('Escape');
  const headers = page.getByRole('grid', { name: 'Members' }).getByRole('columnheader');
  await expect(headers).toHaveText(['Selected', 'Nickname', 'Id', 'Status', 'Reported', 'Last active']);
  await page.reload();
  await expect(headers).toHaveText(['Selected', 'Nickname', 'Id', 'Status', 'Reported', 'Last active']);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await signIn(desk, 'support');
  await expect(headers).toHaveCount(8);
});

test('the address holds the view: opened in a new tab it is the same', { tag: '@browser' }, async ({
  browserDesk,
}) => {
  const { page } = browserDesk;
  await openMembers(browserDesk);
  await search(page, 'ma', 'Nickname contains “ma”');
  await page.keyboard.press('Escape');
  await browserDesk.goTo('/members?q=ma&status=active&sort=-joined');
  await expect(page.getByText('newest first')).toBeVisible();
  await page.getByRole('searchbox').press('ArrowDown');
  await page.getByRole('searchbox').press('Enter');
  const member = page.getByRole('region', { name: /^Member \d+$/ });
  await member.getByRole('button', { name: 'Sign-ins' }).click();
  const name = (await member.getAttribute('aria-label')) ?? '';
  const ids = await cellsOf(page, 'Nickname');

  const tab = await browserDesk.newTab();
  await tab.goto(page.url());
  await expect(tab.getByRole('searchbox')).toHaveValue('ma');
  await expect(tab.getByRole('list', { name: 'Filters in force' })).toContainText('active');
  const same = tab.getByRole('region', { name, exact: true });
  await expect(same.getByRole('button', { name: 'Sign-ins' })).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(() => cellsOf(tab, 'Nickname')).toEqual(ids);
  await page.goBack();
  await expect(member).toHaveCount(0);
});

test('I take what I found away as a file, and that I did is on record', async ({ desk, town }) => {
  const { page } = desk;
  await signIn(desk, 'admin');
  await search(page, 'mann', 'Nickname contains “mann”');
  await page.keyboard.press('Escape');
  await desk.goTo('/members?q=mann');
  await expect(rowsOf(page).first()).toBeVisible();
  await page.getByRole('button', { name: 'Export' }).click();
  await expect(page.getByText(/^Exported \d+ rows/)).toBeVisible();
  const file = (await page.getByText(/caretaker-members-.*\.csv$/).textContent()) ?? '';
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\r\n');
  const [count] = await column(
    town,
    "SELECT COUNT(*) FROM community_demo.users WHERE nickname LIKE '%mann%'",
  );
  expect(lines).toHaveLength(Number(count) + 1);
  expect(lines.join('\n')).not.toContain('@');
  const noted = await column(
    town,
    "SELECT SUBSTRING_INDEX(actor, '@', 1) FROM caretaker_audit.entry WHERE action = 'members.exported'",
  );
  expect(noted).toContain('admin');
});

test('an export that is stopped leaves no file', { tag: '@browser' }, async ({
  openBrowserDesk,
  ownTown,
}) => {
  const desk = await openBrowserDesk({ town: ownTown });
  const { page } = desk;
  await signIn(desk, 'admin');
  await expect(rowsOf(page).first()).toBeVisible();
  // Held before its first row, so that it is surely still running when it is stopped.
  await ownTown.sql.query('LOCK TABLES caretaker.member_directory WRITE');
  await page.keyboard.press('e');
  await expect(page.getByText('0 rows written')).toBeVisible();
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByText('The unfinished file was removed')).toBeVisible();
  await ownTown.sql.query('UNLOCK TABLES');
  await expect.poll(() => readdir(desk.exportsDir).catch(() => [])).toEqual([]);
});

test('a community with no members yet says so', async ({ openDesk, ownTown }) => {
  await ownTown.sql.query('DELETE FROM caretaker.member_part');
  await ownTown.sql.query('DELETE FROM caretaker.member_directory');
  await ownTown.sql.query('DELETE FROM community_demo.users');
  const desk = await openDesk({ town: ownTown });
  await openMembers(desk);
  await expect(desk.page.getByText('This community has no members yet')).toBeVisible();
});

function countWords(count: string): string {
  return count === '1' ? '1 member' : `${new Intl.NumberFormat('en-GB').format(Number(count))} members`;
}
