import { BadFlags, type Flags, HELP, parseFlags } from './start/flags.ts';

function readFlags(): Flags | null {
  try {
    return parseFlags(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof BadFlags)) throw error;
    console.error(`${error.message} See --help.`);
    return null;
  }
}

const flags = readFlags();
if (!flags) process.exitCode = 2;
else if (flags.help) console.log(HELP);
else {
  // Loaded only now: a mistyped flag should be answered at once.
  const { runSession } = await import('./start/session.ts');
  process.exit(await runSession(flags));
}
