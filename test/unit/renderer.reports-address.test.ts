import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { QueueFilter } from '../../src/contract/reports/queue.ts';
import { EntryId } from '../../src/contract/values.ts';
import {
  addressOfView,
  filterNames,
  filterOf,
  isFiltered,
  noFilters,
  parseReportsAddress,
  savedAddress,
  shownViews,
} from '../../src/renderer/features/reports/reports-address.ts';

const whole = {
  queue: 'mine',
  policy: '7',
  kind: 'group_post',
  language: 'deu',
  author: '18446744073709551615',
  reporter: '4211',
  older: '24',
  younger: '720',
  view: '12',
  case: '901',
};

const memberId = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String);
const number = fc.bigInt({ min: 1n, max: 10n ** 19n - 1n }).map(String);
/** An address as a person could have got to it. */
const addresses = fc
  .record(
    {
      queue: fc.constantFrom(...shownViews),
      policy: number,
      kind: fc.stringMatching(/^[a-z0-9_]{1,20}$/),
      language: fc.stringMatching(/^[a-z]{3}$/),
      author: memberId,
      reporter: memberId,
      older: fc.integer({ min: 1, max: 87_600 }),
      younger: fc.integer({ min: 1, max: 87_600 }),
      case: number,
    },
    { requiredKeys: [] },
  )
  .map(parseReportsAddress);

describe('the address of the reports', () => {
  it('keeps which cases are shown, by what they are narrowed, and which one is open', () => {
    expect(parseReportsAddress(whole)).toEqual({ ...whole, older: 24, younger: 720 });
  });

  it('leaves out what makes no sense, whoever typed it', () => {
    expect(
      parseReportsAddress({
        queue: 'everything',
        policy: '0',
        kind: 'Group Post!',
        language: 'German',
        author: '-4',
        reporter: '1e9',
        older: '-24',
        younger: '0',
        view: 'mine',
        case: 'next',
      }),
    ).toEqual({});
  });

  it('does not name what goes without saying', () => {
    expect(parseReportsAddress({ queue: 'next', older: '0' })).toEqual({});
  });

  it('always asks what the contract takes', () => {
    fc.assert(
      fc.property(addresses, (address) => {
        expect(QueueFilter.parse(filterOf(address))).toEqual(filterOf(address));
      }),
    );
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...Object.keys(whole)), fc.anything()), (typed) => {
        expect(QueueFilter.safeParse(filterOf(parseReportsAddress(typed))).success).toBe(true);
      }),
      { examples: [[{ older: { toString: false } }]] },
    );
  });

  it('is filtered by each of its filters, and by none when they are dropped', () => {
    for (const name of filterNames) {
      const address = parseReportsAddress({ [name]: whole[name] });
      expect([name, isFiltered(address)]).toEqual([name, true]);
    }
    const dropped = { ...parseReportsAddress(whole), ...noFilters };
    expect(isFiltered(dropped)).toBe(false);
    expect(dropped.queue).toBe('mine');
  });

  it('comes back from a saved view as it was, but for the case that was open', () => {
    fc.assert(
      fc.property(addresses, (address) => {
        const id = EntryId.parse('3');
        const { case: _, ...shown } = address;
        expect(addressOfView({ id, address: savedAddress(address) })).toEqual({ ...shown, view: id });
      }),
    );
  });
});
