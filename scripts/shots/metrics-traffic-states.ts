import { rootConnection } from '../../test/support/community.ts';
import { columnText } from '../../test/support/traffic.ts';
import type { Camera } from './camera.ts';
import type { Stage } from './stage.ts';

const hour = 3600;

/** Goes through the states of Traffic, signed in as someone who reads metrics. */
export async function trafficStates(
  { demo, page, goTo }: Pick<Stage, 'demo' | 'page' | 'goTo'>,
  camera: Camera,
): Promise<void> {
  const { server } = demo;
  const sql = await rootConnection({ host: server.host, port: server.port, ...server.root });
  const chart = (name: string) => page.getByRole('figure', { name, exact: true }).locator('canvas').first();
  const over = Math.floor(Date.now() / 1000 / hour) * hour;
  try {
    await goTo('/metrics/traffic');
    await chart('Requests').waitFor();
    await camera.take(page, 'metrics-traffic');

    await sql.query(
      `UPDATE community_demo.traffic_hours SET ms_p50 = 9 * ms_p50, ms_p95 = 9 * ms_p95, ms_p99 = 9 * ms_p99
       WHERE service = 'media' AND hour >= ?`,
      [columnText(over - 5 * hour)],
    );
    await sql.query("INSERT INTO community_demo.deploys (label, created_at) VALUES ('media 4711', ?)", [
      columnText(over - 5 * hour - 900),
    ]);
    await goTo('/metrics/traffic?last=2d');
    const changed = page.getByRole('region', { name: 'What changed' });
    await changed.getByText('after deploy media 4711').waitFor();
    await camera.take(page, 'metrics-traffic-changed');
    await changed.getByRole('button', { name: 'media' }).first().click();
    await chart('Latency, media').waitFor();
    await camera.take(page, 'metrics-traffic-service');

    await goTo('/metrics/traffic?last=5y');
    const months = page.getByRole('region', { name: 'Totals by month' });
    await months.getByRole('row').nth(3).waitFor();
    await chart('Requests').waitFor();
    await camera.take(page, 'metrics-traffic-years');
    await months.scrollIntoViewIfNeeded();
    await camera.take(page, 'metrics-traffic-months');

    await sql.query('RENAME TABLE community_demo.traffic_hours TO community_demo.traffic_hours_kept');
    try {
      await goTo('/metrics/traffic');
      await page.getByText('traffic_hour stands on a table').first().waitFor();
      await camera.take(page, 'metrics-traffic-unknown');
    } finally {
      await sql.query('RENAME TABLE community_demo.traffic_hours_kept TO community_demo.traffic_hours');
    }
  } finally {
    await sql.end();
  }
}
