import { availableParallelism, loadavg } from 'node:os';
import { errorMessage } from '../../scripts/private-server/errors.ts';
import { type Community, testCommunity } from '../support/community.ts';
import { TEST_SETTINGS, testBinaries } from '../support/database-server.ts';
import type { SoakFlags } from './flags.ts';
import type { Work } from './protocol.ts';
import { reportOf as reportOnReports } from './reports/report.ts';
import { soak as soakReports } from './reports/soak.ts';
import { reportOf as reportOnTickets } from './tickets/report.ts';
import { soak as soakTickets } from './tickets/soak.ts';

/** Everything but the result goes to the standard error. */
const say = (line: string) => console.error(line);

interface Result {
  readonly text: string;
  readonly wrong: Readonly<Record<string, readonly string[]>>;
}

const soaks: Record<Work, (town: Community, flags: SoakFlags) => Promise<Result>> = {
  async reports(town, { people: moderators, amount: cases, minutes }) {
    const soaked = await soakReports(town, { ...frameOf(minutes), moderators, cases, decisions: 1 });
    return { text: reportOnReports(soaked, { moderators, cases, minutes }), wrong: soaked.wrong };
  },
  async tickets(town, { people: agents, amount: tickets, minutes }) {
    const soaked = await soakTickets(town, { ...frameOf(minutes), agents, tickets, replies: 1 });
    return { text: reportOnTickets(soaked, { agents, tickets, minutes }), wrong: soaked.wrong };
  },
};

const frameOf = (minutes: number) => ({ seconds: minutes * 60, seatsEach: 5, killEverySeconds: 10, say });

/** Makes a community of its own, soaks it and prints what came of it. Resolves with the exit code: 1 where anything is wrong. */
export async function runSoakCommand(flags: SoakFlags): Promise<number> {
  try {
    say(`Making a community of ${flags.members.toLocaleString('en')} members`);
    const { flavour, version } = testBinaries();
    await using town = await testCommunity({
      members: flags.members,
      directory: false,
      settings: { settings: soakSettings(flags.people) },
    });
    const { text, wrong } = await soaks[flags.work](town, flags);
    const server = `${flavour === 'mysql' ? 'MySQL' : 'MariaDB'} ${version}`;
    const load = loadavg().map((it) => it.toFixed(1));
    say(`${server}, Node ${process.versions.node}, ${availableParallelism()} cores, load ${load.join(', ')}`);
    console.log(text);
    return Object.values(wrong).every((it) => it.length === 0) ? 0 : 1;
  } catch (error) {
    say(errorMessage(error));
    return 1;
  }
}

/** Each console has up to ten connections open. */
export function soakSettings(people: number) {
  return {
    bufferPoolMegabytes: 512,
    redoMegabytes: 256,
    options: { ...TEST_SETTINGS.options, 'max-connections': String(100 + 12 * people) },
  };
}
