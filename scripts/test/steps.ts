import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

type Environment = Record<string, string | undefined>;

const root = resolve(import.meta.dirname, '../..');
const reports = join(root, '.test/reports');

/** The last line of a run, which machines read: `N passed, N failed`, and what was left out if anything was. */
export function closingLine(counts: Counts): string {
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
  return `${counts.passed} passed, ${counts.failed} failed${skipped}`;
}

/** One program that is right or wrong as a whole. */
export function check(title: string, command: readonly string[], environment: Environment): Counts {
  const ok = runNode(title, command, environment) === 0;
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
}

export function vitest(title: string, project: string, environment: Environment): Counts {
  const report = freshReport(project);
  const command = ['node_modules/vitest/vitest.mjs', 'run', '--project', project];
  const status = runNode(
    title,
    [...command, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    environment,
  );
  return settled(status, vitestCounts(readReport(report)));
}

export function playwright(title: string, environment: Environment): Counts {
  const report = freshReport('e2e');
  const status = runNode(title, ['node_modules/@playwright/test/cli.js', 'test', '--reporter=list,json'], {
    ...environment,
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
  });
  const results = readReport(report);
  for (const name of repeatedTests(results)) console.log(`Passed only when repeated: ${name}`);
  return settled(status, playwrightCounts(results));
}

/** A run that failed without any test failing (it crashed, it found none) is a failure all the same. */
export function settled(status: number, counts: Counts): Counts {
  const silent = status !== 0 ? counts.failed === 0 : counts.passed === 0;
  return silent ? { ...counts, failed: counts.failed + 1 } : counts;
}

export function vitestCounts(report: Record<string, unknown>): Counts {
  return {
    passed: Number(report.numPassedTests ?? 0),
    failed: Number(report.numFailedTests ?? 0),
    skipped: Number(report.numPendingTests ?? 0) + Number(report.numTodoTests ?? 0),
  };
}

export function playwrightCounts(report: Record<string, unknown>): Counts {
  const stats = (report.stats ?? {}) as Record<string, unknown>;
  return {
    passed: Number(stats.expected ?? 0) + Number(stats.flaky ?? 0),
    failed: Number(stats.unexpected ?? 0),
    skipped: Number(stats.skipped ?? 0),
  };
}

interface Suite {
  readonly suites?: readonly Suite[];
  readonly specs?: readonly {
    readonly title: string;
    readonly file?: string;
    readonly tests: readonly { readonly status: string }[];
  }[];
}

/** Tests that failed at first: named aloud, since what is not steady hides a fault in the test or in the console. */
export function repeatedTests({ suites = [] }: Suite): string[] {
  return suites.flatMap((suite) => [
    ...(suite.specs ?? [])
      .filter((spec) => spec.tests.some((it) => it.status === 'flaky'))
      .map((spec) => `${spec.file ?? ''}: ${spec.title}`),
    ...repeatedTests(suite),
  ]);
}

function runNode(title: string, args: readonly string[], environment: Environment): number {
  console.log(`\n— ${title}`);
  const run = spawnSync(process.execPath, args, { cwd: root, env: environment, stdio: 'inherit' });
  return run.status ?? 1;
}

function freshReport(name: string): string {
  mkdirSync(reports, { recursive: true });
  const file = join(reports, `${name.replace(/\W+/g, '-')}.json`);
  rmSync(file, { force: true });
  return file;
}

function readReport(file: string): Record<string, unknown> {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>) : {};
}
