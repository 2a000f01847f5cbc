import type { Page } from '@playwright/test';
import { reindex } from '../../src/core/tickets/search/words.ts';
import type { Community } from '../support/community.ts';
import { expectAccessible } from './support/axe.ts';
import { signIn } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';
import { shownTickets } from './support/ticket-list.ts';
import { ticketsIn, ticketView } from './support/tickets.ts';

const foundRows = (page: Page) =>
  page.getByRole('grid', { name: 'Found tickets' }).locator('tbody').getByRole('row');

/** A ticket whose words are in the index, as the intake puts them there. */
async function openIndexed(
  town: Community,
  subject: string,
  body: string,
  columns: Record<string, string | number | null> = {},
) {
  const id = await ticketsIn(town).open(columns, { subject, body });
  const { database } = await town.signIn('support');
  await database.write(false, (trx) => reindex(trx, id));
  return id;
}

test('typing finds tickets of every view with the words marked, by keyboard alone, and Esc comes back to the view', async ({
  openDesk,
  ownTown,
}) => {
  const shown = await openIndexed(ownTown, 'I cannot sign in', 'Nothing helps.');
  const solved = await openIndexed(ownTown, 'My réfund', 'Where is the money?', {
    status: 'solved',
    awaits_us: 0,
  });
  const newer = await openIndexed(ownTown, 'A question', 'Please refund the monthly fee.', {
    status: 'waiting',
    awaits_us: 0,
  });
  const desk = await openDesk({ town: ownTown });
  const { page } = desk;
  await signIn(desk, 'support');
  await expect.poll(() => shownTickets(page)).toEqual([shown]);

  await page.keyboard.press('/');
  const field = page.getByRole('searchbox', { name: 'Search all tickets' });
  await expect(field).toBeFocused();
  await page.keyboard.type('REFUND mon', { delay: 20 });
  await expect(page.getByText('2 tickets in all views')).toBeVisible();
  await expect(field).toHaveValue('REFUND mon');
  await expect(foundRows(page)).toHaveCount(2);
  await expect(foundRows(page).nth(0)).toContainText(`#${newer}`);
  await expect(foundRows(page).nth(0).locator('mark')).toHaveText(['refund', 'mon']);
  await expect(foundRows(page).nth(1)).toContainText(`#${solved}`);
  await expect(foundRows(page).nth(1).locator('mark')).toHaveText(['réfund', 'mon']);
  await expectAccessible(page, 'tickets that were found');

  await page.getByRole('grid', { name: 'Found tickets' }).focus();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(ticketView(page, solved)).toBeVisible();
  await page.keyboard.press('[');
  await expect(ticketView(page, newer)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(ticketView(page, newer)).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect.poll(() => shownTickets(page)).toEqual([shown]);

  await page.keyboard.press('/');
  await page.keyboard.type('nobodywrotethis');
  await expect(page.getByText('Nothing found for “nobodywrotethis”')).toBeVisible();
  await expectAccessible(page, 'a search that finds no ticket');
});

test('Ctrl-K finds a ticket by its number and by its words', async ({ openDesk, ownTown }) => {
  const first = await openIndexed(ownTown, 'Photos are gone', 'All of my album.');
  const second = await openIndexed(ownTown, 'Cannot upload', 'The album stays empty.');
  const desk = await openDesk({ town: ownTown });
  const { page } = desk;
  await signIn(desk, 'support');
  const palette = page.getByRole('dialog');
  await page.keyboard.press('Control+k');
  await palette.getByRole('textbox').fill(`#${first}`);
  await expect(palette.getByRole('button').first()).toContainText('Photos are gone');
  await expect(palette.getByRole('button').first()).toHaveAttribute('data-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(ticketView(page, first)).toBeVisible();

  await page.keyboard.press('Control+k');
  await palette.getByRole('textbox').fill('album upl');
  await palette.getByRole('region', { name: 'Tickets' }).getByRole('button').click();
  await expect(ticketView(page, second)).toBeVisible();
});
