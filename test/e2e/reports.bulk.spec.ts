import type { Locator, Page } from '@playwright/test';
import { type Community, rootConnection } from '../support/community.ts';
import { signIn } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';
import { holdRows, someoneWaits } from './support/held-row.ts';
import { column } from './support/members.ts';
import { caseRow, caseRows, casesNow, openCases, shownCases, signInColleague } from './support/queue.ts';

const spam = { reason: 'spam' };

test('I decide about several cases at once after seeing what will happen, and take the whole run back', async ({
  openDesk,
  ownTown,
}) => {
  const cases = await openCases(ownTown, Array(4).fill(spam));
  const desk = await openDesk({ town: ownTown });
  const { page } = desk;
  await signIn(desk, 'moderator');
  await selectFirst(page, 3);
  const sheet = await decide(page, ['Hide', 'Warn'], 'The same advert three times');
  await expect(sheet.getByRole('region', { name: 'What will happen' })).toContainText('3 cases');
  await page.keyboard.press('Control+Enter');
  const run = page.getByRole('dialog', { name: 'Hide, warn: 3 cases' });
  await expect(run.getByText('Finished: 3 of 3')).toBeVisible();
  await expect(run.getByRole('grid').getByText('done', { exact: true })).toHaveCount(3);
  const decided = cases.slice(0, 3);
  expect((await casesNow(ownTown, decided)).map(({ state }) => state)).toEqual(['done', 'done', 'done']);
  expect(await hiddenStatuses(ownTown, decided)).toBe(3);
  // The list keeps them in their places, and says what became of them.
  await expect(caseRow(page, decided[0] ?? '')).toContainText('hidden, warned');
  expect(await shownCases(page)).toEqual(cases);

  await run.getByRole('button', { name: 'Undo the run' }).click();
  const back = page.getByRole('dialog', { name: /^Taking back/ });
  await expect(back.getByText('Finished: 3 of 3')).toBeVisible();
  await expect(back.getByRole('grid').getByText('taken back', { exact: true })).toHaveCount(3);
  expect((await casesNow(ownTown, decided)).map(({ state }) => state)).toEqual(['open', 'open', 'open']);
  expect(await hiddenStatuses(ownTown, decided)).toBe(0);
});

test('a wave of spam: I take all that a filter finds, more than are loaded, and dismiss it in one run', async ({
  openDesk,
  ownTown,
}) => {
  const wave = await openCases(ownTown, Array(104).fill(spam));
  const [other = ''] = await openCases(ownTown, [{ reason: 'hate speech' }]);
  const desk = await openDesk({ town: ownTown });
  const { page } = desk;
  await signIn(desk, 'moderator');
  await desk.goTo('/reports?queue=unclaimed&policy=7');
  await expect(caseRows(page).first()).toBeVisible();
  await page.keyboard.press('Control+a');
  await expect(page.getByText('100 selected')).toBeVisible();
  await page
    .getByRole('button', { name: 'Select all 104 cases of “Unclaimed” that fit the filters' })
    .click();
  await expect(page.getByText('All 104 cases of “Unclaimed” that fit the filters')).toBeVisible();
  // One that is given up by hand leaves those that were loaded.
  await page.getByRole('grid', { name: 'Cases' }).focus();
  await page.keyboard.press('x');
  await expect(page.getByText('99 selected')).toBeVisible();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+a');
  await expect(page.getByText('All 104 cases of “Unclaimed” that fit the filters')).toBeVisible();
  const sheet = await decide(page, ['Dismiss'], 'One advert, reported a hundred times');
  await expect(sheet.getByRole('region', { name: 'What will happen' })).toContainText('104 cases');
  await page.keyboard.press('Control+Enter');
  const run = page.getByRole('dialog', { name: 'Dismiss: 104 cases' });
  await expect(run.getByText('Finished: 104 of 104')).toBeVisible({ timeout: 60_000 });
  expect(new Set((await casesNow(ownTown, wave)).map(({ state }) => state))).toEqual(new Set(['done']));
  expect((await casesNow(ownTown, [other])).map(({ state }) => state)).toEqual(['open']);
  await run.getByRole('button', { name: 'Close', exact: true }).click();
  await page.keyboard.press('.');
  await expect(page.getByText('No case in “Unclaimed” fits the filters')).toBeVisible();
});

test('a case that a colleague holds is told apart, with who, and I take the list away', async ({
  openDesk,
  ownTown,
}) => {
  const [taken = '', free = ''] = await openCases(ownTown, [{ reason: 'hate speech' }, spam]);
  const mine = await openDesk({ town: ownTown });
  const theirs = await openDesk({ town: ownTown });
  const { name } = await signInColleague(theirs, ownTown, 'moderator');
  await signIn(mine, 'moderator');
  const { page } = mine;
  await selectFirst(page, 2);
  await expect(caseRows(theirs.page)).toHaveCount(2);
  await theirs.page.keyboard.press('n');
  await expect(caseRow(page, taken)).toContainText(name);
  await decide(page, ['Dismiss'], 'Nothing in it');
  await page.keyboard.press('Control+Enter');
  const run = page.getByRole('dialog', { name: 'Dismiss: 2 cases' });
  await expect(run.getByText('Finished: 2 of 2')).toBeVisible();
  await run.getByRole('button', { name: 'refused 1' }).click();
  await expect(run.getByRole('grid').locator('tbody').getByRole('row')).toHaveCount(1);
  await expect(run.getByRole('grid')).toContainText(`${name} holds this case`);
  await run.getByRole('button', { name: 'All 2' }).click();
  await run.getByRole('button', { name: 'Copy as CSV' }).click();
  await expect(run.getByRole('button', { name: 'Copied' })).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText()).catch(() => null);
  if (copied !== null) expect(copied).toMatch(new RegExp(`${taken},.*refused`));
  expect((await casesNow(ownTown, [free])).map(({ state }) => state)).toEqual(['done']);
  expect((await casesNow(ownTown, [taken])).map(({ state }) => state)).toEqual(['open']);
  // Its row leads to the case.
  await run.getByRole('grid').getByText('refused').click();
  await expect(page.getByRole('region', { name: `Case ${taken}`, exact: true })).toBeVisible();
});

test('I stop a run in the middle, see what was done, and let it go on', async ({ openDesk, ownTown }) => {
  const cases = await openCases(ownTown, Array(6).fill(spam));
  const desk = await openDesk({ town: ownTown });
  const { page } = desk;
  await signIn(desk, 'moderator');
  await selectFirst(page, 6);
  await decide(page, ['Hide'], 'Adverts');
  const release = await hold(ownTown, cases[2] ?? '');
  await page.keyboard.press('Control+Enter');
  const run = page.getByRole('dialog', { name: 'Hide: 6 cases' });
  await someoneWaits(ownTown);
  await run.getByRole('button', { name: 'Stop' }).click();
  await expect(run.getByText(/^Stopped: \d of 6/)).toBeVisible();
  await release();
  // Four are done at a time: those that were under way are, and none after them.
  await expect.poll(() => statesOf(ownTown, cases.slice(0, 4))).toEqual(Array(4).fill('done'));
  expect(await statesOf(ownTown, cases.slice(4))).toEqual(['open', 'open']);

  await run.getByRole('button', { name: 'Go on' }).click();
  await expect(run.getByText('Finished: 6 of 6')).toBeVisible();
  expect(await statesOf(ownTown, cases)).toEqual(Array(6).fill('done'));
  expect(await decisionsOn(ownTown, cases)).toBe(6);
});

test('a run goes on while I do something else, and a strip says how it stands', async ({
  openDesk,
  ownTown,
}) => {
  const cases = await openCases(ownTown, Array(4).fill(spam));
  const desk = await openDesk({ town: ownTown });
  const { page } = desk;
  await signIn(desk, 'moderator');
  await selectFirst(page, 4);
  await decide(page, ['Dismiss'], 'Nothing in it');
  const release = await hold(ownTown, cases[1] ?? '');
  await page.keyboard.press('Control+Enter');
  await someoneWaits(ownTown);
  await expect(page.getByRole('dialog').getByText(/^Under way: \d of 4/)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('g');
  await page.keyboard.press('r');
  await expect(page.getByRole('heading', { name: 'Your record' })).toBeVisible();
  const strip = page.getByRole('region', { name: 'Action on many cases' });
  await expect(strip).toContainText('Dismiss: 4 cases');
  await release();
  await expect(strip).toContainText('Finished: 4 of 4 – 4 done');
  await strip.getByRole('button', { name: 'Put away' }).click();
  await expect(strip).toHaveCount(0);
  expect(await statesOf(ownTown, cases)).toEqual(Array(4).fill('done'));
});

test('the line is lost in the middle of a run: what was done is listed, and going on does nothing twice', async ({
  openDesk,
  ownTown,
}) => {
  const cases = await openCases(ownTown, Array(5).fill(spam));
  const desk = await openDesk({ town: ownTown });
  const { page } = desk;
  await signIn(desk, 'moderator');
  await selectFirst(page, 5);
  await decide(page, ['Hide'], 'Adverts');
  await hold(ownTown, cases[2] ?? '');
  await page.keyboard.press('Control+Enter');
  const run = page.getByRole('dialog', { name: 'Hide: 5 cases' });
  await someoneWaits(ownTown);
  ownTown.server.kill();
  await expect(page.getByText(/^Database not answering since/)).toBeVisible({ timeout: 5000 });
  await expect(run.getByText('Finished: 5 of 5')).toHaveCount(0);
  await ownTown.server.startAgain();
  await expect(page.getByText('Back again.')).toBeVisible({ timeout: 15_000 });
  // The core may have waited for the line by itself; if it gave up, the person lets it go on.
  const goOn = run.getByRole('button', { name: 'Go on' });
  await expect(goOn.or(run.getByText('Finished: 5 of 5'))).toBeVisible({ timeout: 15_000 });
  if (await goOn.isVisible()) await goOn.click();
  await expect(run.getByText('Finished: 5 of 5')).toBeVisible();
  await expect(run.getByRole('grid').getByText('done', { exact: true })).toHaveCount(5);
  await using again = {
    sql: await rootConnection(ownTown.root),
    [Symbol.asyncDispose]: async () => again.sql.destroy(),
  };
  expect(await statesOf(again, cases)).toEqual(Array(5).fill('done'));
  expect(await decisionsOn(again, cases)).toBe(5);
});

test('what one has begun to decide about many stays when the sheet is closed', async ({
  openDesk,
  ownTown,
}) => {
  await openCases(ownTown, Array(2).fill(spam));
  const desk = await openDesk({ town: ownTown });
  const { page } = desk;
  await signIn(desk, 'moderator');
  await selectFirst(page, 2);
  const sheet = await decide(page, ['Hide'], 'Half a tho');
  await page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);
  await page.keyboard.press('b');
  await expect(sheet.getByRole('textbox', { name: 'Reason' })).toHaveValue('Half a tho');
  await expect(sheet.getByRole('checkbox', { name: 'Hide' })).toBeChecked();
});

/** Selects the first rows of the queue, by the keyboard. */
async function selectFirst(page: Page, count: number): Promise<void> {
  await expect(caseRows(page).first()).toBeVisible();
  await page.getByRole('grid', { name: 'Cases' }).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('x');
  for (let row = 1; row < count; row++) await page.keyboard.press('Shift+ArrowDown');
  await expect(page.getByText(`${count} selected`)).toBeVisible();
}

/** Opens the sheet for those selected, by key, and fills it in; gives the sheet. */
async function decide(page: Page, acts: readonly string[], reason: string): Promise<Locator> {
  await page.getByRole('grid', { name: 'Cases' }).focus();
  await page.keyboard.press('b');
  const sheet = page.getByRole('dialog', { name: /^Decide about/ });
  for (const act of acts)
    await sheet.getByRole('checkbox', { name: act, exact: true }).check({ force: true });
  await sheet.getByRole('textbox', { name: 'Reason' }).fill(reason);
  return sheet;
}

/** Keeps whoever comes to a case waiting, until the function that is given is called. */
function hold(town: Community, id: string): Promise<() => Promise<void>> {
  return holdRows(town, 'SELECT id FROM caretaker.report_case WHERE id = ?', [id]);
}

function statesOf(town: Pick<Community, 'sql'>, ids: readonly string[]): Promise<string[]> {
  return column(town, 'SELECT state FROM caretaker.report_case WHERE id IN (?) ORDER BY id', [ids]);
}

async function decisionsOn(town: Pick<Community, 'sql'>, ids: readonly string[]): Promise<number> {
  const [count] = await column(town, 'SELECT COUNT(*) FROM caretaker.report_decision WHERE case_id IN (?)', [
    ids,
  ]);
  return Number(count);
}

/** How many of the statuses that these cases are about are hidden on the site. */
async function hiddenStatuses(town: Community, ids: readonly string[]): Promise<number> {
  const [count] = await column(
    town,
    `SELECT COUNT(*) FROM caretaker.report_case JOIN community_demo.statuses ON statuses.id = subject_id
     WHERE report_case.id IN (?) AND hidden_at IS NOT NULL`,
    [ids],
  );
  return Number(count);
}
