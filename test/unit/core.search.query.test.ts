import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SearchKind } from '../../src/contract/members/search.ts';
import { addressKey, addressRange, addressText } from '../../src/core/members/keys/address.ts';
import { foldText } from '../../src/core/members/keys/name.ts';
import { inNickname } from '../../src/core/members/search/match.ts';
import { understand } from '../../src/core/members/search/understand.ts';

describe('What is typed', () => {
  test.each<[string, SearchKind]>([
    ['', 'newest'],
    ['   ', 'newest'],
    ['4711', 'id'],
    ['#4711', 'id'],
    ['18446744073709551615', 'id'],
    ['99999999999999999999', 'device'], // no id is as large, and 20 digits are hexadecimal ones
    ['007', 'nickname'],
    ['#', 'nickname'],
    ['#anna', 'nickname'],
    ['anna', 'nickname'],
    ['anna 4711', 'nickname'],
    ['@', 'nickname'],
    ['@exa', 'domain'],
    ['@ exa', 'nickname'],
    ['anna@', 'email'],
    ['Anna.K@example.com', 'email'],
    ['anna k@example.com', 'nickname'],
    ['10.0.0.1', 'address'],
    ['10.0.0.0/8', 'address'],
    ['10.0.0.0/33', 'nickname'],
    ['300.0.0.1', 'nickname'],
    ['2001:db8::/32', 'address'],
    ['::ffff:10.0.0.1', 'address'],
    ['3f2a91d0c4b7e856', 'device'],
    ['3F2A91D0C4B7E856', 'device'],
    ['3f2a91d0c4b7e85', 'nickname'],
    ['9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d', 'device'],
    ['~', 'nickname'],
    ['~moderator', 'lookalike'],
    ['name:4711', 'nickname'],
    ['NAME: @anna', 'nickname'],
    ['name:', 'nickname'],
    ['id:4711', 'id'],
    ['id:abc', 'id'],
    ['email:anna', 'email'],
    ['email:@exa', 'domain'],
    ['ip:10.', 'address'],
    ['ip:nonsense', 'address'],
    ['device:3f', 'device'],
    ['note:anna', 'nickname'],
  ])('%j is taken for: %s', (text, kind) => {
    expect(understand(text).kind).toBe(kind);
  });

  test('is understood whatever it is, and the same with spaces around it', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string()), (text) => {
        expect(understand(`  ${text} `)).toEqual(understand(text));
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    ['ip:10', '10.0.0.0', '10.255.255.255'],
    ['ip:10.2.', '10.2.0.0', '10.2.255.255'],
    ['ip:10.2.3', '10.2.3.0', '10.2.3.255'],
    ['ip:10.2.3.4', '10.2.3.4', '10.2.3.4'],
    ['10.2.3.4/30', '10.2.3.4', '10.2.3.7'],
    ['10.2.3.7/30', '10.2.3.4', '10.2.3.7'],
    ['2001:db8::1/127', '2001:db8::', '2001:db8::1'],
  ])('%s is from %s to %s', (text, low, high) => {
    const understood = understand(text);
    if (understood.kind !== 'address' || understood.range === null) throw new Error('no network');
    expect([addressText(understood.range.low), addressText(understood.range.high)]).toEqual([low, high]);
  });
});

describe('An IP address', () => {
  const bytes = fc.uint8Array({ minLength: 4, maxLength: 4 });

  test('is kept as 16 bytes and written as people write it', () => {
    fc.assert(
      fc.property(bytes, (four) => {
        const text = four.join('.');
        const key = addressKey(text);
        expect(key?.subarray(12)).toEqual(Buffer.from(four));
        expect(key && addressText(key)).toBe(text);
      }),
    );
    for (const text of ['2001:db8::1', '::1', 'fe80::1:0:0:1']) {
      const key = addressKey(text);
      expect(key && addressText(key)).toBe(text);
    }
  });

  test('is none where it only looks like one', () => {
    for (const text of ['', '10', '10.1', '010.0.0.1', '10.0.0.256', 'fe80::1%eth0', '1:2', '0x7f.0.0.1']) {
      expect(addressKey(text), text).toBeNull();
    }
  });

  test('lies in a network just where its first bits are the network’s', () => {
    fc.assert(
      fc.property(bytes, bytes, fc.integer({ min: 0, max: 32 }), (network, address, fixed) => {
        const range = addressRange(`${network.join('.')}/${fixed}`);
        const key = addressKey(address.join('.'));
        if (range === null || key === null) throw new Error('not understood');
        const bits = (four: Uint8Array) => [...four].map((it) => it.toString(2).padStart(8, '0')).join('');
        const lies = range.low.compare(key) <= 0 && key.compare(range.high) <= 0;
        expect(lies).toBe(bits(network).slice(0, fixed) === bits(address).slice(0, fixed));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('Where a query stands in a nickname', () => {
  test.each([
    ['Łukasz', 'luka', 0, 4],
    ['ﬁnn', 'in', 0, 2],
    ['Straße', 'ss', 4, 1],
    ['a  b', 'a b', 0, 4],
    ['xe\u0301y', 'ey', 1, 3],
    ['😀anna', 'ann', 2, 3],
    ['John\u200b Doe', 'n d', 3, 4],
  ])('in %j %j is at %i, %i long', (nickname, query, start, length) => {
    expect(inNickname(nickname, query)).toEqual({ in: 'nickname', text: nickname, start, length });
  });

  test('is a piece of it that folds to the query, whatever letters it is made of', () => {
    const made = fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 3 }), {
      minLength: 3,
      maxLength: 6,
    });
    fc.assert(
      fc.property(made, fc.nat(), fc.nat(), (pieces, from, length) => {
        const nickname = pieces.join('');
        const letters = [...foldText(nickname)];
        if (letters.length === 0) return;
        const start = from % letters.length;
        const query = foldText(letters.slice(start, start + 1 + (length % 5)).join(''));
        if (!foldText(nickname).includes(query)) return;
        const found = inNickname(nickname, query);
        const piece = nickname.slice(found.start, found.start + found.length);
        expect(foldText(piece)).toContain(query);
      }),
      { numRuns: 2000 },
    );
  });
});
