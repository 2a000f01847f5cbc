import { BadFlags, type Flags, HELP, parseFlags } from '../test/bench/support/flags.ts';

/** Measures what the console and its demo cost, as docs/benchmarks.md explains. */
function readFlags(): Flags | null {
  try {
    return parseFlags(process.argv.slice(2), process.env);
  } catch (error) {
    if (!(error instanceof BadFlags)) throw error;
    console.error(`${error.message} See npm run bench -- --help.`);
    return null;
  }
}

const flags = readFlags();
if (!flags) process.exitCode = 2;
else if (flags.help) console.log(HELP);
else {
  // Loaded only now: a mistyped name should be answered at once.
  const { runBenchmarks } = await import('../test/bench/support/run.ts');
  process.exit(await runBenchmarks(flags));
}
