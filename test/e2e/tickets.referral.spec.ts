import { createLog } from '../../src/core/log.ts';
import { openReferrals } from '../../src/core/tickets/referrals/job.ts';
import type { Community } from '../support/community.ts';
import { expectAccessible } from './support/axe.ts';
import { casesIn, openCase } from './support/cases.ts';
import { signIn } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';
import { openTicket, ticketsIn } from './support/tickets.ts';

/** As a moderator’s console does by itself every few seconds. */
async function openCases(town: Community): Promise<void> {
  const { database, site } = await town.signIn('moderator');
  await openReferrals.run(
    { database, site, log: createLog({ level: 'silent' }) },
    new AbortController().signal,
  );
  await database.close();
}

test('a ticket is handed to the community managers, who find it as a case and decide; support learns of it', {
  tag: '@browser',
}, async ({ openBrowserDesk, town }) => {
  const [desk, theirs] = [await openBrowserDesk({ town }), await openBrowserDesk({ town })];
  const tickets = ticketsIn(town);
  const cases = casesIn(town);
  const { id: status } = await cases.status('You will be sorry tomorrow');
  const ticket = await tickets.open({}, { subject: 'He threatens me', body: 'He writes this on his wall.' });
  await signIn(desk, 'support');
  const shown = await openTicket(desk, ticket);

  await desk.page.keyboard.press('!');
  const dialog = desk.page.getByRole('dialog', { name: `Hand ticket ${ticket} to the community managers` });
  await dialog.getByRole('combobox', { name: 'What it is about' }).selectOption('status');
  await desk.page.keyboard.press('Control+Enter');
  await expect(dialog.getByText('Give its number')).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Its number' }).fill('999999999');
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('harassment');
  await dialog.getByRole('textbox', { name: 'Note' }).fill('She is afraid; he knows where she lives.');
  await desk.page.keyboard.press('Control+Enter');
  await expect(dialog.getByRole('alert')).toHaveText(
    'The site has no status 999999999, or no longer. Nothing was handed over; what you typed is kept.',
  );
  await expectAccessible(desk.page, 'handing a ticket over');
  await dialog.getByRole('textbox', { name: 'Its number' }).fill(String(status));
  await desk.page.keyboard.press('Control+Enter');
  await expect(dialog).toHaveCount(0);
  const made = shown.getByRole('region', { name: 'Cases made of it' });
  await expect(made).toContainText('on its way');
  await openCases(town);
  const caseId = await cases.caseOf('status', status);
  await expect(made).toContainText(`case ${caseId}`);

  await signIn(theirs, 'moderator');
  const page = await openCase(theirs, caseId);
  await expect(page.getByText('from support', { exact: true })).toBeVisible();
  const from = page.getByRole('region', { name: 'From support' });
  await expect(from).toContainText('She is afraid; he knows where she lives.');
  await from.getByText('One message').click();
  await expect(from).toContainText('He writes this on his wall.');
  await expect(page.getByRole('region', { name: 'History' })).toContainText(
    `The support of support handed ticket ${ticket} over`,
  );
  await expect(page.getByRole('region', { name: 'Reporters' })).toHaveCount(0);
  await expectAccessible(theirs.page, 'a case from support');

  await cases.rows(
    "UPDATE caretaker.report_case SET state = 'done', open_mark = NULL, decided_at = UTC_TIMESTAMP(6), outcome = 'hidden', version = version + 1 WHERE id = ?",
    [caseId],
  );
  await expect(made).toContainText('done');
  await expect(made).toContainText('hidden');
});
