import type { Page } from '@playwright/test';
import type { DatabaseSeries } from '../../src/contract/metrics/series.ts';
import { sampledBefore } from '../../test/e2e/support/metrics.ts';
import { rootConnection } from '../../test/support/community.ts';
import type { Camera } from './camera.ts';
import type { Stage } from './stage.ts';

/** The wall of the Database view under its cross-hair, beside the week before, as a table and by date; as a CTO. */
export async function chartStates({ demo, goTo, page }: Stage, camera: Camera): Promise<void> {
  const sql = await rootConnection({
    host: demo.server.host,
    port: demo.server.port,
    ...demo.server.root,
  });
  try {
    await sampleSixHours({ sql });
  } finally {
    sql.destroy();
  }
  await goTo('/metrics/database?last=6h');
  const plot = page.getByRole('slider', { name: 'Statements: cross-hair' });
  await plot.waitFor();
  await plot.scrollIntoViewIfNeeded();
  await plot.hover({ position: { x: 220, y: 60 } });
  await camera.take(page, 'metrics-charts');
  await page.keyboard.press('w');
  await settled(page);
  await camera.take(page, 'metrics-charts-week');
  await page.keyboard.press('w');
  await plot.hover({ position: { x: 220, y: 60 } });
  await page.keyboard.press('y');
  await page.getByRole('region', { name: 'Statements as a table' }).waitFor();
  await camera.take(page, 'metrics-charts-table');
  await page.getByRole('button', { name: 'More of Statements' }).click();
  await camera.take(page, 'metrics-charts-menu');
  await page.keyboard.press('Escape');
  await page.keyboard.press('c');
  await page.getByRole('dialog', { name: 'Choose the range' }).waitFor();
  await camera.take(page, 'metrics-charts-dates');
  await page.keyboard.press('Escape');
}

function settled(page: Page): Promise<unknown> {
  return page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null);
}

/** Now and a week before: a working day's morning with a hole, and a peak that a mean would hide. */
async function sampleSixHours(town: Parameters<typeof sampledBefore>[0]): Promise<void> {
  const now = Math.floor(Date.now() / 60_000) * 60;
  const bases: Partial<Record<DatabaseSeries, number>> = {
    connected: 70,
    max_connections: 151,
    running: 6,
    concurrency: 4.5,
    statements: 1900,
    selects: 1500,
    writes: 240,
    commits: 210,
    pool_data: 100 * 2 ** 20,
    pool_dirty: 12 * 2 ** 20,
    pool_size: 128 * 2 ** 20,
    pool_reads: 14,
    checkpoint_age: 30 * 2 ** 20,
    checkpoint_limit: 78 * 2 ** 20,
    redo_written: 2 ** 20,
    history: 1400,
    oldest_transaction: 9,
    lock_waits_now: 1,
    row_lock_time: 0.4,
    tmp_tables: 40,
    tmp_disk_tables: 6,
    full_scans: 22,
    received: 2 ** 20,
    sent: 9 * 2 ** 20,
  };
  const still = new Set<DatabaseSeries>(['max_connections', 'pool_size', 'checkpoint_limit']);
  for (const [series, base] of Object.entries(bases) as [DatabaseSeries, number][]) {
    const value = (end: number, share: number) => (at: number) =>
      still.has(series) ? flat(base) : wave(at, end, base * share);
    const rows = (end: number, step: 10 | 60, share: number) => ({
      series,
      step,
      from: end - 6 * 3600,
      to: end,
      every: 60,
      value: value(end, share),
    });
    // By the minute too: what was summed up before is not summed up again.
    await sampledBefore(town, [rows(now, 10, 1), rows(now, 60, 1), rows(now - 7 * 86_400, 60, 0.8)]);
  }
}

const flat = (value: number) => ({ low: value, mean: value, high: value });

function wave(at: number, end: number, base: number): { low: number; mean: number; high: number } | null {
  const since = end - at;
  if (since > 8000 && since < 9600) return null;
  const mean = base * (1 + 0.25 * Math.sin(at / 2600) + 0.06 * Math.sin(at / 170));
  return { low: mean * 0.9, mean, high: mean * (since > 3600 && since < 3900 ? 2.2 : 1.12) };
}
