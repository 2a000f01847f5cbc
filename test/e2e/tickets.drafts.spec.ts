import { chromium } from '@playwright/test';
import { browserOptions } from '../support/browser.ts';
import { signIn } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';
import { answerField, openTicket, ticketsIn } from './support/tickets.ts';

test('a draft survives a browser that is killed, another console and signing out', {
  tag: '@browser',
}, async ({ openBrowserDesk, town }) => {
  const tickets = ticketsIn(town);
  const id = await tickets.open();
  const killed = await openBrowserDesk({ town, enter: false });
  const program = await chromium.launchServer(browserOptions());
  const browser = await chromium.connect(program.wsEndpoint());
  const page = await browser.newPage();
  await page.goto(killed.link);
  await signIn(killed, 'support', page);
  const shown = await openTicket(killed, id, page);
  await page.keyboard.press('w');
  await page.keyboard.type('Nothing of this is to be lost');
  await expect(shown.getByText('Saved', { exact: true })).toBeVisible();
  await program.kill();
  expect(await tickets.draft(id, 'support')).toBe('Nothing of this is to be lost');

  const desk = await openBrowserDesk({ town });
  const { keyboard } = desk.page;
  await signIn(desk, 'support');
  const again = await openTicket(desk, id);
  await expect(answerField(again)).toHaveValue('Nothing of this is to be lost');
  await answerField(again).press('End');
  await keyboard.type(', not even this');
  await keyboard.press('Escape');
  await keyboard.press('g');
  await keyboard.press('o');
  await signIn(desk, 'support');
  const later = await openTicket(desk, id);
  await expect(answerField(later)).toHaveValue('Nothing of this is to be lost, not even this');
  await expect.poll(() => tickets.draft(id, 'support')).toBe('Nothing of this is to be lost, not even this');
});

test('a draft of a ticket that is merged is there in the other, to be taken over', async ({ desk, town }) => {
  const tickets = ticketsIn(town);
  const into = await tickets.open({}, { subject: 'The first' });
  const from = await tickets.open({}, { subject: 'The second' });
  await signIn(desk, 'support');
  const shown = await openTicket(desk, from);
  const { keyboard } = desk.page;
  await keyboard.press('w');
  await keyboard.type('Begun on the second');
  await expect(shown.getByText('Saved', { exact: true })).toBeVisible();
  await keyboard.press('Escape');
  await keyboard.press('+');
  const dialog = desk.page.getByRole('dialog', { name: `Merge ticket ${from}` });
  await dialog.getByRole('checkbox', { name: 'The first' }).check();
  await dialog.getByRole('radio', { name: `${from} into ${into}` }).check();
  await dialog.getByRole('button', { name: /^Merge/ }).click();
  const whole = desk.page.getByRole('region', { name: `Ticket ${into}`, exact: true });
  await whole.getByText(`drafts an answer that was begun on ticket ${from}`).click();
  await whole.getByRole('button', { name: 'Take it over' }).click();
  await expect(answerField(whole)).toHaveValue('Begun on the second');
  await expect.poll(() => tickets.draft(into, 'support')).toBe('Begun on the second');
});
