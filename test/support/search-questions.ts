import fc from 'fast-check';
import { memberStatuses } from '../../src/contract/members/member.ts';
import { MemberFilter, type MemberSort, memberOrders } from '../../src/contract/members/search.ts';
import { lookKey } from '../../src/core/members/keys/name.ts';
import type { Plain } from './directory-rows.ts';
import { type Asked, addressNumber, plain } from './search-model.ts';

/** The same members each time, by a generator of its own. */
export function makeMembers(count: number): Plain[] {
  let state = 20261001;
  const below = (most: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
  };
  const pick = <T>(from: readonly T[]) => from[below(from.length)] as T;
  const words = [
    'anna',
    'Anna',
    'ANNANNA',
    'bob',
    'Zoë',
    'zoé',
    'Łukasz',
    'strauß',
    'Ωmega',
    'ΟΔΟΣ',
    'οδός',
    'Яна',
    'яна',
    'ann',
    'a',
    'n',
    '_',
    '%',
    '\\',
    "'",
    ' ',
    '.',
    '-',
    '😀',
    '𐐨',
    'ﬁ',
    '漢字',
    'ナ',
    '4711',
    '47',
    'x',
    'moderator',
    'na na',
    'an\u200bna',
    '\uf8ff',
    'deadbeef',
    '@',
    '~',
    '#',
    'e\u0301',
    'banana',
    'rn',
    'm',
    'l',
    'I',
    '1',
    '0',
    'o',
  ];
  const domains = ['example.com', 'example.co.uk', 'mail.test', 'exa_mple.org', 'x.io'];
  const device = () => pick(['3f2a', '3f2b', 'A0', 'a0']) + below(40).toString(16).padStart(14, '0');
  const moment = () =>
    `2026-0${1 + below(3)}-1${below(9)} 0${below(9)}:00:00.${pick(['000000', '000001', '500000', '999000'])}`;
  return Array.from({ length: count }, (_, index) => {
    const nickname =
      Array.from({ length: 1 + below(4) }, () => pick(words))
        .join('')
        .trim() || 'x';
    const id = index % 50 === 0 ? 18_446_744_073_709_000_000n + BigInt(index) : BigInt(index * 3 + 1);
    const local = pick(['anna', 'bob.k', 'anna+tag', `m${index}`, 'a_b', 'an%na']);
    return {
      id,
      nickname,
      email: `${below(2) ? local : local.toUpperCase()}@${pick(domains)}`,
      status: pick([...memberStatuses, 'active', 'active', 'active'] as const),
      joined: moment(),
      active: below(5) === 0 ? null : moment(),
      location: pick(['', 'Oslo', 'Orléans', 'ORLEANS', 'København', '%', 'O_x']),
      timesReported: below(4) === 0 ? below(12) : 0,
      addresses: [
        ...new Set(
          Array.from({ length: below(4) }, () =>
            pick([`10.0.${below(3)}.${below(20)}`, `10.1.0.${below(4)}`, `2001:db8:0:0:0:0:0:${below(9)}`]),
          ),
        ),
      ],
      devices: [...new Set(Array.from({ length: below(3) }, device))],
    };
  });
}

/** What is typed, and what is meant by it. */
export interface Typed {
  readonly text: string;
  readonly asked: Asked;
}

export function typedOf(members: readonly Plain[]): fc.Arbitrary<Typed> {
  const member = fc.constantFrom(...members);
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  const cut = (text: string, from: number, to: number) => {
    const letters = [...text];
    const start = Math.floor(from * letters.length);
    return letters.slice(start, start + 1 + Math.floor(to * (letters.length - start))).join('');
  };
  const name = (text: string): Typed[] =>
    text.trim() === '' || plain(text).trim() === ''
      ? []
      : [{ text: `name:${text}`, asked: { kind: 'nickname', name: text.trim() } }];
  const one = (made: Typed[]): Typed => made[0] ?? { text: '', asked: { kind: 'newest' } };
  return fc.oneof(
    fc.constant<Typed>({ text: ' ', asked: { kind: 'newest' } }),
    // Any part of a nickname, its beginning more often; with the case turned over.
    fc
      .tuple(member, fc.oneof(fc.constant(0), share), share, fc.boolean())
      .map(([{ nickname }, from, to, loud]) => {
        const part = cut(nickname, from, to);
        return one(name(loud ? part.toUpperCase() : part));
      }),
    fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 6 }).map((text) => one(name(text))),
    fc
      .oneof(
        member.map(({ id }) => id),
        fc.constantFrom(4n, 47n, 4711n, 999_999n),
      )
      .map<Typed>((id) => ({
        text: `#${id}`,
        asked: { kind: 'id', id },
      })),
    fc.tuple(member, share).map<Typed>(([{ email }, to]) => ({
      text: `email:${cut(email, 0, to)}`,
      asked: { kind: 'email', start: cut(email, 0, to) },
    })),
    fc.tuple(member, share).map<Typed>(([{ email }, to]) => {
      const start = cut(email.split('@')[1] ?? '', 0, to);
      return { text: `@${start}`, asked: { kind: 'domain', start } };
    }),
    fc.tuple(member, fc.constantFrom(32, 31, 28, 24, 20, 16, 8)).map<Typed>(([{ addresses }, fixed]) => {
      const address = addresses.find((it) => !it.includes(':')) ?? '10.9.9.9';
      const size = 1n << BigInt(32 - fixed);
      const low = (addressNumber(address) / size) * size;
      return {
        text: fixed === 32 ? address : `${address}/${fixed}`,
        asked: { kind: 'address', low, high: low + size - 1n },
      };
    }),
    fc.constant<Typed>({
      text: '2001:DB8::/64',
      asked: { kind: 'address', low: 0x20010db8n << 96n, high: (0x20010db8n << 96n) + (1n << 64n) - 1n },
    }),
    fc.tuple(member, share).map<Typed>(([{ devices }, to]) => {
      const start = cut(devices[0] ?? 'ffff', 0, to);
      return { text: `device:${start}`, asked: { kind: 'device', start } };
    }),
    member
      .filter(({ nickname }) => plain(nickname) !== '')
      .map<Typed>(({ nickname }) => ({
        text: `~${nickname}`,
        asked: { kind: 'lookalike', look: lookKey(nickname), lookOf },
      })),
  );
}

const moment = fc.tuple(
  fc.integer({ min: 1, max: 4 }),
  fc.integer({ min: 10, max: 19 }),
  fc.constantFrom('00:00:00', '04:00:00.000001', '08:00:00.5'),
);
const utc = moment.map(([month, day, time]) => `2026-0${month}-${day}T${time}Z`);
export const filters: fc.Arbitrary<MemberFilter> = fc
  .record({
    statuses: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, fc.subarray([...memberStatuses])),
    joinedFrom: fc.option(utc, { freq: 1 }),
    joinedUntil: fc.option(utc, { freq: 1 }),
    activeFrom: fc.option(utc, { freq: 1 }),
    activeUntil: fc.option(utc, { freq: 1 }),
    reportedAtLeast: fc.option(fc.integer({ min: 1, max: 12 }), { freq: 1 }),
    location: fc.option(fc.constantFrom('o', 'orl', 'ÖSLO', 'kob', '%', 'nowhere'), { freq: 1 }),
  })
  .map((filter) => MemberFilter.parse(filter));
export const noFilter = MemberFilter.parse({});
export const sorts: fc.Arbitrary<MemberSort> = fc.record({
  by: fc.oneof({ weight: 2, arbitrary: fc.constant('match' as const) }, fc.constantFrom(...memberOrders)),
  descending: fc.boolean(),
});

const looks = new Map<string, string>();
/** Kept, since each search looks at all members. */
function lookOf(nickname: string): string {
  const look = looks.get(nickname) ?? lookKey(nickname);
  looks.set(nickname, look);
  return look;
}
