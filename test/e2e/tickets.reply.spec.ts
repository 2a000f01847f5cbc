import { signIn } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';
import { answerField, conversation, openTicket, ticketsIn } from './support/tickets.ts';

test('a member is answered by keyboard alone, and the answer stands at the site', async ({ desk, town }) => {
  const tickets = ticketsIn(town);
  const id = await tickets.open({}, { subject: 'Locked out', body: 'My password is refused.' });
  await signIn(desk, 'support');
  const shown = await openTicket(desk, id);
  const { keyboard } = desk.page;
  await keyboard.press('w');
  await expect(answerField(shown)).toBeFocused();
  await keyboard.type('Use the link on the sign-in page to choose a new one.');
  await keyboard.press('Control+Enter');
  const answer = conversation(shown).getByRole('article', { name: /^Answer by/ });
  await expect(answer).toContainText('Use the link on the sign-in page');
  await expect(answer).toContainText(/Goes in \d+ s/);
  await expect(shown.getByRole('toolbar', { name: 'The ticket' })).toContainText('Waiting for the member');
  expect(await tickets.row(id)).toMatchObject({ status: 'waiting', assignee: 'support' });

  await tickets.letGo(id);
  await expect(answer).toContainText('Delivered', { timeout: 30_000 });
  expect(await tickets.told(id)).toEqual(['Use the link on the sign-in page to choose a new one.']);
});

test('an answer is taken back within 15 seconds, by its notice or at the message, and is a draft again', async ({
  desk,
  town,
}) => {
  const tickets = ticketsIn(town);
  const id = await tickets.open();
  await signIn(desk, 'support');
  const shown = await openTicket(desk, id);
  const { keyboard } = desk.page;
  await keyboard.press('w');
  await keyboard.type('You are banned for life.');
  await keyboard.press('Control+e');
  const answer = conversation(shown).getByRole('article', { name: /^Answer by/ });
  await expect(answer).toContainText(/Goes in \d+ s/);
  await expect(shown.getByText('Solved: an answer of the member opens it again.')).toBeVisible();
  await keyboard.press('z');
  await expect(desk.page.getByText('Taken back: it is a draft again')).toBeVisible();
  await expect(answerField(shown)).toHaveValue('You are banned for life.');
  expect(await tickets.row(id)).toMatchObject({ status: 'new', assignee: null });

  await answerField(shown).fill('You are welcome.');
  await keyboard.press('Control+Enter');
  await expect(answerField(shown)).toHaveCount(0);
  await answer.getByRole('button', { name: 'Take back' }).click();
  await expect(answerField(shown)).toHaveValue('You are welcome.');
  await tickets.letGo(id);
  expect(await tickets.told(id)).toEqual([]);
});

test('a macro with a missing value is not sent, says which, and goes with its changes once it is filled', async ({
  desk,
  town,
}) => {
  const tickets = ticketsIn(town);
  await tickets.macro('Refund is on its way', {
    body: 'Dear {nickname}, {amount} comes back to you by {day}.',
    change: { status: 'solved', addTags: ['refund'] },
  });
  const id = await tickets.open({}, { member: null });
  await tickets.rows('UPDATE caretaker.ticket SET member_id = 1, name = ? WHERE id = ?', ['Robin Field', id]);
  await signIn(desk, 'support');
  const shown = await openTicket(desk, id);
  const { keyboard } = desk.page;
  await keyboard.press('w');
  await expect(answerField(shown)).toBeFocused();
  await keyboard.press('Control+m');
  await desk.page.getByRole('combobox', { name: 'Choose a macro or a template' }).fill('refund');
  await keyboard.press('Enter');
  await expect(answerField(shown)).toHaveValue(/\{amount\} comes back to you by \{day\}\.$/);
  await expect(answerField(shown)).not.toHaveValue(/nickname/);
  await expect(shown.getByText('To fill in (Tab): {amount}, {day}')).toBeVisible();
  await keyboard.press('Control+Enter');
  await expect(shown.getByRole('alert')).toHaveText('Fill in {amount}, {day} first.');
  expect(await tickets.messages(id)).toHaveLength(1);

  // The first is selected already; Tab goes to the next.
  await keyboard.type('12 EUR');
  await keyboard.press('Tab');
  await keyboard.type('Friday');
  await keyboard.press('Control+Enter');
  await expect(conversation(shown)).toContainText('12 EUR comes back to you by Friday.');
  await expect(shown.getByRole('toolbar', { name: 'The ticket' })).toContainText('Solved');
  expect(await tickets.tags(id)).toEqual(['refund']);
});

test('an answer for later waits at the ticket, and what the member writes before stops it', async ({
  desk,
  town,
}) => {
  const tickets = ticketsIn(town);
  const id = await tickets.open();
  await tickets.beginNow();
  await signIn(desk, 'support');
  const shown = await openTicket(desk, id);
  const { keyboard } = desk.page;
  await keyboard.press('w');
  await keyboard.type('Choose a new password.');
  await keyboard.press('Control+Enter');
  await expect(conversation(shown)).toContainText('Choose a new password.');
  const [, answer] = await tickets.messages(id);

  await keyboard.press('w');
  await keyboard.type('How did it go?');
  await keyboard.press('Control+d');
  const dialog = desk.page.getByRole('dialog', { name: 'Send it later' });
  await dialog.getByRole('radio', { name: 'Tomorrow 9:00' }).check();
  await dialog.getByRole('button', { name: 'Send then' }).click();
  const waits = conversation(shown).getByRole('article', { name: /^Scheduled answer by/ });
  await expect(waits).toContainText('How did it go?');
  await expect(answerField(shown)).toHaveCount(0);

  await tickets.memberSays({ body: 'It is refused all the same.', inReplyTo: answer?.request_id });
  await expect(conversation(shown)).toContainText('It is refused all the same.', { timeout: 30_000 });
  await expect(waits).toHaveCount(0);
  await expect(answerField(shown)).toHaveValue('How did it go?');
});
