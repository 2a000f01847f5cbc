import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

/** The long run of the test that sends bad input to every procedure: `npm run fuzz [-- RUNS]`, by default 1,000 each. */
const runs = process.argv[2] ?? '1000';
if (!/^[1-9]\d{0,6}$/.test(runs)) {
  console.error(`"${runs}" is not a number of runs. Usage: npm run fuzz [-- RUNS]`);
  process.exit(2);
}
const run = spawnSync(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', 'test/integration/fuzz.test.ts'],
  {
    cwd: resolve(import.meta.dirname, '..'),
    env: { ...process.env, CARETAKER_FUZZ_RUNS: runs },
    stdio: 'inherit',
  },
);
process.exit(run.status ?? 1);
