import type { RowDataPacket } from 'mysql2/promise';
import { signIn } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';
import { memberPage, openMember, someoneFree } from './support/member.ts';
import { openMembers } from './support/members.ts';

test('a member’s page shows the facts that the database has', async ({ desk, town }) => {
  const [[row]] = await town.sql.query<RowDataPacket[]>(
    `SELECT id, nickname, location, avatar_url AS picture FROM community_demo.users
     WHERE location IS NOT NULL AND avatar_url IS NOT NULL AND id > 100 LIMIT 1`,
  );
  await signIn(desk, 'moderator');
  const member = await openMember(desk, row?.id);
  await expect(member.getByRole('heading', { level: 2 })).toHaveText(String(row?.nickname));
  const facts = member.getByRole('region', { name: 'Facts' });
  for (const fact of [row?.location, row?.picture]) await expect(facts).toContainText(String(fact));
  await expect(member.getByText(String(row?.id), { exact: true })).toBeVisible();
});

test('the e-mail is nowhere in the page until I ask for it, and that I asked is on record', async ({
  desk,
  town,
}) => {
  const [[row]] = await town.sql.query<RowDataPacket[]>(
    'SELECT id, email FROM community_demo.users WHERE id > 200 LIMIT 1',
  );
  await signIn(desk, 'moderator');
  const facts = (await openMember(desk, row?.id)).getByRole('region', { name: 'Facts' });
  await expect(facts).toContainText('•••');
  expect(await desk.page.content()).not.toContain(String(row?.email));
  await facts.getByRole('button', { name: /^Show the e-mail address; this is put on record/ }).click();
  await expect(facts).toContainText(String(row?.email));
  await expect(facts.getByRole('button', { name: 'Copy the e-mail address' })).toBeVisible();
  const [entries] = await town.sql.query<RowDataPacket[]>(
    "SELECT actor FROM caretaker_audit.entry WHERE action = 'member.email_revealed' AND subject_id = ?",
    [row?.id],
  );
  expect(entries.map(({ actor }) => String(actor).split('@')[0])).toEqual(['moderator']);
});

test('the addresses of a member stay hidden until I ask for them by key, in the time line too', async ({
  desk,
  town,
}) => {
  const [[row]] = await town.sql.query<RowDataPacket[]>(
    'SELECT user_id AS id, ip FROM community_demo.logins ORDER BY id DESC LIMIT 1',
  );
  await signIn(desk, 'support');
  const member = await openMember(desk, row?.id, '&history=login');
  const history = member.getByRole('region', { name: 'History' });
  await expect(history.getByRole('listitem').first()).toContainText('address hidden');
  expect(await desk.page.content()).not.toContain(String(row?.ip));

  await desk.page.keyboard.press('p');
  await desk.page.keyboard.press('a');
  const addresses = member.getByRole('region', { name: 'IP addresses' });
  await expect(addresses.getByRole('link', { name: String(row?.ip), exact: true })).toBeVisible();
  await expect(history.getByRole('listitem').first()).toContainText(String(row?.ip));
  await addresses.getByRole('link', { name: String(row?.ip), exact: true }).click();
  await expect(desk.page).toHaveURL(new RegExp(`q=${encodeURIComponent(String(row?.ip))}`));
});

test('what I was shown of a member is hidden again from the next person at my window', async ({
  desk,
  town,
}) => {
  const [[row]] = await town.sql.query<RowDataPacket[]>(
    'SELECT id, email FROM community_demo.users WHERE id > 210 LIMIT 1',
  );
  await signIn(desk, 'moderator');
  const facts = (await openMember(desk, row?.id)).getByRole('region', { name: 'Facts' });
  await facts.getByRole('button', { name: /^Show the e-mail/ }).click();
  await expect(facts).toContainText(String(row?.email));
  await desk.page.getByRole('button', { name: 'Sign out' }).click();
  await signIn(desk, 'support');
  await expect(facts).toContainText('•••');
  expect(await desk.page.content()).not.toContain(String(row?.email));
});

test('each role is offered only what it may do: support no sanctions, the CTO no members', async ({
  desk,
}) => {
  await signIn(desk, 'support');
  const bar = (await openMember(desk, 120)).getByRole('toolbar', { name: 'Actions' });
  await expect(bar.getByRole('button')).toHaveText(['Rename', 'End sessions', 'New password']);
  await desk.page.keyboard.press('a');
  await desk.page.keyboard.press('b');
  await expect(desk.page.getByRole('dialog')).toHaveCount(0);
  await desk.page
    .getByRole('complementary', { name: 'Console' })
    .getByRole('button', { name: 'Sign out' })
    .click();

  await signIn(desk, 'moderator');
  await expect(bar.getByRole('button')).toHaveText([
    'Warn',
    'Mute',
    'Suspend',
    'Ban',
    'Lift sanctions',
    'Rename',
    'End sessions',
  ]);
  await desk.page
    .getByRole('complementary', { name: 'Console' })
    .getByRole('button', { name: 'Sign out' })
    .click();
  await signIn(desk, 'cto');
  await desk.goTo('/members?id=120');
  await expect(desk.page.getByText('Your role does not read members')).toBeVisible();
  await expect(memberPage(desk.page, 120)).toHaveCount(0);
});

test('a member who does not exist is told so', async ({ desk }) => {
  await signIn(desk, 'moderator');
  await desk.goTo('/members?id=999999999');
  await expect(desk.page.getByText('no member with the id 999999999')).toBeVisible();
});

test('a suspension that ends while I look is over without my asking', async ({ openDesk, ownTown }) => {
  const desk = await openDesk({ town: ownTown });
  await signIn(desk, 'moderator');
  await ownTown.sql.query(
    `UPDATE community_demo.users SET status = 'active', muted_until = NULL, updated_at = UTC_TIMESTAMP(6),
            suspended_until = UTC_TIMESTAMP(6) + INTERVAL 8 SECOND WHERE id = 60`,
  );
  const member = await openMember(desk, 60);
  const sanctions = member.getByRole('region', { name: 'Sanctions in force' });
  await expect(sanctions).toContainText(/Suspended.*00:0\d left/);
  await expect(sanctions).toHaveCount(0, { timeout: 15_000 });
  await expect(member.getByRole('heading', { level: 2 }).locator('..')).toContainText('active');
});

test('what a member wrote does nothing: markup, links and reversed text are shown as text', async ({
  openDesk,
  ownTown,
  watch,
}) => {
  const hostile =
    '<img src=x onerror=alert(1)><script>alert(2)</script> [press me](javascript:alert(3)) ' +
    '<a href="javascript:alert(4)">free</a> \u202Egnp.exe https://evil.example/steal';
  const id = await someoneFree(ownTown);
  await ownTown.sql.query(
    `INSERT INTO community_demo.statuses (user_id, body, created_at, updated_at)
     VALUES (?, ?, UTC_TIMESTAMP(), UTC_TIMESTAMP())`,
    [id, hostile],
  );
  await ownTown.sql.query('UPDATE community_demo.users SET nickname = ?, avatar_url = ? WHERE id = ?', [
    '<b onclick=alert(5)>bold\u200B</b>',
    'https://evil.example/pixel.gif',
    id,
  ]);
  const desk = await openDesk({ town: ownTown });
  const dialogs: string[] = [];
  desk.page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  await signIn(desk, 'moderator');
  const member = await openMember(desk, id, '&history=content');
  const status = member.getByRole('region', { name: 'History' }).getByRole('listitem').first();
  await expect(status).toContainText(hostile.replace('\u202E', 'U+202E'));
  await expect(status.locator('img, script, a')).toHaveCount(0);
  await expect(member.getByRole('heading', { level: 2 })).toHaveText('<b onclick=alert(5)>boldU+200B</b>');
  await expect(member.getByRole('region', { name: 'Facts' })).toContainText('https://evil.example/pixel.gif');
  await status.getByText('press me').click();
  await status.getByRole('button', { name: /^In context/ }).click();
  const context = desk.page.getByRole('dialog');
  await expect(context.getByRole('article').first()).toBeVisible();
  await expect(context).toContainText('U+202E');
  await expect(context.locator('img, script')).toHaveCount(0);
  await desk.page.keyboard.press('Escape');
  await member.getByRole('button', { name: 'Warn' }).click();
  await expect(desk.page.getByRole('dialog')).toContainText('<b onclick=alert(5)>boldU+200B</b>');
  expect(dialogs).toEqual([]);
  expect(watch.strangers).toEqual([]);
});

test('from the list I go through members one after the other', async ({ desk, town }) => {
  const [newest] = await town.sql.query<RowDataPacket[]>(
    'SELECT id FROM community_demo.users ORDER BY id DESC LIMIT 2',
  );
  const page = (at: number) => memberPage(desk.page, newest[at]?.id);
  await openMembers(desk);
  await expect(desk.page.getByRole('grid', { name: 'Members' }).getByRole('row').nth(2)).toBeVisible();
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
