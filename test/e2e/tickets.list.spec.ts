import type { Page } from '@playwright/test';
import type { TicketId } from '../../src/contract/tickets/values.ts';
import { signIn } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';
import { signInColleague } from './support/queue.ts';
import { openTicketId, shownTickets, ticketRow, ticketRows, views } from './support/ticket-list.ts';
import { ticketsIn, ticketView } from './support/tickets.ts';

/** A deadline so many minutes from now, as a column. */
const dueIn = (minutes: number) => {
  const at = new Date(Date.now() + minutes * 60_000).toISOString().slice(0, 23).replace('T', ' ');
  return { first_due_at: at, due_at: at };
};

test('support starts at the tickets, what is due first, and moderators and the CTO are told that it is not theirs', async ({
  openDesk,
  ownTown,
}) => {
  const tickets = ticketsIn(ownTown);
  const later = await tickets.open({}, { subject: 'How do I change my picture?' });
  const sooner = await tickets.open({ ...dueIn(20), priority: 4 }, { subject: 'Somebody has my account' });
  await tickets.open({ assignee: 'admin' }, { subject: 'With a colleague' });
  const desk = await openDesk({ town: ownTown });
  const { page } = desk;
  await signIn(desk, 'support');
  await expect.poll(() => shownTickets(page)).toEqual([sooner, later]);
  await expect(ticketRow(page, sooner)).toContainText('Urgent');
  await expect(ticketRow(page, sooner)).toContainText('Somebody has my account');
  await expect(ticketRow(page, sooner).getByRole('img', { name: 'waits for our answer' })).toBeVisible();
  await expect(views(page).getByRole('link', { name: /^Next/ })).toHaveText('Next2');

  for (const role of ['moderator', 'cto'] as const) {
    await page.getByRole('button', { name: 'Sign out' }).click();
    await signIn(desk, role);
    await expect(page.getByRole('link', { name: 'Tickets' })).toHaveCount(0);
    await desk.goTo('/tickets');
    await expect(page.getByText('Your role does not work through tickets')).toBeVisible();
  }
});

test('each view holds what its name says, and says why where it is empty', async ({ openDesk, ownTown }) => {
  const tickets = ticketsIn(ownTown);
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 19).replace('T', ' ');
  const free = await tickets.open({}, { subject: 'Nobody’s' });
  const mine = await tickets.open({ assignee: 'support', status: 'open' }, { subject: 'Mine' });
  const waiting = await tickets.open({ status: 'waiting', awaits_us: 0 }, { subject: 'Answered' });
  const late = await tickets.open({ ...dueIn(-300), assignee: 'admin' }, { subject: 'Too late' });
  const asleep = await tickets.open({ snoozed_until: tomorrow }, { subject: 'Asleep' });
  const held = await tickets.open({ status: 'hold' }, { subject: 'Held' });
  const solved = await tickets.open(
    { status: 'solved', solved_at: tomorrow, awaits_us: 0 },
    { subject: 'Done' },
  );
  const desk = await openDesk({ town: ownTown });
  const { page } = desk;
  await signIn(desk, 'support');
  const has = async (keys: string, ids: readonly TicketId[]) => {
    for (const key of keys) await page.keyboard.press(key);
    await expect.poll(async () => (await shownTickets(page)).toSorted()).toEqual([...ids].toSorted());
  };
  await expect(ticketRows(page).first()).toBeVisible();
  await has('qn', [free, mine]);
  await has('qm', [mine]);
  await has('qu', [free]);
  await has('qw', [waiting]);
  await has('qo', [late]);
  await expect(ticketRow(page, late)).toContainText('overdue');
  await has('qz', [asleep]);
  await has('qh', [held]);
  await has('qd', [solved]);
  await has('qa', [free, mine, waiting, late, asleep, held, solved]);
  await page.keyboard.press('q');
  await page.keyboard.press('f');
  await expect(page.getByText('You follow no ticket')).toBeVisible();
  await expect(views(page).getByRole('link', { name: /^All/ })).toHaveText('All7');
});

test('I narrow the desk by all its filters, take them away again, and save what I see as a view', async ({
  openDesk,
  ownTown,
}) => {
  const tickets = ticketsIn(ownTown);
  await tickets.rows("INSERT INTO caretaker.team (name) VALUES ('Billing')");
  const [team] = await tickets.rows<{ id: string }>("SELECT id FROM caretaker.team WHERE name = 'Billing'");
  const both = await tickets.open(
    { team_id: team?.id ?? null, priority: 3 },
    { subject: 'I paid twice', member: 42 },
  );
  await tickets.tag(both, 'refund');
  const other = await tickets.open({ priority: 3 }, { subject: 'High, and nothing else' });
  const desk = await openDesk({ town: ownTown });
  const { page } = desk;
  await signIn(desk, 'support');
  await expect(ticketRows(page)).toHaveCount(2);
  await page.keyboard.press('f');
  const filters = page.getByRole('dialog', { name: 'Filters' });
  await filters.getByLabel('Priority').selectOption('High');
  await expect(ticketRows(page)).toHaveCount(2);
  await filters.getByLabel('Tag', { exact: true }).selectOption('refund');
  await filters.getByLabel('Team').selectOption('Billing');
  await filters.getByLabel('Age', { exact: true }).selectOption({ label: 'opened in the last hour' });
  await filters.getByLabel('Came').selectOption('by the contact form');
  await filters.getByRole('combobox', { name: 'Member' }).fill('42');
  await filters.getByRole('option', { name: '(42)' }).click();
  await page.keyboard.press('Escape');
  await expect.poll(() => shownTickets(page)).toEqual([both]);
  await expect(page).toHaveURL(/priority=3.*tag=refund.*member=42|tag=refund/);
  const chips = page.getByRole('list', { name: 'Filters in force' });
  await expect(chips.getByRole('listitem')).toHaveCount(7);

  await page.keyboard.press('v');
  await page.getByRole('menuitem', { name: 'Save as a view…' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Refunds');
  await page.keyboard.press('Enter');
  await expect(views(page).getByRole('link', { name: 'Refunds' })).toBeVisible();
  await page.keyboard.press('d');
  await expect(ticketRows(page)).toHaveCount(2);
  await expect(ticketRow(page, other)).toBeVisible();
  await views(page).getByRole('link', { name: 'Refunds' }).click();
  await expect.poll(() => shownTickets(page)).toEqual([both]);
  await desk.goTo('/tickets?priority=4');
  await expect(page.getByText('No ticket in “Next” fits the filters')).toBeVisible();
});

test('two agents who press “n” at once, again and again, never get the same ticket', async ({
  openDesk,
  ownTown,
}) => {
  const tickets = ticketsIn(ownTown);
  const ids: TicketId[] = [];
  for (let count = 0; count < 10; count++) ids.push(await tickets.open({}, { subject: `Question ${count}` }));
  const mine = await openDesk({ town: ownTown });
  const theirs = await openDesk({ town: ownTown });
  await signIn(mine, 'support');
  await signInColleague(theirs, ownTown, 'support');
  const work = async (page: Page) => {
    await expect(ticketRows(page).first()).toBeVisible();
    const had: string[] = [];
    for (let round = 0; round < 5; round++) {
      await page.keyboard.press('n');
      await expect.poll(() => openTicketId(page)).not.toBe(had.at(-1) ?? '');
      had.push(openTicketId(page));
    }
    return had;
  };
  const [one, other] = await Promise.all([work(mine.page), work(theirs.page)]);
  expect(new Set([...one, ...other])).toEqual(new Set(ids));
  // The way back goes through those that were open before.
  await mine.page.keyboard.press('q');
  await mine.page.keyboard.press('d');
  await expect(mine.page.getByText('No ticket is solved yet')).toBeVisible();
  await mine.goTo(`/tickets?queue=mine`);
  await expect(ticketRows(mine.page)).toHaveCount(5);
});

test('what comes meanwhile is announced and moves nothing; who looks and what changes shows in its row', async ({
  openDesk,
  ownTown,
}) => {
  const tickets = ticketsIn(ownTown);
  const first = await tickets.open(dueIn(100), { subject: 'The first' });
  const second = await tickets.open(dueIn(200), { subject: 'The second' });
  const mine = await openDesk({ town: ownTown });
  const theirs = await openDesk({ town: ownTown });
  await signIn(mine, 'support');
  await signIn(theirs, 'admin');
  const { page } = mine;
  await expect.poll(() => shownTickets(page)).toEqual([first, second]);
  const sooner = await tickets.open(dueIn(50), { subject: 'The newest' });
  await expect(page.getByRole('button', { name: '1 new ticket' })).toBeVisible();
  expect(await shownTickets(page)).toEqual([first, second]);
  await page.keyboard.press('.');
  await expect.poll(() => shownTickets(page)).toEqual([sooner, first, second]);

  await theirs.goTo(`/tickets?ticket=${second}`);
  await expect(ticketView(theirs.page, second)).toBeVisible();
  await expect(
    ticketRow(page, second).getByRole('img', { name: 'The admin is looking', exact: true }).last(),
  ).toBeVisible();
  await theirs.goTo('/tickets?queue=unassigned');
  await expect(ticketRow(theirs.page, first)).toBeVisible();
  await theirs.page.getByRole('grid', { name: 'Tickets' }).focus();
  for (const key of ['Home', 'c']) await theirs.page.keyboard.press(key);
  await expect(ticketRow(page, sooner)).toContainText('The admin');
  await expect(page.getByRole('button', { name: '1 has left' })).toBeVisible();
});

test('who goes away gives back what waits for an answer, and an administrator calls them back', async ({
  openDesk,
  ownTown,
}) => {
  const tickets = ticketsIn(ownTown);
  const waits = await tickets.open({ assignee: 'support', status: 'open' });
  const answered = await tickets.open({ assignee: 'support', status: 'waiting', awaits_us: 0 });
  const mine = await openDesk({ town: ownTown });
  const hers = await openDesk({ town: ownTown });
  await signIn(mine, 'support');
  await signIn(hers, 'admin');
  await expect(ticketRows(mine.page)).toHaveCount(1);
  await mine.page.keyboard.press('i');
  const dialog = mine.page.getByRole('dialog', { name: 'Away from the desk' });
  await dialog.getByRole('radio', { name: '3 d' }).check({ force: true });
  await mine.page.keyboard.press('Control+Enter');
  await expect(mine.page.getByText('1 ticket went back to the queue.')).toBeVisible();
  await expect(views(mine.page).getByText('You are away')).toBeVisible();
  expect((await tickets.row(waits)).assignee).toBeNull();
  expect((await tickets.row(answered)).assignee).toBe('support');

  await hers.goTo('/tickets');
  await views(hers.page).getByRole('button', { name: 'The support is back' }).click();
  await expect(hers.page.getByText('The support is back', { exact: true })).toBeVisible();
  await expect(views(hers.page).getByRole('list', { name: 'Away from the desk' })).toHaveCount(0);
});

test('a member’s page shows their tickets, and I write to them from there', async ({ openDesk, ownTown }) => {
  const tickets = ticketsIn(ownTown);
  await tickets.open({}, { member: 44, subject: 'An old question' });
  const desk = await openDesk({ town: ownTown });
  const { page } = desk;
  await signIn(desk, 'support');
  await desk.goTo('/members?id=44');
  const part = page.getByRole('region', { name: 'Tickets' });
  await expect(part.getByRole('link', { name: 'An old question' })).toBeVisible();
  await page.keyboard.press('w');
  const dialog = page.getByRole('dialog', { name: /^Write to/ });
  await dialog.getByLabel('Subject').fill('Your prize');
  await page.keyboard.press('Control+Enter');
  await expect(dialog.getByText('Write to the member, or keep a note')).toBeVisible();
  await dialog.getByLabel('What the member reads').fill('You have won the picture contest.');
  await page.keyboard.press('Control+Enter');
  await expect(page).toHaveURL(/\/tickets\?ticket=\d+/);
  await expect(page.getByRole('region', { name: `Ticket ${openTicketId(page)}` })).toContainText(
    'Your prize',
  );
  const [made] = await tickets.rows('SELECT channel, member_id, subject FROM caretaker.ticket WHERE id = ?', [
    openTicketId(page),
  ]);
  expect(made).toMatchObject({ channel: 'staff', subject: 'Your prize' });
});
