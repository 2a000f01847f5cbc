import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { digestsFolder } from '../test/support/community.ts';
import { obtainServer } from './private-server/install.ts';
import { makeChroot } from './private-server/mysql-chroot.ts';
import { build } from './start/build.ts';
import { obtainChromium } from './test/chromium.ts';
import { checkGuest } from './test/guest.ts';
import { obtainMonitoring } from './test/monitoring.ts';
import { type Counts, check, closingLine, playwright, vitest } from './test/steps.ts';

const root = resolve(import.meta.dirname, '..');
const help = `npm test [-- options]

Sets up what the tests need and runs them all: lint, types, unit, static checks of the bundles, integration on a
database server of their own, and end to end in a browser. Ends with "N passed, N failed".

  --server NAME   the database of the integration tests: mariadb (default) or mysql
  --only NAME     one part: lint, types, unit, static, integration, guest or e2e; may be repeated
  --help          this text`;

const parts = ['lint', 'types', 'unit', 'static', 'integration', 'guest', 'e2e'] as const;
type Part = (typeof parts)[number];

const options = readOptions();
if (options.help) {
  console.log(help);
  process.exit(0);
}
try {
  const counts = await run(options.server, options.parts);
  console.log(`\n${closingLine(counts)}`);
  process.exit(counts.failed === 0 && counts.passed > 0 ? 0 : 1);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.log('\n0 passed, 1 failed');
  process.exit(1);
}

async function run(server: 'mariadb' | 'mysql', chosen: ReadonlySet<Part>): Promise<Counts> {
  const total: Counts = { passed: 0, failed: 0, skipped: 0 };
  const add = (counts: Counts) => {
    total.passed += counts.passed;
    total.failed += counts.failed;
    total.skipped += counts.skipped;
  };
  const environment = { ...process.env, CARETAKER_TEST_SERVER: server, ...prepare(server, chosen) };

  if (chosen.has('lint'))
    add(check('Lint', ['node_modules/@biomejs/biome/bin/biome', 'check', '.'], environment));
  if (chosen.has('types')) add(check('Types', ['node_modules/typescript/bin/tsc'], environment));
  if (chosen.has('unit')) add(vitest('Unit', 'unit', environment));
  if (chosen.has('static') || chosen.has('e2e') || chosen.has('integration')) {
    await build(root, new AbortController().signal, console.log);
  }
  if (chosen.has('static')) add(vitest('Static checks of the bundles', 'static', environment));
  if (chosen.has('integration')) {
    rmSync(digestsFolder, { recursive: true, force: true });
    add(vitest(`Integration on ${server}`, `integration on ${server}`, environment));
  }
  if (chosen.has('guest')) {
    console.log('\n— A good guest');
    add({ skipped: 0, ...checkGuest(console.log) });
  }
  if (chosen.has('e2e')) add(playwright('End to end', environment));
  return total;
}

/** Installs what is missing, and gives the environment in which tests find it. */
function prepare(server: 'mariadb' | 'mysql', chosen: ReadonlySet<Part>): Record<string, string> {
  const found: Record<string, string> = {};
  if (chosen.has('integration') || chosen.has('e2e')) {
    if (server === 'mysql') found.CARETAKER_MYSQL_ROOT = mysqlRoot();
    else obtainServer(console.log);
  }
  if (chosen.has('e2e') || chosen.has('integration')) {
    found.CARETAKER_CHROMIUM = obtainChromium(console.log);
    obtainMonitoring(console.log);
  }
  return found;
}

/** A MySQL on PATH serves as it is; on Debian, which has none, one is made in a folder of its own. */
function mysqlRoot(): string {
  if (process.env.CARETAKER_MYSQL_ROOT !== undefined) return process.env.CARETAKER_MYSQL_ROOT;
  const folder = join(root, '.data/mysql-sid');
  makeChroot(folder, console.log);
  return folder;
}

function readOptions(): { server: 'mariadb' | 'mysql'; parts: ReadonlySet<Part>; help: boolean } {
  try {
    const { values } = parseArgs({
      options: {
        server: { type: 'string', default: 'mariadb' },
        only: { type: 'string', multiple: true },
        help: { type: 'boolean', default: false },
      },
    });
    const { server } = values;
    if (server !== 'mariadb' && server !== 'mysql')
      throw new Error(`--server is mariadb or mysql, not ${server}.`);
    const only = values.only?.map((name) => {
      const part = parts.find((it) => it === name);
      if (!part) throw new Error(`--only is one of ${parts.join(', ')}, not ${name}.`);
      return part;
    });
    return { server, parts: new Set(only ?? parts), help: values.help };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error} See --help.`);
    process.exit(2);
  }
}
