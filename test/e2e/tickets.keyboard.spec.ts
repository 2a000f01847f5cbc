import { signIn } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';
import { openTicketId } from './support/ticket-list.ts';
import { answerField, ticketsIn, ticketView } from './support/tickets.ts';

test('ten tickets are answered by the keyboard alone, one after the other', async ({ openDesk, ownTown }) => {
  const tickets = ticketsIn(ownTown);
  for (let count = 1; count <= 10; count++) {
    await tickets.open({}, { subject: `Question ${count}`, member: 40 + count });
  }
  const desk = await openDesk({ town: ownTown });
  const { page } = desk;
  const { keyboard } = page;
  await signIn(desk, 'support');
  await expect(page.getByRole('grid', { name: 'Tickets' })).toBeVisible();
  const answered = new Set<string>();
  for (let count = 1; count <= 10; count++) {
    await keyboard.press('n');
    await expect.poll(() => !['', ...answered].includes(openTicketId(page))).toBe(true);
    const id = openTicketId(page) as Parameters<typeof ticketView>[1];
    answered.add(id);
    const shown = ticketView(page, id);
    await expect(shown.getByRole('article').first()).toBeVisible();
    await keyboard.press('w');
    await expect(answerField(shown)).toBeFocused();
    await keyboard.type(`This is the answer to number ${count}.`);
    await keyboard.press('Control+Enter');
    await expect(shown.getByRole('article', { name: /^Answer by/ })).toBeVisible();
    await expect(answerField(shown)).toHaveCount(0);
  }
  expect(answered.size).toBe(10);
  await keyboard.press('n');
  await expect(page.getByText('Nobody else waits for you')).toBeVisible();
  const [count] = await tickets.rows(
    "SELECT COUNT(*) AS answers FROM caretaker.ticket_message WHERE kind = 'out' AND author = 'support'",
  );
  expect(Number(count?.answers)).toBe(10);
});
