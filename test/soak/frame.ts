import { setTimeout as sleep } from 'node:timers/promises';
import type { Role } from '../../src/contract/roles.ts';
import { addStaff } from '../../src/core/database/install.ts';
import type { Community } from '../support/community.ts';
import { startDesks } from './desks.ts';
import { Diary } from './diary.ts';
import type { Deed, Seat, Work } from './protocol.ts';

export interface Frame {
  readonly work: Work;
  readonly seconds: number;
  /** People who sit at one desk: a process that is killed with all of them. */
  readonly seatsEach: number;
  /** How often a desk is killed. */
  readonly killEverySeconds: number;
  readonly say: (line: string) => void;
}

export interface Killed {
  readonly desks: number;
  readonly people: number;
  readonly secondsWithoutDatabase: number;
}

/** What comes from members meanwhile. */
export interface Members {
  readonly everyMs: number;
  write(): Promise<void>;
}

/**
 * Has people work through kills of their processes and one of the database. They go on until `count` of their deeds were
 * done, however slow the machine is; half of them before the crash.
 */
export async function workThroughKills<Told extends Deed>(
  town: Community,
  o: Frame & {
    readonly seats: readonly Seat[];
    readonly enough: { readonly deed: Told['deed']; readonly count: number };
    readonly members: Members;
  },
): Promise<{ diary: Diary<Told>; killed: Killed }> {
  o.say(`${o.seats.length} people sign in`);
  const { host, port } = town.root;
  const diary = new Diary<Told>();
  const colleagues = o.seats.map(({ user }) => user);
  const desks = await startDesks({
    begin: { work: o.work, host, port, colleagues },
    seats: o.seats,
    seatsEach: o.seatsEach,
    hear: (word) => diary.hear(word),
  });
  const day = new AbortController();
  const killed = { desks: 0, people: 0, secondsWithoutDatabase: 0 };
  const killing = every(o.killEverySeconds * 1000, day.signal, async () => {
    const people = desks.killOne();
    killed.people += people;
    if (people > 0) killed.desks += 1;
  });
  const writing = every(o.members.everyMs, day.signal, () => o.members.write());
  const half = async (count: number) => {
    await sleep(o.seconds * 500);
    while (diary.count(o.enough.deed) < count) await sleep(200);
  };
  o.say('They work');
  await half(o.enough.count / 2);
  killed.secondsWithoutDatabase = await crash(town, o.say);
  await half(o.enough.count);
  day.abort();
  await Promise.all([killing, writing]);
  await desks.goHome();
  return { diary, killed };
}

/** Gives each an account of their own: `m1` of `Moderator 1`. */
export async function hire(town: Community, role: Role, name: string, count: number): Promise<Seat[]> {
  const letter = name.charAt(0).toLowerCase();
  const seats = Array.from({ length: count }, (_, index) => ({
    user: `${letter}${index + 1}`,
    password: `${name}-Pass-${index + 1}`,
  }));
  for (const [index, { user, password }] of seats.entries()) {
    await addStaff({ root: town.root, user, password, role, displayName: `${name} ${index + 1}` });
  }
  return seats;
}

/** Kills the server at once, as a crash would, and starts it again; how long it was away, in seconds. */
async function crash({ server }: Community, say: (line: string) => void): Promise<number> {
  const began = performance.now();
  say('The database is killed (kill -9)');
  server.kill();
  await server.exited;
  await server.startAgain();
  const seconds = (performance.now() - began) / 1000;
  say(`The database is back after ${seconds.toFixed(1)} s`);
  return seconds;
}

async function every(ms: number, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  while (!signal.aborted) {
    await sleep(ms, undefined, { signal }).catch(() => {});
    if (!signal.aborted) await work();
  }
}
