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

test('other weights show what they would do to the queue, and change it once they are saved, until undone', async ({
  desk,
  town,
}) => {
  const columns = { excerpt: 'Of wide reach', danger: 'life', severity: 5, reach: 50, score: 10_000_001 };
  await addCase(town, { policyId: 1, columns });
  const weights = async () => {
    const [rows] = await town.sql.query<RowDataPacket[]>(
      'SELECT version, reach FROM caretaker.report_weights ORDER BY version DESC LIMIT 1',
    );
    return rows[0] as { version: number; reach: number };
  };
  const before = await weights();
  const { page } = desk;
  await signIn(desk, 'admin');
  await desk.goTo('/settings/reports');
  await expect(policies(page)).toBeVisible();
  await page.keyboard.press('w');
  await expect(page.getByRole('region', { name: 'What comes first' })).toBeVisible();
  const reach = page.getByRole('spinbutton', { name: 'Reach' });
  await reach.fill('999');
  await reach.press('ArrowUp');
  await expect(reach).toHaveValue('1000');
  const tried = page.getByRole('region', { name: 'What would come first' });
  await expect(tried.getByRole('row').nth(1)).toContainText('Of wide reach');
  await expect(tried.getByRole('row').nth(1)).toContainText('101,');
  expect(await weights()).toEqual(before);

  await reach.press('Control+Enter');
  await expect(page.getByText('Weights saved')).toBeVisible();
  expect(await weights()).toEqual({ version: before.version + 1, reach: 1000 });
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('The weights are as they were')).toBeVisible();
  expect(await weights()).toEqual({ version: before.version + 2, reach: before.reach });
  await expect(reach).toHaveValue(String(before.reach));
});

test('weights that someone else saved meanwhile are told, and not written over unseen', async ({
  openDesk,
  town,
}) => {
  const other = await colleague(town, 'admin');
  const mine = await openDesk({ town });
  const theirs = await openDesk({ town });
  await signIn(mine, 'admin');
  await signInAs(theirs.page, other.user, firstPassword);
  await expect(theirs.page.getByRole('navigation', { name: 'Workspaces' })).toBeVisible();
  for (const desk of [mine, theirs]) await desk.goTo('/settings/reports?part=weights');
  const age = (page: Page) => page.getByRole('spinbutton', { name: 'Age' });
  const was = Number(await age(mine.page).inputValue());
  await age(mine.page).fill('77');
  await age(theirs.page).fill(String(was + 1));
  await theirs.page.getByRole('button', { name: /^Save/ }).click();
  await expect(theirs.page.getByText('Weights saved')).toBeVisible();

  await expect(mine.page.getByRole('alert')).toContainText(
    `${other.name} saved other weights meanwhile: age ${was} → ${was + 1}. What you set is kept.`,
  );
  await expect(mine.page.getByRole('button', { name: /^Save/ })).toBeDisabled();
  await expect(age(mine.page)).toHaveValue('77');
  await mine.page.getByRole('button', { name: 'Go on from those, with mine' }).click();
  await expect(age(mine.page)).toHaveValue('77');
  await expect(mine.page.getByRole('button', { name: /^Save/ })).toBeEnabled();
  await mine.page.getByRole('button', { name: 'Back to the saved ones' }).click();
  await expect(age(mine.page)).toHaveValue(String(was + 1));
  await theirs.page.getByRole('button', { name: 'Undo' }).click();
  await expect(age(mine.page)).toHaveValue(String(was));
});

test('a digit is given another decision, by the keyboard alone, and its old one back', async ({
  desk,
  town,
}) => {
  const { page } = desk;
  const five = async () => {
    const [rows] = await town.sql.query<RowDataPacket[]>(
      'SELECT * FROM caretaker.report_preset WHERE digit = 5',
    );
    return rows[0];
  };
  const before = await five();
  await signIn(desk, 'admin');
  await desk.goTo('/settings/reports');
  await expect(policies(page)).toBeVisible();
  await page.keyboard.press('y');
  await expect(page.getByRole('grid', { name: 'Digits' })).toBeVisible();
  for (let moves = 0; moves < 5; moves += 1) await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  const form = sheet(page, 'What 5 decides');
  await expect(form.getByLabel('Name', { exact: true })).toBeFocused();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('Mute for three days');
  await form.getByLabel('Hide', { exact: true }).press('Space');
  await form.getByRole('radio', { name: '1 day', exact: true }).press('ArrowRight');
  await form.getByLabel('everyone who reported it').press('Space');
  await page.keyboard.press('Control+Enter');
  await expect(form).toHaveCount(0);
  await expect(page.getByRole('row', { name: 'Mute for three days' })).toContainText('mute for 3 days');
  expect(await five()).toMatchObject({
    name: 'Mute for three days',
    actions: '[{"kind":"mute","minutes":4320}]',
    tell_reporters: 0,
  });
  await page.keyboard.press('z');
  await expect(page.getByText('5 does again what it did')).toBeVisible();
  expect(await five()).toEqual(before);
});

test('a digit that someone else changed meanwhile is not written over unseen', async ({ openDesk, town }) => {
  const other = await colleague(town, 'admin');
  const mine = await openDesk({ town });
  const theirs = await openDesk({ town });
  await signIn(mine, 'admin');
  await signInAs(theirs.page, other.user, firstPassword);
  await expect(theirs.page.getByRole('navigation', { name: 'Workspaces' })).toBeVisible();
  for (const { page, goTo } of [mine, theirs]) {
    await goTo('/settings/reports?part=digits');
    await page.getByRole('row', { name: 'Hide and warn' }).click();
  }
  const [mineForm, theirForm] = [mine, theirs].map(({ page }) => sheet(page, 'What 4 decides')) as [
    Locator,
    Locator,
  ];
  await mineForm.getByLabel('Name', { exact: true }).fill('Mine');
  await theirForm.getByLabel('Name', { exact: true }).fill('Theirs');
  await theirForm.getByRole('button', { name: /^Save/ }).click();
  await expect(theirForm).toHaveCount(0);
  await expect(mineForm.getByRole('alert')).toContainText(
    'Now it is “Theirs”: hide, warn. What you chose is kept.',
  );
  await expect(mineForm.getByRole('button', { name: /^Save/ })).toBeDisabled();
  await mineForm.getByRole('button', { name: 'Keep mine' }).click();
  await mineForm.getByLabel('Name', { exact: true }).fill('Hide and warn');
  await mineForm.getByRole('button', { name: /^Save/ }).click();
  await expect(mineForm).toHaveCount(0);
  await expect(theirs.page.getByRole('row', { name: 'Hide and warn' })).toBeVisible();
});

test('a digit can do nothing, and what cannot go together is not chosen together', async ({ desk, town }) => {
  const { page } = desk;
  await signIn(desk, 'admin');
  await desk.goTo('/settings/reports?part=digits');
  await page.getByRole('row', { name: 'Hide and ban' }).first().click();
  const form = sheet(page, 'What 7 decides');
  await form.getByLabel('Escalate').check({ force: true });
  await expect(form.getByLabel('Hide', { exact: true })).not.toBeChecked();
  await form.getByLabel('Policy').selectOption({ label: 'Safety of minors' });
  await expect(form.getByLabel('Warn')).toBeDisabled();
  await form.getByRole('button', { name: 'Let it do nothing' }).click();
  await expect(page.getByRole('row', { name: 'Does nothing' })).toBeVisible();
  const [rows] = await town.sql.query('SELECT digit FROM caretaker.report_preset WHERE digit = 7');
  expect(rows).toEqual([]);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('row', { name: 'Hide and ban' }).first()).toBeVisible();
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
