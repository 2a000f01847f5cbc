import { DAY, HOUR } from './calendar.ts';
import type { Plan } from './plan.ts';
import { Random, rollShare } from './random.ts';

export const ROLE = { ordinary: 0, spammer: 1, puppet: 2, complainer: 3, founder: 4 } as const;
export const STATUSES = ['active', 'muted', 'suspended', 'banned', 'deleted'] as const;
export const STATUS = { active: 0, muted: 1, suspended: 2, banned: 3, deleted: 4 } as const;
const FOUNDERS = 3;

/** Accounts of one person: they share addresses, look like `model`, and report whom `model` quarrels with. */
export interface Ring {
  model: number;
  puppets: number[];
}

/**
 * What the rows of other tables must know about members: when each joined and was last seen, how much each does,
 * who belongs to a wave or ring. Indexed by id, from 1; about 33 bytes a member.
 */
export interface Population {
  /** ms */
  joined: Float64Array;
  /** ms; nobody does anything later. */
  left: Float64Array;
  role: Uint8Array;
  status: Uint8Array;
  rings: Ring[];
  ringOf: Map<number, number>;
  waveAccounts: number[][];
  complainers: number[];
  /** The highest id that had joined by `time` (ms); at least 1. */
  idAt(time: number): number;
  /** Whether the member had joined and not yet left at `time` (ms). */
  isThere(id: number, time: number): boolean;
  /** Someone who was a member at `time`; the busy come up more often, by orders of magnitude. */
  someone(random: Random, time: number): number;
}

export function makePopulation(plan: Plan): Population {
  const { members, seed } = plan;
  const joined = new Float64Array(members + 1);
  const left = new Float64Array(members + 1);
  const activity = new Float64Array(members + 1);
  const role = new Uint8Array(members + 1);
  const status = new Uint8Array(members + 1);
  const waveAccounts: number[][] = plan.waves.map(() => []);
  const random = new Random(seed);

  for (let id = 1; id <= members; id++) {
    random.of(100, id);
    // The founders are there from the first moment: whatever needs somebody finds one of them.
    const at = id <= FOUNDERS ? plan.opened + id : plan.signUps.at((id - random.share()) / members);
    joined[id] = at;
    const hour = plan.signUps.hourOf(at);
    const wave = plan.spam.signUps.wave[hour] ?? -1;
    if (id <= FOUNDERS) role[id] = ROLE.founder;
    else if (wave >= 0 && random.chance(plan.spam.signUps.share[hour] ?? 0)) {
      role[id] = ROLE.spammer;
      waveAccounts[wave]?.push(id);
    }
  }
  const rings = makeRings(plan, role, random);
  const complainers = pickComplainers(plan, role);

  for (let id = 1; id <= members; id++) {
    random.of(101, id);
    const born = joined[id] ?? 0;
    const energy = random.normal();
    const kind = role[id];
    status[id] = drawStatus(kind, random);
    left[id] = lastSeen(plan, born, energy, kind, status[id] ?? 0, random);
    // Spammers post in waves only; to draw them here as well would blur the waves.
    const weight = kind === ROLE.spammer ? 0 : kind === ROLE.puppet ? 4 : Math.exp(1.6 * energy);
    activity[id] = (activity[id - 1] ?? 0) + weight;
  }
  endWaves(plan, waveAccounts, left, random);

  const idAt = (time: number): number => {
    let id = Math.min(Math.max(Math.round(plan.signUps.share(time) * members), 1), members);
    while (id > 1 && (joined[id] ?? 0) > time) id--;
    while (id < members && (joined[id + 1] ?? Number.POSITIVE_INFINITY) <= time) id++;
    return id;
  };

  const isThere = (id: number, time: number): boolean => (joined[id] ?? 0) <= time && (left[id] ?? 0) >= time;

  const someone = (draw: Random, time: number): number => {
    const newest = idAt(time);
    const total = activity[newest] ?? 0;
    for (let attempt = 0; attempt < 12; attempt++) {
      const id = firstAbove(activity, draw.share() * total, newest);
      if ((left[id] ?? 0) >= time) return id;
    }
    for (let id = newest; id > Math.max(newest - 40, 0); id--)
      if ((left[id] ?? 0) >= time && role[id] !== ROLE.spammer) return id;
    return 1 + draw.below(Math.min(FOUNDERS, newest));
  };

  const ringOf = new Map(rings.flatMap((ring, number) => ring.puppets.map((id) => [id, number] as const)));
  return { joined, left, role, status, rings, ringOf, waveAccounts, complainers, idAt, isThere, someone };
}

/** How much trouble a member gets into, from 0 to 1: most reports are about a few, and staff have acted on those. */
export function troubleOf(plan: Plan, id: number): number {
  return rollShare(plan.seed, 181, id);
}

/** The lowest id whose running total lies above `wanted`. */
function firstAbove(totals: Float64Array, wanted: number, last: number): number {
  let low = 1;
  let high = last;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((totals[middle] ?? 0) <= wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

function makeRings(plan: Plan, role: Uint8Array, random: Random): Ring[] {
  const count = Math.min(Math.max(Math.round(plan.members / 4000), 2), 400);
  return Array.from({ length: count }, (_, number) => {
    random.of(102, number);
    let id = Math.floor(plan.members * (0.25 + 0.7 * random.share()));
    const model = 1 + random.below(Math.floor(id * 0.8));
    const puppets: number[] = [];
    for (const size = 4 + random.below(9); puppets.length < size && id < plan.members; ) {
      id += 1 + random.below(12);
      if (role[id] !== ROLE.ordinary || id > plan.members || id === model) continue;
      role[id] = ROLE.puppet;
      puppets.push(id);
    }
    return { model, puppets };
  });
}

/** People who report much and mostly wrongly; all joined early, so that they are there throughout. */
function pickComplainers(plan: Plan, role: Uint8Array): number[] {
  const chosen = new Set<number>();
  const count = Math.min(Math.max(Math.round(plan.members / 5000), 2), 200);
  const early = Math.max(Math.floor(plan.members / 20), 20);
  for (let i = 0; chosen.size < count && i < count * 20; i++) {
    const id = 1 + Math.floor(rollShare(plan.seed, 103, i) * early);
    if (role[id] !== ROLE.ordinary) continue;
    role[id] = ROLE.complainer;
    chosen.add(id);
  }
  return [...chosen];
}

function drawStatus(role: number | undefined, random: Random): number {
  const luck = random.share();
  if (role === ROLE.founder || role === ROLE.complainer) return STATUS.active;
  if (role === ROLE.spammer) return luck < 0.86 ? STATUS.banned : STATUS.active;
  if (role === ROLE.puppet) return luck < 0.3 ? STATUS.banned : luck < 0.4 ? STATUS.suspended : STATUS.active;
  if (luck < 0.041) return STATUS.deleted;
  if (luck < 0.045) return STATUS.banned;
  if (luck < 0.047) return STATUS.suspended;
  return luck < 0.0485 ? STATUS.muted : STATUS.active;
}

/** A third stays for good, the busy rather than the quiet; the others leave after days or months. */
function lastSeen(
  plan: Plan,
  born: number,
  energy: number,
  role: number | undefined,
  status: number,
  random: Random,
): number {
  const stays = random.chance(0.3 + 0.15 * energy);
  const months = Math.exp(4.2 + 1.4 * random.normal()) * DAY;
  const days = random.wait(3 * DAY) + HOUR / 4;
  const recent = plan.end - random.wait(3 * DAY) - 30_000;
  if (role === ROLE.founder || role === ROLE.complainer) return plan.end;
  if (status === STATUS.muted) return Math.floor(Math.max(recent, born));
  if (status === STATUS.suspended) return Math.floor(Math.max(plan.end - random.wait(6 * DAY), born));
  if (stays && status === STATUS.active) return Math.floor(Math.max(recent, born));
  const leaves = born + (random.chance(0.4) ? days : months);
  if (leaves <= plan.end) return Math.floor(leaves);
  // Those who would leave after the end are still here; but who is gone for good must have gone at some time.
  const share = random.share();
  return Math.floor(status === STATUS.active ? Math.max(recent, born) : born + (plan.end - born) * share);
}

/** Accounts made for a wave post until it ends, whatever they were called for in the meantime. */
function endWaves(plan: Plan, accounts: number[][], left: Float64Array, random: Random): void {
  for (const [number, wave] of plan.waves.entries())
    for (const id of accounts[number] ?? [])
      left[id] = Math.floor(Math.min(wave.end + random.of(104, id).wait(4 * HOUR), plan.end));
}
