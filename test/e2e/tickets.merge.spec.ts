import { signIn } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';
import { conversation, openTicket, ticketsIn, ticketView } from './support/tickets.ts';

test('two tickets are merged and taken apart again, by keys', async ({ desk, town }) => {
  const tickets = ticketsIn(town);
  const into = await tickets.open({}, { subject: 'Where is my refund', body: 'It was promised.' });
  const from = await tickets.open({}, { subject: 'Refund again', body: 'Still nothing.' });
  const columns = async () => {
    const { version: _, ...rest } = await tickets.row(from);
    return rest;
  };
  const before = await columns();
  await signIn(desk, 'support');
  const shown = await openTicket(desk, into);
  const { keyboard } = desk.page;
  await keyboard.press('+');
  const dialog = desk.page.getByRole('dialog', { name: `Merge ticket ${into}` });
  await dialog.getByRole('checkbox', { name: 'Refund again' }).check();
  await keyboard.press('Control+Enter');
  const moved = conversation(shown).getByRole('article').filter({ hasText: 'Still nothing.' });
  await expect(moved).toContainText(`from ticket ${from}`);
  await expect(shown.getByRole('region', { name: 'Merged into this' })).toContainText('Refund again');

  await moved.getByRole('button', { name: `from ticket ${from}` }).click();
  await expect(
    ticketView(desk.page, from).getByRole('button', { name: `all of it stands in ticket ${into}` }),
  ).toBeVisible();
  await openTicket(desk, into);
  await expect(moved).toBeVisible();
  await shown
    .getByRole('region', { name: 'Merged into this' })
    .getByRole('button', { name: `Undo the merge of ticket ${from}` })
    .click();
  await expect(moved).toHaveCount(0);
  expect(await columns()).toEqual(before);
});

test('messages are split off into a ticket of their own, and put back', async ({ desk, town }) => {
  const tickets = ticketsIn(town);
  const id = await tickets.open({}, { subject: 'Two things', body: 'First, my picture.' });
  await tickets.saysMore(id, 'Second, my password.');
  await signIn(desk, 'support');
  const shown = await openTicket(desk, id);
  const { keyboard } = desk.page;
  await keyboard.press('-');
  const dialog = desk.page.getByRole('dialog', { name: `Split ticket ${id}` });
  await dialog.getByRole('textbox', { name: 'What the new ticket is about' }).fill('A password');
  await dialog.getByRole('checkbox', { name: /Second, my password/ }).check();
  await keyboard.press('Control+Enter');
  await expect(dialog).toHaveCount(0);
  await keyboard.press('z');
  await expect(desk.page.getByText('Split taken back')).toBeVisible();
  await openTicket(desk, id);
  await expect(conversation(shown)).toContainText('Second, my password.');
  expect(await tickets.messages(id)).toHaveLength(2);
});
