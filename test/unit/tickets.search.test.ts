import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { highlightsOf, marksIn, type Searched } from '../../src/core/tickets/search/highlights.ts';
import { understand } from '../../src/core/tickets/search/typed.ts';
import { wordLength, wordsMost, wordsOf } from '../../src/core/tickets/search/words.ts';

describe('The words of a text', () => {
  test.each([
    ['Straße, ﬁne — Ünï-code!', ['strasse', 'fine', 'uni', 'code']],
    ["don't write to anna@example.org", ['don', 't', 'write', 'to', 'anna', 'example', 'org']],
    ['order #123, x² and 1½', ['order', '123', 'x2', 'and', '11', '2']],
    ['soft\u00ADhyphen and e\u0301', ['softhyphen', 'and', 'e']],
    ['日本語', ['日本', '本語', '語']],
    ['हिन्दी привет', ['हिन्दी', 'привет']],
    ['👍🏽 … \u0000\uD800', []],
  ])('of %j are %j', (text, words) => {
    expect(wordsOf(text)).toEqual(words);
  });

  test('are each there once, cut, and no more than there is room for', () => {
    expect(wordsOf('one ONE öne')).toEqual(['one']);
    expect(wordsOf('a'.repeat(100))).toEqual(['a'.repeat(wordLength)]);
    expect(wordsOf(Array.from({ length: 5000 }, (_, i) => `w${i}`).join(' '))).toHaveLength(wordsMost);
  });

  test('are words again, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        for (const word of wordsOf(text)) {
          expect([...word].length).toBeLessThanOrEqual(wordLength);
          expect(word).toMatch(/^[\p{L}\p{N}\p{M}]+$/u);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('What is typed', () => {
  test('is understood as words that begin so, and as a number where it is one', () => {
    expect(understand('Refund re #12')).toMatchObject({ number: null, beginnings: ['refund', '12'] });
    expect(understand('#0123')).toMatchObject({ number: '123', beginnings: ['0123'] });
    expect(understand('123')).toMatchObject({ number: '123', beginnings: ['123'] });
    expect(understand('0')).toMatchObject({ number: null });
    expect(understand('9'.repeat(30))).toMatchObject({ number: null });
    expect(understand('!?')).toMatchObject({ number: null, beginnings: [] });
    expect(understand('Anna.K+x@Example.org')).toMatchObject({ email: 'anna.k+x@example.org' });
  });
});

const marked = (text: string, typed: string) =>
  marksIn(text, understand(typed).beginnings).map(({ start, end }) => text.slice(start, end));

describe('What was typed is marked', () => {
  test.each([
    ['The refund, REFUNDS and Réfund', 'refund', ['refund', 'REFUND', 'Réfund']],
    ['Große Straßen', 'strasse', ['Straße']],
    ['ﬁnal ﬁre', 'fi', ['ﬁ', 'ﬁ']],
    ['日本語です', '本', ['本']],
    ['日本語です', '本語', ['本語']],
    ['refund a prefund', 'ref', ['ref']],
    ['𝐑𝐞𝐟𝐮𝐧𝐝 𐐨𐐩', 'ref', ['𝐑𝐞𝐟']],
    ['nothing of it', 'ref', []],
  ])('in %j, %j as %j', (text, typed, marks) => {
    expect(marked(text, typed)).toEqual(marks);
  });

  const texts = fc
    .array(
      fc.oneof(
        fc.constantFrom(
          'Refund',
          'réfund',
          'REFUNDED',
          'ﬁre',
          'Straße',
          '日本語',
          '𝐑𝐞𝐟',
          '👩‍👩‍👧',
          'ตัว',
          'e\u0301a',
          '½',
        ),
        fc.string({ unit: 'grapheme', maxLength: 8 }),
      ),
      { maxLength: 120 },
    )
    .map((words) => words.join(' '));
  const searches = fc.constantFrom('refund', 'ref fi', 'strasse', '本 語', 'e', 'a 1', 'ตั', 'r s');

  test('and each mark lies within its text, breaks no letter, and reads as what was typed', () => {
    fc.assert(
      fc.property(texts, searches, (text, typed) => {
        const { beginnings } = understand(typed);
        let before = -1;
        for (const { start, end } of marksIn(text, beginnings)) {
          expect(start).toBeGreaterThan(before);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          const what = text.slice(start, end);
          expect(what.isWellFormed()).toBe(true);
          expect(wordsOf(what).some((word) => beginnings.some((it) => word.startsWith(it)))).toBe(true);
          before = end;
        }
        const isThere = wordsOf(text).some((word) => beginnings.some((it) => word.startsWith(it)));
        expect(marksIn(text, beginnings).length > 0).toBe(isThere);
      }),
      { numRuns: 1500 },
    );
  });

  test('and pieces of long texts keep their marks', () => {
    fc.assert(
      fc.property(fc.array(texts, { maxLength: 5 }), searches, (bodies, typed) => {
        const { beginnings } = understand(typed);
        const searched: Searched[] = [
          { where: 'subject', text: 'About a refund' },
          ...bodies.map((text): Searched => ({ where: 'in', text })),
        ];
        const found = highlightsOf(searched, beginnings);
        expect(found.length).toBeLessThanOrEqual(3);
        for (const { text, marks } of found) {
          expect(marks.length).toBeGreaterThan(0);
          expect(text.isWellFormed()).toBe(true);
          expect(text.length).toBeLessThan(300);
          for (const { start, end } of marks) {
            expect(start).toBeGreaterThanOrEqual(0);
            expect(end).toBeLessThanOrEqual(text.length);
            const words = wordsOf(text.slice(start, end));
            expect(words.some((word) => beginnings.some((it) => word.startsWith(it)))).toBe(true);
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});

test('Of a ticket is shown where what was typed stands: subject and name whole, of messages what shows each word', () => {
  const long = `${'Before it much was said. '.repeat(20)}The refund of my money ${'and after it as much '.repeat(20)}`;
  const found = highlightsOf(
    [
      { where: 'subject', text: 'Money back' },
      { where: 'name', text: 'refunda' },
      { where: 'name', text: 'Bo' },
      { where: 'out', text: 'Nothing of it.' },
      { where: 'note', text: 'Has a receipt' },
      { where: 'in', text: long },
    ],
    understand('refund money rec').beginnings,
  );
  expect(found.map(({ where }) => where)).toEqual(['subject', 'name', 'note']);
  const [only] = highlightsOf([{ where: 'in', text: long }], ['refund', 'money']);
  expect(only?.text).toMatch(/^… .*The refund of my money and .* …$/);
  expect(only?.marks.map(({ start, end }) => only.text.slice(start, end))).toEqual(['refund', 'money']);
});
