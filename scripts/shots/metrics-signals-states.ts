import type { Page } from '@playwright/test';
import { rootConnection } from '../../test/support/community.ts';
import type { Camera } from './camera.ts';
import type { Stage } from './stage.ts';

/** The signals with a lock wait among them, one opened, and only those that need a look; signed in as a CTO. */
export async function signalStates({ demo, goTo, page }: Stage, camera: Camera): Promise<void> {
  const root = { host: demo.server.host, port: demo.server.port, ...demo.server.root };
  const [holder, waiter] = await Promise.all([rootConnection(root), rootConnection(root)]);
  try {
    await holder.query('CREATE DATABASE IF NOT EXISTS shots');
    await holder.query('CREATE TABLE IF NOT EXISTS shots.orders (id INT PRIMARY KEY, n INT)');
    await holder.query('REPLACE INTO shots.orders VALUES (1, 0)');
    await holder.query('BEGIN');
    await holder.query('UPDATE shots.orders SET n = 1');
    await waiter.query('SET innodb_lock_wait_timeout = 600');
    waiter.query('UPDATE shots.orders SET n = 2').catch(() => {});
    await goTo('/metrics/database');
    await until(page, /Look|Bad/);
    await camera.take(page, 'metrics-signals');
    await card(page).click();
    await page.getByRole('dialog', { name: 'Blocking tree' }).waitFor();
    await camera.take(page, 'metrics-signals-opened');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^Costliest statements / }).click();
    await camera.take(page, 'metrics-signals-statements');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Only what needs a look' }).click();
    await camera.take(page, 'metrics-signals-look');
  } finally {
    waiter.destroy();
    await holder.query('ROLLBACK');
    await holder.query('DROP DATABASE IF EXISTS shots');
    await holder.end();
  }
}

const card = (page: Page) => page.getByRole('button', { name: /^Blocking tree / });

/** A wait must last for five seconds before it is worth a look. */
async function until(page: Page, state: RegExp): Promise<void> {
  const again = page
    .getByRole('region', { name: 'Signals', exact: true })
    .getByRole('button', { name: /as of/ });
  for (let tries = 0; tries < 30; tries += 1) {
    await again.click();
    await page.waitForTimeout(1000);
    if (state.test((await card(page).textContent()) ?? '')) return;
  }
  throw new Error('No wait for a lock was told.');
}
