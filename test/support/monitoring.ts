import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../scripts/private-server/places.ts';
import { findMonitoring, type Monitoring } from '../../scripts/test/monitoring.ts';

/** What the tests watch with; null where it could not be had, which `npm test` says aloud. */
export const monitoring = findMonitoring();

export interface Running extends AsyncDisposable {
  readonly port: number;
  /** `host:port`, as a target of Prometheus. */
  readonly target: string;
  readonly url: string;
  stop(): Promise<void>;
}

/** The user and password that `guarded` lets in. */
export const guard = { user: 'caretaker', password: 'prom-Pass-1' };
// Of the password above, as bcrypt.
const guardHash = '$2b$04$RE8sMRdOHkkjDKZS0q/u4.9qKII5C/chv0o1wZQAf9qxzVv480qke';

function programs(): Monitoring {
  const found = findMonitoring();
  if (found !== null) return found;
  throw new Error('Prometheus is not on this machine: run `npm test`, which fetches it.');
}

/** A node_exporter of this machine, on 127.0.0.1 alone. */
export function nodeExporter(): Promise<Running> {
  return start(programs().nodeExporter, (port) => [
    `--web.listen-address=127.0.0.1:${port}`,
    '--collector.disable-defaults',
    ...['cpu', 'diskstats', 'filesystem', 'loadavg', 'meminfo', 'netdev', 'uname', 'time'].map(
      (it) => `--collector.${it}`,
    ),
    '--log.level=error',
  ]);
}

/** A mysqld_exporter of a database server, on 127.0.0.1 alone. */
export function mysqldExporter(server: { port: number; user: string; password: string }): Promise<Running> {
  return start(
    programs().mysqldExporter,
    (port) => [`--web.listen-address=127.0.0.1:${port}`, '--config.my-cnf=/dev/null', '--log.level=error'],
    { environment: { DATA_SOURCE_NAME: `${server.user}:${server.password}@(127.0.0.1:${server.port})/` } },
  );
}

interface PrometheusOptions {
  /** From the name of a job to its targets, `host:port`. */
  readonly jobs?: Readonly<Record<string, readonly string[]>>;
  /** Lets in only `guard`. */
  readonly guarded?: boolean;
  /** PEM files, for https. */
  readonly tls?: { cert: string; key: string };
  /** Where its API is, such as `/prometheus`. */
  readonly prefix?: string;
  /** Samples of before, as OpenMetrics. */
  readonly past?: string;
  readonly flags?: readonly string[];
}

/** A Prometheus that asks its targets every second, on 127.0.0.1 alone. */
export async function prometheus(o: PrometheusOptions = {}): Promise<Running> {
  const folder = await mkdtemp(join(tmpdir(), 'caretaker-prometheus-'));
  const data = join(folder, 'data');
  await mkdir(data);
  if (o.past !== undefined) await layPast(folder, data, o.past);
  const jobs = Object.entries(o.jobs ?? {}).map(([name, targets]) => ({
    job_name: name,
    static_configs: [{ targets }],
  }));
  // JSON is YAML too.
  await writeFile(
    join(folder, 'prometheus.yml'),
    JSON.stringify({
      global: { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' },
      scrape_configs: jobs,
    }),
  );
  const web = {
    ...(o.guarded ? { basic_auth_users: { [guard.user]: guardHash } } : {}),
    ...(o.tls ? { tls_server_config: { cert_file: o.tls.cert, key_file: o.tls.key } } : {}),
  };
  await writeFile(join(folder, 'web.yml'), JSON.stringify(web));
  return start(
    programs().prometheus,
    (port) => [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--web.config.file=${join(folder, 'web.yml')}`,
      `--storage.tsdb.path=${data}`,
      '--storage.tsdb.retention.time=10y',
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=error',
      ...(o.prefix === undefined ? [] : [`--web.route-prefix=${o.prefix}`]),
      ...(o.flags ?? []),
    ],
    { scheme: o.tls ? 'https' : 'http', path: o.prefix ?? '', folder },
  );
}

/** A VictoriaMetrics that asks the same way. */
export async function victoriaMetrics(jobs: Readonly<Record<string, readonly string[]>>): Promise<Running> {
  const folder = await mkdtemp(join(tmpdir(), 'caretaker-victoria-'));
  await writeFile(
    join(folder, 'scrape.yml'),
    JSON.stringify({
      global: { scrape_interval: '1s' },
      scrape_configs: Object.entries(jobs).map(([name, targets]) => ({
        job_name: name,
        static_configs: [{ targets }],
      })),
    }),
  );
  return start(
    programs().victoriaMetrics,
    (port) => [
      `-promscrape.config=${join(folder, 'scrape.yml')}`,
      `-storageDataPath=${join(folder, 'data')}`,
      `-httpListenAddr=127.0.0.1:${port}`,
      '-loggerLevel=ERROR',
      '-memory.allowedPercent=5',
      '-search.latencyOffset=1s',
    ],
    { folder },
  );
}

/** Waits until an expression gives something there. Past the console: this is how a test knows what is to be seen. */
export async function untilThere(at: Running, expression: string, seconds = 40): Promise<void> {
  const until = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await fetch(`${at.url}/api/v1/query?${new URLSearchParams({ query: expression })}`);
    // One that still starts answers 503, in plain words.
    const { data } = answer.ok ? ((await answer.json()) as { data?: { result?: unknown[] } }) : {};
    if ((data?.result?.length ?? 0) > 0) return;
    if (Date.now() > until) throw new Error(`${at.url} gave nothing for ${expression} in ${seconds} s.`);
    await sleep(200);
  }
}

async function layPast(folder: string, data: string, openMetrics: string): Promise<void> {
  const file = join(folder, 'past.om');
  await writeFile(file, openMetrics);
  const laid = spawnSync(programs().promtool, ['tsdb', 'create-blocks-from', 'openmetrics', file, data], {
    encoding: 'utf8',
  });
  if (laid.status !== 0) throw new Error(`promtool did not take the samples: ${laid.stdout}${laid.stderr}`);
}

interface Place {
  readonly scheme?: string;
  readonly path?: string;
  readonly environment?: Record<string, string>;
  /** Removed when it ends. */
  readonly folder?: string;
}

/** Starts a program on a free port and waits until something answers there. It is ended by its own process alone. */
async function start(program: string, args: (port: number) => string[], place: Place = {}): Promise<Running> {
  const folder = place.folder ?? (await mkdtemp(join(tmpdir(), 'caretaker-monitoring-')));
  const log = join(folder, 'log');
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const out = openSync(log, 'a');
    const child = spawn(program, args(port), {
      cwd: folder,
      env: { ...process.env, GOMAXPROCS: '1', ...place.environment },
      stdio: ['ignore', out, out],
    });
    // A test that is cut short disposes of nothing.
    const last = () => child.kill('SIGKILL');
    process.once('exit', last);
    child.once('exit', () => process.off('exit', last));
    if (await answers(child, port)) return running(child, port, folder, place);
    await end(child);
    // Another program may have taken the port meanwhile.
    if (attempt === 3) {
      throw new Error(
        `${program} did not come up:\n${(await readFile(log, 'utf8')).split('\n').slice(-8).join('\n')}`,
      );
    }
  }
}

function running(
  child: ChildProcess,
  port: number,
  folder: string,
  { scheme = 'http', path = '' }: Place,
): Running {
  const stop = async () => {
    await end(child);
    await rm(folder, { recursive: true, force: true });
  };
  return {
    port,
    target: `127.0.0.1:${port}`,
    url: `${scheme}://127.0.0.1:${port}${path}`,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

async function answers(child: ChildProcess, port: number): Promise<boolean> {
  for (const until = Date.now() + 40_000; Date.now() < until; await sleep(100)) {
    if (child.exitCode !== null || child.signalCode !== null) return false;
    try {
      await (await fetch(`http://127.0.0.1:${port}/`, { redirect: 'manual' })).body?.cancel();
      return true;
    } catch {
      // Not listening yet.
    }
  }
  return false;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const killing = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await gone;
  clearTimeout(killing);
}
