import type { Locator, Page } from '@playwright/test';
import type { RowDataPacket } from 'mysql2/promise';
import { addCase } from '../support/report-cases.ts';
import { signIn } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';
import { colleague, firstPassword, signInAs } from './support/staff.ts';

const sheet = (page: Page, name: string | RegExp) => page.getByRole('dialog', { name });
const policies = (page: Page) => page.getByRole('grid', { name: 'Policies by severity' });

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
