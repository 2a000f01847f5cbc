import type { Page } from '@playwright/test';
import { rootConnection } from '../../test/support/community.ts';
import type { Camera } from './camera.ts';
import type { Stage } from './stage.ts';

/** Goes through the members' list: searching, filters, columns, views, selection, a run, the directory's banner. */
export async function listStates(stage: Stage, camera: Camera): Promise<void> {
  const { page } = stage;
  await building(stage, camera);
  await page.getByText('All members, newest first').waitFor();
  await camera.take(page, 'members');
  await page.getByRole('searchbox').fill('ma');
  await page.getByText('Nickname contains “ma”', { exact: true }).waitFor();
  await camera.take(page, 'members-found');
  await page.getByRole('searchbox').fill('84.0.0.0/6');
  await page.getByText('Signed in from 84.0.0.0/6', { exact: true }).waitFor();
  await camera.take(page, 'members-address');
  await page.getByRole('searchbox').blur();
  await overlays(stage, camera);
  await selection(stage, camera);
  await stage.goTo('/members?q=zzqqxx&status=banned');
  await page.getByText('No member has a nickname that contains “zzqqxx” and fits the filters').waitFor();
  await camera.take(page, 'members-none');
}

/** The directory as it is while it is built for the first time, and stopped; all is put right again. */
async function building({ page, demo }: Stage, camera: Camera): Promise<void> {
  const banner = page.getByRole('region', { name: 'Member directory' });
  const sql = await rootConnection({ host: demo.server.host, port: demo.server.port, ...demo.server.root });
  await sql.query("UPDATE caretaker.directory_part SET built_at = NULL WHERE part = 'reports'");
  await sql.query('LOCK TABLES community_demo.reports WRITE');
  try {
    await banner.waitFor();
    await camera.take(page, 'directory-building');
    await banner.getByRole('button', { name: 'Stop' }).click();
    await banner.getByRole('button', { name: 'Resume' }).waitFor();
    await camera.take(page, 'directory-stopped');
    await banner.getByRole('button', { name: 'Resume' }).click();
  } finally {
    await sql.query('UNLOCK TABLES');
    await sql.end();
  }
  await banner.waitFor({ state: 'detached', timeout: 60_000 });
}

async function overlays(stage: Stage, camera: Camera): Promise<void> {
  const { page } = stage;
  await page.keyboard.press('h');
  await page.getByText('members who signed in with this device').waitFor();
  await camera.take(page, 'search-help');
  await page.keyboard.press('Escape');
  await stage.goTo('/members?q=ma&status=suspended,banned&joined=2020-01-01..2026-12-31&sort=-reported');
  await page.getByText('most reported first').waitFor();
  await page.keyboard.press('f');
  await page.getByRole('button', { name: 'Done' }).waitFor();
  await camera.take(page, 'filters');
  await page.keyboard.press('Escape');
  await page.keyboard.press('l');
  await page.getByRole('menu').waitFor();
  await camera.take(page, 'columns');
  await page.keyboard.press('Escape');
  await saveView(page, `Trouble with ma ${Date.now() % 10_000}`);
  await page.keyboard.press('v');
  await page.getByRole('menuitem', { name: 'Save as a view…' }).waitFor();
  await camera.take(page, 'views');
  await page.getByRole('menuitem', { name: 'Remove it' }).click();
  await page.getByText(/^Removed the view/).waitFor();
  await camera.take(page, 'view-removed');
}

async function saveView(page: Page, name: string): Promise<void> {
  await page.keyboard.press('v');
  await page.getByRole('menuitem', { name: 'Save as a view…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save as a view' });
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.waitFor({ state: 'detached' });
}

async function selection(stage: Stage, camera: Camera): Promise<void> {
  const { page } = stage;
  await stage.goTo('/members?q=ma&status=active');
  await page.getByRole('grid').focus();
  await page.keyboard.press('x');
  for (let row = 0; row < 11; row++) await page.keyboard.press('Shift+ArrowDown');
  await page.getByText('12 selected').waitFor();
  await camera.take(page, 'selected');
  await page.keyboard.press('b');
  const sheet = page.getByRole('dialog', { name: /^Decide about/ });
  await sheet.getByRole('radio', { name: 'Mute' }).check({ force: true });
  await sheet.getByRole('textbox', { name: 'Reason' }).fill('Spam or advertising');
  await sheet.getByText(/12: muted/).waitFor();
  await camera.take(page, 'bulk-sheet');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('dialog').getByText('Finished: 12 of 12').waitFor();
  await camera.take(page, 'bulk-run');
  await page.keyboard.press('Escape');
  await page.getByRole('region', { name: 'Action on many members' }).waitFor();
  await camera.take(page, 'bulk-strip');
  await page.getByRole('button', { name: 'Show' }).click();
  await page.getByRole('button', { name: 'Undo the run' }).click();
  await page
    .getByRole('dialog')
    .getByText(/^Finished/)
    .waitFor();
  await camera.take(page, 'bulk-undone');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Put away' }).click();
}
