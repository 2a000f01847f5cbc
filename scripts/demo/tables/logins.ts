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
  const deviceIds = makeDeviceIds(world);

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
      const device = deviceOf(seed, member, random);
      const address = addresses(member, MOBILES.includes(device), random);
      const deviceId = deviceIds(member, device, random);
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

/** Everybody has a phone or a computer, half have both. */
function deviceOf(seed: number, member: number, random: Random): Device {
  const own = roll(seed, 132, member);
  const phone = MOBILES[own % MOBILES.length];
  const computer = DESKTOPS[(own >>> 8) % DESKTOPS.length];
  const both = own >>> 28 < 8;
  const chosen = both ? random.chance(0.7) : own >>> 31 === 1;
  const device = chosen ? phone : computer;
  if (!device) throw new Error('The list of devices is empty.');
  return device;
}

/**
 * Every browser and app has an id of its own, that of one device stays. The accounts of a ring use two devices between
 * them; those of a family, a library or a campus share one now and then.
 */
function makeDeviceIds({ plan, population }: World) {
  const { seed, members } = plan;
  const shared = Math.max(2, Math.round(members / 3000));
  return (member: number, device: Device, random: Random): string => {
    const kind = MOBILES.includes(device) ? 1 : 0;
    if (population.role[member] === ROLE.puppet && random.chance(0.8))
      return hex(seed, (population.ringOf.get(member) ?? 0) * 2 + random.below(2), 4);
    if (kind === 0 && random.chance(0.01)) return hex(seed, roll(seed, 150, member) % shared, 6);
    return hex(seed, member, 8 + kind);
  };
}

/** Sixteen digits that depend on all of these. */
function hex(seed: number, number: number, salt: number): string {
  const half = (part: number) =>
    roll(seed, 151 + part + salt, number)
      .toString(16)
      .padStart(8, '0');
  return half(0) + half(20);
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
