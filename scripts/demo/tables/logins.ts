import { LOGINS_PER_MEMBER } from '../world/plan.ts';
import { ROLE } from '../world/population.ts';
import { Random, roll, rollShare } from '../world/random.ts';
import { DESKTOPS, type Device, MOBILES } from '../world/words.ts';
import type { World } from '../world/world.ts';
import { sqlTime, type Table } from './table.ts';

/** Members are taken in blocks, so that each one's first login falls in place among the logins of that time. */
const BLOCK = 100;
const NETWORKS = [
  24, 31, 37, 46, 50, 62, 67, 71, 73, 76, 77, 78, 79, 80, 82, 84, 86, 87, 88, 91, 93, 98, 109, 176, 178, 188,
];
const NETWORKS_6 = [
  '2a02:8108',
  '2a01:cb08',
  '2600:1700',
  '2804:14d',
  '2003:c7',
  '2a00:23c5',
  '2601:646',
  '240d:1a',
];

export function logins(world: World): Table {
  const { plan, population } = world;
  const { members, seed } = plan;
  const random = new Random(seed);
  const addresses = makeAddresses(world);
  const devices = makeDevices(world);

  const write = (unit: number, lines: string[]): void => {
    const first = unit * BLOCK + 1;
    const last = Math.min(first + BLOCK - 1, members);
    const size = last - first + 1;
    const found: { at: number; member: number }[] = [];
    for (let id = first; id <= last; id++) found.push({ at: population.joined[id] ?? 0, member: id });
    const more = Math.floor(size * (LOGINS_PER_MEMBER - 1));
    for (let i = 0; i < more; i++) {
      random.of(130, unit * BLOCK * 2 + i);
      const at = plan.signUps.at((first - 1 + size * random.share()) / members);
      found.push({ at, member: population.someone(random, at) });
    }
    found.sort((a, b) => a.at - b.at || a.member - b.member);
    const firstId = unit * Math.floor(BLOCK * LOGINS_PER_MEMBER) + 1;
    for (const [i, { at, member }] of found.entries()) {
      const id = firstId + i;
      random.of(131, id);
      const { device, deviceId } = devices(member, random);
      const address = addresses(member, MOBILES.includes(device), random);
      lines.push([id, member, address, device.name, deviceId, device.agent, sqlTime(at)].join('\t'));
    }
  };

  return {
    name: 'logins',
    definition: `
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      user_id BIGINT UNSIGNED NOT NULL,
      ip VARCHAR(45) CHARACTER SET ascii NOT NULL,
      device VARCHAR(40) NULL,
      device_id CHAR(16) CHARACTER SET ascii NULL,
      user_agent VARCHAR(255) NULL,
      created_at DATETIME(6) NOT NULL`,
    indexes: { index_logins_on_user_id: 'INDEX index_logins_on_user_id (user_id, created_at)' },
    columns: ['id', 'user_id', 'ip', 'device', 'device_id', 'user_agent', 'created_at'],
    units: Math.ceil(members / BLOCK),
    rowsPerUnit: BLOCK * LOGINS_PER_MEMBER,
    write,
  };
}

interface OwnDevice {
  device: Device;
  /** Sixteen digits: a cookie of the browser, or the id of the installed app. */
  deviceId: string;
}

/**
 * Each device has an id of its own and keeps it. The accounts of a ring use two devices between them; the computers of a
 * library or a campus are used by many, each now and then.
 */
function makeDevices({ plan, population }: World): (member: number, random: Random) => OwnDevice {
  const { seed, members } = plan;
  const libraries = Math.max(2, Math.round(members / 3000));
  const any = [...MOBILES, ...DESKTOPS];
  return (member, random) => {
    if (population.role[member] === ROLE.puppet && random.chance(0.8)) {
      const number = (population.ringOf.get(member) ?? 0) * 2 + random.below(2);
      return { device: one(any, roll(seed, 133, number)), deviceId: hex(seed, number, RING) };
    }
    const own = ownDevice(seed, member, random);
    if (MOBILES.includes(own)) return { device: own, deviceId: hex(seed, member, PHONE) };
    if (!random.chance(0.01)) return { device: own, deviceId: hex(seed, member, COMPUTER) };
    const library = roll(seed, 134, member) % libraries;
    return { device: one(DESKTOPS, roll(seed, 135, library)), deviceId: hex(seed, library, LIBRARY) };
  };
}

/** Everybody has a phone or a computer, half have both. */
function ownDevice(seed: number, member: number, random: Random): Device {
  const own = roll(seed, 132, member);
  const hasBoth = own >>> 28 < 8;
  const isPhone = hasBoth ? random.chance(0.7) : own >>> 31 === 1;
  return isPhone ? one(MOBILES, own) : one(DESKTOPS, own >>> 8);
}

function one(devices: readonly Device[], bits: number): Device {
  const device = devices[bits % devices.length];
  if (!device) throw new Error('The list of devices is empty.');
  return device;
}

/** Salts: they keep the ids of different kinds of devices apart. */
const PHONE = 150;
const COMPUTER = 152;
const RING = 154;
const LIBRARY = 156;

/** Sixteen digits that depend on all of these. */
function hex(seed: number, number: number, salt: number): string {
  const half = (part: number) =>
    roll(seed, salt + part, number)
      .toString(16)
      .padStart(8, '0');
  return half(0) + half(1);
}

/**
 * Where a member signs in from: at home their own address, on the road one that hundreds share behind a carrier's
 * gateway, at a university or company one for all. Rings and waves come from a few of their own.
 */
function makeAddresses({ plan, population }: World) {
  const { seed, members } = plan;
  const gateways = Math.max(3, Math.round(members / 400));
  const campuses = Math.max(1, Math.round(members / 5000));

  return (member: number, mobile: boolean, random: Random): string => {
    const role = population.role[member];
    if (role === ROLE.puppet && random.chance(0.85))
      return version4(roll(seed, 140, (population.ringOf.get(member) ?? 0) * 2 + random.below(2)));
    if (role === ROLE.spammer) {
      const wave = plan.spam.signUps.wave[plan.signUps.hourOf(population.joined[member] ?? 0)] ?? 0;
      return version4(roll(seed, 141, wave), 2 + random.below(14));
    }
    if (mobile && random.chance(0.7)) {
      const carrier = roll(seed, 142, member) % gateways;
      return version4(roll(seed, 143, (carrier + random.below(2)) % gateways));
    }
    if (rollShare(seed, 144, member) < 0.06)
      return version4(roll(seed, 145, roll(seed, 146, member) % campuses));
    const home = roll(seed, 147, member);
    return home % 100 < 34 ? version6(home, random) : version4(home);
  };
}

function version4(bits: number, host = 1 + ((bits >>> 22) % 254)): string {
  return `${NETWORKS[bits % NETWORKS.length]}.${(bits >>> 5) & 255}.${(bits >>> 13) & 255}.${host}`;
}

/** The network stays, the second half changes from time to time, as devices do it for privacy. */
function version6(bits: number, random: Random): string {
  const part = (): string => (1 + random.below(65535)).toString(16);
  const net = `${NETWORKS_6[bits % NETWORKS_6.length]}:${((bits >>> 4) & 0xfff).toString(16)}:${(bits >>> 16).toString(16)}`;
  return `${net}:${part()}:${part()}:${part()}:${part()}`;
}
