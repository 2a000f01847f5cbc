import type { RowDataPacket } from 'mysql2/promise';
import { type Desk, signIn } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';

test('a member’s page shows the facts that the database has', async ({ desk, town }) => {
  const [[row]] = await town.sql.query<RowDataPacket[]>(
    'SELECT nickname, email, location, status FROM community_demo.users WHERE location IS NOT NULL AND id > 100 LIMIT 1',
  );
  await signIn(desk, 'moderator');
  await desk.page.getByRole('searchbox').fill(String(row?.email));
  await desk.page.getByRole('row', { name: String(row?.nickname) }).click();
  const member = desk.page.getByRole('region', { name: /^Member \d+$/ });
  await expect(member.getByRole('heading', { level: 2 })).toHaveText(String(row?.nickname));
  for (const fact of [row?.email, row?.location]) await expect(member).toContainText(String(fact));
  await expect(member).toContainText(String(row?.status), { ignoreCase: true });
});

test('a member’s history is filtered by what it is about, by mouse and by key', async ({ desk, town }) => {
  const [[who]] = await town.sql.query<RowDataPacket[]>(
    `SELECT user_id AS id, COUNT(*) AS logins FROM community_demo.logins
     WHERE user_id IN (SELECT user_id FROM community_demo.statuses) GROUP BY user_id
     HAVING COUNT(*) BETWEEN 5 AND 40 ORDER BY user_id LIMIT 1`,
  );
  await signIn(desk, 'moderator');
  const history = await openHistory(desk, String(who?.id));
  await history.getByRole('button', { name: 'Sign-ins' }).click();
  await expect(history.getByRole('listitem')).toHaveCount(Number(who?.logins));
  await expect(history.getByRole('listitem').first()).toContainText('Signed in from');
  expect(desk.page.url()).toContain('history=login');

  await desk.page.keyboard.press('0');
  await expect(history.getByRole('button', { name: 'All' })).toHaveAttribute('aria-pressed', 'true');
  await desk.page.keyboard.press('3');
  await expect(history.getByRole('listitem').first()).toContainText('Posted a');
  await expect(history.getByText('Signed in from')).toHaveCount(0);
});

test('a long history goes on to its end as one scrolls', async ({ desk, town }) => {
  const [[who]] = await town.sql.query<RowDataPacket[]>(
    'SELECT user_id AS id, COUNT(*) AS logins FROM community_demo.logins GROUP BY user_id ORDER BY 2 DESC LIMIT 1',
  );
  const logins = Number(who?.logins);
  expect(logins).toBeGreaterThan(100);
  await signIn(desk, 'moderator');
  const history = await openHistory(desk, String(who?.id), '&history=login');
  await expect(history.getByRole('listitem').first()).toBeVisible();
  await history.getByRole('heading', { name: 'History' }).click();
  await expect(async () => {
    await desk.page.keyboard.press('End');
    await expect(history.getByText(`${logins} entries, no more`)).toBeVisible({ timeout: 500 });
  }).toPass();
  await expect(history.getByRole('listitem')).toHaveCount(logins);
});

test('from the list I go through members one after the other', async ({ desk, town }) => {
  const [newest] = await town.sql.query<RowDataPacket[]>(
    'SELECT id FROM community_demo.users ORDER BY id DESC LIMIT 2',
  );
  const page = (at: number) =>
    desk.page.getByRole('region', { name: `Member ${newest[at]?.id}`, exact: true });
  await signIn(desk, 'moderator');
  await desk.page.getByRole('grid', { name: 'Members' }).focus();
  await desk.page.keyboard.press('Enter');
  await expect(page(0)).toBeVisible();
  await desk.page.keyboard.press(']');
  await expect(page(1)).toBeVisible();
  await desk.page.keyboard.press('[');
  await expect(page(0)).toBeVisible();
  await desk.page.keyboard.press('Escape');
  await expect(desk.page.getByRole('region', { name: /^Member \d+$/ })).toHaveCount(0);
});

test('a member who does not exist is told so', async ({ desk }) => {
  await signIn(desk, 'moderator');
  await desk.goTo('/members?id=999999999');
  await expect(desk.page.getByText('no member with the id 999999999')).toBeVisible();
});

test('what a member wrote does nothing: markup, links and reversed text are shown as text', async ({
  openDesk,
  ownTown,
  watch,
}) => {
  const hostile =
    '<img src=x onerror=alert(1)><script>alert(2)</script> [press me](javascript:alert(3)) ' +
    '<a href="javascript:alert(4)">free</a> \u202Egnp.exe https://evil.example/steal';
  await ownTown.sql.query(
    `INSERT INTO community_demo.statuses (user_id, body, created_at, updated_at)
     VALUES (7, ?, UTC_TIMESTAMP(), UTC_TIMESTAMP())`,
    [hostile],
  );
  await ownTown.sql.query('UPDATE community_demo.users SET nickname = ? WHERE id = 7', [
    '<b onclick=alert(5)>bold\u200B</b>',
  ]);
  const desk = await openDesk({ town: ownTown });
  const dialogs: string[] = [];
  desk.page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  await signIn(desk, 'moderator');
  const history = await openHistory(desk, '7', '&history=content');
  const status = history.getByRole('listitem').first();
  await expect(status).toContainText(hostile.replace('\u202E', 'U+202E'));
  await expect(status.locator('img, script, a')).toHaveCount(0);
  await expect(desk.page.getByRole('heading', { level: 2 })).toHaveText('<b onclick=alert(5)>boldU+200B</b>');
  await status.click();
  await status.getByText('press me').click();
  expect(dialogs).toEqual([]);
  expect(watch.strangers).toEqual([]);
});

async function openHistory(desk: Desk, id: string, more = '') {
  await desk.goTo(`/members?id=${id}${more}`);
  return desk.page.getByRole('region', { name: 'History' });
}
