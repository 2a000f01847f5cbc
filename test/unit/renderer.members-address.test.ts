import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memberStatuses } from '../../src/contract/members/member.ts';
import { historySources } from '../../src/contract/members/page.ts';
import { MemberQuery, memberOrders } from '../../src/contract/members/search.ts';
import { EntryId } from '../../src/contract/values.ts';
import { filterWords } from '../../src/renderer/features/members/filters/filter-words.ts';
import { columnNames } from '../../src/renderer/features/members/list/column-names.ts';
import {
  addressOfView,
  isFiltered,
  noFilters,
  parseMembersAddress,
  queryOf,
  savedAddress,
  sortOf,
  sortText,
  sourcesOf,
  sourcesText,
} from '../../src/renderer/features/members/members-address.ts';
import { recentSpans } from '../../src/renderer/features/members/span.ts';

const now = Date.parse('2026-11-23T12:00:00Z');
const whole = {
  q: 'mar',
  status: 'muted,banned',
  joined: '7d',
  active: '2026-11-01..2026-11-20',
  reported: '3',
  location: 'Ber',
  sort: '-reported',
  columns: 'status,joined',
  view: '12',
  id: '18446744073709551615',
  history: 'login,content',
};

const day = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const span = fc.oneof(
  fc.constantFrom(...Object.keys(recentSpans)),
  fc.tuple(day, day).map(([from, until]) => `${from}..${until}`),
  day.map((from) => `${from}..`),
  day.map((until) => `..${until}`),
);
/** An address as a person could have got to it. */
const addresses = fc
  .record(
    {
      q: fc.string({ minLength: 1, maxLength: 50 }),
      status: fc.subarray([...memberStatuses], { minLength: 1, maxLength: 4 }).map((all) => all.join(',')),
      joined: span,
      active: span,
      reported: fc.integer({ min: 1, max: 999_999 }),
      location: fc.string({ minLength: 1, maxLength: 30 }).filter((text) => text.trim() === text),
      sort: fc.constantFrom('nickname', '-nickname', 'joined', '-joined', '-active', '-reported'),
      columns: fc.subarray([...columnNames], { minLength: 1 }).map((all) => all.join(',')),
      id: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String),
    },
    { requiredKeys: [] },
  )
  .map(parseMembersAddress);

describe('the address of the members', () => {
  it('keeps the search, how it is shown, who is open and which history', () => {
    expect(parseMembersAddress(whole)).toEqual({ ...whole, reported: 3 });
  });

  it('leaves out what makes no sense, whoever typed it', () => {
    expect(
      parseMembersAddress({
        q: '',
        status: 'angry',
        joined: 'yesterday',
        active: '2026-13-01..',
        reported: '-3',
        location: '  ',
        sort: 'height',
        columns: 'shoe-size',
        view: 'x',
        id: '-1',
        history: 'nothing',
        surprise: 'x',
      }),
    ).toEqual({});
    expect(parseMembersAddress({ id: '18446744073709551616', reported: '1e3', joined: '..' })).toEqual({});
    expect(parseMembersAddress({ q: 'x'.repeat(500) }).q).toHaveLength(200);
  });

  it('never throws, and reads what it gave as the same, whatever is typed', () => {
    const anything = fc.dictionary(
      fc.constantFrom(...Object.keys(whole)),
      fc.oneof(fc.string(), fc.anything()),
    );
    fc.assert(
      fc.property(anything, (typed) => {
        const read = parseMembersAddress(typed);
        expect(parseMembersAddress({ ...read })).toEqual(read);
        expect(MemberQuery.safeParse(queryOf(read, 'utc', now)).success).toBe(true);
      }),
    );
  });

  it('means all sources of the history when none or all are named', () => {
    expect(sourcesOf(undefined)).toEqual([]);
    expect(sourcesText(historySources)).toBeUndefined();
    expect(sourcesText(['login'])).toBe('login');
  });
});

describe('the question that an address asks', () => {
  it('has the days made into moments, both days included', () => {
    const query = queryOf(parseMembersAddress(whole), 'utc', now);
    expect(query).toEqual({
      text: 'mar',
      filter: {
        statuses: ['muted', 'banned'],
        joinedFrom: '2026-11-17T00:00:00.000Z',
        joinedUntil: null,
        activeFrom: '2026-11-01T00:00:00.000Z',
        activeUntil: '2026-11-21T00:00:00.000Z',
        reportedAtLeast: 3,
        location: 'Ber',
      },
      sort: { by: 'reported', descending: true },
    });
  });

  it('stays the same all day, so that a list is not asked for again by the clock', () => {
    const morning = Date.parse('2026-11-23T00:00:00Z');
    fc.assert(
      fc.property(addresses, fc.integer({ min: 0, max: 86_399_999 }), (address, later) => {
        expect(queryOf(address, 'utc', morning + later)).toEqual(queryOf(address, 'utc', morning));
      }),
    );
  });

  it('sorts as the address says, in any order there is', () => {
    for (const by of memberOrders) {
      for (const descending of by === 'match' ? [false] : [false, true]) {
        expect(sortOf(sortText({ by, descending }))).toEqual({ by, descending });
      }
    }
  });
});

describe('a saved view', () => {
  it('leads back to the search, its filters, its order and its columns, but to nobody in particular', () => {
    fc.assert(
      fc.property(addresses, (address) => {
        const columns = address.columns?.split(',') ?? [];
        const view = { id: EntryId.parse('7'), address: savedAddress(address, columns) };
        const { id: _, ...kept } = address;
        expect(addressOfView(view)).toEqual({ ...kept, columns: address.columns ?? 'none', view: '7' });
        expect(savedAddress(addressOfView(view), columns)).toBe(view.address);
      }),
    );
  });

  it('is read like an address that anybody typed', () => {
    const view = { id: EntryId.parse('7'), address: 'q=ma&status=angry&id=5&history=login&x=y' };
    expect(addressOfView(view)).toEqual({ q: 'ma', view: '7' });
  });
});

describe('the filters in words', () => {
  it('say each filter that is in force, and nothing else', () => {
    fc.assert(
      fc.property(addresses, (address) => {
        expect(filterWords(address).length > 0).toBe(isFiltered(address));
        expect(filterWords({ ...address, ...noFilters })).toEqual([]);
      }),
    );
    expect(filterWords(parseMembersAddress(whole)).map(({ words }) => words)).toEqual([
      'muted or banned',
      'joined in the last 7 days',
      'last active from 1 Nov 2026 until 20 Nov 2026',
      'reported 3 times or more',
      'location starts with “Ber”',
    ]);
    expect(filterWords({ joined: '1d', active: '2026-11-01..2026-11-01' }).map(({ words }) => words)).toEqual(
      ['joined today', 'last active on 1 Nov 2026'],
    );
  });
});
