import { availableParallelism, loadavg } from 'node:os';
import { errorMessage } from '../../scripts/private-server/errors.ts';
import { testCommunity } from '../support/community.ts';
import { TEST_SETTINGS, testBinaries } from '../support/database-server.ts';
import type { SoakFlags } from './flags.ts';
import { reportOf } from './report.ts';
import { soak } from './soak.ts';

/** Everything but the result goes to the standard error. */
const say = (line: string) => console.error(line);

/** Makes a community of its own, soaks it and prints what came of it. Resolves with the exit code: 1 where anything is wrong. */
export async function runSoakCommand({ members, moderators, cases, minutes }: SoakFlags): Promise<number> {
  try {
    say(`Making a community of ${members.toLocaleString('en')} members`);
    const { flavour, version } = testBinaries();
    await using town = await testCommunity({
      members,
      directory: false,
      settings: { settings: soakSettings(moderators) },
    });
    const soaked = await soak(town, {
      moderators,
      cases,
      seconds: minutes * 60,
      decisions: 1,
      seatsEach: 5,
      killEverySeconds: 10,
      say,
    });
    const server = `${flavour === 'mysql' ? 'MySQL' : 'MariaDB'} ${version}`;
    const load = loadavg().map((it) => it.toFixed(1));
    say(`${server}, Node ${process.versions.node}, ${availableParallelism()} cores, load ${load.join(', ')}`);
    console.log(reportOf(soaked, { moderators, cases, minutes }));
    return Object.values(soaked.wrong).every((it) => it.length === 0) ? 0 : 1;
  } catch (error) {
    say(errorMessage(error));
    return 1;
  }
}

/** Each console has up to ten connections open. */
export function soakSettings(moderators: number) {
  return {
    bufferPoolMegabytes: 512,
    redoMegabytes: 256,
    options: { ...TEST_SETTINGS.options, 'max-connections': String(100 + 12 * moderators) },
  };
}
