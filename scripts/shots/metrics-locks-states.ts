import { rootConnection } from '../../test/support/community.ts';
import { addTo, type Locking, locking } from '../../test/support/locking.ts';
import type { Camera } from './camera.ts';
import type { Stage } from './stage.ts';

/** What waits right now and the deadlocks that were caught, with an administrator signed in. */
export async function lockStates(stage: Stage, camera: Camera): Promise<void> {
  const { page, demo, goTo } = stage;
  const root = { host: demo.server.host, port: demo.server.port, ...demo.server.root };
  const sql = await rootConnection(root);
  try {
    await using shop = await locking({ sql, root });
    await goTo('/metrics/locks');
    await page.getByText('Nothing waits for a row lock').waitFor();
    await camera.take(page, 'metrics-locks-none');
    await waits(stage, camera, shop);
    await deadlocks(stage, camera, shop);
  } finally {
    await sql.query('DROP DATABASE shop');
    await sql.end();
  }
}

async function waits({ page }: Stage, camera: Camera, shop: Locking): Promise<void> {
  const root = await shop.session(addTo(1));
  const middle = await shop.session(addTo(2));
  const others = await Promise.all([shop.session(), shop.session(), shop.session(addTo(3))]);
  for (const connection of [root, middle, ...others]) {
    await connection.query('SET innodb_lock_wait_timeout = 600');
  }
  const waiting = [
    shop.wait(middle, addTo(1)),
    shop.wait(others[0], "UPDATE shop.account SET owner = 'someone else' WHERE id = 2"),
    shop.wait(others[1], 'DELETE FROM shop.account WHERE id = 1'),
  ];
  await page.getByRole('region', { name: 'Who waits for whom' }).getByRole('row').nth(4).waitFor();
  await page.getByRole('region', { name: 'Open for long' }).getByRole('row').nth(1).waitFor();
  await camera.take(page, 'metrics-locks');
  await page.getByRole('button', { name: String(root.threadId), exact: true }).click();
  await page.getByRole('region', { name: /^Session / }).waitFor();
  await camera.take(page, 'metrics-locks-session');
  await page.keyboard.press('!');
  await page.getByRole('dialog').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'End the session' }).click();
  await camera.take(page, 'metrics-locks-end');
  await page.keyboard.press('Escape');
  for (const connection of [root, middle, ...others]) connection.destroy();
  await Promise.all(waiting);
}

async function deadlocks({ page, goTo }: Stage, camera: Camera, shop: Locking): Promise<void> {
  await shop.deadlock('someone');
  await goTo('/metrics/locks?part=deadlocks');
  const kinds = page.getByRole('region', { name: 'Kinds of deadlocks' });
  await kinds.getByText('shop.account').first().waitFor({ timeout: 60_000 });
  await camera.take(page, 'metrics-deadlocks');
  await page.getByRole('region', { name: 'Deadlocks', exact: true }).getByRole('row').nth(1).click();
  await page
    .getByRole('region', { name: /^Deadlock \d+$/ })
    .getByRole('img')
    .waitFor();
  await camera.take(page, 'metrics-deadlock');
}
