import { randomBytes } from 'node:crypto';
import type { Locator, Page } from '@playwright/test';
import type { RowDataPacket } from 'mysql2/promise';
import type { Community } from '../support/community.ts';
import { addCase } from '../support/report-cases.ts';
import { expectAccessible } from './support/axe.ts';
import { type Desk, signIn } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';
import { colleague, firstPassword, signInAs } from './support/staff.ts';

const sheet = (page: Page, name: string | RegExp) => page.getByRole('dialog', { name });
const policies = (page: Page) => page.getByRole('grid', { name: 'Policies by severity' });
const memberMessage = (form: Locator) => form.getByRole('textbox', { name: 'What the member is told' });

/** A policy of the test’s own, added by the form. */
async function addPolicy(desk: Desk): Promise<string> {
  const name = `Rule ${randomBytes(4).toString('hex')}`;
  const { page } = desk;
  await desk.goTo('/settings/reports');
  await page.getByRole('button', { name: 'Add a policy' }).click();
  const form = sheet(page, 'Add a policy');
  await form.getByLabel('Name', { exact: true }).fill(name);
  await form.getByLabel('Rule', { exact: true }).fill('Nobody sells anything here.');
  await form.getByRole('button', { name: 'Add' }).click();
  await expect(page.getByRole('region', { name })).toBeVisible();
  await expect(form).toHaveCount(0);
  return name;
}

async function newest(town: Community, name: string): Promise<RowDataPacket | undefined> {
  const [rows] = await town.sql.query<RowDataPacket[]>(
    `SELECT kept.*, removed_at FROM caretaker.policy_version AS kept JOIN caretaker.policy ON id = policy_id
     WHERE name = ? ORDER BY kept.version DESC LIMIT 1`,
    [name],
  );
  return rows[0];
}

test('an admin changes a policy, takes it out of use and back, by the keyboard alone', async ({
  desk,
  town,
}) => {
  const { page } = desk;
  await signIn(desk, 'admin');
  const name = await addPolicy(desk);
  await desk.goTo('/settings');
  await expect(page.getByRole('heading', { name: 'You', exact: true })).toBeVisible();
  await page.keyboard.press('3');
  await expect(policies(page).getByRole('row', { name })).toBeVisible();
  const rows = await policies(page).getByRole('row').count();
  for (let moves = 0; moves < rows; moves += 1) {
    await page.keyboard.press('j');
    if ((await policies(page).locator('tr[data-active]').textContent())?.includes(name)) break;
  }
  await page.keyboard.press('Enter');
  const detail = page.getByRole('region', { name });
  await expect(detail.getByRole('region', { name: 'Versions' }).getByRole('listitem')).toHaveCount(1);

  await page.keyboard.press('e');
  const form = sheet(page, `Change ${name}`);
  await expect(form.getByLabel('Name', { exact: true })).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('Nobody buys anything here.');
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Control+Enter');
  await expect(form).toHaveCount(0);
  await expect(detail).toContainText('3 of 5, serious');
  await expect(detail.getByRole('region', { name: 'Versions' }).getByRole('listitem').first()).toContainText(
    /severity.*2 of 5, moderate.*3 of 5, serious/s,
  );
  expect(await newest(town, name)).toMatchObject({
    version: 2,
    severity: 3,
    body: 'Nobody buys anything here.',
  });

  await page.keyboard.press('d');
  await expect(page.getByText(`Taken out of use: ${name}`)).toBeVisible();
  await expect(policies(page).getByRole('row', { name })).toHaveCount(0);
  expect((await newest(town, name))?.removed_at).not.toBeNull();
  await page.keyboard.press('z');
  await expect(policies(page).getByRole('row', { name })).toBeVisible();
  expect((await newest(town, name))?.removed_at).toBeNull();
});

test('the form says what each placeholder stands for, and which ones moderators are left to fill', async ({
  desk,
  town,
}) => {
  const { page } = desk;
  await signIn(desk, 'admin');
  const name = await addPolicy(desk);
  await page.keyboard.press('e');
  const form = sheet(page, `Change ${name}`);
  await memberMessage(form).fill('Hello {nickname}, see {link to the rule}');
  const used = form.getByRole('list', { name: 'What stands in what the member is told' });
  await expect(used.getByRole('listitem')).toHaveText([
    '{nickname} the nickname of who reads it',
    '{link to the rule} not known to Caretaker: each moderator fills it before it is sent',
  ]);
  await memberMessage(form).press('End');
  await form
    .getByRole('group', { name: 'Placeholders for what the member is told' })
    .getByText('{until}')
    .click();
  await expect(memberMessage(form)).toHaveValue('Hello {nickname}, see {link to the rule}{until}');
  await expect(memberMessage(form)).toBeFocused();

  await memberMessage(form).fill('Hello {nickname');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form.getByText('A “{” stands alone')).toBeVisible();
  await expect(memberMessage(form)).toBeFocused();
  await memberMessage(form).fill('Hello {nickname}, see {link to the rule}.');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Moderators fill {link to the rule} before a message is sent.')).toBeVisible();
  expect((await newest(town, name))?.member_template).toBe('Hello {nickname}, see {link to the rule}.');
});

test('a reason that means another policy is told as it is typed, and refused', async ({ desk, town }) => {
  const { page } = desk;
  await signIn(desk, 'admin');
  const name = await addPolicy(desk);
  await page.keyboard.press('e');
  const form = sheet(page, `Change ${name}`);
  await form.getByLabel('Reasons that mean it').fill(`sold ${name}\nSpam`);
  await expect(form.getByText('“Spam” belongs to “Spam”')).toBeVisible();
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form.getByRole('alert')).toContainText('belongs to “Spam” already');
  await form.getByLabel('Reasons that mean it').fill(`sold ${name}`);
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form).toHaveCount(0);
  expect((await newest(town, name))?.reasons).toBe(JSON.stringify([`sold ${name}`]));
});

test('of two admins who change one policy, the later is shown what the first saved and goes on from it', async ({
  openDesk,
  town,
}) => {
  const other = await colleague(town, 'admin');
  const mine = await openDesk({ town });
  const theirs = await openDesk({ town });
  await signIn(mine, 'admin');
  const name = await addPolicy(mine);
  await signInAs(theirs.page, other.user, firstPassword);
  await expect(theirs.page.getByRole('navigation', { name: 'Workspaces' })).toBeVisible();
  await theirs.goTo('/settings/reports');
  await policies(theirs.page).getByRole('row', { name }).click();
  for (const { page } of [mine, theirs]) await page.getByRole('button', { name: 'Change…' }).click();
  const [mineForm, theirForm] = [mine, theirs].map(({ page }) => sheet(page, `Change ${name}`)) as [
    Locator,
    Locator,
  ];
  await mineForm.getByLabel('Rule', { exact: true }).fill('Mine: nobody sells.');
  await theirForm.getByLabel('Decided within').fill('3');
  await theirForm.getByRole('button', { name: 'Save' }).click();
  await expect(theirForm).toHaveCount(0);

  const told = mineForm.getByRole('alert');
  await expect(told).toContainText(`${other.name} saved version 2 meanwhile. What you typed is kept.`);
  await expect(told).toContainText(/target time.*1 day.*3 days/s);
  await expect(mineForm.getByRole('button', { name: 'Save' })).toBeDisabled();
  await told.getByRole('button', { name: 'Go on from that' }).click();
  await expect(mineForm.getByLabel('Rule', { exact: true })).toHaveValue('Mine: nobody sells.');
  await expect(mineForm.getByLabel('Decided within')).toHaveValue('3');
  await mineForm.getByRole('button', { name: 'Save' }).click();
  await expect(mineForm).toHaveCount(0);
  expect(await newest(town, name)).toMatchObject({
    version: 3,
    body: 'Mine: nobody sells.',
    target_minutes: 3 * 1440,
  });
});

test('what was typed into a policy stays when the form is closed', async ({ desk }) => {
  const { page } = desk;
  await signIn(desk, 'admin');
  const name = await addPolicy(desk);
  await page.keyboard.press('e');
  await sheet(page, `Change ${name}`).getByLabel('Rule', { exact: true }).fill('Half a sent');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('e');
  await expect(sheet(page, `Change ${name}`).getByLabel('Rule', { exact: true })).toHaveValue('Half a sent');
});

test('who is no admin is told who sets the rules', async ({ desk }) => {
  const { page } = desk;
  await signIn(desk, 'moderator');
  await desk.goTo('/settings/reports');
  await expect(page.getByText('Your role does not set the rules for reports')).toBeVisible();
  await expect(page.getByRole('navigation', { name: 'Settings' }).getByRole('link')).toHaveText([
    'My account',
  ]);
});

test('while the database does not answer, what is typed stays and waits', async ({ openDesk, ownTown }) => {
  const desk = await openDesk({ town: ownTown });
  const { page } = desk;
  await signIn(desk, 'admin');
  await desk.goTo('/settings/reports');
  await policies(page).getByRole('row', { name: 'Harassment' }).click();
  await page.keyboard.press('e');
  const form = sheet(page, 'Change Harassment');
  await form.getByLabel('Rule', { exact: true }).fill('Nobody is followed.');
  ownTown.server.kill();
  await expect(page.getByText(/^Database not answering since/)).toBeVisible({ timeout: 5000 });
  await expect(form.getByRole('button', { name: 'Save' })).toBeDisabled();
  await expect(form.getByLabel('Rule', { exact: true })).toHaveValue('Nobody is followed.');
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`everyone can set the rules for reports, in the ${colorScheme} theme`, async ({ desk, town }) => {
    const { page } = desk;
    await addCase(town, { columns: { excerpt: 'For all to see' } });
    await page.emulateMedia({ colorScheme });
    await signIn(desk, 'admin');
    await desk.goTo('/settings/reports');
    await policies(page).getByRole('row', { name: 'Harassment' }).click();
    await expect(page.getByRole('region', { name: 'Versions' }).getByRole('listitem').first()).toBeVisible();
    await expectAccessible(page, 'a policy');
    await page.keyboard.press('n');
    const form = sheet(page, 'Add a policy');
    await memberMessage(form).fill('Hello {nickname}, see {link}');
    await form.getByLabel('Reasons that mean it').fill('spam');
    await form.getByRole('button', { name: 'Add' }).click();
    await expect(form.getByText('Give it a name')).toBeVisible();
    await expectAccessible(page, 'the form of a policy with errors');
    await desk.goTo('/settings/reports?part=weights');
    await page.getByRole('spinbutton', { name: 'Severity' }).fill('900');
    await expect(
      page.getByRole('region', { name: 'What would come first' }).getByRole('row').nth(1),
    ).toBeVisible();
    // The answer is there: until then, the table before it is shown dimmed.
    await expect(page.getByRole('cell', { name: '→' }).first()).toBeVisible();
    await expect(page.locator('[data-dimmed]')).toHaveCount(0);
    await expectAccessible(page, 'weights that are tried');
    await desk.goTo('/settings/reports?part=digits');
    await page.getByRole('row', { name: 'Hide and mute for a day' }).click();
    await expect(sheet(page, 'What 5 decides')).toBeVisible();
    await expectAccessible(page, 'the form of a digit');
  });
}
