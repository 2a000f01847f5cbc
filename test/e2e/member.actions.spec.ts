import type { Locator, Page } from '@playwright/test';
import type { RowDataPacket } from 'mysql2/promise';
import { signIn } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';
import { openMember, someoneFree, stateOf } from './support/member.ts';

test('I mute by key, with a common reason, see what will happen, and take it back by key', async ({
  desk,
  town,
}) => {
  const { page } = desk;
  const id = await someoneFree(town, 300);
  await signIn(desk, 'moderator');
  const member = await openMember(desk, id);
  await page.keyboard.press('a');
  await page.keyboard.press('m');
  const sheet = page.getByRole('dialog');
  await sheet.getByRole('button', { name: 'Spam or advertising' }).click();
  await sheet.getByRole('radio', { name: '7 d' }).check();
  await expect(sheet.getByRole('region', { name: 'What will happen' })).toContainText('muted for 7 days');
  await reasonIn(sheet).press('Control+Enter');
  await expect(sheet).toHaveCount(0);

  await expect(member.getByRole('region', { name: 'Sanctions in force' })).toContainText(/Muted.* by you/);
  await expect(member.getByRole('region', { name: 'Sanctions in force' })).toContainText(
    'Spam or advertising',
  );
  expect((await stateOf(town, id)).status).toBe('muted');
  const decision = member.getByRole('region', { name: 'Decisions' }).getByRole('listitem').first();
  await expect(decision).toContainText('Muted until');
  await expect(decision).toContainText('Message waits to be sent');

  await expect(page.getByRole('alert').getByRole('button', { name: 'Undo' })).toBeVisible();
  await page.keyboard.press('z');
  await expect(page.getByText(/^Taken back:/)).toBeVisible();
  await expect(member.getByRole('region', { name: 'Sanctions in force' })).toHaveCount(0);
  expect(await stateOf(town, id)).toMatchObject({ status: 'active', muted_until: null });
  await expect(decision).toContainText('Undone by you');
  await expect(decision).toContainText('Message not sent');
  const [told] = await town.sql.query<RowDataPacket[]>(
    'SELECT id FROM community_demo.notices WHERE user_id = ?',
    [id],
  );
  expect(told).toEqual([]);
});

for (const { button, verb, status } of [
  { button: 'Suspend', verb: 'Suspended', status: 'suspended' },
  { button: 'Ban', verb: 'Banned', status: 'banned' },
]) {
  test(`I ${button.toLowerCase()} a member and undo it among the decisions`, async ({ desk, town }) => {
    const id = await someoneFree(town, button === 'Ban' ? 340 : 320);
    await signIn(desk, 'moderator');
    const member = await openMember(desk, id);
    await decide(desk.page, member, button, 'Harassment of many people');
    await expect(member.getByRole('region', { name: 'Sanctions in force' })).toContainText(verb);
    expect((await stateOf(town, id)).status).toBe(status);
    const decision = member.getByRole('region', { name: 'Decisions' }).getByRole('listitem').first();
    await expect(decision).toContainText('Harassment of many people');
    await decision.getByRole('button', { name: `Undo: ${verb}` }).click();
    await expect(decision).toContainText('Undone by you');
    await expect(decision.getByRole('button', { name: /^Undo/ })).toHaveCount(0);
    expect(await stateOf(town, id)).toMatchObject({
      status: 'active',
      suspended_until: null,
      banned_at: null,
    });
  });
}

test('I lift what holds a member back, and the undo puts it in force again', async ({
  openDesk,
  ownTown,
}) => {
  const id = await someoneFree(ownTown);
  await ownTown.sql.query(
    `UPDATE community_demo.users SET muted_until = UTC_TIMESTAMP(6) + INTERVAL 9 DAY,
            suspended_until = UTC_TIMESTAMP(6) + INTERVAL 5 DAY WHERE id = ?`,
    [id],
  );
  const desk = await openDesk({ town: ownTown });
  await signIn(desk, 'moderator');
  const member = await openMember(desk, id);
  const before = await stateOf(ownTown, id);
  const sanctions = member.getByRole('region', { name: 'Sanctions in force' });
  await expect(sanctions.getByRole('listitem')).toHaveCount(2);
  await sanctions.getByRole('button', { name: 'Lift all…' }).click();
  const sheet = desk.page.getByRole('dialog');
  await reasonIn(sheet).fill('Appeal accepted');
  await expect(sheet.getByLabel('Message to the member')).toHaveValue(/because of your appeal/);
  await desk.page.keyboard.press('Control+Enter');
  await expect(sanctions).toHaveCount(0);
  expect((await stateOf(ownTown, id)).status).toBe('active');
  await desk.page.getByRole('alert').getByRole('button', { name: 'Undo' }).click();
  await expect(sanctions.getByRole('listitem')).toHaveCount(2);
  const after = await stateOf(ownTown, id);
  // The site keeps the end of a sanction to the second.
  for (const field of ['muted_until', 'suspended_until']) {
    expect(String(after[field]).slice(0, 18)).toBe(String(before[field]).slice(0, 18));
  }
});

test('support renames a member, and undoes it', async ({ desk, town }) => {
  const id = await someoneFree(town, 360);
  const { nickname } = await stateOf(town, id);
  await signIn(desk, 'support');
  const member = await openMember(desk, id);
  await member.getByRole('button', { name: 'Rename' }).click();
  const sheet = desk.page.getByRole('dialog');
  await reasonIn(sheet).fill('Asked by mail');
  await desk.page.keyboard.press('Control+Enter');
  await expect(sheet.getByText('Give the new nickname')).toBeVisible();
  await sheet.getByLabel('New nickname').fill(`new-name-${id}`);
  await expect(sheet.getByRole('region', { name: 'What will happen' })).toContainText(
    `called new-name-${id}`,
  );
  await desk.page.keyboard.press('Control+Enter');
  await expect(member.getByRole('heading', { level: 2 })).toHaveText(`new-name-${id}`);
  await desk.page.getByRole('alert').getByRole('button', { name: 'Undo' }).click();
  await expect(member.getByRole('heading', { level: 2 })).toHaveText(String(nickname));
  expect((await stateOf(town, id)).nickname).toBe(nickname);
});

test('what cannot be undone says so before and offers no undo after', async ({ openDesk, ownTown }) => {
  const desk = await openDesk({ town: ownTown });
  await signIn(desk, 'admin');
  const id = await someoneFree(ownTown);
  const member = await openMember(desk, id);
  for (const [button, done] of [
    ['Warn', 'Warned'],
    ['End sessions', 'Signed out everywhere'],
    ['New password', 'Made to choose a new password'],
  ] as const) {
    await member.getByRole('toolbar', { name: 'Actions' }).getByRole('button', { name: button }).click();
    const sheet = desk.page.getByRole('dialog');
    await reasonIn(sheet).fill('It was necessary');
    await expect(sheet.getByRole('region', { name: 'What will happen' })).toContainText(
      'cannot be taken back',
    );
    await desk.page.keyboard.press('Control+Enter');
    await expect(desk.page.getByText(`${done}: `)).toBeVisible();
    const decision = member.getByRole('region', { name: 'Decisions' }).getByRole('listitem').first();
    await expect(decision).toContainText(done);
    await expect(decision.getByRole('button', { name: /^Undo/ })).toHaveCount(0);
  }
  const [[row]] = await ownTown.sql.query<RowDataPacket[]>(
    `SELECT warned_at IS NOT NULL AS warned, must_reset_password AS reset, sessions_valid_from IS NOT NULL AS out_of
     FROM community_demo.users WHERE id = ?`,
    [id],
  );
  expect([row?.warned, row?.reset, row?.out_of].map(Number)).toEqual([1, 1, 1]);
});

test('the member is told in my own words, after the time in which an undo would have stopped it', async ({
  openDesk,
  ownTown,
}) => {
  const desk = await openDesk({ town: ownTown });
  await signIn(desk, 'moderator');
  const id = await someoneFree(ownTown);
  const member = await openMember(desk, id);
  await member.getByRole('button', { name: 'Mute' }).click();
  const sheet = desk.page.getByRole('dialog');
  const message = sheet.getByLabel('Message to the member');
  await expect(message).toHaveValue(/^Your account is muted until/);
  await reasonIn(sheet).fill('puppet of someone, ask Ada');
  await expect(message).not.toHaveValue(/puppet/);
  await message.fill('Please cool down for a day.');
  await reasonIn(sheet).press('Control+Enter');
  const decision = member.getByRole('region', { name: 'Decisions' }).getByRole('listitem').first();
  await expect(decision).toContainText('Message waits to be sent');
  await expect(decision).toContainText('Message delivered', { timeout: 40_000 });
  const [told] = await ownTown.sql.query<RowDataPacket[]>(
    'SELECT body, actor FROM community_demo.notices WHERE user_id = ?',
    [id],
  );
  expect(told.map(({ body }) => body)).toEqual(['Please cool down for a day.']);
});

test('a site that refuses is heard in its own words, and what I typed is kept', async ({ desk, town }) => {
  const id = await someoneFree(town, 380);
  const taken = (await stateOf(town, await someoneFree(town, 420))).nickname;
  await signIn(desk, 'moderator');
  const member = await openMember(desk, id);
  await member.getByRole('button', { name: 'Rename' }).click();
  const sheet = desk.page.getByRole('dialog');
  await sheet.getByLabel('New nickname').fill(String(taken));
  await reasonIn(sheet).fill('Offensive nickname');
  await desk.page.keyboard.press('Control+Enter');
  await expect(sheet.getByRole('alert')).toContainText('Another member has this nickname');
  await expect(reasonIn(sheet)).toHaveValue('Offensive nickname');
  await sheet.getByLabel('New nickname').fill(`free-name-${id}`);
  await desk.page.keyboard.press('Control+Enter');
  await expect(member.getByRole('heading', { level: 2 })).toHaveText(`free-name-${id}`);
  await desk.page.keyboard.press('z');
  await expect(desk.page.getByText(/^Taken back:/)).toBeVisible();
});

test('a form closed by mistake is there again, for this member alone', async ({ desk }) => {
  const { page } = desk;
  await signIn(desk, 'moderator');
  await desk.goTo('/members?status=active');
  const grid = page.getByRole('grid', { name: 'Members' });
  await expect(grid.getByRole('row').nth(2)).toBeVisible();
  await grid.focus();
  await page.keyboard.press('Enter');
  const bar = page.getByRole('toolbar', { name: 'Actions' });
  await bar.getByRole('button', { name: 'Ban' }).click();
  const sheet = page.getByRole('dialog');
  await reasonIn(sheet).fill('Begun and not finished');
  await page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);
  const kept = bar.getByRole('button', { name: 'Go on with the draft' });
  await expect(kept).toBeVisible();
  await page.keyboard.press(']');
  await expect(kept).toHaveCount(0);
  await expect(bar).toBeVisible();
  await page.keyboard.press('[');
  await kept.click();
  await expect(reasonIn(sheet)).toHaveValue('Begun and not finished');
  await expect(sheet.getByRole('radio', { name: 'Ban' })).toBeChecked();
  await page.keyboard.press('Escape');
  await bar.getByRole('button', { name: 'Drop it' }).click();
  await bar.getByRole('button', { name: 'Ban' }).click();
  await expect(reasonIn(sheet)).toHaveValue('');
});

function reasonIn(sheet: Locator): Locator {
  return sheet.getByRole('textbox', { name: 'Reason' });
}

async function decide(page: Page, member: Locator, button: string, reason: string): Promise<void> {
  await member.getByRole('button', { name: button, exact: true }).click();
  const sheet = page.getByRole('dialog');
  await reasonIn(sheet).fill(reason);
  await sheet.getByRole('button', { name: new RegExp(`^${button}`) }).click();
  await expect(sheet).toHaveCount(0);
}
