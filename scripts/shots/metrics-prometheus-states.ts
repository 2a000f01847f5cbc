import { rootConnection } from '../../test/support/community.ts';
import { prometheus } from '../../test/support/monitoring.ts';
import { obtainMonitoring } from '../test/monitoring.ts';
import type { Camera } from './camera.ts';
import type { Stage } from './stage.ts';

const machines = ['db-1', 'db-2', 'web-1', 'web-2', 'web-3', 'chat-1', 'media-1', 'media-2'];
const hours = 7;
const every = 15;

/** Without a server, with one whose machines have a past, and with one that is away; signed in as a CTO. */
export async function prometheusStates({ demo, goTo, page }: Stage, camera: Camera): Promise<void> {
  if (obtainMonitoring(console.error) === null) return;
  const sql = await rootConnection({ host: demo.server.host, port: demo.server.port, ...demo.server.root });
  const connect = (name: string, url: string) =>
    sql.query(
      "REPLACE INTO caretaker.prometheus_server (name, url, auth, user, secret, tenant) VALUES (?, ?, 'none', '', '', '')",
      [name, url],
    );
  await using server = await prometheus({ past: past(Math.floor(Date.now() / 1000)) });
  try {
    await sql.query('DELETE FROM caretaker.prometheus_server');
    await goTo('/metrics/prometheus');
    await page.getByText('The machines are unknown').waitFor();
    await camera.take(page, 'metrics-prometheus-none');
    await page.getByRole('button', { name: 'Connect a server…' }).click();
    await page.getByLabel('Address').fill('http://127.0.0.1:9');
    await page.getByRole('radio', { name: 'name and password' }).check({ force: true });
    await page.getByRole('dialog').getByRole('button', { name: 'Connect' }).click();
    await page.getByText('Give it a name').waitFor();
    await camera.take(page, 'metrics-prometheus-connect');

    await connect('Main', server.url);
    await goTo('/metrics/prometheus');
    const charts = page.getByRole('figure').getByText(/^step /);
    await charts.nth(9).waitFor();
    await camera.take(page, 'metrics-prometheus-machines');
    await goTo('/metrics/prometheus?part=targets');
    await page.getByRole('heading', { name: /do not answer/ }).waitFor();
    await camera.take(page, 'metrics-prometheus-targets');
    await goTo('/metrics/prometheus?part=explore');
    await page.getByRole('button', { name: 'Who answers' }).waitFor();
    await camera.take(page, 'metrics-prometheus-explore');
    await goTo(
      `/metrics/prometheus?${new URLSearchParams({ part: 'explore', expr: 'node_load1 and on (instance) up' })}`,
    );
    await page.getByRole('region', { name: 'Values', exact: true }).getByRole('row').nth(3).waitFor();
    await camera.take(page, 'metrics-prometheus-expression');
    await goTo(
      `/metrics/prometheus?${new URLSearchParams({ part: 'explore', expr: 'sum(rate(node_load1[$window]) by' })}`,
    );
    await page.getByRole('alert').waitFor();
    await camera.take(page, 'metrics-prometheus-fault');

    await connect('Away', 'http://127.0.0.1:9');
    await sql.query("DELETE FROM caretaker.prometheus_server WHERE name = 'Main'");
    await goTo('/metrics/prometheus');
    await page.getByText('Unknown: “Away” gives no metrics').waitFor();
    await camera.take(page, 'metrics-prometheus-away');
  } finally {
    await sql.query('DELETE FROM caretaker.prometheus_server');
    await sql.end();
  }
}

type Value = (seed: number, at: number, before: number) => number;

/** Eight machines over the last hours, and some minutes more, as OpenMetrics. One of them fell silent an hour ago. */
function past(now: number): string {
  const wave = (seed: number, at: number) =>
    0.5 + 0.4 * Math.sin(at / 5000 + seed) + 0.1 * Math.sin(at / 300 + 7 * seed);
  const grows =
    (each: (seed: number, at: number) => number): Value =>
    (seed, at, before) =>
      before + every * each(seed, at);
  const level =
    (each: (seed: number, at: number) => number): Value =>
    (seed, at) =>
      each(seed, at);
  const busy = (seed: number, at: number) => 0.1 + 0.6 * wave(seed, at);
  const cores = [0, 1, 2, 3];
  return [
    ...metric(
      'up',
      '',
      level((seed, at) => Number(seed !== 4 || at < now - 3600)),
      now,
    ),
    ...metric(
      'node_uname_info',
      '',
      level(() => 1),
      now,
    ),
    ...cores.flatMap((cpu) => [
      ...metric(
        'node_cpu_seconds_total',
        `,cpu="${cpu}",mode="idle"`,
        grows((seed, at) => 1 - busy(seed, at)),
        now,
        cpu === 0,
      ),
      ...metric('node_cpu_seconds_total', `,cpu="${cpu}",mode="user"`, grows(busy), now, false),
    ]),
    ...metric(
      'node_load1',
      '',
      level((seed, at) => 5 * wave(seed, at)),
      now,
    ),
    ...metric(
      'node_memory_MemAvailable_bytes',
      '',
      level((seed, at) => 2 ** 35 * (0.6 - 0.3 * wave(seed + 1, at))),
      now,
    ),
    ...metric(
      'node_memory_MemTotal_bytes',
      '',
      level(() => 2 ** 35),
      now,
    ),
    ...metric(
      'node_filesystem_avail_bytes',
      disk,
      level((seed, at) => 1e12 * (0.6 - 0.06 * seed - (at - now) / 2e6)),
      now,
    ),
    ...metric(
      'node_filesystem_size_bytes',
      disk,
      level(() => 1e12),
      now,
    ),
    ...metric(
      'node_disk_io_time_seconds_total',
      ',device="nvme0n1"',
      grows((seed, at) => 0.4 * wave(seed + 2, at)),
      now,
    ),
    ...metric(
      'node_network_receive_bytes_total',
      ',device="eth0"',
      grows((seed, at) => 4e7 * wave(seed + 3, at)),
      now,
    ),
    ...metric(
      'node_network_transmit_bytes_total',
      ',device="eth0"',
      grows((seed, at) => 9e7 * wave(seed + 4, at)),
      now,
    ),
    ...metric(
      'mysql_up',
      '',
      level(() => 1),
      now,
      true,
      'databases',
      2,
    ),
    ...metric(
      'mysql_global_status_questions',
      '',
      grows((seed, at) => 2400 * wave(seed, at)),
      now,
      true,
      'databases',
      2,
    ),
    ...metric(
      'mysql_global_status_threads_running',
      '',
      level((seed, at) => Math.round(9 * wave(seed, at))),
      now,
      true,
      'databases',
      2,
    ),
    ...metric(
      'mysql_global_status_threads_connected',
      '',
      level((seed, at) => Math.round(300 * wave(seed, at))),
      now,
      true,
      'databases',
      2,
    ),
    ...metric(
      'mysql_global_variables_max_connections',
      '',
      level(() => 500),
      now,
      true,
      'databases',
      2,
    ),
    '# EOF\n',
  ].join('\n');
}

const disk = ',device="nvme0n1p2",fstype="ext4",mountpoint="/srv"';

function metric(
  name: string,
  labels: string,
  value: Value,
  now: number,
  typed = true,
  job = 'machines',
  count = machines.length,
): string[] {
  const lines = typed
    ? [`# TYPE ${name.replace(/_total$/, '')} ${name.endsWith('_total') ? 'counter' : 'gauge'}`]
    : [];
  for (const [seed, machine] of machines.slice(0, count).entries()) {
    const silent = name !== 'up' && seed === 4 ? now - 3600 : Number.POSITIVE_INFINITY;
    let before = 1000 * (seed + 1);
    for (let at = now - hours * 3600; at < now + 900; at += every) {
      before = value(seed, at, before);
      if (at < silent)
        lines.push(`${name}{instance="${machine}:9100",job="${job}"${labels}} ${before} ${at}`);
    }
  }
  return lines;
}
