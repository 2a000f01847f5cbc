import type { Locator, Page } from '@playwright/test';
import { rootConnection } from '../../test/support/community.ts';
import { type Ticketing, ticketing } from '../../test/support/ticketing.ts';
import type { Camera } from './camera.ts';
import type { Stage } from './stage.ts';

/** Goes through the states of one ticket and of what is written on it, signed in as someone of support. */
export async function ticketStates(
  stage: Pick<Stage, 'demo' | 'page' | 'goTo'>,
  camera: Camera,
): Promise<void> {
  const { server } = stage.demo;
  const sql = await rootConnection({ host: server.host, port: server.port, ...server.root });
  try {
    const ground = { ...stage, camera, tickets: ticketing({ sql }) };
    const long = await conversation(ground);
    await writing(ground, long);
    await controls(ground, long);
    await withoutAccount(ground);
    await missing(ground);
  } finally {
    await sql.end();
  }
}

interface Ground extends Pick<Stage, 'page' | 'goTo'> {
  camera: Camera;
  tickets: Ticketing;
}

/** Much of what can be said and happen on a ticket. Gives its number. */
async function conversation(at: Ground): Promise<string> {
  const { tickets, page, camera } = at;
  const id = await tickets.open(
    { priority: 3 },
    {
      subject: 'I paid twice for the same month',
      body: 'Hello,\n\nmy card was charged on the 3rd and again on the 4th. Both say “membership, November”. Can you look?',
      minutesAgo: 190,
    },
  );
  await tickets.tag(id as never, 'billing', 'refund');
  const shown = await show(at, id);
  await page.keyboard.press('c');
  await shown.getByText('Yours').waitFor();
  await write(
    page,
    'a',
    'The provider shows one charge and one reservation. The second falls away by itself.',
  );
  await write(
    page,
    'w',
    'The second is a reservation that your bank lifts within three days. If it is still there on Monday, write here and we send it back.',
  );
  await shown.getByText(/Goes in/).waitFor();
  await camera.take(page, 'ticket');
  return id;
}

/** An answer as it is written, what it lacks, and what stands in its way. */
async function writing(at: Ground, id: string): Promise<void> {
  const { page, camera, tickets } = at;
  const shown = await show(at, id);
  await page.keyboard.press('w');
  await page.keyboard.type(
    'Dear {nickname},\n\n{amount} comes back to the card that ends in {last four digits}, by {day}.',
  );
  await page.keyboard.press('Control+Enter');
  await shown.getByText(/^Fill in/).waitFor();
  await shown.getByText('Saved', { exact: true }).waitFor();
  await camera.take(page, 'ticket-to-fill');
  await page.keyboard.press('Control+.');
  await page.getByRole('menuitem', { name: 'Send later…' }).waitFor();
  await camera.take(page, 'ticket-send-options');
  await page.keyboard.press('Escape');
  await shown.getByRole('textbox', { name: 'Write to the member' }).fill('We look into it at once.');
  const request = await tickets.memberSays({ body: 'Now my bank says the same.' });
  await tickets.rows(
    `INSERT INTO caretaker.ticket_message (ticket_id, kind, site_request_id, member_id, name, body, at)
     SELECT ?, 'in', id, user_id, name, body, created_at FROM community_demo.contact_requests WHERE id = ?`,
    [id, request],
  );
  await tickets.rows(
    `UPDATE caretaker.ticket SET messages = messages + 1, last_message_id = LAST_INSERT_ID(),
       version = version + 1 WHERE id = ?`,
    [id],
  );
  await shown.getByText('wrote while you were writing.').waitFor();
  await page.keyboard.press('Control+Enter');
  await shown.getByRole('button', { name: 'Send anyway' }).waitFor();
  await camera.take(page, 'ticket-conflict');
  await shown.getByRole('textbox', { name: 'Write to the member' }).fill('');
  await page.keyboard.press('Escape');
  await page.keyboard.press('a');
  await page.keyboard.type('Can you look at the ledger, @');
  await page.getByRole('option').first().waitFor();
  await camera.take(page, 'ticket-note');
  await shown.getByRole('textbox').fill('');
  await page.keyboard.press('Escape');
}

/** What is changed about a ticket. */
async function controls(at: Ground, id: string): Promise<void> {
  const { page, camera } = at;
  const shown = await show(at, id);
  await page.keyboard.press('o');
  await page.getByRole('listbox', { name: 'Assignee' }).waitFor();
  await camera.take(page, 'ticket-assign');
  await page.keyboard.press('Escape');
  await page.keyboard.press('h');
  await page.getByRole('dialog').waitFor();
  await camera.take(page, 'ticket-snooze');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.keyboard.press('s');
  await shown.getByText('Solved: an answer of the member opens it again.').waitFor();
  await camera.take(page, 'ticket-solved');
}

/** Of someone whom the site does not know, whom no answer can reach. */
async function withoutAccount(at: Ground): Promise<void> {
  const { page, camera, tickets } = at;
  const id = await tickets.open(
    {},
    {
      member: null,
      subject: 'My account is gone',
      body: 'I cannot find my account any more, \u202Eplease help.',
    },
  );
  const shown = await show(at, id);
  await shown
    .getByRole('button', { name: 'Say who this is' })
    .or(page.getByText('Conversation'))
    .first()
    .waitFor();
  await camera.take(page, 'ticket-without-account');
}

async function missing({ goTo, page, camera }: Ground): Promise<void> {
  await goTo('/tickets?ticket=999999999');
  await page.getByText('No ticket here').waitFor();
  await camera.take(page, 'ticket-missing');
}

async function write(page: Page, key: string, text: string): Promise<void> {
  const said = page.getByRole('region', { name: 'Conversation' }).getByRole('article');
  const before = await said.count();
  await page.keyboard.press(key);
  await page.keyboard.type(text);
  await page.keyboard.press('Control+Enter');
  await said.nth(before).waitFor();
}

async function show({ goTo, page }: Ground, id: string): Promise<Locator> {
  await goTo(`/tickets?ticket=${id}`);
  const shown = page.getByRole('region', { name: `Ticket ${id}`, exact: true });
  await shown.getByRole('region', { name: 'Conversation' }).getByRole('article').first().waitFor();
  return shown;
}
