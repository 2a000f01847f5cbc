import type { Page } from '@playwright/test';
import { Utc } from '../../src/contract/values.ts';
import type { Community } from '../support/community.ts';
import { caseDecision, deciding } from '../support/deciding.ts';
import { signIn } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';
import { memberPage } from './support/member.ts';
import { column, rowsOf } from './support/members.ts';
import { casePane } from './support/queue.ts';

test('a sanction that is about to end is listed until someone says that it may', async ({
  openDesk,
  ownTown,
}) => {
  const { caseId, author, nickname } = await mutedForHours(ownTown, 3);
  const desk = await openDesk({ town: ownTown });
  const { page } = desk;
  await signIn(desk, 'moderator');
  const views = page.getByRole('navigation', { name: 'Views of the queue' });
  await expect(views.getByRole('link', { name: /^Ending soon/ })).toHaveText('Ending soon1');
  await page.keyboard.press('q');
  await page.keyboard.press('s');
  const row = endings(page).getByRole('row').filter({ hasText: nickname });
  await expect(row).toContainText('mute');
  await expect(row).toContainText('in 3 h');
  await row.click();
  await expect(casePane(page, caseId)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(casePane(page, caseId)).toHaveCount(0);

  await endings(page).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('l');
  await page.keyboard.press('e');
  await expect(page.getByText(`The mute of ${nickname} ends as it was set`)).toBeVisible();
  await expect(page.getByText('No sanction is about to end')).toBeVisible();
  await expect(views.getByRole('link', { name: /^Ending soon/ })).toHaveText('Ending soon');
  // It is left as it was set.
  expect(
    await column(ownTown, 'SELECT muted_until IS NULL FROM caretaker_site.member WHERE id = ?', [author]),
  ).toEqual(['0']);
});

test('I let a sanction last longer on the page of its member', async ({ openDesk, ownTown }) => {
  const { author, nickname } = await mutedForHours(ownTown, 5);
  const desk = await openDesk({ town: ownTown });
  const { page } = desk;
  await signIn(desk, 'moderator');
  await desk.goTo('/reports?queue=endings');
  await page.getByRole('button', { name: `Extend: the mute of ${nickname}` }).click();
  await expect(memberPage(page, author)).toBeVisible();
  const sheet = page.getByRole('dialog', { name: /^Decide about/ });
  await expect(sheet.getByRole('radio', { name: 'Mute', exact: true })).toBeChecked();
  await sheet.getByRole('radio', { name: '7 d' }).check({ force: true });
  await sheet.getByRole('textbox', { name: 'Reason' }).fill('Went on elsewhere');
  await page.keyboard.press('Control+Enter');
  await expect(sheet).toHaveCount(0);
  // The link led to the form once.
  expect(new URL(page.url()).searchParams.get('act')).toBeNull();
  await desk.goTo('/reports?queue=endings');
  await expect(page.getByText('No sanction is about to end')).toBeVisible();
});

test('what a link begins for one member is not begun for the next', async ({ openDesk, ownTown }) => {
  const { author } = await mutedForHours(ownTown, 5);
  const desk = await openDesk({ town: ownTown });
  const { page } = desk;
  await signIn(desk, 'moderator');
  await desk.goTo(`/members?id=${author}&act=mute`);
  const sheet = page.getByRole('dialog', { name: /^Decide about/ });
  await expect(sheet).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);
  await rowsOf(page).first().click();
  await expect(memberPage(page, author)).toHaveCount(0);
  await expect(page.getByRole('toolbar', { name: 'Actions' })).toBeVisible();
  await expect(sheet).toHaveCount(0);
  // What a role may not do is begun by no link.
  await page.getByRole('button', { name: 'Sign out' }).click();
  await signIn(desk, 'support');
  await desk.goTo(`/members?id=${author}&act=mute`);
  await expect(memberPage(page, author).getByRole('toolbar', { name: 'Actions' })).toBeVisible();
  await expect(sheet).toHaveCount(0);
});

function endings(page: Page) {
  return page.getByRole('grid', { name: 'Sanctions ending soon' });
}

/** Someone muted by a decision about a case, which ends so soon that the staff is reminded of it. */
async function mutedForHours(
  town: Community,
  hours: number,
): Promise<{ caseId: string; author: string; nickname: string }> {
  const moderator = await town.signIn('moderator');
  const at = deciding(town, moderator);
  const { caseId, author } = await at.open();
  const until = Utc.parse(`${new Date(Date.now() + hours * 3_600_000).toISOString().slice(0, 19)}Z`);
  await at.decide(moderator, caseId, caseDecision([{ kind: 'mute', until }]));
  await town.sql.query('UPDATE caretaker.report_ending SET remind_at = UTC_TIMESTAMP(6) WHERE case_id = ?', [
    caseId,
  ]);
  const [nickname = ''] = await column(town, 'SELECT nickname FROM caretaker_site.member WHERE id = ?', [
    author,
  ]);
  return { caseId, author, nickname };
}
