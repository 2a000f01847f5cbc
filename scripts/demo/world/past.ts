import { DAY, HOUR } from './calendar.ts';
import { MODERATION } from './phrases.ts';
import type { Plan } from './plan.ts';
import { type Population, ROLE, STATUS, troubleOf } from './population.ts';
import { Random } from './random.ts';

/** What staff did to a member; each as the site's procedure of that name leaves it. */
export interface Action {
  /** ms */
  at: number;
  member: number;
  action: keyof typeof MODERATION;
  reason: string;
  /** ms; null where it has no end. */
  until: number | null;
  actor: string;
}

export interface Rename {
  /** ms */
  at: number;
  member: number;
  /** How many names the member took after this one. */
  later: number;
  /** Null where the member did it. */
  actor: string | null;
}

/** What holds a member back at the end, or that they have left for good. */
export interface Standing {
  /** ms */
  at: number;
  /** ms; null where it has no end. */
  until: number | null;
}

/**
 * What became of members: about 4 % have another name than they came with, about 2 % have been in trouble. Worked out as
 * a whole, since a spam wave is banned as one; some tens of bytes for each of those members.
 */
export interface Past {
  /** Oldest first. */
  actions: Action[];
  /** Oldest first. */
  renames: Rename[];
  /** Of every member who is not active. */
  standing: Map<number, Standing>;
  /** When members were last warned, in ms. */
  warned: Map<number, number>;
}

const MODERATOR = 'mara@localhost';
const ADMIN = 'ada@localhost';
/** Of the members who get into most trouble, as it were by nature, these have a history. */
const TROUBLED = 0.985;
const RENAMED = 0.04;
const RENAMED_BY_STAFF = 0.0008;

export function makePast(plan: Plan, population: Population): Past {
  const past: Past = { actions: [], renames: [], standing: new Map(), warned: new Map() };
  const random = new Random(plan.seed);
  banWaves(plan, population, past, random);
  for (let id = 1; id <= plan.members; id++) {
    const status = population.status[id] ?? STATUS.active;
    if (status !== STATUS.active && !past.standing.has(id)) stand(plan, population, past, id, random);
    if (troubleOf(plan, id) > TROUBLED) getIntoTrouble(plan, population, past, id, random);
    rename(plan, population, past, id, random);
  }
  past.actions.sort((a, b) => a.at - b.at || a.member - b.member);
  past.renames.sort((a, b) => a.at - b.at || a.member - b.member);
  for (const { action, member, at } of past.actions)
    if (action === 'member_warn') past.warned.set(member, at);
  return past;
}

/** A moderator looks every two hours whether a wave goes on, and bans one account after the other. */
function banWaves(plan: Plan, population: Population, past: Past, random: Random): void {
  for (const [number, wave] of plan.waves.entries()) {
    random.of(160, number);
    const reason = random.pick(MODERATION.member_ban.spam);
    const actor = someoneOfStaff(random);
    const late = HOUR / 2 + random.share() * HOUR;
    const next = new Map<number, number>();
    for (const member of population.waveAccounts[number] ?? []) {
      if (population.status[member] !== STATUS.banned) continue;
      const round = Math.ceil(Math.max((population.left[member] ?? 0) - wave.end - late, 0) / (2 * HOUR));
      const free = next.get(round) ?? wave.end + late + round * 2 * HOUR;
      const at = Math.floor(Math.min(free, plan.end));
      next.set(round, free + 400 + random.wait(900));
      past.standing.set(member, { at, until: null });
      past.actions.push({ at, member, action: 'member_ban', reason, until: null, actor });
    }
  }
}

/** What holds at the end was imposed a while after the member's last deed; mutes and suspensions still have to run. */
function stand(plan: Plan, population: Population, past: Past, member: number, random: Random): void {
  random.of(161, member);
  const at = Math.floor(Math.min((population.left[member] ?? 0) + random.wait(5 * HOUR), plan.end));
  const status = population.status[member];
  const isTimed = status === STATUS.muted || status === STATUS.suspended;
  const until = isTimed && random.chance(0.85) ? stillRunning(plan, at, random) : null;
  past.standing.set(member, { at, until });
  if (status === STATUS.deleted) return;
  const action = isTimed ? (status === STATUS.muted ? 'member_mute' : 'member_suspend') : 'member_ban';
  const isPuppet = population.role[member] === ROLE.puppet;
  const reason = isPuppet ? random.pick(MODERATION.member_ban.ring) : reasonFor(action, random);
  past.actions.push({ at, member, action, reason, until, actor: someoneOfStaff(random) });
}

const LENGTHS = [1, 3, 7, 14, 30, 90];

/** The end of a sanction of a usual length that is not over within the hour. */
function stillRunning(plan: Plan, at: number, random: Random): number {
  const ends = LENGTHS.map((days) => at + days * DAY).filter((end) => end > plan.end + HOUR);
  return random.pick(ends.slice(0, 3));
}

/** Warned once or twice, then muted or suspended for some days; now and then too hastily, and restored. */
function getIntoTrouble(
  plan: Plan,
  population: Population,
  past: Past,
  member: number,
  random: Random,
): void {
  random.of(162, member);
  if (population.role[member] !== ROLE.ordinary) return;
  const last = Math.min(past.standing.get(member)?.at ?? plan.end, population.left[member] ?? 0);
  let at = Math.max(population.joined[member] ?? 0, plan.start) + HOUR;
  const add = (action: Action['action'], until: number | null): void => {
    const actor = someoneOfStaff(random);
    past.actions.push({ at, member, action, reason: reasonFor(action, random), until, actor });
  };
  for (const action of ladder(random)) {
    if (at >= last) return;
    at = Math.floor(at + random.wait((last - at) / 3));
    const length = action === 'member_warn' ? 0 : random.pick(LENGTHS.slice(0, 3)) * DAY;
    // All of it is over before what holds at the end, or before the member was last seen.
    if (at + length >= last) return;
    add(action, length === 0 || action === 'member_ban' ? null : at + length);
    const isTakenBack = action === 'member_ban' || (length > 0 && random.chance(0.15));
    at = Math.floor(at + length * (isTakenBack ? 0.1 + 0.8 * random.share() : 1));
    if (isTakenBack) add('member_restore', null);
  }
}

function ladder(random: Random): Action['action'][] {
  const luck = random.share();
  if (luck < 0.5) return ['member_warn'];
  if (luck < 0.65) return ['member_warn', 'member_warn'];
  if (luck < 0.8) return ['member_warn', 'member_mute'];
  if (luck < 0.88) return ['member_mute', 'member_warn'];
  if (luck < 0.96) return ['member_warn', 'member_mute', 'member_suspend'];
  return ['member_ban'];
}

function rename(plan: Plan, population: Population, past: Past, member: number, random: Random): void {
  random.of(163, member);
  const luck = random.share();
  const count = luck >= RENAMED ? 0 : random.chance(0.2) ? 2 : 1;
  if (count === 0 || population.status[member] === STATUS.deleted) return;
  const isByStaff = luck < RENAMED_BY_STAFF && population.role[member] === ROLE.ordinary;
  const from = Math.max(population.joined[member] ?? 0, plan.start) + HOUR;
  const to = population.left[member] ?? 0;
  if (to - from < DAY) return;
  const times = Array.from({ length: count }, () => Math.floor(from + random.share() * (to - from)));
  for (const [i, at] of times.sort((a, b) => a - b).entries()) {
    const actor = isByStaff && i === 0 ? someoneOfStaff(random) : null;
    past.renames.push({ at, member, later: count - 1 - i, actor });
    if (actor === null) continue;
    const action = 'member_rename';
    past.actions.push({ at, member, action, reason: reasonFor(action, random), until: null, actor });
  }
}

function reasonFor(action: Action['action'], random: Random): string {
  return random.pick(action === 'member_ban' ? MODERATION.member_ban.conduct : MODERATION[action]);
}

function someoneOfStaff(random: Random): string {
  return random.chance(0.85) ? MODERATOR : ADMIN;
}
