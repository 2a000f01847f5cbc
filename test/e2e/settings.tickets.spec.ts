import { randomBytes } from 'node:crypto';
import type { Locator, Page } from '@playwright/test';
import { expectAccessible } from './support/axe.ts';
import { type Desk, signIn } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';
import { colleague, firstPassword, signInAs } from './support/staff.ts';
import { ticketsIn } from './support/tickets.ts';

const sheet = (page: Page, name: string | RegExp) => page.getByRole('dialog', { name });
const macros = (page: Page) => page.getByRole('grid', { name: 'Macros by name' });

/** A macro of the test’s own, added by the form and the keyboard alone. */
async function addMacro(desk: Desk): Promise<string> {
  const name = `Macro ${randomBytes(4).toString('hex')}`;
  const { page } = desk;
  await desk.goTo('/settings/tickets');
  await expect(macros(page).getByRole('row').first()).toBeVisible();
  await page.keyboard.press('n');
  const form = sheet(page, 'Add a macro');
  await expect(form.getByLabel('Name', { exact: true })).toBeFocused();
  await page.keyboard.type(name);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('region', { name })).toBeVisible();
  await expect(form).toHaveCount(0);
  return name;
}

test('an admin writes a macro that changes and says something, takes it out of use and back', async ({
  desk,
  town,
}) => {
  const { page } = desk;
  await signIn(desk, 'admin');
  const name = await addMacro(desk);
  await page.keyboard.press('e');
  const form = sheet(page, `Change ${name}`);
  await form.getByLabel('Text', { exact: true }).fill('Hello {nickname}, it is {what it is');
  await form.getByLabel('Status').selectOption('Solved');
  await form.getByRole('combobox', { name: 'Put on tags' }).fill('Login');
  await page.keyboard.press('Enter');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form.getByText('A “{” stands alone')).toBeVisible();
  await expect(form.getByLabel('Text', { exact: true })).toBeFocused();
  await form.getByLabel('Text', { exact: true }).fill('Hello {nickname}, it is {what it is}.');
  await page.keyboard.press('Control+Enter');
  await expect(form).toHaveCount(0);
  const detail = page.getByRole('region', { name });
  await expect(detail).toContainText(/Status.*Solved.*Tags put on.*login/s);
  await expect(detail.getByTitle('The writer fills it')).toHaveText('{what it is}');
  const saved = async () =>
    (await ticketsIn(town).rows('SELECT * FROM caretaker.ticket_macro WHERE name = ?', [name]))[0];
  expect(await saved()).toMatchObject({ version: 2, body: 'Hello {nickname}, it is {what it is}.' });
  expect(JSON.parse(String((await saved())?.actions))).toEqual({ status: 'solved', addTags: ['login'] });

  await page.keyboard.press('d');
  await expect(page.getByText(`Taken out of use: ${name}`)).toBeVisible();
  await expect(macros(page).getByRole('row', { name })).toHaveCount(0);
  await page.keyboard.press('z');
  await expect(macros(page).getByRole('row', { name })).toBeVisible();
  expect((await saved())?.removed_at).toBeNull();
});

test('of two admins who change one macro, the later is shown what the first saved and goes on from it', async ({
  openDesk,
  town,
}) => {
  const other = await colleague(town, 'admin');
  const mine = await openDesk({ town });
  const theirs = await openDesk({ town });
  await signIn(mine, 'admin');
  const name = await addMacro(mine);
  await signInAs(theirs.page, other.user, firstPassword);
  await expect(theirs.page.getByRole('navigation', { name: 'Workspaces' })).toBeVisible();
  await theirs.goTo('/settings/tickets');
  await macros(theirs.page).getByRole('row', { name }).click();
  for (const { page } of [mine, theirs]) await page.getByRole('button', { name: 'Change…' }).click();
  const [mineForm, theirForm] = [mine, theirs].map(({ page }) => sheet(page, `Change ${name}`)) as [
    Locator,
    Locator,
  ];
  await mineForm.getByLabel('Text', { exact: true }).fill('Mine.');
  await theirForm.getByLabel('Priority').selectOption('High');
  await theirForm.getByRole('button', { name: 'Save' }).click();
  await expect(theirForm).toHaveCount(0);

  const told = mineForm.getByRole('alert');
  await expect(told).toContainText('saved version 2 meanwhile. What you typed is kept.');
  await expect(told).toContainText(/priority.*as it is.*High/s);
  await expect(mineForm.getByRole('button', { name: 'Save' })).toBeDisabled();
  await told.getByRole('button', { name: 'Go on from that' }).click();
  await expect(mineForm.getByLabel('Text', { exact: true })).toHaveValue('Mine.');
  await expect(mineForm.getByLabel('Priority')).toHaveValue('3');
  await mineForm.getByRole('button', { name: 'Save' }).click();
  await expect(mineForm).toHaveCount(0);
  const [saved] = await ticketsIn(town).rows('SELECT * FROM caretaker.ticket_macro WHERE name = ?', [name]);
  expect(saved).toMatchObject({ version: 3, body: 'Mine.', actions: '{"priority":3}' });
});

test('new hours and targets say what they would do, and then move the deadlines of tickets', async ({
  openDesk,
  ownTown,
}) => {
  const desk = await openDesk({ town: ownTown });
  const { page } = desk;
  const tickets = ticketsIn(ownTown);
  await tickets.clear();
  const ticket = await tickets.open({ subject: 'Moved by new hours', rules_version: 0 });
  const due = async () => (await tickets.row(ticket)).first_due_at as string;
  await signIn(desk, 'admin');
  await desk.goTo('/settings/tickets');
  await expect(macros(page).getByRole('row').first()).toBeVisible();
  await page.keyboard.press('h');
  await expect(page.getByLabel('Monday')).toBeVisible();
  for (const day of ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']) {
    await page.getByLabel(day).fill('24 h');
  }
  await page.getByLabel('Day', { exact: true }).fill('2999-12-25');
  await page.getByRole('region', { name: 'Holidays' }).getByLabel('Name').fill('Far ahead');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Holidays' }).getByRole('listitem')).toContainText(
    '25 Dec 2999',
  );
  await page.getByRole('link', { name: 'Targets' }).click();
  await page.getByLabel('Normal: first answer').fill('1:15');
  await expect(page.getByText(/^Of the 1 nearest deadlines, 1 would come sooner and 0 later/)).toBeVisible();
  await page.getByLabel('Normal: next answer').fill('soon');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('something is wrong with: normal, next answer.')).toBeVisible();
  await expect(page.getByLabel('Normal: next answer')).toBeFocused();
  await page.getByLabel('Normal: next answer').fill('');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Hours and targets saved')).toBeVisible();
  const opened = String((await tickets.row(ticket)).opened_at);
  // A job reckons it anew.
  await expect
    .poll(async () => (Date.parse(await due()) - Date.parse(opened)) / 60_000, { timeout: 40_000 })
    .toBeCloseTo(75, 0);
  const newest = async () =>
    (await tickets.rows('SELECT * FROM caretaker.ticket_rules ORDER BY version DESC LIMIT 1'))[0];
  expect(JSON.parse(String((await newest())?.hours)).holidays).toEqual([
    { day: '2999-12-25', name: 'Far ahead' },
  ]);
});

test('of two admins who set hours and targets, the later keeps theirs on top of what the first saved, and takes only theirs back', async ({
  openDesk,
  ownTown,
}) => {
  const other = await colleague(ownTown, 'admin');
  const mine = await openDesk({ town: ownTown });
  const theirs = await openDesk({ town: ownTown });
  await signIn(mine, 'admin');
  await signInAs(theirs.page, other.user, firstPassword);
  await expect(theirs.page.getByRole('navigation', { name: 'Workspaces' })).toBeVisible();
  await mine.goTo('/settings/tickets?part=targets');
  await theirs.goTo('/settings/tickets?part=hours');
  await mine.page.getByLabel('Urgent: first answer').fill('15 min');
  await theirs.page.getByLabel('Sunday').fill('10-14');
  await theirs.page.getByRole('button', { name: /^Save/ }).click();
  await expect(theirs.page.getByText('Hours and targets saved')).toBeVisible();

  const told = mine.page.getByRole('alert');
  await expect(told).toContainText(
    `${other.name} saved other hours or targets meanwhile. What you set is kept.`,
  );
  await expect(told).toContainText(/Sunday.*closed.*10:00–14:00/s);
  await expect(mine.page.getByRole('button', { name: /^Save/ })).toBeDisabled();
  await told.getByRole('button', { name: 'Go on from those' }).click();
  await expect(mine.page.getByLabel('Urgent: first answer')).toHaveValue('15 min');
  await mine.page.getByRole('button', { name: /^Save/ }).click();
  await expect(mine.page.getByText('Hours and targets saved')).toBeVisible();
  await mine.page.getByRole('button', { name: 'Undo' }).click();
  await expect(mine.page.getByText('Hours and targets are as they were')).toBeVisible();
  await expect(mine.page.getByLabel('Urgent: first answer')).toHaveValue('30 min');
  await mine.page.getByRole('link', { name: 'Business hours' }).click();
  await expect(mine.page.getByLabel('Sunday')).toHaveValue('10:00–14:00');
});

test('support sees macros, hours and targets, and changes none; a moderator is told whose they are', async ({
  desk,
  openDesk,
  town,
}) => {
  const { page } = desk;
  await signIn(desk, 'support');
  await desk.goTo('/settings');
  await expect(page.getByRole('heading', { name: 'You', exact: true })).toBeVisible();
  await page.keyboard.press('4');
  await expect(macros(page).getByRole('row', { name: 'Password link' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Add a macro' })).toHaveCount(0);
  await macros(page).getByRole('row', { name: 'Password link' }).click();
  await expect(page.getByRole('region', { name: 'Password link' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Change…' })).toHaveCount(0);
  await page.keyboard.press('w');
  await expect(page.getByLabel('Urgent: first answer')).not.toBeEditable();
  await page.keyboard.press('h');
  await expect(page.getByLabel('Monday')).not.toBeEditable();
  await expect(page.getByRole('button', { name: 'Add', exact: true })).toHaveCount(0);

  const moderator = await openDesk({ town });
  await signIn(moderator, 'moderator');
  await moderator.goTo('/settings/tickets');
  await expect(moderator.page.getByText('Your role does not answer tickets')).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`everyone can set the rules for tickets, in the ${colorScheme} theme`, async ({ desk }) => {
    const { page } = desk;
    await page.emulateMedia({ colorScheme });
    await signIn(desk, 'admin');
    await desk.goTo('/settings/tickets');
    await macros(page).getByRole('row', { name: 'Refund under way' }).click();
    await expect(page.getByRole('region', { name: 'Refund under way' })).toBeVisible();
    await expectAccessible(page, 'a macro');
    await page.keyboard.press('n');
    const form = sheet(page, 'Add a macro');
    await form.getByLabel('Text', { exact: true }).fill('{');
    await form.getByRole('button', { name: 'Add' }).click();
    await expect(form.getByText('Give it a name')).toBeVisible();
    await expectAccessible(page, 'the form of a macro with errors');
    await desk.goTo('/settings/tickets?part=hours');
    await page.getByLabel('Monday').fill('from nine');
    await page.getByRole('button', { name: /^Save/ }).click();
    await expect(page.getByText('something is wrong with: Monday.')).toBeVisible();
    await expectAccessible(page, 'hours with errors');
    await page.getByRole('button', { name: 'Back to the saved ones' }).click();
    await desk.goTo('/settings/tickets?part=targets');
    await page.getByLabel('Low: solution').fill('9 h');
    await expect(page.getByText('Not saved yet: low, solution.')).toBeVisible();
    await expectAccessible(page, 'targets that are not saved');
    await page.getByRole('button', { name: 'Back to the saved ones' }).click();
  });
}
