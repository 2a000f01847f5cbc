import { expectAccessible } from './support/axe.ts';
import { signIn } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';
import { selectFirst, ticketRows } from './support/ticket-list.ts';
import { ticketsIn } from './support/tickets.ts';

const moment = (minutes: number) =>
  new Date(Date.now() + minutes * 60_000).toISOString().slice(0, 19).replace('T', ' ');

for (const colorScheme of ['light', 'dark'] as const) {
  test(`Everyone can use the list of tickets, in the ${colorScheme} theme`, async ({ openDesk, ownTown }) => {
    // Nine states are looked through by axe, one after the other.
    test.slow();
    const tickets = ticketsIn(ownTown);
    const late = { first_due_at: moment(-400), due_at: moment(-400) };
    const first = await tickets.open({ ...late, priority: 4 }, { subject: 'Somebody has my account' });
    await tickets.tag(first, 'account', 'urgent-call', 'third');
    await tickets.open(
      { priority: 3, first_due_at: moment(10), due_at: moment(10) },
      { subject: 'Paid twice' },
    );
    await tickets.open({ priority: 1, assignee: 'support', status: 'open' }, { subject: 'A small thing' });
    await tickets.open({ status: 'waiting', awaits_us: 0 }, { subject: 'Answered' });
    const desk = await openDesk({ town: ownTown });
    const { page } = desk;
    await page.emulateMedia({ colorScheme });
    await signIn(desk, 'support');
    await expect(ticketRows(page)).toHaveCount(3);
    await expectAccessible(page, 'the list of tickets');
    await page.keyboard.press('f');
    await expect(page.getByRole('dialog', { name: 'Filters' })).toBeVisible();
    await expectAccessible(page, 'the filters of tickets');
    await page.keyboard.press('Escape');
    await selectFirst(page, 2);
    await expectAccessible(page, 'selected tickets');
    await page.keyboard.press('b');
    await expect(page.getByRole('dialog', { name: 'Change 2 tickets' })).toBeVisible();
    await page.getByRole('dialog').getByRole('radio', { name: 'Until…' }).check({ force: true });
    await expectAccessible(page, 'the form that changes tickets');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await tickets.open({ first_due_at: moment(5), due_at: moment(5) }, { subject: 'New meanwhile' });
    await expect(page.getByRole('button', { name: '1 new ticket' })).toBeVisible();
    await page.keyboard.press('i');
    await expect(page.getByRole('dialog', { name: 'Away from the desk' })).toBeVisible();
    await expectAccessible(page, 'saying that one is away');
    await page.keyboard.press('Control+Enter');
    await expect(page.getByText('You are away', { exact: true }).first()).toBeVisible();
    await expectAccessible(page, 'the list of someone who is away');
    await desk.goTo('/tickets?queue=all&tag=nothing&priority=1');
    await expect(page.getByText('No ticket in “All” fits the filters')).toBeVisible();
    await expectAccessible(page, 'filters that no ticket fits');
    await desk.goTo('/members?id=44');
    await expect(page.getByRole('region', { name: 'Tickets' })).toBeVisible();
    await page.keyboard.press('w');
    await expect(page.getByRole('dialog', { name: /^Write to/ })).toBeVisible();
    await expectAccessible(page, 'writing to a member');
  });
}
