import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Demo, startDemo } from '../../../scripts/start/demo.ts';
import { connectOnce } from '../../../src/core/database/connect.ts';
import type { Flags } from './flags.ts';
import { isBegun, LAID_ABOVE, type Left, layDirectory } from './laying.ts';
import { keptMaking, type Making, makeCommunity, makeKeptCommunity } from './making.ts';

export type BareConnection = Awaited<ReturnType<typeof connectOnce>>;

/** What the benchmarks of one run stand on. All that is started ends with it. */
export interface Ground extends AsyncDisposable {
  readonly members: number;
  /** Of the desk that is measured. */
  readonly tickets: number;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
  /** The community in a running private server, with Caretaker installed and the four people. */
  demo(): Promise<Demo>;
  /**
   * What of the directory is left to the job where it is laid in bulk, as the demo opens or by `layDirectory`; null where
   * the job builds all of it.
   */
  readonly leftToBuild: Left | null;
  /** Lays the directory, which must be empty. */
  layDirectory(demo: Demo): Promise<void>;
  /** Ends with the run what a benchmark started. */
  readonly started: AsyncDisposableStack;
  /** A warm connection of the driver alone, by the account of the moderator, or of another of the demo: what a call is compared with. */
  bareConnection(user?: string): Promise<BareConnection>;
  /** What making the community took: in this run, unless that takes long, is known and was not asked for by name. */
  making(): Promise<{ making: Making; inThisRun: boolean }>;
}

/** The users of the demo who read members all day, and who answer them. */
export const moderator = 'mara';
export const agent = 'sam';

const root = resolve(import.meta.dirname, '../../..');
/** A making that took longer than this is not repeated unless the generator is named. */
const REPEAT_BELOW_SECONDS = 60;
/** Enough to tell from it how fast the job is among so many others. */
const LEFT_TO_BUILD: Left = { members: 60_000, logins: 120_000 };

export function openGround(flags: Flags, signal: AbortSignal, say: (line: string) => void): Ground {
  const started = new AsyncDisposableStack();
  const folder = join(root, '.data/bench', String(flags.members));
  let made: Promise<Making> | undefined;
  let demo: Promise<Demo> | undefined;

  /** Makes the kept community where there is none yet. */
  async function prepare(): Promise<void> {
    mkdirSync(folder, { recursive: true });
    if (keptMaking(folder)) return;
    made ??= makeKeptCommunity({ folder, members: flags.members, signal, say });
    await made;
  }

  const leftToBuild = flags.members > LAID_ABOVE ? LEFT_TO_BUILD : null;

  function open(): Promise<Demo> {
    demo ??= start();
    return demo;
  }

  async function start(): Promise<Demo> {
    await prepare();
    const opened = await startDemo({
      dataDir: folder,
      adapterFile: join(root, 'resources/sites/demo.sql'),
      members: flags.members,
      reset: false,
      started,
      signal,
      say,
    });
    // Before a console comes, whose job would begin to build it.
    if (leftToBuild && !(await isBegun(rootOf(opened)))) await lay(opened, leftToBuild);
    return opened;
  }

  async function lay(opened: Demo, left: Left): Promise<void> {
    say(`Laying the member directory, but for ${left.members} members`);
    await layDirectory({ root: rootOf(opened), folder, left, signal, say });
  }

  return {
    members: flags.members,
    tickets: flags.tickets,
    signal,
    say,
    started,
    demo: open,
    leftToBuild,
    async layDirectory(opened) {
      if (leftToBuild) await lay(opened, leftToBuild);
    },
    async bareConnection(user = moderator) {
      const { server, people } = await open();
      const person = people.find((it) => it.user === user);
      if (!person) throw new Error(`The demo has no ${user}.`);
      const { host, port } = server;
      const connection = await connectOnce({ host, port, ...person, tls: 'off', ca: null });
      started.defer(() => connection.destroy());
      return connection;
    },
    async making() {
      await prepare();
      const kept = keptMaking(folder);
      if (!made && kept && kept.seconds > REPEAT_BELOW_SECONDS && !flags.generatorNamed)
        return { making: kept, inThisRun: false };
      made ??= makeCommunity({ folder: join(folder, 'fresh'), members: flags.members, signal, say });
      return { making: await made, inThisRun: true };
    },
    [Symbol.asyncDispose]: () => started.disposeAsync(),
  };
}

function rootOf({ server }: Demo) {
  return { host: server.host, port: server.port, ...server.root };
}
