import { signIn } from './support/desk.ts';
import { expect, test } from './support/fixtures.ts';
import { answerField, conversation, openTicket, ticketsIn } from './support/tickets.ts';

test.describe('Two agents on one ticket', { tag: '@browser' }, () => {
  test('each sees the other look and write; what is written while another answered stops, shows it, and can still go', async ({
    openBrowserDesk,
    town,
  }) => {
    const tickets = ticketsIn(town);
    const id = await tickets.open();
    const mine = await openBrowserDesk({ town });
    const theirs = await openBrowserDesk({ town });
    await signIn(mine, 'support');
    await signIn(theirs, 'admin');
    const here = await openTicket(mine, id);
    const there = await openTicket(theirs, id);
    await expect(here.getByText('The admin is looking')).toBeVisible();
    await expect(there.getByText('The support is looking')).toBeVisible();

    await mine.page.keyboard.press('w');
    await mine.page.keyboard.type('Have you tried the link?');
    await expect(there.getByText('The support is writing an answer')).toBeVisible();

    await theirs.page.keyboard.press('w');
    await theirs.page.keyboard.type('I have reset it for you.');
    await theirs.page.keyboard.press('Control+Enter');
    await expect(conversation(there)).toContainText('I have reset it for you.');
    // It shows by itself, and does not count as read.
    await expect(conversation(here)).toContainText('I have reset it for you.');
    await expect(here.getByText('The admin wrote while you were writing.')).toBeVisible();
    await mine.page.keyboard.press('Control+Enter');
    await expect(here.getByText(/The admin answered this ticket.*Nothing was sent/)).toBeVisible();
    await expect(answerField(here)).toHaveValue('Have you tried the link?');
    expect(await tickets.messages(id)).toHaveLength(2);

    await here.getByRole('button', { name: 'Send anyway' }).click();
    await expect(conversation(there)).toContainText('Have you tried the link?');
    expect(await tickets.messages(id)).toHaveLength(3);
  });

  test('what one changed meanwhile is not changed by the other unseen', async ({ openBrowserDesk, town }) => {
    const tickets = ticketsIn(town);
    const id = await tickets.open();
    const mine = await openBrowserDesk({ town });
    const theirs = await openBrowserDesk({ town });
    await signIn(mine, 'support');
    await signIn(theirs, 'admin');
    const here = await openTicket(mine, id);
    const there = await openTicket(theirs, id);
    await mine.page.keyboard.press('p');
    await expect(mine.page.getByRole('option', { name: 'Urgent' })).toBeVisible();
    await mine.page.keyboard.type('urg');
    await expect(mine.page.getByRole('option')).toHaveCount(1);
    await mine.page.keyboard.press('Enter');
    const said = there.getByRole('toolbar', { name: 'The ticket' });
    await expect(said).toContainText('Urgent');
    await expect(mine.page.getByText(`Ticket ${id}: priority urgent`)).toBeVisible();
    await mine.page.keyboard.press('z');
    await expect(said).toContainText('Normal');
    await expect(here.getByRole('toolbar', { name: 'The ticket' })).toContainText('Normal');
  });

  test('a note names a colleague, and a draft that is shared is taken over', async ({
    openBrowserDesk,
    town,
  }) => {
    const tickets = ticketsIn(town);
    const id = await tickets.open();
    const mine = await openBrowserDesk({ town });
    const theirs = await openBrowserDesk({ town });
    await signIn(mine, 'support');
    await signIn(theirs, 'admin');
    const here = await openTicket(mine, id);
    const there = await openTicket(theirs, id);
    await mine.page.keyboard.press('a');
    await mine.page.keyboard.type('Please look, @the adm');
    await expect(here.getByRole('option')).toHaveCount(0);
    await mine.page.keyboard.press('Control+a');
    await mine.page.keyboard.type('Please look, @adm');
    await expect(here.getByRole('option', { name: 'The admin' })).toBeVisible();
    await mine.page.keyboard.press('Enter');
    await mine.page.keyboard.press('Control+Enter');
    await expect(conversation(there).getByRole('article', { name: 'Note by The support' })).toContainText(
      'Please look, @The admin',
    );
    expect(
      (await tickets.rows('SELECT user FROM caretaker.ticket_follower WHERE ticket_id = ?', [id])).map(
        ({ user }) => user,
      ),
    ).toContain('admin');

    await mine.page.keyboard.press('w');
    await mine.page.keyboard.type('We look into it');
    await here.getByRole('button', { name: 'Share draft' }).click();
    await there.getByText('drafts an answer').click();
    await there.getByRole('button', { name: 'Take it over' }).click();
    await expect(answerField(there)).toHaveValue('We look into it');
    await expect.poll(() => tickets.draft(id, 'admin')).toBe('We look into it');
    expect(await tickets.draft(id, 'support')).toBe('');
  });
});
