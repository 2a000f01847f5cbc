import type { Locator, Page } from '@playwright/test';
import type { Community } from '../support/community.ts';
import { rootConnection } from '../support/community.ts';
import { type Desk, signIn } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';
import { holdRows, someoneWaits } from './support/held-row.ts';
import { cellsOf, column, openMembers, rowsOf, selectFirst } from './support/members.ts';
import { walkDown } from './support/rows.ts';

test('I select by box, Shift-click, keys and all at once; Esc or another search lets go', async ({
  desk,
}) => {
  const { page } = desk;
  await openMembers(desk);
  const rows = rowsOf(page);
  await rows.nth(1).getByRole('checkbox').click({ force: true });
  await expect(page.getByText('1 selected')).toBeVisible();
  await expect(page.getByRole('region', { name: /^Member \d+$/ })).toHaveCount(0);
  await rows.nth(4).click({ modifiers: ['Shift'] });
  await expect(page.getByText('4 selected')).toBeVisible();
  await page.getByRole('grid', { name: 'Members' }).focus();
  await page.keyboard.press('Shift+ArrowUp');
  await expect(page.getByText('3 selected')).toBeVisible();
  await expect(rows.nth(4)).toHaveAttribute('aria-selected', 'false');
  await page.keyboard.press('x');
  await expect(page.getByText('2 selected')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByText(/selected$/)).toHaveCount(0);

  await page.keyboard.press('Control+a');
  // The second page is asked for as soon as the first is there.
  const all = page.getByText(/^(50|100) selected$/);
  await expect(all).toBeVisible();
  await expect(page.getByText('All that are loaded; there are more below.')).toBeVisible();
  await page.getByRole('searchbox').fill('ma');
  await expect(all).toHaveCount(0);
});

test('more than one run takes is never selected, and I am told', async ({ desk }) => {
  const { page } = desk;
  await openMembers(desk);
  await walkDown(page, 'Members', 'td:nth-child(3)', 1100);
  await page.keyboard.press('Control+a');
  await expect(page.getByText('1,000 selected')).toBeVisible();
  await expect(page.getByText('One run takes 1,000 at most: the others were left out.')).toBeVisible();
});

test('I mute several at once after seeing what will happen, and take the whole run back', async ({
  openDesk,
  ownTown,
}) => {
  const desk = await openDesk({ town: ownTown });
  const { page } = desk;
  const chosen = await selectActive(desk, 5);
  const sheet = await decide(page, 'Mute', 'A row about nothing');
  await expect(sheet.getByRole('region', { name: 'What will happen' })).toContainText('5 members');
  await page.keyboard.press('Control+Enter');
  const run = page.getByRole('dialog', { name: 'Mute: 5 members' });
  await expect(run.getByText('Finished: 5 of 5')).toBeVisible();
  await expect(run.getByRole('grid').getByText('done', { exact: true })).toHaveCount(5);
  expect(await statusesOf(ownTown, chosen)).toEqual(Array(5).fill('muted'));
  // The list is of those who are active: it lets them go by itself.
  await expect.poll(() => cellsOf(page, 'Id')).not.toContain(chosen[0]);

  await run.getByRole('button', { name: 'Undo the run' }).click();
  const back = page.getByRole('dialog', { name: /^Taking back/ });
  await expect(back.getByText('Finished: 5 of 5')).toBeVisible();
  await expect(back.getByRole('grid').getByText('taken back', { exact: true })).toHaveCount(5);
  await expect.poll(() => cellsOf(page, 'Id')).toContain(chosen[0]);
  expect(await statusesOf(ownTown, chosen)).toEqual(Array(5).fill('active'));
  const [outbox] = await column(
    ownTown,
    "SELECT COUNT(*) FROM caretaker.outbox WHERE state = 'waiting' AND member_id IN (?)",
    [chosen],
  );
  expect(outbox).toBe('0');
});

test('a member who cannot be acted on is told apart, with why, and I take the list away', async ({
  openDesk,
  ownTown,
}) => {
  const desk = await openDesk({ town: ownTown });
  const { page } = desk;
  await signIn(desk, 'moderator');
  await desk.goTo('/members?status=active,deleted');
  await expect(rowsOf(page).first()).toBeVisible();
  const deleted = rowsOf(page).filter({ hasText: 'deleted' }).first();
  const active = rowsOf(page).filter({ hasNotText: 'deleted' }).first();
  const [id = ''] = await column(
    ownTown,
    "SELECT id FROM caretaker_site.member WHERE status = 'deleted' ORDER BY id DESC LIMIT 1",
  );
  await deleted.getByRole('checkbox').click({ force: true });
  await active.getByRole('checkbox').click({ force: true });
  await decide(page, 'Warn', 'A row about nothing');
  await page.keyboard.press('Control+Enter');
  const run = page.getByRole('dialog', { name: 'Warn: 2 members' });
  await expect(run.getByText('Finished: 2 of 2')).toBeVisible();
  await run.getByRole('button', { name: 'refused 1' }).click();
  await expect(run.getByRole('grid').locator('tbody').getByRole('row')).toHaveCount(1);
  await expect(run.getByRole('grid')).toContainText(id);
  await expect(run.getByRole('grid')).toContainText(/deleted/);
  // Warnings cannot be taken back.
  await expect(run.getByRole('button', { name: 'Undo the run' })).toHaveCount(0);
  await run.getByRole('button', { name: 'Copy as CSV' }).click();
  await expect(run.getByRole('button', { name: 'Copied' })).toBeVisible();
  await run.getByRole('button', { name: 'Close', exact: true }).click();
  await page.getByRole('searchbox').focus();
  await page.keyboard.press('Control+v');
  await expect(page.getByRole('searchbox')).toHaveValue(
    new RegExp(`id,nickname,outcome,why.*${id},.*refused`),
  );
});

test('I stop a run in the middle, see what was done, and let it go on', async ({ openDesk, ownTown }) => {
  const desk = await openDesk({ town: ownTown });
  const { page } = desk;
  const chosen = await selectActive(desk, 6);
  await decide(page, 'Mute', 'A row about nothing');
  const release = await hold(ownTown, chosen[2] ?? '');
  await page.keyboard.press('Control+Enter');
  const run = page.getByRole('dialog', { name: 'Mute: 6 members' });
  await someoneWaits(ownTown);
  await run.getByRole('button', { name: 'Stop' }).click();
  await release();
  await expect(run.getByText(/^Stopped: \d of 6/)).toBeVisible();
  await expect.poll(() => statusesOf(ownTown, chosen.slice(0, 3))).toEqual(['muted', 'muted', 'muted']);
  expect(await statusesOf(ownTown, chosen.slice(3))).toEqual(['active', 'active', 'active']);

  await run.getByRole('button', { name: 'Go on' }).click();
  await expect(run.getByText('Finished: 6 of 6')).toBeVisible();
  expect(await statusesOf(ownTown, chosen)).toEqual(Array(6).fill('muted'));
  expect(await decisionsOn(ownTown, chosen)).toBe(6);
});

test('a run goes on while I do something else, and a strip says how it stands', async ({
  openDesk,
  ownTown,
}) => {
  const desk = await openDesk({ town: ownTown });
  const { page } = desk;
  const chosen = await selectActive(desk, 4);
  await decide(page, 'Ban', 'Spam wave');
  const release = await hold(ownTown, chosen[1] ?? '');
  await page.keyboard.press('Control+Enter');
  await someoneWaits(ownTown);
  await expect(page.getByRole('dialog').getByText(/^Under way: \d of 4/)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('g');
  await page.keyboard.press('r');
  await expect(page.getByRole('heading', { name: 'Your record' })).toBeVisible();
  const strip = page.getByRole('region', { name: 'Action on many members' });
  await expect(strip).toContainText('Ban: 4 members');
  await release();
  await expect(strip).toContainText('Finished: 4 of 4 – 4 done');
  await strip.getByRole('button', { name: 'Put away' }).click();
  await expect(strip).toHaveCount(0);
  expect(await statusesOf(ownTown, chosen)).toEqual(Array(4).fill('banned'));
});

test('the line is lost in the middle of a run: what was done is listed, and going on does nothing twice', async ({
  openDesk,
  ownTown,
}) => {
  const desk = await openDesk({ town: ownTown });
  const { page } = desk;
  const chosen = await selectActive(desk, 5);
  await decide(page, 'Mute', 'A row about nothing');
  await hold(ownTown, chosen[2] ?? '');
  await page.keyboard.press('Control+Enter');
  const run = page.getByRole('dialog', { name: 'Mute: 5 members' });
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
  const [muted] = await again.sql.query(
    "SELECT id FROM caretaker_site.member WHERE status = 'muted' AND id IN (?)",
    [chosen],
  );
  expect(muted).toHaveLength(5);
  const [decided] = await again.sql.query(
    'SELECT member_id FROM caretaker.member_decision WHERE member_id IN (?)',
    [chosen],
  );
  expect(decided).toHaveLength(5);
});

/** Signs in and selects so many active members, none of whom has a sanction; gives their ids in order. */
async function selectActive(desk: Desk, count: number): Promise<string[]> {
  await signIn(desk, 'moderator');
  await desk.goTo('/members?status=active');
  await expect(rowsOf(desk.page).first()).toBeVisible();
  await selectFirst(desk.page, count);
  return (await cellsOf(desk.page, 'Id')).slice(0, count);
}

/** Opens the sheet for those selected, by key, and fills it in; gives the sheet. */
async function decide(page: Page, action: string, reason: string): Promise<Locator> {
  await page.getByRole('grid', { name: 'Members' }).focus();
  await page.keyboard.press('b');
  const sheet = page.getByRole('dialog', { name: /^Decide about/ });
  await sheet.getByRole('radio', { name: action, exact: true }).check({ force: true });
  await sheet.getByRole('textbox', { name: 'Reason' }).fill(reason);
  return sheet;
}

/** Keeps whoever comes to a member waiting, until the function that is given is called. */
function hold(town: Community, id: string): Promise<() => Promise<void>> {
  return holdRows(town, 'SELECT id FROM community_demo.users WHERE id = ?', [id]);
}

function statusesOf(town: Community, ids: readonly string[]): Promise<string[]> {
  return column(town, 'SELECT status FROM caretaker_site.member WHERE id IN (?) ORDER BY id DESC', [ids]);
}

async function decisionsOn(town: Community, ids: readonly string[]): Promise<number> {
  const [count] = await column(
    town,
    'SELECT COUNT(*) FROM caretaker.member_decision WHERE member_id IN (?)',
    [ids],
  );
  return Number(count);
}
