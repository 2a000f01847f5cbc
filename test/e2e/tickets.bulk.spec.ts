import type { Page } from '@playwright/test';
import type { TicketId } from '../../src/contract/tickets/values.ts';
import type { Community } from '../support/community.ts';
import { signIn } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';
import { holdRows, someoneWaits } from './support/held-row.ts';
import { selectFirst, ticketRow, ticketRows } from './support/ticket-list.ts';
import { ticketsIn } from './support/tickets.ts';

/** Questions that are due one after the other, by their numbers in the order of the list. */
async function questions(town: Community, count: number): Promise<TicketId[]> {
  const tickets = ticketsIn(town);
  const ids: TicketId[] = [];
  for (let at = 0; at < count; at++) {
    const due = new Date(Date.now() + (at + 1) * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
    ids.push(await tickets.open({ first_due_at: due, due_at: due }, { subject: `Question ${at + 1}` }));
  }
  return ids;
}

test('I give several tickets to a colleague, urgent and tagged, see what came of each, and take it all back', async ({
  openDesk,
  ownTown,
}) => {
  const tickets = ticketsIn(ownTown);
  const ids = await questions(ownTown, 4);
  const desk = await openDesk({ town: ownTown });
  const { page } = desk;
  await signIn(desk, 'support');
  await selectFirst(page, 3);
  await page.keyboard.press('b');
  const sheet = page.getByRole('dialog', { name: 'Change 3 tickets' });
  await expect(sheet.getByLabel('With')).toBeFocused();
  await page.keyboard.press('Control+Enter');
  await expect(sheet.getByText('Choose at least one thing to change.')).toBeVisible();
  await sheet.getByLabel('With').selectOption({ label: 'The admin' });
  await sheet.getByLabel('Priority').selectOption('Urgent');
  await sheet.getByRole('combobox', { name: 'Add tags' }).fill('Outage');
  await page.keyboard.press('Control+Enter');
  const run = page.getByRole('dialog', { name: 'Priority urgent, assigned, + outage: 3 tickets' });
  await expect(run.getByText('Finished: 3 of 3')).toBeVisible();
  await expect(run.getByRole('grid').getByText('done', { exact: true })).toHaveCount(3);
  for (const id of ids.slice(0, 3)) {
    expect(await tickets.row(id)).toMatchObject({ assignee: 'admin', priority: 4 });
    expect(await tickets.tags(id)).toEqual(['outage']);
  }
  await expect(ticketRow(page, ids[0] as TicketId)).toContainText('The admin');

  await run.getByRole('button', { name: 'Undo the run' }).click();
  const back = page.getByRole('dialog', { name: /^Taking back/ });
  await expect(back.getByText('Finished: 3 of 3')).toBeVisible();
  for (const id of ids.slice(0, 3)) {
    expect(await tickets.row(id)).toMatchObject({ assignee: null, priority: 2 });
    expect(await tickets.tags(id)).toEqual([]);
  }
});

test('I stop a run in the middle, see what was done, and let it go on', async ({ openDesk, ownTown }) => {
  const ids = await questions(ownTown, 8);
  const desk = await openDesk({ town: ownTown });
  const { page } = desk;
  await signIn(desk, 'support');
  await selectFirst(page, 8);
  const release = await hold(ownTown, ids[2] as TicketId);
  await solve(page, 8);
  const run = page.getByRole('dialog', { name: 'Solved: 8 tickets' });
  await someoneWaits(ownTown);
  await run.getByRole('button', { name: 'Stop' }).click();
  await expect(run.getByText(/^Stopped: \d of 8/)).toBeVisible();
  await release();
  // What was under way is done, and nothing after it.
  await expect.poll(() => statusOf(ownTown, ids[2])).toBe('solved');
  expect(await statusOf(ownTown, ids[7])).toBe('new');
  await run.getByRole('button', { name: 'Go on' }).click();
  await expect(run.getByText('Finished: 8 of 8')).toBeVisible();
  for (const id of ids) expect(await statusOf(ownTown, id)).toBe('solved');
});

test('one ticket is taken, snoozed and solved from its row, each with an undo', async ({
  openDesk,
  ownTown,
}) => {
  const tickets = ticketsIn(ownTown);
  const [id] = (await questions(ownTown, 2)) as [TicketId, TicketId];
  const desk = await openDesk({ town: ownTown });
  const { page } = desk;
  await signIn(desk, 'support');
  await expect(ticketRows(page)).toHaveCount(2);
  await page.getByRole('grid', { name: 'Tickets' }).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('c');
  await expect(page.getByText(`Ticket ${id}: assigned`)).toBeVisible();
  await expect(ticketRow(page, id)).toContainText('You');
  await page.keyboard.press('z');
  await expect(page.getByText(`Taken back: ticket ${id} is as before`)).toBeVisible();
  expect((await tickets.row(id)).assignee).toBeNull();

  await page.keyboard.press('h');
  const sheet = page.getByRole('dialog', { name: `Change ticket ${id}` });
  await sheet.getByRole('radio', { name: '4 h' }).check({ force: true });
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText(`Ticket ${id}: snoozed`)).toBeVisible();
  await expect(ticketRow(page, id)).toContainText('snoozed');
  await expect(page.getByRole('button', { name: '1 has left' })).toBeVisible();
  await page.keyboard.press('z');
  await expect.poll(async () => (await tickets.row(id)).snoozed_until).toBeNull();
  await page.getByRole('grid', { name: 'Tickets' }).focus();
  await page.keyboard.press('s');
  await expect(page.getByText(`Ticket ${id}: solved`)).toBeVisible();
  expect((await tickets.row(id)).status).toBe('solved');
});

async function solve(page: Page, count: number): Promise<void> {
  await page.keyboard.press('b');
  const sheet = page.getByRole('dialog', { name: `Change ${count} tickets` });
  await sheet.getByLabel('Status').selectOption('Solved');
  await page.keyboard.press('Control+Enter');
}

async function statusOf(town: Community, id: TicketId | undefined): Promise<string> {
  const row = await ticketsIn(town).row(id as TicketId);
  return String(row.status);
}

/** Keeps whoever comes to a ticket waiting, until the function that is given is called. */
function hold(town: Community, id: TicketId): Promise<() => Promise<void>> {
  return holdRows(town, 'SELECT id FROM caretaker.ticket WHERE id = ?', [id]);
}
