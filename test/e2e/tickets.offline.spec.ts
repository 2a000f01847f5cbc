import { signIn } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';
import { lineOf } from './support/line.ts';
import { answerField, conversation, openTicket, ticketsIn } from './support/tickets.ts';

test('the line is lost while one writes: the text is kept, sent all the same, and goes once when the line is back', {
  tag: '@browser',
}, async ({ openBrowserDesk, town, watch }) => {
  watch.expectError(/WebSocket connection/);
  const tickets = ticketsIn(town);
  const id = await tickets.open();
  const desk = await openBrowserDesk({ town, enter: false });
  const { page } = desk;
  const line = await lineOf(page);
  await page.goto(desk.link);
  await signIn(desk, 'support');
  const shown = await openTicket(desk, id);
  await page.keyboard.press('w');
  await page.keyboard.type('Begun while it was there,');
  await expect(shown.getByText('Saved', { exact: true })).toBeVisible();
  line.break();
  await expect(page.getByText(/^Caretaker’s own service does not answer since/)).toBeVisible();
  await page.keyboard.type(' written on while it was not.');
  await expect(shown.getByText('Not saved: the line is lost. Kept on this machine.')).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(shown.getByText(/^Not sent yet: the line is lost/)).toBeVisible();
  await expect(answerField(shown)).toHaveValue('Begun while it was there, written on while it was not.');
  expect(await tickets.messages(id)).toHaveLength(1);

  line.mend();
  const answer = conversation(shown).getByRole('article', { name: /^Answer by/ });
  await expect(answer).toContainText('written on while it was not.', { timeout: 20_000 });
  await expect(answerField(shown)).toHaveCount(0);
  expect(await tickets.messages(id)).toHaveLength(2);
});

test('the answer to sending never arrives: asked again by itself, it was sent once', {
  tag: '@browser',
}, async ({ openBrowserDesk, town, watch }) => {
  watch.expectError(/WebSocket connection/);
  const tickets = ticketsIn(town);
  const id = await tickets.open();
  const desk = await openBrowserDesk({ town, enter: false });
  const { page } = desk;
  const line = await lineOf(page);
  await page.goto(desk.link);
  await signIn(desk, 'support');
  const shown = await openTicket(desk, id);
  await page.keyboard.press('w');
  await page.keyboard.type('Said once');
  await expect(shown.getByText('Saved', { exact: true })).toBeVisible();
  line.swallow();
  await page.keyboard.press('Control+Enter');
  await expect.poll(async () => (await tickets.messages(id)).length).toBe(2);
  await expect(shown.getByText('Sending…')).toBeVisible();
  line.cut();
  await expect(conversation(shown).getByRole('article', { name: /^Answer by/ })).toContainText('Said once', {
    timeout: 20_000,
  });
  await expect(answerField(shown)).toHaveCount(0);
  expect(await tickets.messages(id)).toHaveLength(2);
});
