import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Demo, startDemo } from '../../../scripts/start/demo.ts';
import { connectOnce } from '../../../src/core/database/connect.ts';
import type { Flags } from './flags.ts';
import { keptMaking, type Making, makeCommunity, makeKeptCommunity } from './making.ts';

export type BareConnection = Awaited<ReturnType<typeof connectOnce>>;

/** What the benchmarks of one run stand on. All that is started ends with it. */
export interface Ground extends AsyncDisposable {
  readonly members: number;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
  /** The community in a running private server, with Caretaker installed and the four people. */
  demo(): Promise<Demo>;
  /** Ends with the run what a benchmark started. */
  readonly started: AsyncDisposableStack;
  /** A warm connection of the driver alone, by the moderator's own account: what a call is compared with. */
  bareConnection(): Promise<BareConnection>;
  /** What making the community took: in this run, unless that takes long, is known and was not asked for by name. */
  making(): Promise<{ making: Making; inThisRun: boolean }>;
}

/** The user of the demo who reads members all day. */
export const moderator = 'mara';

const root = resolve(import.meta.dirname, '../../..');
/** A making that took longer than this is not repeated unless the generator is named. */
const REPEAT_BELOW_SECONDS = 60;

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

  function open(): Promise<Demo> {
    demo ??= prepare().then(() =>
      startDemo({
        dataDir: folder,
        adapterFile: join(root, 'resources/sites/demo.sql'),
        members: flags.members,
        reset: false,
        started,
        signal,
        say,
      }),
    );
    return demo;
  }

  return {
    members: flags.members,
    signal,
    say,
    started,
    demo: open,
    async bareConnection() {
      const { server, people } = await open();
      const person = people.find(({ user }) => user === moderator);
      if (!person) throw new Error(`The demo has no ${moderator}.`);
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
