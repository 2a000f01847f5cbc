import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

/** What the tests of Metrics watch with: each by the path of its program. */
export interface Monitoring {
  readonly prometheus: string;
  readonly promtool: string;
  readonly nodeExporter: string;
  readonly mysqldExporter: string;
  readonly victoriaMetrics: string;
}

/** By the names that Debian and their makers give them. */
const names: Record<keyof Monitoring, readonly string[]> = {
  prometheus: ['prometheus'],
  promtool: ['promtool'],
  nodeExporter: ['prometheus-node-exporter', 'node_exporter'],
  mysqldExporter: ['prometheus-mysqld-exporter', 'mysqld_exporter'],
  victoriaMetrics: ['victoria-metrics', 'victoria-metrics-prod'],
};
const debianPackages = [
  'prometheus',
  'prometheus-node-exporter',
  'prometheus-mysqld-exporter',
  'victoria-metrics',
];
const folder = resolve(import.meta.dirname, '../../.data/monitoring');

/** Prometheus, its exporters and VictoriaMetrics: in CARETAKER_MONITORING, on PATH, or downloaded before; null unless all. */
export function findMonitoring(): Monitoring | null {
  const found = Object.entries(names).map(([key, files]) => [key, find(files)] as const);
  return found.every(([, file]) => file !== null)
    ? (Object.fromEntries(found) as unknown as Monitoring)
    : null;
}

/**
 * Finds them, or takes them out of Debian's packages into a folder of this checkout. They are not installed, since that
 * would start services. Where they cannot be had that is said, with what it leaves out; it is no failure.
 */
export function obtainMonitoring(say: (line: string) => void): Monitoring | null {
  const found = findMonitoring();
  if (found !== null) return found;
  const problem = download(say);
  const downloaded = findMonitoring();
  if (downloaded !== null) return downloaded;
  say(
    `LEFT OUT: the tests of Metrics against a real Prometheus. ${problem} ` +
      'Put prometheus, promtool, node_exporter, mysqld_exporter and victoria-metrics on PATH or into a folder named by ' +
      'CARETAKER_MONITORING, and run the tests again.',
  );
  return null;
}

/** Why it failed; empty where it did not. */
function download(say: (line: string) => void): string {
  if (!existsSync('/usr/bin/apt-get') || !existsSync('/usr/bin/dpkg')) {
    return 'This machine has no apt-get to download them with.';
  }
  say(`Downloading what the tests of Metrics watch with: apt-get download ${debianPackages.join(' ')}`);
  const unfinished = `${folder}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  try {
    if (!fetchPackages(unfinished)) {
      // The lists of packages may be missing or old.
      const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
      run([...asRoot, 'apt-get', '-qq', 'update'], unfinished);
      if (!fetchPackages(unfinished)) return 'apt-get could not download them.';
    }
    for (const file of readdirSync(unfinished).filter((it) => it.endsWith('.deb'))) {
      if (!run(['dpkg', '-x', file, '.'], unfinished)) return `${file} could not be unpacked.`;
      rmSync(join(unfinished, file));
    }
    rmSync(folder, { recursive: true, force: true });
    renameSync(unfinished, folder);
    return 'What was downloaded lacks one of them.';
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

function fetchPackages(into: string): boolean {
  return run(['apt-get', '-qq', 'download', ...debianPackages], into);
}

function run([program = '', ...args]: readonly string[], cwd: string): boolean {
  return spawnSync(program, args, { cwd, stdio: ['ignore', 'ignore', 'ignore'] }).status === 0;
}

function find(files: readonly string[]): string | null {
  const named = process.env.CARETAKER_MONITORING;
  const folders = [
    ...(named === undefined ? [] : [named]),
    ...(process.env.PATH ?? '').split(delimiter).filter(Boolean),
    join(folder, 'usr/bin'),
  ];
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return (
    folders.flatMap((it) => files.map((name) => join(it, name + suffix))).find((it) => existsSync(it)) ?? null
  );
}
