import type { Page } from '@playwright/test';
import { reporting } from '../support/reporting.ts';
import { signIn } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';
import { column } from './support/members.ts';
import {
  casePane,
  caseRow,
  caseRows,
  casesNow,
  intake,
  openCaseId,
  openCases,
  shownCases,
  signInColleague,
} from './support/queue.ts';

const spam = { reason: 'spam' };
const hate = { reason: 'hate speech' };

test('a moderator starts at the queue, the gravest case first, and support and CTO are told that it is not theirs', async ({
  openDesk,
  ownTown,
}) => {
  const [gravest = '', , last = ''] = await openCases(ownTown, [spam, { reason: 'self-harm' }, hate]);
  const desk = await openDesk({ town: ownTown });
  const { page } = desk;
  await signIn(desk, 'moderator');
  await expect(caseRows(page)).toHaveCount(3);
  const shown = await shownCases(page);
  expect([shown[0], shown[2]]).toEqual([gravest, last]);
  await expect(caseRow(page, gravest)).toContainText('danger to life');
  await expect(caseRow(page, gravest)).toContainText('self-harm');
  await expect(views(page).getByRole('link', { name: /^Next for me/ })).toHaveText('Next for me3');

  for (const role of ['support', 'cto'] as const) {
    await page.getByRole('button', { name: 'Sign out' }).click();
    await signIn(desk, role);
    await expect(page.getByRole('link', { name: 'Reports' })).toHaveCount(0);
    await desk.goTo('/reports');
    await expect(page.getByText('Your role does not work through reports')).toBeVisible();
  }
});

test('“n” claims the best case and opens it, and my colleague sees within two seconds that I have it', async ({
  openDesk,
  ownTown,
}) => {
  const [best = '', second = ''] = await openCases(ownTown, [spam, hate, spam]);
  const mine = await openDesk({ town: ownTown });
  const theirs = await openDesk({ town: ownTown });
  await signIn(mine, 'moderator');
  const { user } = await signInColleague(theirs, ownTown, 'moderator');
  await expect(caseRows(theirs.page)).toHaveCount(3);
  await expect(caseRows(mine.page)).toHaveCount(3);
  await mine.page.keyboard.press('n');
  await expect(casePane(mine.page, best)).toBeVisible();
  const row = caseRow(theirs.page, best);
  await expect(row).toContainText('The moderator', { timeout: 2500 });
  await expect(row).toContainText('10 min left');
  // It stays where it was, and the list says that it has left.
  expect(await shownCases(theirs.page)).toHaveLength(3);
  await expect(theirs.page.getByRole('button', { name: '1 has left' })).toBeVisible();

  await theirs.page.keyboard.press('n');
  await expect(casePane(theirs.page, second)).toBeVisible();
  await mine.page.keyboard.press('q');
  await mine.page.keyboard.press('u');
  await expect(caseRows(mine.page)).toHaveCount(1);
  await mine.page.keyboard.press('q');
  await mine.page.keyboard.press('m');
  await expect(caseRow(mine.page, best)).toContainText('You');
  expect((await casesNow(ownTown, [best])).map(({ holder }) => holder)).toEqual(['moderator']);
  expect((await casesNow(ownTown, [second])).map(({ holder }) => holder)).toEqual([user]);
});

test('two people who press “n” at once, again and again, never get the same case', async ({
  openDesk,
  ownTown,
}) => {
  const cases = await openCases(ownTown, Array(16).fill(spam));
  const mine = await openDesk({ town: ownTown });
  const theirs = await openDesk({ town: ownTown });
  await signIn(mine, 'moderator');
  await signInColleague(theirs, ownTown, 'moderator');
  const work = async (page: Page) => {
    await expect(caseRows(page).first()).toBeVisible();
    const had: string[] = [];
    for (let round = 0; round < 8; round++) {
      await page.keyboard.press('n');
      await expect.poll(() => new URL(page.url()).searchParams.get('case')).not.toBe(had.at(-1) ?? null);
      had.push(await openCaseId(page));
    }
    return had;
  };
  const [one, other] = await Promise.all([work(mine.page), work(theirs.page)]);
  expect(new Set([...one, ...other])).toEqual(new Set(cases));
});

test('what comes meanwhile is announced, moves nothing, and is shown when I want it', async ({
  openDesk,
  ownTown,
}) => {
  const before = await openCases(ownTown, [spam, spam]);
  const desk = await openDesk({ town: ownTown });
  const { page } = desk;
  await signIn(desk, 'moderator');
  await expect(caseRows(page)).toHaveCount(2);
  const [grave = ''] = await openCases(ownTown, [{ reason: 'underage' }]);
  await expect(page.getByRole('button', { name: '1 new case' })).toBeVisible();
  expect(await shownCases(page)).toEqual(before);
  await page.keyboard.press('.');
  await expect.poll(() => shownCases(page)).toEqual([grave, ...before]);
  await expect(page.getByRole('button', { name: '1 new case' })).toHaveCount(0);
});

test('a report that joins a case I look at changes its row in place', async ({ openDesk, ownTown }) => {
  const [first = '', second = ''] = await openCases(ownTown, [hate, spam]);
  const desk = await openDesk({ town: ownTown });
  const { page } = desk;
  await signIn(desk, 'moderator');
  await expect(caseRow(page, second)).toContainText('1 report');
  const [subject] = await column(ownTown, 'SELECT subject_id FROM caretaker.report_case WHERE id = ?', [
    second,
  ]);
  for (const by of [250, 251]) {
    await reporting(ownTown).report({ on: ['Status', Number(subject)], by, reason: 'spam' });
  }
  await intake(ownTown);
  await expect(caseRow(page, second)).toContainText('3 reports');
  expect(await shownCases(page)).toEqual([first, second]);
});

test('I narrow the queue by policy, kind, language, age, author and reporter, and take the filters away again', async ({
  openDesk,
  ownTown,
}) => {
  const [hateful = '', old = '', young = ''] = await openCases(ownTown, [
    hate,
    { ...spam, minutesAgo: 60 * 30 },
    spam,
  ]);
  const desk = await openDesk({ town: ownTown });
  const { page } = desk;
  await signIn(desk, 'moderator');
  await expect(caseRows(page)).toHaveCount(3);
  await page.keyboard.press('f');
  const filters = page.getByRole('dialog', { name: 'Filters' });
  await filters.getByLabel('Policy').selectOption({ label: 'Spam' });
  await expect.poll(() => shownCases(page)).toEqual([old, young]);
  await filters.getByLabel('Age', { exact: true }).selectOption({ label: 'opened more than 24 hours ago' });
  await expect.poll(() => shownCases(page)).toEqual([old]);
  await filters.getByLabel('Age', { exact: true }).selectOption({ label: 'between…' });
  await filters.getByLabel('and less than').fill('2');
  await filters.getByLabel('Opened more than').fill('');
  await expect.poll(() => shownCases(page)).toEqual([young]);
  await expect(views(page).getByRole('link', { name: /^Unclaimed/ })).toHaveText('Unclaimed1');
  await filters.getByLabel('Language').selectOption({ label: 'Zulu' });
  await expect(page.getByText('No case in “Next for me” fits the filters')).toBeVisible();
  await filters.getByLabel('Language').selectOption({ label: 'any' });
  await expect.poll(() => shownCases(page)).toEqual([young]);
  await filters.getByLabel('Kind').selectOption({ label: 'photo' });
  await expect(page.getByText('No case in “Next for me” fits the filters')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('list', { name: 'Filters in force' }).getByRole('listitem')).toHaveText([
    'Spam',
    'kind: photo',
    'opened in the last 2 hours',
    'Clear all',
  ]);
  // Pressed with filters that nothing fits, “next” says the same, and claims nothing.
  await page.keyboard.press('n');
  await expect(page.getByText('No case in “Next for me” fits the filters')).toBeVisible();
  expect((await casesNow(ownTown, [hateful, old, young])).map(({ holder }) => holder)).toEqual([
    null,
    null,
    null,
  ]);
  await page.getByRole('button', { name: 'Clear the filters' }).click();
  await expect(caseRows(page)).toHaveCount(3);

  const [author = '', nickname = ''] = await authorOf(hateful);
  await page.keyboard.press('f');
  await filters.getByRole('combobox', { name: 'Author' }).fill(author);
  await page.getByRole('option', { name: `${nickname} (${author})` }).click();
  await expect.poll(() => shownCases(page)).toContain(hateful);
  await expect(page.getByRole('button', { name: `Take away the filter: about ${nickname}` })).toBeVisible();
  expect(new URL(page.url()).searchParams.get('author')).toBe(author);
  // By those who reported: the second of these reports is by the second of these members.
  await desk.goTo('/reports?reporter=201');
  await expect.poll(() => shownCases(page)).toEqual([old]);

  async function authorOf(id: string): Promise<string[]> {
    const [row] = await column(
      ownTown,
      `SELECT CONCAT_WS('\n', author_id, nickname) FROM caretaker.report_case
       JOIN caretaker_site.member ON member.id = author_id WHERE report_case.id = ?`,
      [id],
    );
    return (row ?? '').split('\n');
  }
});

test('I save what I look at as a view, and come back to it from the column', async ({
  openDesk,
  ownTown,
}) => {
  const [hateful = ''] = await openCases(ownTown, [hate, spam]);
  const desk = await openDesk({ town: ownTown });
  const { page } = desk;
  await signIn(desk, 'moderator');
  await desk.goTo('/reports?queue=unclaimed&policy=3');
  await expect.poll(() => shownCases(page)).toEqual([hateful]);
  await page.keyboard.press('v');
  await page.getByRole('menuitem', { name: 'Save as a view…' }).click();
  await page.getByRole('dialog', { name: 'Save as a view' }).getByLabel('Name').fill('Hate, unclaimed');
  await page.keyboard.press('Enter');
  const saved = views(page).getByRole('link', { name: 'Hate, unclaimed' });
  await expect(saved).toBeVisible();
  await page.keyboard.press('d');
  await page.keyboard.press('q');
  await page.keyboard.press('n');
  await expect(caseRows(page)).toHaveCount(2);
  await saved.click();
  await expect.poll(() => shownCases(page)).toEqual([hateful]);
  await expect(page.getByRole('button', { name: 'Hate, unclaimed' })).toBeVisible();
  await expect(saved).toHaveAttribute('aria-current', /./);
  // It is no view of the members.
  await page.keyboard.press('g');
  await page.keyboard.press('m');
  await expect(page.getByRole('searchbox')).toBeVisible();
  await page.keyboard.press('v');
  await expect(page.getByText('No view is saved yet', { exact: false })).toBeVisible();
});

test('a case that I pass on does not come next again, until I ask for those that I passed over', async ({
  openDesk,
  ownTown,
}) => {
  const [first = '', second = ''] = await openCases(ownTown, [hate, spam]);
  const desk = await openDesk({ town: ownTown });
  const { page } = desk;
  await signIn(desk, 'moderator');
  await expect(caseRows(page)).toHaveCount(2);
  await page.keyboard.press('n');
  await expect(casePane(page, first).getByText('Yours')).toBeVisible();
  await page.keyboard.press('p');
  await expect(casePane(page, second).getByText('Yours')).toBeVisible();
  await page.keyboard.press('p');
  await expect(page.getByText('Nothing waits for you')).toBeVisible();
  await expect(page.getByText('2 cases are left out because you gave them back.')).toBeVisible();
  expect((await casesNow(ownTown, [first, second])).map(({ holder }) => holder)).toEqual([null, null]);
  await page.getByRole('button', { name: 'Look again at the 2 I passed over' }).click();
  await expect.poll(() => shownCases(page)).toEqual([first, second]);
  await page.keyboard.press('n');
  await expect(casePane(page, first)).toBeVisible();
});

test('I find a case by its number with Ctrl-K', async ({ openDesk, ownTown }) => {
  const [id = ''] = await openCases(ownTown, [spam]);
  const desk = await openDesk({ town: ownTown });
  const { page } = desk;
  await signIn(desk, 'moderator');
  await page.keyboard.press('g');
  await page.keyboard.press('m');
  await expect(page.getByRole('searchbox')).toBeVisible();
  await page.keyboard.press('Control+k');
  const box = page.getByRole('dialog').getByRole('textbox');
  await box.fill('case 999999');
  await expect(page.getByText('There is no case 999999')).toBeVisible();
  await box.fill(`case ${id}`);
  await expect(page.getByRole('region', { name: 'Cases' }).getByRole('button')).toContainText('Spam, open');
  await page.keyboard.press('Enter');
  await expect(casePane(page, id)).toBeVisible();
});

test('the list gives way to the case in a small window, and has the keyboard again when it closes', async ({
  openDesk,
  ownTown,
}) => {
  const [first = '', second = ''] = await openCases(ownTown, [hate, spam]);
  const desk = await openDesk({ town: ownTown });
  const { page } = desk;
  await page.setViewportSize({ width: 1024, height: 700 });
  await signIn(desk, 'moderator');
  await expect(caseRows(page)).toHaveCount(2);
  await page.getByRole('grid', { name: 'Cases' }).focus();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(casePane(page, first)).toBeVisible();
  await expect(page.getByRole('grid', { name: 'Cases' })).toBeHidden();
  await page.keyboard.press(']');
  await expect(casePane(page, second)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('grid', { name: 'Cases' })).toBeVisible();
  await page.keyboard.press('k');
  await page.keyboard.press('Enter');
  await expect(casePane(page, first)).toBeVisible();
});

test('the database is killed while I claim: nothing is claimed twice, and the queue goes on when it is back', async ({
  openDesk,
  ownTown,
}) => {
  const [first = '', second = ''] = await openCases(ownTown, [hate, spam]);
  const desk = await openDesk({ town: ownTown });
  const { page } = desk;
  await signIn(desk, 'moderator');
  await expect(caseRows(page)).toHaveCount(2);
  ownTown.server.kill();
  await page.keyboard.press('n');
  await expect(page.getByText(/^Database not answering since/)).toBeVisible({ timeout: 3000 });
  await expect(caseRows(page)).toHaveCount(2);
  await expect(page.getByRole('button', { name: 'Next', exact: false }).first()).toBeDisabled();
  await ownTown.server.startAgain();
  await expect(page.getByText('Back again.')).toBeVisible({ timeout: 15_000 });
  // The core may have waited for the line by itself; if it gave up, the person asks again.
  await expect(page.getByText('No case was opened').or(casePane(page, first)).first()).toBeVisible({
    timeout: 20_000,
  });
  if (await casePane(page, first).isHidden()) await page.keyboard.press('n');
  await expect(casePane(page, first).getByText('Yours')).toBeVisible();
  await page.keyboard.press('q');
  await page.keyboard.press('u');
  await expect.poll(() => shownCases(page)).toEqual([second]);
});

/** The column of the views. */
function views(page: Page) {
  return page.getByRole('navigation', { name: 'Views of the queue' });
}
