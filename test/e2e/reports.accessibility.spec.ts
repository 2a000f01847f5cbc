import { Utc } from '../../src/contract/values.ts';
import { caseDecision, deciding } from '../support/deciding.ts';
import { expectAccessible } from './support/axe.ts';
import { signIn } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';
import { casePane, caseRows, openCases } from './support/queue.ts';

const wave = [{ reason: 'self-harm' }, { reason: 'hate speech' }, ...Array(6).fill({ reason: 'spam' })];

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`Everyone can use the queue, in the ${colorScheme} theme`, () => {
    test('its list, filters, saved views, and a case beside it', async ({ openDesk, ownTown }) => {
      const [gravest = ''] = await openCases(ownTown, wave);
      const desk = await openDesk({ town: ownTown });
      const { page } = desk;
      await page.emulateMedia({ colorScheme });
      await signIn(desk, 'moderator');
      await expect(caseRows(page)).toHaveCount(wave.length);
      await expectAccessible(page, 'the queue');
      await page.keyboard.press('f');
      await expect(page.getByRole('dialog', { name: 'Filters' })).toBeVisible();
      await page.getByLabel('Age', { exact: true }).selectOption({ label: 'between…' });
      await page.getByLabel('Opened more than').fill('x');
      await expectAccessible(page, 'the filters');
      await page.getByRole('combobox', { name: 'Author' }).fill('ma');
      await expect(page.getByRole('listbox').getByRole('option').first()).toBeVisible();
      await expectAccessible(page, 'the choice of an author');
      await desk.goTo('/reports?policy=7&older=1');
      await expect(page.getByText('No case in “Next for me” fits the filters')).toBeVisible();
      await expectAccessible(page, 'filters that nothing fits');
      await page.keyboard.press('d');
      await expect(caseRows(page)).toHaveCount(wave.length);
      await page.keyboard.press('n');
      await expect(casePane(page, gravest)).toBeVisible();
      await page.getByRole('button', { name: /^Next for me/ }).click();
      await expect(page.getByRole('menuitem', { name: /^Escalated/ })).toBeVisible();
      await expectAccessible(page, 'the views beside a case');
    });

    test('what left it and what came, many selected, the form for them and what came of it', async ({
      openDesk,
      ownTown,
    }) => {
      const cases = await openCases(ownTown, wave);
      const desk = await openDesk({ town: ownTown });
      const { page } = desk;
      await page.emulateMedia({ colorScheme });
      await signIn(desk, 'moderator');
      await expect(caseRows(page)).toHaveCount(wave.length);
      const set = (columns: string, id: string | undefined) =>
        ownTown.sql.query(`UPDATE caretaker.report_case SET ${columns}, version = version + 1 WHERE id = ?`, [
          id,
        ]);
      await set("state = 'held', held_until = UTC_TIMESTAMP(6) + INTERVAL 3 DAY, set_by = 'admin'", cases[0]);
      await set("holder = 'admin', claimed_until = UTC_TIMESTAMP(6) + INTERVAL 9 MINUTE", cases[1]);
      await set("state = 'escalated', set_by = 'moderator'", cases[2]);
      await openCases(ownTown, [{ reason: 'underage' }]);
      await expect(page.getByRole('button', { name: '1 new case, 3 have left' })).toBeVisible();
      await expectAccessible(page, 'a queue that changed');
      await page.getByRole('grid', { name: 'Cases' }).focus();
      await page.keyboard.press('Control+a');
      await page.keyboard.press('Control+a');
      await expect(page.getByText(/^All \d+ cases of/)).toBeVisible();
      await expectAccessible(page, 'all cases selected');
      await page.keyboard.press('b');
      const sheet = page.getByRole('dialog', { name: /^Decide about/ });
      await sheet.getByRole('checkbox', { name: 'Dismiss', exact: true }).check({ force: true });
      await page.keyboard.press('Control+Enter');
      await expect(sheet.getByText('Say why, in at least three letters')).toBeVisible();
      await expectAccessible(page, 'the form for many cases');
      await sheet.getByRole('textbox', { name: 'Reason' }).fill('Nothing in it');
      await page.keyboard.press('Control+Enter');
      await expect(page.getByRole('dialog').getByText(/^Finished/)).toBeVisible();
      await expectAccessible(page, 'what came of a run');
      await page.keyboard.press('Escape');
      await expect(page.getByRole('region', { name: 'Action on many cases' })).toBeVisible();
      await expectAccessible(page, 'the strip of a run');
    });

    test('sanctions about to end, an empty queue, one that is not theirs, and a lost line', async ({
      openDesk,
      ownTown,
    }) => {
      const moderator = await ownTown.signIn('moderator');
      const at = deciding(ownTown, moderator);
      const { caseId } = await at.open();
      const until = Utc.parse(`${new Date(Date.now() + 7_200_000).toISOString().slice(0, 19)}Z`);
      await at.decide(moderator, caseId, caseDecision([{ kind: 'mute', until }]));
      await ownTown.sql.query('UPDATE caretaker.report_ending SET remind_at = UTC_TIMESTAMP(6)');
      const desk = await openDesk({ town: ownTown });
      const { page } = desk;
      await page.emulateMedia({ colorScheme });
      await signIn(desk, 'cto');
      await desk.goTo('/reports');
      await expect(page.getByText('Your role does not work through reports')).toBeVisible();
      await expectAccessible(page, 'a queue that is not theirs');
      await page.getByRole('button', { name: 'Sign out' }).click();
      await signIn(desk, 'moderator');
      await desk.goTo('/reports');
      await expect(page.getByText('Nothing waits for you')).toBeVisible();
      await expectAccessible(page, 'an empty queue');
      await desk.goTo('/reports?queue=endings');
      await expect(page.getByRole('button', { name: /^Let it end/ })).toBeVisible();
      await expectAccessible(page, 'sanctions about to end');
      ownTown.server.kill();
      await expect(page.getByText(/^Database not answering since/)).toBeVisible({ timeout: 3000 });
      await expectAccessible(page, 'sanctions with the line lost');
      await page.reload();
      await expect(page.getByText('Waiting for an answer to show sanctions')).toBeVisible();
      await expectAccessible(page, 'sanctions waited for');
      await ownTown.server.startAgain();
    });
  });
}
