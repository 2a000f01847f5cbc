import { existsSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { addStaff, install } from '../../src/core/database/install.ts';
import { workBacklog } from '../demo/backlog/backlog.ts';
import { communityState, fillCommunity } from '../demo/community.ts';
import { makeHistory } from '../demo/history/history.ts';
import { startLive } from '../demo/live/live.ts';
import { demoMedia, startMediaServer } from '../demo/media.ts';
import { workTickets } from '../demo/tickets/tickets.ts';
import { flavourOf, requireSpace } from '../private-server/data-folder.ts';
import { obtainServer } from '../private-server/install.ts';
import { roomFor } from '../private-server/options.ts';
import { writingTo } from '../private-server/places.ts';
import { type PrivateServer, removeDataFolder, startPrivateServer } from '../private-server/server.ts';
import { databaseUrl } from './connection.ts';
import { DEFAULT_MEMBERS } from './flags.ts';
import { type DemoPerson, demoPeople, isDemoProfile, writeDemoProfile } from './people.ts';
import { progressView } from './progress.ts';

export interface DemoOptions {
  /** Holds the database in `server/` and the console's profile in `profile/`. */
  dataDir: string;
  adapterFile: string;
  members: number | undefined;
  reset: boolean;
  /** Whether its site is at work, and its database has a past; else nothing runs on it but the console. */
  works?: boolean;
  /** Whatever is started here ends with it. */
  started: AsyncDisposableStack;
  signal: AbortSignal;
  say: (line: string) => void;
}

export interface Demo {
  server: PrivateServer;
  profileDir: string;
  people: DemoPerson[];
  /** For the jobs, which work without anyone signing in. */
  databaseUrl: string;
}

type Root = { host: string; port: number; user: string; password: string };

const SEED = 1;
/** 3.7 KB measured at 50,000 members; the rest is for sorting while indexes are built. */
const BYTES_PER_MEMBER = 6_000;

/**
 * Brings up the demo: server, community, its pictures, Caretaker's own schemas and four people. What is there is kept;
 * what was stopped half way is finished.
 */
export async function startDemo(o: DemoOptions): Promise<Demo> {
  const serverDir = join(o.dataDir, 'server');
  const profileDir = join(o.dataDir, 'profile');
  if (o.reset) await reset(serverDir, profileDir, o.say);
  const binaries = obtainServer(o.say, flavourOf(serverDir));
  if (!existsSync(serverDir)) await requireSpaceFor(o.dataDir, o.members ?? DEFAULT_MEMBERS);
  const server = await startPrivateServer({
    dataDir: serverDir,
    binaries,
    settings: roomFor(o.members ?? DEFAULT_MEMBERS),
    log: o.say,
    signal: o.signal,
  });
  o.started.defer(() => server.stop());
  const root: Root = { host: server.host, port: server.port, ...server.root };
  await fill(root, o);
  o.signal.throwIfAborted();
  await install({ root, adapterFile: o.adapterFile, makesAccounts: true, signal: o.signal });
  const media = o.started.use(await startMediaServer());
  const people = demoPeople(profileDir);
  for (const { user, password, role, name } of people)
    await addStaff({ root, user, password, role, displayName: name });
  o.signal.throwIfAborted();
  await writingTo(profileDir, async () => {
    await mkdir(profileDir, { recursive: true, mode: 0o700 });
    writeDemoProfile(profileDir, server.port, demoMedia(media), people);
  });
  const admin = people.find((person) => person.role === 'admin');
  const moderator = people.find((person) => person.role === 'moderator');
  const support = people.find((person) => person.role === 'support');
  if (!admin || !moderator || !support) throw new Error('The demo has no admin, moderator or support.');
  await workBacklog({ root, workers: [moderator, admin], signal: o.signal, say: o.say });
  await workTickets({ root, workers: [support, admin], signal: o.signal, say: o.say });
  if (o.works) await makeHistory({ root, signal: o.signal, say: o.say });
  const { members = 0, seed = SEED, until = new Date() } = await communityState(root);
  o.started.use(await startLive({ root, wish: { members, seed, until }, works: o.works ?? false }));
  return { server, profileDir, people, databaseUrl: databaseUrl({ ...root, ...admin }) };
}

async function fill(root: Root, o: DemoOptions): Promise<void> {
  const there = await communityState(root);
  const members = o.members ?? there.members ?? DEFAULT_MEMBERS;
  if (there.state === 'complete') {
    if (there.members === members) return;
    throw new Error(
      `The demo in ${o.dataDir} has ${there.members} members, not ${members}. Nothing was changed. Leave --members out ` +
        'to keep it, use --reset to make it anew, or choose another folder with --data.',
    );
  }
  if (there.state === 'outdated') {
    throw new Error(
      `The demo in ${o.dataDir} was made by an older Caretaker and lacks what this one shows. Nothing was changed. ` +
        'Use --reset to make it anew, or choose another folder with --data.',
    );
  }
  const until = there.until ?? startOfThisHour();
  o.say(
    there.state === 'partial'
      ? 'Finishing the demo community'
      : `Making a demo community of ${members} members`,
  );
  const view = progressView(process.stderr);
  try {
    const made = await fillCommunity({
      root,
      members,
      seed: there.seed ?? SEED,
      until,
      signal: o.signal,
      onProgress: view.show,
    });
    view.end();
    o.say(`The community is ready: ${made.rows} rows in ${Math.round(made.seconds)} s`);
  } catch (error) {
    view.end();
    throw error;
  }
}

/** Removes what a demo made and nothing else, whatever lies in the folder. */
async function reset(serverDir: string, profileDir: string, say: (line: string) => void): Promise<void> {
  if (await removeDataFolder(serverDir, say)) say(`Removed the demo's database in ${serverDir}`);
  if (isDemoProfile(profileDir)) rmSync(profileDir, { recursive: true, force: true });
}

async function requireSpaceFor(folder: string, members: number): Promise<void> {
  await requireSpace(folder, 700 * 2 ** 20 + members * BYTES_PER_MEMBER, `a demo of ${members} members`);
}

/** So that a fresh demo has had its morning already. */
function startOfThisHour(): Date {
  const hour = new Date();
  hour.setUTCMinutes(0, 0, 0);
  return hour;
}
