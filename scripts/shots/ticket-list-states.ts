import type { Page } from '@playwright/test';
import { rootConnection } from '../../test/support/community.ts';
import { type Ticketing, ticketing } from '../../test/support/ticketing.ts';
import type { Camera } from './camera.ts';
import type { Stage } from './stage.ts';

/** Goes through the list of tickets, signed in as someone of support: its views, filters, news, many tickets at once. */
export async function ticketListStates(
  stage: Pick<Stage, 'demo' | 'page' | 'goTo'>,
  camera: Camera,
): Promise<void> {
  const { server } = stage.demo;
  const sql = await rootConnection({ host: server.host, port: server.port, ...server.root });
  try {
    await takeList({ ...stage, camera, tickets: ticketing({ sql }) });
  } finally {
    await sql.end();
  }
}

interface Ground extends Pick<Stage, 'page' | 'goTo'> {
  camera: Camera;
  tickets: Ticketing;
}

export async function takeList(ground: Ground): Promise<void> {
  await make(ground.tickets);
  await views(ground);
  await filters(ground);
  await news(ground);
  await many(ground);
  await away(ground);
  await beside(ground);
}

const at = (minutes: number) =>
  new Date(Date.now() + minutes * 60_000).toISOString().slice(0, 19).replace('T', ' ');
const due = (minutes: number) => ({ first_due_at: at(minutes), due_at: at(minutes) });

/** Tickets in every state of a row, beside those of the demo. */
async function make(tickets: Ticketing): Promise<void> {
  const said = (subject: string, body: string, member: number) => ({ subject, body, member });
  const late = await tickets.open(
    { ...due(-95), priority: 4, opened_at: at(-900), last_at: at(-200) },
    said('Somebody else uses my account', 'Since yesterday there are posts that I did not write.', 12),
  );
  await tickets.tag(late, 'account', 'security', 'call-back');
  const soon = await tickets.open(
    { ...due(25), priority: 3, opened_at: at(-300), last_at: at(-300) },
    said('I paid twice for one month', 'My card was charged on the third and on the fourth.', 17),
  );
  await tickets.tag(soon, 'refund');
  await tickets.open(
    { ...due(60), status: 'open', messages: 4, last_at: at(-12) },
    said('Re: My pictures are gone', 'I looked in the album again and they are still not there.', 21),
  );
  await tickets.open(
    { priority: 1, last_at: at(-30) },
    said('How do I change my nickname?', 'I married, and would like to be called otherwise from now on.', 34),
  );
}

async function views({ goTo, page, camera }: Ground): Promise<void> {
  for (const view of ['next', 'mine', 'waiting', 'overdue', 'snoozed', 'followed', 'solved', 'all']) {
    await goTo(`/tickets?queue=${view}`);
    await ready(page);
    await camera.take(page, `tickets-${view}`);
  }
}

async function filters({ goTo, page, camera }: Ground): Promise<void> {
  await goTo('/tickets?queue=unassigned&priority=3&younger=720&channel=site');
  await page.getByRole('list', { name: 'Filters in force' }).waitFor();
  await ready(page);
  await page.keyboard.press('f');
  await page.getByRole('dialog', { name: 'Filters' }).waitFor();
  await camera.take(page, 'tickets-filters');
  await goTo('/tickets?tag=no-such-tag');
  await page.getByText('No ticket in “Next” fits the filters').waitFor();
  await camera.take(page, 'tickets-none-fits');
}

/** A colleague takes one and writes on another, and a new one comes, while the list is looked at. */
async function news({ goTo, page, camera, tickets }: Ground): Promise<void> {
  await goTo('/tickets?queue=unassigned');
  await ready(page);
  const [first, second] = await shown(page);
  const [ada] = await tickets.rows<{ user: string }>(
    "SELECT user FROM caretaker.staff WHERE display_name = 'Ada Moreau'",
  );
  const colleague = ada?.user ?? 'admin';
  await tickets.rows(
    `REPLACE INTO caretaker.looking (subject_kind, subject_id, user, writing, seen_at)
     VALUES ('ticket', ?, ?, 1, UTC_TIMESTAMP(6))`,
    [second, colleague],
  );
  await goTo('/tickets?queue=unassigned');
  await page
    .getByRole('img', { name: /is writing an answer/ })
    .last()
    .waitFor();
  await tickets.rows('UPDATE caretaker.ticket SET assignee = ?, version = version + 1 WHERE id = ?', [
    colleague,
    first,
  ]);
  await tickets.open(due(5), { subject: 'I cannot reach the chat', body: 'It says “busy”.', member: 40 });
  await page.getByRole('button', { name: /1 new ticket, \d+ ha(s|ve) left/ }).waitFor({ timeout: 30_000 });
  await camera.take(page, 'tickets-news');
}

async function many({ goTo, page, camera }: Ground): Promise<void> {
  await goTo('/tickets?queue=unassigned');
  await ready(page);
  await page.getByRole('grid', { name: 'Tickets' }).focus();
  for (const key of ['Home', 'x', 'Shift+ArrowDown', 'Shift+ArrowDown']) await page.keyboard.press(key);
  await page.getByText('3 selected').waitFor();
  await camera.take(page, 'tickets-selected');
  await page.keyboard.press('b');
  const sheet = page.getByRole('dialog', { name: 'Change 3 tickets' });
  await sheet.getByLabel('Priority').selectOption('High');
  await sheet.getByRole('combobox', { name: 'Add tags' }).fill('outage');
  await sheet.getByRole('radio', { name: 'Until…' }).check({ force: true });
  await camera.take(page, 'tickets-change');
  await page.keyboard.press('Control+Enter');
  const run = page.getByRole('dialog').filter({ hasText: 'Finished: 3 of 3' });
  await run.waitFor();
  await camera.take(page, 'tickets-run');
  await run.getByRole('button', { name: 'Undo the run' }).click();
  await page
    .getByRole('dialog', { name: /^Taking back/ })
    .getByText('Finished: 3 of 3')
    .waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Put away' }).click();
}

async function away({ goTo, page, camera }: Ground): Promise<void> {
  await goTo('/tickets');
  await ready(page);
  await page.keyboard.press('i');
  const dialog = page.getByRole('dialog', { name: 'Away from the desk' });
  await dialog.getByRole('button', { name: 'I am away' }).waitFor();
  await camera.take(page, 'tickets-going-away');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('list', { name: 'Away from the desk' }).waitFor();
  await camera.take(page, 'tickets-away');
  await page.getByRole('button', { name: 'I am back' }).click();
}

async function beside({ goTo, page, camera }: Ground): Promise<void> {
  await goTo('/tickets?queue=all');
  await ready(page);
  await page.getByRole('grid', { name: 'Tickets' }).focus();
  for (const key of ['Home', 'j', 'Enter']) await page.keyboard.press(key);
  await page
    .getByRole('region', { name: /^Ticket \d+$/ })
    .getByRole('article')
    .first()
    .waitFor();
  await camera.take(page, 'tickets-beside-a-ticket');
  await page.getByRole('button', { name: /^All/ }).click();
  await page.getByRole('menuitem', { name: /^Overdue/ }).waitFor();
  await camera.take(page, 'tickets-views-menu');
  await page.keyboard.press('Escape');
  await goTo('/members?id=12');
  await page.getByRole('region', { name: 'Tickets' }).getByRole('link').first().waitFor();
  await page.keyboard.press('w');
  await page.getByRole('dialog', { name: /^Write to/ }).waitFor();
  await camera.take(page, 'member-write');
  await page.keyboard.press('Escape');
}

/** Until a list or the words for an empty one are there. */
async function ready(page: Page): Promise<void> {
  await page
    .getByRole('grid', { name: 'Tickets' })
    .locator('tbody tr')
    .or(page.getByRole('status').locator('svg'))
    .first()
    .waitFor();
}

/** The numbers of the tickets that are drawn. */
async function shown(page: Page): Promise<string[]> {
  const boxes = page.getByRole('grid', { name: 'Tickets' }).locator('tbody').getByRole('checkbox');
  const labels = await boxes.evaluateAll((all) => all.map((box) => box.getAttribute('aria-label') ?? ''));
  return labels.map((label) => label.replace('Select ticket ', ''));
}
