import type { RowDataPacket } from 'mysql2/promise';
import type { MemberFilter, MemberSort } from '../../../src/contract/members/search.ts';
import { addressText } from '../../../src/core/members/keys/address.ts';
import type { BareConnection } from './ground.ts';
import { spread } from './samples.ts';
import { type FoundMember, membersOf } from './statements.ts';

/** A search as the interface would ask for it. */
export interface Search {
  readonly text: string;
  readonly filter?: Partial<MemberFilter>;
  readonly sort?: MemberSort;
}

export interface Kind {
  readonly name: string;
  readonly searches: readonly Search[];
  /** What 95 of 100 searches are to stay below, in ms; null where no aim is set. */
  readonly aim: string | null;
}

/** Each kind of search with `count` questions, drawn from the members there are; one in ten finds nobody. */
export async function kindsOfSearch(bare: BareConnection, members: number, count: number): Promise<Kind[]> {
  const ids = spread(count, members);
  const sample = await membersOf(bare, ids);
  const addresses = (await seen(bare, 'address', ids)).map((it) => addressText(Buffer.from(it, 'hex')));
  const devices = (await seen(bare, 'device', ids)).map((it) => Buffer.from(it, 'hex').toString());
  const of = <T>(from: readonly T[], text: (it: T, index: number) => string) =>
    Array.from({ length: count }, (_, index): Search => {
      const it = from[index % from.length];
      if (it === undefined) throw new Error('There is nobody to draw a search from.');
      return { text: text(it, index) };
    });
  const part = ({ nickname }: FoundMember, index: number) =>
    `name:${piece(nickname, 1 + (index % 4), 2 + (index % 7))}${index % 10 === 9 ? 'qx' : ''}`;
  return [
    {
      name: 'id',
      searches: of(sample, ({ id }, index) => (index % 10 === 9 ? `#99${id}99` : `#${id}`)),
      aim: '< 5',
    },
    {
      name: 'e-mail',
      searches: of(sample, ({ email }, index) => startOfEmail(String(email), index)),
      aim: '< 5',
    },
    {
      name: 'domain',
      searches: of(sample, ({ email }, index) => startOfDomain(String(email), index)),
      aim: null,
    },
    { name: 'address', searches: of(addresses, (it) => it), aim: '< 5' },
    {
      name: 'network',
      searches: of(addresses, (it, index) => `${it}/${[24, 16, 28][index % 3]}`),
      aim: null,
    },
    { name: 'device', searches: of(devices, (it) => it), aim: null },
    {
      name: 'start of a nickname',
      searches: of(sample, ({ nickname }, index) => `name:${piece(nickname, 0, 2 + (index % 4))}`),
      aim: '< 5',
    },
    {
      name: 'any part of a nickname',
      searches: of(sample, part),
      // Of ten times the members ten times as many have the same two letters.
      aim: members > 2_000_000 ? '< 150' : '< 30',
    },
    { name: 'look of a nickname', searches: of(sample, ({ nickname }) => `~${nickname}`), aim: '< 30' },
    {
      name: 'any part, filtered',
      searches: of(sample, part).map((it, index) => ({
        ...it,
        filter: filters[index % filters.length] ?? {},
      })),
      aim: null,
    },
    {
      name: 'filtered and sorted',
      searches: Array.from({ length: count }, (_, index) => sorted(index)),
      aim: null,
    },
  ];
}

const filters: readonly Partial<MemberFilter>[] = [
  { statuses: ['banned'] },
  { statuses: ['muted', 'suspended'] },
  { reportedAtLeast: 3 },
  { location: 'san' },
];

const orders: readonly MemberSort[] = [
  { by: 'joined', descending: true },
  { by: 'active', descending: false },
  { by: 'reported', descending: true },
  { by: 'nickname', descending: false },
];

function sorted(index: number): Search {
  const filter = filters[Math.floor(index / orders.length) % filters.length] ?? {};
  const sort = orders[index % orders.length];
  return { text: '', filter, ...(sort ? { sort } : {}) };
}

/** The whole address, its beginning, or one that nobody has. */
function startOfEmail(email: string, index: number): string {
  if (index % 10 === 9) return `${email}x`;
  return index % 3 === 0 ? email.slice(0, email.indexOf('@') + 2) : email;
}

function startOfDomain(email: string, index: number): string {
  const domain = email.slice(email.indexOf('@'));
  return index % 10 === 9 ? `${domain}x` : domain.slice(0, 3 + (index % domain.length));
}

function piece(nickname: string, start: number, length: number): string {
  const letters = [...nickname];
  return letters.slice(Math.min(start, letters.length - 1), start + length).join('');
}

/** What some of the members signed in from, in hexadecimal digits. */
async function seen(
  bare: BareConnection,
  column: 'address' | 'device',
  ids: readonly number[],
): Promise<string[]> {
  const [rows] = await bare.query<RowDataPacket[]>(
    `SELECT DISTINCT HEX(${column}) AS value FROM caretaker.member_${column} WHERE member_id IN (${ids.join(',')})`,
  );
  return rows.map(({ value }) => String(value));
}
