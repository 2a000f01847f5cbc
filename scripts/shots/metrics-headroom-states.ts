import type { Connection } from 'mysql2/promise';
import { rootConnection } from '../../test/support/community.ts';
import { stageUse } from '../../test/support/headroom-history.ts';
import type { Camera } from './camera.ts';
import type { Stage } from './stage.ts';

/** The law and what is tried of it, the calendar, growth and indexes; signed in as a CTO. */
export async function headroomStates(stage: Stage, camera: Camera): Promise<void> {
  const { server } = stage.demo;
  const sql = await rootConnection({ host: server.host, port: server.port, ...server.root });
  try {
    await makeSpareIndexes(sql);
    await takeHeadroom({ ...stage, sql }, camera);
  } finally {
    await sql.query('DROP TABLE IF EXISTS shots.basket');
    await sql.end();
  }
}

async function makeSpareIndexes(sql: Connection): Promise<void> {
  await sql.query('CREATE DATABASE IF NOT EXISTS shots');
  await sql.query(`CREATE TABLE IF NOT EXISTS shots.basket (
    id INT AUTO_INCREMENT PRIMARY KEY, owner_id INT, note VARCHAR(200), at DATETIME,
    KEY by_owner (owner_id), KEY by_owner_at (owner_id, at), KEY by_note (note(20)), KEY by_note_again (note(20)))`);
  await stageUse(sql, { schema: 'shots', table: 'basket', index: 'by_note', daysSeen: 64 });
}

export async function takeHeadroom(
  { page, goTo, sql }: Pick<Stage, 'page' | 'goTo'> & { sql: Connection },
  camera: Camera,
): Promise<void> {
  await goTo('/metrics/headroom?last=90d');
  await page.getByText(/fitted to \d+ points|^No law can be told/).waitFor();
  await camera.take(page, 'metrics-law');
  const halve = page.getByRole('button', { name: 'Halve β' });
  if (await halve.isVisible()) {
    await halve.click();
    await page.getByRole('button', { name: 'Twice the cores' }).click();
    await camera.take(page, 'metrics-law-what-if');
  }
  await goTo('/metrics/headroom?from=1000000000&to=1000003600');
  await page.getByText('No law can be told from this range').waitFor();
  await camera.take(page, 'metrics-law-refused');
  await goTo('/metrics/headroom?part=calendar');
  await page
    .getByRole('table', { name: 'Unknown' })
    .or(page.getByText(/full weeks/))
    .first()
    .waitFor();
  await camera.take(page, 'metrics-calendar');
  await goTo('/metrics/headroom?part=growth');
  await page.getByRole('columnheader', { name: 'Share' }).waitFor();
  await camera.take(page, 'metrics-growth');
  await page.getByRole('table').first().getByRole('button', { name: /\./ }).first().click();
  await page
    .getByRole('figure', { name: 'Size' })
    .getByRole('img')
    .or(page.locator('canvas'))
    .first()
    .waitFor();
  await camera.take(page, 'metrics-growth-of-a-table');
  await goTo('/metrics/headroom?part=growth&text=no-such-table');
  await page.getByText('No name has “no-such-table” in it').waitFor();
  await camera.take(page, 'metrics-growth-none');
  await goTo('/metrics/headroom?part=indexes');
  await page.getByRole('region', { name: 'Unused indexes' }).waitFor();
  await camera.take(page, 'metrics-indexes');
  const count = (enabled: 'YES' | 'NO') =>
    sql.query('UPDATE performance_schema.setup_instruments SET ENABLED = ? WHERE NAME = ?', [
      enabled,
      'wait/io/table/sql/handler',
    ]);
  await count('NO');
  try {
    await page.getByRole('button', { name: /as of/ }).click();
    await page.getByText('Unknown.', { exact: true }).waitFor();
    await camera.take(page, 'metrics-indexes-unknown');
  } finally {
    await count('YES');
  }
}
