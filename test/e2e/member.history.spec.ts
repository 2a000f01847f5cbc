import type { RowDataPacket } from 'mysql2/promise';
import { signIn } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';
import { memberPage, openMember } from './support/member.ts';

test('a member’s history is filtered by what it is about, by mouse and by key', async ({ desk, town }) => {
  const [[who]] = await town.sql.query<RowDataPacket[]>(
    `SELECT user_id AS id, COUNT(*) AS logins FROM community_demo.logins
     WHERE user_id IN (SELECT user_id FROM community_demo.statuses) GROUP BY user_id
     HAVING COUNT(*) BETWEEN 5 AND 40 ORDER BY user_id LIMIT 1`,
  );
  await signIn(desk, 'moderator');
  const member = await openMember(desk, who?.id);
  const history = member.getByRole('region', { name: 'History' });
  await history.getByRole('button', { name: 'Sign-ins' }).click();
  await expect(history.getByRole('listitem')).toHaveCount(Number(who?.logins));
  await expect(history.getByRole('listitem').first()).toContainText('Signed in');
  expect(desk.page.url()).toContain('history=login');

  await desk.page.keyboard.press('0');
  await expect(history.getByRole('button', { name: 'All' })).toHaveAttribute('aria-pressed', 'true');
  await desk.page.keyboard.press('3');
  await expect(history.getByRole('button', { name: /^In context/ }).first()).toBeVisible();
  await expect(history.getByText('Signed in')).toHaveCount(0);
});

test('a long history goes on to its end as one scrolls', async ({ desk, town }) => {
  const [[who]] = await town.sql.query<RowDataPacket[]>(
    `SELECT user_id AS id, COUNT(*) AS logins FROM community_demo.logins
     GROUP BY user_id ORDER BY 2 DESC LIMIT 1`,
  );
  const logins = Number(who?.logins);
  expect(logins).toBeGreaterThan(100);
  await signIn(desk, 'moderator');
  const member = await openMember(desk, who?.id, '&history=login');
  const history = member.getByRole('region', { name: 'History' });
  await expect(history.getByRole('listitem').first()).toBeVisible();
  await history.getByRole('heading', { name: 'History' }).click();
  await expect(async () => {
    await desk.page.keyboard.press('End');
    await expect(history.getByText(`${logins} entries, no more`)).toBeVisible({ timeout: 500 });
  }).toPass();
  await expect(history.getByRole('listitem')).toHaveCount(logins);
});

test('what the staff did, other names and notes stand in the time line, each by its own key', async ({
  desk,
  town,
}) => {
  const id = 140;
  await town.sql.query(
    `INSERT INTO community_demo.moderation_actions
       (request_id, action, subject_type, subject_id, reason, until, actor, created_at)
     VALUES (UUID(), 'member_warn', 'member', ?, 'Shouting at newcomers', NULL, 'admin@localhost', UTC_TIMESTAMP(6))`,
    [id],
  );
  await town.sql.query(
    `INSERT INTO community_demo.nickname_changes (user_id, old_nickname, new_nickname, actor, created_at)
     VALUES (?, 'before-that', 'after-that', NULL, UTC_TIMESTAMP(6))`,
    [id],
  );
  await signIn(desk, 'moderator');
  const member = await openMember(desk, id);
  await desk.page.keyboard.press('n');
  await desk.page.keyboard.type('Talks to Ada about this.');
  await desk.page.keyboard.press('Control+Enter');
  await expect(
    member.getByRole('region', { name: 'Notes' }).getByText('Talks to Ada about this.'),
  ).toBeVisible();

  const history = member.getByRole('region', { name: 'History' });
  const rows = history.getByRole('listitem');
  await history.getByRole('heading', { name: 'History' }).click();
  await desk.page.keyboard.press('6');
  await expect(rows.first()).toContainText('Warned by The admin');
  await expect(rows.first()).toContainText('Shouting at newcomers');
  await desk.page.keyboard.press('0');
  await desk.page.keyboard.press('7');
  await expect(rows.first()).toContainText('Changed their name: before-that → after-that');
  await desk.page.keyboard.press('0');
  await desk.page.keyboard.press('8');
  await expect(rows.first()).toContainText('Note by you');
  await expect(rows.first()).toContainText('Talks to Ada about this.');
});

test('I read a comment in its context: what it was written on, and what was said before and after', async ({
  openDesk,
  ownTown,
}) => {
  const { sql } = ownTown;
  await sql.query(
    `INSERT INTO community_demo.photos (id, user_id, caption, image_url, created_at, updated_at)
     VALUES (900001, 30, 'My cat', 'https://img.example/cat.jpg', '2026-09-01 10:00:00', '2026-09-01 10:00:00')`,
  );
  for (const [at, author, body, hidden] of [
    [1, 31, 'Lovely!', null],
    [2, 32, 'What an ugly cat', '2026-09-01 12:00:00'],
    [3, 33, 'Be kind.', null],
  ] as const) {
    await sql.query(
      `INSERT INTO community_demo.comments
         (id, user_id, commentable_type, commentable_id, body, hidden_at, created_at, updated_at)
       VALUES (?, ?, 'Photo', 900001, ?, ?, ?, ?)`,
      [
        900_000 + at,
        author,
        body,
        hidden,
        `2026-09-01 11:00:0${at}`,
        `2026-09-01 11:00:0${at === 2 ? 9 : at}`,
      ],
    );
  }
  const desk = await openDesk({ town: ownTown });
  await signIn(desk, 'moderator');
  const member = await openMember(desk, 32, '&history=content');
  const row = member.getByRole('listitem').filter({ hasText: 'What an ugly cat' });
  await row.getByRole('button', { name: 'In context: comment 900002' }).click();

  const dialog = desk.page.getByRole('dialog');
  const opened = dialog.getByRole('article', { name: 'What you opened' });
  await expect(opened).toContainText('What an ugly cat');
  await expect(opened).toContainText('hidden from members');
  await expect(opened).toContainText('edited');
  await expect(dialog.getByRole('region', { name: 'Written on' })).toContainText('My cat');
  await expect(dialog.getByRole('region', { name: 'Written on' })).toContainText(
    'https://img.example/cat.jpg',
  );
  await expect(dialog.getByRole('region', { name: 'Before it' })).toContainText('Lovely!');
  await expect(dialog.getByRole('region', { name: 'After it' })).toContainText('Be kind.');
  await expect(dialog.locator('img')).toHaveCount(0);

  await desk.page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(row.getByRole('button', { name: /^In context/ })).toBeFocused();
  await row.getByRole('button', { name: /^In context/ }).click();
  await dialog.getByRole('region', { name: 'After it' }).getByRole('link').click();
  await expect(memberPage(desk.page, 33)).toBeVisible();
});

test('a ring of accounts is drawn and listed, strongest first, and each leads to its member', async ({
  openDesk,
  ownTown,
}) => {
  const { sql } = ownTown;
  // A device of their own and, for two of them, an address: nobody else of the community has either.
  for (const [member, device, ip] of [
    [41, 'ring-device', '203.0.113.7'],
    [42, 'ring-device', '203.0.113.7'],
    [43, 'ring-device', '198.51.100.9'],
  ] as const) {
    await sql.query(
      `INSERT INTO community_demo.logins (user_id, ip, device, device_id, user_agent, created_at)
       VALUES (?, ?, 'Phone', ?, 'test', UTC_TIMESTAMP())`,
      [member, ip, device],
    );
  }
  const desk = await openDesk({ town: ownTown });
  await signIn(desk, 'moderator');
  const member = await openMember(desk, 41);
  const linked = member.getByRole('region', { name: 'Linked accounts' });
  const first = linked.getByRole('listitem');
  // The job that takes in new sign-ins runs at the console; until then they are not known.
  await expect(async () => {
    await desk.page.reload();
    await linked.scrollIntoViewIfNeeded();
    await expect(first.nth(1)).toBeVisible({ timeout: 3000 });
    await expect(first.nth(0)).toContainText('same device, shared by 3; same address', { timeout: 1000 });
  }).toPass({ timeout: 40_000 });
  await expect(first.nth(0)).toContainText('strong');
  await expect(first.nth(1)).toContainText('same device, shared by 3');
  const graph = linked.getByRole('navigation', { name: 'Linked accounts as a graph' });
  await expect(graph.getByRole('link')).toHaveCount(await linked.getByRole('listitem').count());
  // Each of the three is tied to both others.
  await expect(graph.locator('line')).not.toHaveCount(0);
  await graph.getByRole('link').first().click();
  await expect(memberPage(desk.page, 42)).toBeVisible();
});
