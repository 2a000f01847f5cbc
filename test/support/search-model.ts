import type { MemberFilter, MemberSort } from '../../src/contract/members/search.ts';
import type { Plain } from './directory-rows.ts';

/**
 * What a search is to find, in plain lists: written from what the contract says, without a look at how it is done.
 * What is typed is given by its meaning, and only the look of names is taken from elsewhere.
 */
export type Asked =
  | { readonly kind: 'newest' }
  | { readonly kind: 'id'; readonly id: bigint }
  | { readonly kind: 'nickname'; readonly name: string }
  | { readonly kind: 'email'; readonly start: string }
  | { readonly kind: 'domain'; readonly start: string }
  | { readonly kind: 'address'; readonly low: bigint; readonly high: bigint }
  | { readonly kind: 'device'; readonly start: string }
  | { readonly kind: 'lookalike'; readonly look: string; readonly lookOf: (nickname: string) => string };

const strokes: Record<string, string> = {
  ø: 'o',
  ł: 'l',
  đ: 'd',
  æ: 'ae',
  œ: 'oe',
  ß: 'ss',
  ς: 'σ',
  ﬁ: 'fi',
};

/** Kept, since each of thousands of searches looks at all members. */
const plainTexts = new Map<string, string>();

/** Small letters without accents, a single space between words, for the letters that the test's nicknames are made of. */
export function plain(text: string): string {
  const known = plainTexts.get(text);
  if (known !== undefined) return known;
  const letters = [...text.normalize('NFD').toLowerCase()].filter((it) => !/[\u0300-\u036f\u200b]/.test(it));
  const words = letters.map((it) => strokes[it] ?? it).join('');
  const made = words.replace(/ +/g, ' ').trim();
  plainTexts.set(text, made);
  return made;
}

/** As a database compares bytes of UTF-8: by code points; a text that ends goes on as if with spaces. */
export function compareText(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => Array.from(text, (letter) => letter.codePointAt(0) ?? 0));
  for (let at = 0; at < Math.max(left?.length ?? 0, right?.length ?? 0); at += 1) {
    const difference = (left?.[at] ?? 32) - (right?.[at] ?? 32);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** An IPv4 address, or an IPv6 address written out, as a number. */
export function addressNumber(text: string): bigint {
  if (text.includes(':'))
    return text.split(':').reduce((sum, part) => sum * 65536n + BigInt(`0x${part}`), 0n);
  return text.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0xffffn);
}

type Ranked = readonly [rank: number, key: string | bigint, member: Plain];

/** All that are found, in the search's own order. */
function found(members: readonly Plain[], asked: Asked): Ranked[] {
  const ranked = (place: (member: Plain) => readonly [number, string | bigint] | null): Ranked[] =>
    members.flatMap((member) => {
      const at = place(member);
      return at === null ? [] : [[...at, member] as const];
    });
  const starts = (text: string, start: string) => (text.startsWith(start) ? ([0, text] as const) : null);
  switch (asked.kind) {
    case 'newest':
      return ranked(({ id }) => [0, -id]);
    case 'id': {
      const digits = String(asked.id);
      return ranked(({ id, nickname }) => {
        if (id === asked.id) return [0, ''];
        return plain(nickname).startsWith(digits) ? [1, plain(nickname)] : null;
      });
    }
    case 'nickname': {
      const wanted = plain(asked.name);
      return ranked(({ nickname }) => {
        const name = plain(nickname);
        const at = name.indexOf(wanted);
        if (at < 0) return null;
        return at === 0 ? [0, name] : [1, [...name.slice(at)].slice(0, 16).join('')];
      });
    }
    case 'email':
      return ranked(({ email }) => starts(email.toLowerCase(), asked.start.toLowerCase()));
    case 'domain':
      return ranked(({ email }) => {
        return starts(email.toLowerCase().split('@').at(-1) ?? '', asked.start.toLowerCase());
      });
    case 'address':
      return ranked(({ addresses }) => {
        const within = addresses.map(addressNumber).filter((it) => it >= asked.low && it <= asked.high);
        return within.length === 0 ? null : [0, within.reduce((a, b) => (a < b ? a : b))];
      });
    case 'device':
      return ranked(({ devices }) => {
        const within = devices.filter((it) => it.startsWith(asked.start)).sort(compareText);
        return within[0] === undefined ? null : [0, within[0]];
      });
    case 'lookalike':
      return ranked(({ nickname }) => (asked.lookOf(nickname) === asked.look ? [0, ''] : null));
  }
}

function passes(member: Plain, filter: MemberFilter): boolean {
  const joined = Date.parse(`${member.joined.replace(' ', 'T').slice(0, 23)}Z`);
  const active =
    member.active === null ? -Infinity : Date.parse(`${member.active.replace(' ', 'T').slice(0, 23)}Z`);
  return (
    (filter.statuses.length === 0 || filter.statuses.includes(member.status)) &&
    (filter.joinedFrom === null || joined >= Date.parse(filter.joinedFrom)) &&
    (filter.joinedUntil === null || joined < Date.parse(filter.joinedUntil)) &&
    (filter.activeFrom === null || active >= Date.parse(filter.activeFrom)) &&
    (filter.activeUntil === null || active < Date.parse(filter.activeUntil)) &&
    (filter.reportedAtLeast === null || member.timesReported >= filter.reportedAtLeast) &&
    (filter.location === null || plain(member.location).startsWith(plain(filter.location)))
  );
}

/** The ids of all that a search finds, in the order asked for. */
export function expected(
  members: readonly Plain[],
  asked: Asked,
  filter: MemberFilter,
  sort: MemberSort,
): string[] {
  const those = found(members, asked).filter(([, , member]) => passes(member, filter));
  const turn = sort.by !== 'match' && sort.descending ? -1 : 1;
  const inOrder = those.toSorted(([rankA, keyA, a], [rankB, keyB, b]) => {
    const byKey =
      sort.by === 'match'
        ? rankA - rankB || compareKeys(keyA, keyB)
        : compareKeys(sortKey(a, sort), sortKey(b, sort));
    return turn * (byKey || compareKeys(a.id, b.id));
  });
  return inOrder.map(([, , { id }]) => String(id));
}

function sortKey(member: Plain, { by }: MemberSort): string | bigint {
  if (by === 'nickname') return plain(member.nickname);
  if (by === 'joined') return member.joined;
  return by === 'active' ? (member.active ?? '') : BigInt(member.timesReported);
}

function compareKeys(a: string | bigint, b: string | bigint): number {
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  return a < b ? -1 : a > b ? 1 : 0;
}
