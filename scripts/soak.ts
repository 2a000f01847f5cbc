import { BadFlags, HELP, parseSoakFlags, type SoakFlags } from '../test/soak/flags.ts';

/** Has many moderators work one queue through kills, as docs/soak.md explains. */
function readFlags(): SoakFlags | null {
  try {
    return parseSoakFlags(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof BadFlags)) throw error;
    console.error(`${error.message} See npm run soak -- --help.`);
    return null;
  }
}

const flags = readFlags();
if (!flags) process.exitCode = 2;
else if (flags.help) console.log(HELP);
else {
  // Loaded only now: a mistyped name should be answered at once.
  const { runSoakCommand } = await import('../test/soak/command.ts');
  process.exit(await runSoakCommand(flags));
}
