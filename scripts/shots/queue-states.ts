import type { Page } from '@playwright/test';
import type { RowDataPacket } from 'mysql2/promise';
import { rootConnection } from '../../test/support/community.ts';
import { reporting } from '../../test/support/reporting.ts';
import type { Camera } from './camera.ts';
import type { Stage } from './stage.ts';

/** Goes through the queue, signed in as a community manager: its views, filters, news, many cases at once. */
export async function queueStates(stage: Stage, camera: Camera): Promise<void> {
  const { server } = stage.demo;
  const sql = await rootConnection({ host: server.host, port: server.port, ...server.root });
  try {
    const ground = { ...stage, camera, ...reporting({ sql }) };
    await views(ground);
    await filters(ground);
    await beside(ground);
    await news(ground);
    await many(ground);
    await none(ground);
  } finally {
    await sql.end();
  }
}

type Ground = Stage & { camera: Camera } & ReturnType<typeof reporting>;

async function views({ goTo, page, camera, rows }: Ground): Promise<void> {
  for (const view of ['next', 'unclaimed', 'mine', 'held', 'escalated', 'done']) {
    await goTo(`/reports?queue=${view}`);
    await ready(page);
    await camera.take(page, `queue-${view}`);
  }
  // The staff is reminded of each the day before, or half way.
  const reminded = await rows(
    'SELECT id, remind_at FROM caretaker.report_ending WHERE open_mark = 1 ORDER BY ends_at LIMIT 6',
  );
  const ids = reminded.map(({ id }) => id);
  if (ids.length > 0)
    await rows(
      `UPDATE caretaker.report_ending SET remind_at = UTC_TIMESTAMP(6) WHERE id IN (?)
         AND ends_at < UTC_TIMESTAMP(6) + INTERVAL 1 DAY`,
      [ids],
    );
  await goTo('/reports?queue=endings');
  await page.getByText('Sanctions that end within a day').waitFor();
  await page.getByRole('grid').or(page.getByText('No sanction is about to end')).first().waitFor();
  await camera.take(page, 'queue-endings');
}

async function filters({ goTo, page, camera, rows }: Ground): Promise<void> {
  const [author] = await rows(
    'SELECT author_id AS id FROM caretaker.report_case WHERE author_id IS NOT NULL ORDER BY id DESC LIMIT 1',
  );
  await goTo(`/reports?queue=unclaimed&policy=7&older=6&younger=720&author=${author?.id}`);
  await page.getByRole('list', { name: 'Filters in force' }).waitFor();
  await page.keyboard.press('f');
  await page.getByRole('combobox', { name: 'Reporter' }).fill('ma');
  await page.getByRole('listbox').getByRole('option').first().waitFor();
  await camera.take(page, 'queue-filters');
  await goTo('/reports?kind=album&language=zul');
  await page.getByText('No case in “Next for me” fits the filters').waitFor();
  await camera.take(page, 'queue-none-fits');
  await goTo('/reports?queue=unclaimed&policy=7');
  await ready(page);
  await saveView(page, `Spam, unclaimed ${Date.now() % 1000}`);
  await camera.take(page, 'queue-saved-view');
  await page.keyboard.press('v');
  await page.getByRole('menuitem', { name: 'Remove it' }).click();
  await page.getByText(/^Removed the view/).waitFor();
}

async function beside({ goTo, page, camera }: Ground): Promise<void> {
  await goTo('/reports?queue=unclaimed');
  await ready(page);
  await page.getByRole('grid', { name: 'Cases' }).focus();
  for (const key of ['Home', 'j', 'j', 'Enter']) await page.keyboard.press(key);
  await page
    .getByRole('region', { name: /^Case \d+$/ })
    .getByRole('article')
    .first()
    .waitFor();
  await camera.take(page, 'queue-beside-a-case');
  const id = new URL(page.url()).searchParams.get('case');
  await page.getByRole('button', { name: /^Unclaimed/ }).click();
  await page.getByRole('menuitem', { name: /^Escalated/ }).waitFor();
  await camera.take(page, 'queue-views-menu');
  await page.keyboard.press('Escape');
  await goTo('/members');
  await page.getByRole('searchbox').waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').getByRole('textbox').fill(`case ${id}`);
  await page.getByRole('region', { name: 'Cases' }).getByRole('button').waitFor();
  await camera.take(page, 'palette-case');
  await page.keyboard.press('Escape');
}

/** A colleague claims one, another is decided, and new ones come, while the list is looked at. */
async function news({ goTo, page, camera, rows, report }: Ground): Promise<void> {
  await goTo('/reports?queue=unclaimed');
  await ready(page);
  const [second, fourth] = await shown(page);
  const [ada] = await rows("SELECT user FROM caretaker.staff WHERE display_name = 'Ada Moreau'");
  await rows(
    `UPDATE caretaker.report_case SET holder = ?, claimed_until = UTC_TIMESTAMP(6) + INTERVAL 8 MINUTE WHERE id = ?`,
    [ada?.user, second],
  );
  await rows(
    `UPDATE caretaker.report_case SET state = 'held', held_until = UTC_TIMESTAMP(6) + INTERVAL 2 DAY, set_by = ?,
       version = version + 1 WHERE id = ?`,
    [ada?.user, fourth],
  );
  for (const id of await unreported(rows)) {
    await report({ on: ['Status', id], by: 31, about: 2, reason: 'self-harm' });
  }
  await page.getByRole('button', { name: /^\d+ new cases, \d+ have left$/ }).waitFor({ timeout: 30_000 });
  await camera.take(page, 'queue-news');
  await rows(
    'UPDATE caretaker.report_case SET holder = NULL, claimed_until = UTC_TIMESTAMP(6) WHERE id = ?',
    [second],
  );
}

async function many({ goTo, page, camera }: Ground): Promise<void> {
  await goTo('/reports?queue=unclaimed');
  await ready(page);
  await page.getByRole('grid', { name: 'Cases' }).focus();
  for (const key of ['Home', 'x', 'Shift+ArrowDown', 'Shift+ArrowDown']) await page.keyboard.press(key);
  await page.getByText('3 selected').waitFor();
  await camera.take(page, 'queue-selected');
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+a');
  await page.getByText(/^(All|The first) [\d,]+ cases of/).waitFor();
  await camera.take(page, 'queue-all-selected');
  await page.keyboard.press('Escape');
  await page.getByRole('grid', { name: 'Cases' }).focus();
  for (const key of ['Home', 'x', 'Shift+ArrowDown', 'Shift+ArrowDown']) await page.keyboard.press(key);
  await page.keyboard.press('b');
  const sheet = page.getByRole('dialog', { name: /^Decide about/ });
  await sheet.getByLabel('Policy').selectOption({ label: 'Spam (severity 2)' });
  for (const act of ['Hide', 'Mute'])
    await sheet.getByRole('checkbox', { name: act, exact: true }).check({ force: true });
  await sheet.getByRole('textbox', { name: 'Reason' }).fill('One advert, again and again');
  await sheet
    .getByText(/3 cases/)
    .first()
    .waitFor();
  await camera.take(page, 'queue-bulk-sheet');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('dialog').getByText('Finished: 3 of 3').waitFor();
  await camera.take(page, 'queue-bulk-run');
  await page.keyboard.press('Escape');
  await page.getByRole('region', { name: 'Action on many cases' }).waitFor();
  await camera.take(page, 'queue-bulk-strip');
  await page.getByRole('button', { name: 'Show' }).click();
  await page.getByRole('button', { name: 'Undo the run' }).click();
  await page
    .getByRole('dialog', { name: /^Taking back/ })
    .getByText(/^Finished/)
    .waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Put away' }).click();
}

/** What is said where every case that fits was passed over. */
async function none({ goTo, page, camera, rows }: Ground): Promise<void> {
  const [only] = await rows(
    `SELECT author_id AS author, MIN(policy_id) AS policy FROM caretaker.report_case
     WHERE state = 'open' AND claimed_until < UTC_TIMESTAMP(6) AND author_id IS NOT NULL
     GROUP BY 1 HAVING COUNT(*) = 1 ORDER BY 1 LIMIT 1`,
  );
  await goTo(`/reports?author=${only?.author}`);
  await ready(page);
  await page.keyboard.press('n');
  await page
    .getByRole('region', { name: /^Case \d+$/ })
    .getByText('Yours')
    .waitFor();
  await page.keyboard.press('p');
  await page.getByText('One case is left out because you gave it back.').waitFor();
  await camera.take(page, 'queue-passed-over');
}

async function ready(page: Page): Promise<void> {
  await page.getByRole('grid', { name: 'Cases' }).getByRole('row').nth(1).waitFor();
}

/** The second and the fourth of the cases that are shown. */
async function shown(page: Page): Promise<string[]> {
  const labels = await page
    .getByRole('grid', { name: 'Cases' })
    .getByRole('checkbox')
    .evaluateAll((boxes) => boxes.map((box) => box.getAttribute('aria-label') ?? ''));
  return [labels[1], labels[3]].map((label) => label?.replace('Select case ', '') ?? '');
}

/** Statuses that nobody reported yet. */
async function unreported(rows: Ground['rows']): Promise<number[]> {
  const found = await rows<RowDataPacket>(
    `SELECT id FROM community_demo.statuses WHERE id NOT IN (
       SELECT reportable_id FROM community_demo.reports WHERE reportable_type = 'Status') ORDER BY id DESC LIMIT 2`,
  );
  return found.map(({ id }) => Number(id));
}

async function saveView(page: Page, name: string): Promise<void> {
  await page.keyboard.press('v');
  await page.getByRole('menuitem', { name: 'Save as a view…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save as a view' });
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.waitFor({ state: 'detached' });
}
