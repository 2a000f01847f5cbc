import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CalendarEntry } from '../../src/contract/metrics/headroom/calendar.ts';
import { throughputAt } from '../../src/contract/metrics/headroom/law.ts';
import {
  countText,
  endWords,
  rateWords,
  usedWords,
} from '../../src/renderer/features/metrics/headroom/calendar/calendar-words.ts';
import { barOf, timeLineOf } from '../../src/renderer/features/metrics/headroom/calendar/time-line.ts';
import { growthText } from '../../src/renderer/features/metrics/headroom/growth/growth-words.ts';
import { parseHeadroomAddress } from '../../src/renderer/features/metrics/headroom/headroom-address.ts';
import {
  parameterText,
  rangeWords,
  shareText,
} from '../../src/renderer/features/metrics/headroom/headroom-words.ts';
import { pointsCsv } from '../../src/renderer/features/metrics/headroom/law/save-points.ts';
import {
  asItIs,
  atBest,
  isTried,
  peakOf,
  tried,
} from '../../src/renderer/features/metrics/headroom/law/scaling.ts';

const seconds = (text: string) => Date.parse(text) / 1000;
const now = seconds('2026-11-30T12:00:00Z');

describe('A range of dates', () => {
  test.each([
    ['2027-05-03', '2027-07-20', 'between May and July 2027'],
    ['2027-11-03', '2028-02-20', 'between November 2027 and February 2028'],
    ['2027-05-03', '2027-05-30', 'in May 2027'],
    ['2026-12-20', '2027-01-03', 'between 20 Dec 2026 and 3 Jan 2027'],
    ['2026-12-20', '2026-12-20', 'on 20 Dec 2026'],
    ['2026-11-30', '2026-11-30', 'now'],
    ['2026-11-30', '2027-03-01', 'between now and March 2027'],
  ])('from %s to %s is told as %s', (earliest, latest, words) => {
    const from = earliest === '2026-11-30' ? now : seconds(earliest);
    const to = latest === '2026-11-30' ? now : seconds(latest);
    expect(rangeWords(from, to, now)).toBe(words);
  });

  test('without an end says that it may never be', () => {
    expect(rangeWords(seconds('2027-05-03'), null, now)).toBe('from May 2027 on, or never');
    expect(rangeWords(now, null, now)).toBe('from now on, or never');
  });
});

const trend = { perWeek: 0.004, backTest: { errorShare: null, errorDays: null, text: '' } };
const entry = (o: Partial<CalendarEntry>): CalendarEntry => ({
  kind: 'ids',
  name: 'shop.orders',
  detail: '',
  used: 50,
  limit: 100,
  unit: 'count',
  reached: false,
  forecast: { kind: 'range', earliest: now + 1e7, latest: now + 2e7, ...trend },
  ...o,
});

describe('The words of the calendar', () => {
  test('never round up to all, nor down to nothing', () => {
    expect([0, 0.000001, 0.004, 0.05, 0.5, 0.9999, 1].map(shareText)).toEqual([
      '0%',
      '< 0.01%',
      '0.4%',
      '5%',
      '50%',
      '99.9%',
      '100%',
    ]);
  });

  test('name large numbers as people do', () => {
    expect([127, 65_535, 2_147_483_647, 18_446_744_073_709_552_000].map(countText)).toEqual([
      '127',
      '65,535',
      '2.15 billion',
      '1.84 × 10^19',
    ]);
  });

  test('say what is used, when it ends and how fast, or why not', () => {
    expect(usedWords(entry({}))).toBe('50% of 100');
    expect(usedWords(entry({ used: null }))).toBe('–');
    expect(usedWords(entry({ unit: 'ratio', used: 0.8, limit: 1 }))).toBe('80%');
    expect(endWords(entry({ reached: true }), now)).toContain('one id is left at most');
    expect(
      endWords(entry({ forecast: { kind: 'unknown', because: 'No one tells.', turnOn: 'Ask.' } }), now),
    ).toBe('No one tells. Ask.');
    expect(rateWords(entry({ unit: 'ratio' }))).toBe('+0.4 points');
    expect(rateWords(entry({ forecast: { kind: 'refused', because: '' } }))).toBe('–');
    expect(parameterText(0.0001044)).toBe('1.044e-4');
  });

  test('of growth tell a day from a week, and what is new', () => {
    expect(growthText(2 ** 20, '2026-11-01', false)).toBe('+1 MiB');
    expect(growthText(-(2 ** 20), '2026-11-01', true)).toBe('−7 MiB');
    expect(growthText(0, '2026-11-01', true)).toBe('0');
    expect(growthText(null, '2026-11-01', false)).toBe('new');
    expect(growthText(null, null, false)).toBe('–');
  });
});

describe('The line of time', () => {
  test('law: each bar is within the picture, begins where its date is and is wide enough to be seen', () => {
    const anyEntry = fc
      .record({
        after: fc.integer({ min: 0, max: 20 * 366 * 86_400 }),
        length: fc.option(fc.integer({ min: 0, max: 20 * 366 * 86_400 })),
        reached: fc.boolean(),
      })
      .map(({ after, length, reached }) =>
        entry({
          reached,
          forecast: {
            kind: 'range',
            earliest: now + after,
            latest: length === null ? null : now + after + length,
            ...trend,
          },
        }),
      );
    fc.assert(
      fc.property(fc.array(anyEntry, { minLength: 1, maxLength: 20 }), (entries) => {
        const line = timeLineOf(entries, now);
        expect(line.to - line.from).toBeGreaterThanOrEqual(365 * 86_400);
        expect(line.to - line.from).toBeLessThanOrEqual(5 * 366 * 86_400);
        expect(line.ticks.length).toBeGreaterThan(0);
        expect(line.ticks.length).toBeLessThan(16);
        for (const it of entries) {
          const bar = barOf(it, line);
          if (bar === null) {
            expect(it.forecast.kind === 'range' && it.forecast.earliest > line.to).toBe(true);
            continue;
          }
          expect(bar.from).toBeGreaterThanOrEqual(0);
          expect(bar.to - bar.from).toBeGreaterThan(0.5);
          expect(bar.to).toBeLessThanOrEqual(100.7);
        }
      }),
    );
  });
});

describe('What is tried of the law', () => {
  const law = { alpha: 0.02, beta: 0.001, gamma: 100 };
  const anyLaw = fc.record({
    alpha: fc.double({ min: 0, max: 1, noNaN: true }),
    beta: fc.double({ min: 0, max: 1, noNaN: true }),
    gamma: fc.double({ min: 0.1, max: 1e5, noNaN: true }),
  });

  test('law: throughput is as the Universal Scalability Law says', () => {
    fc.assert(
      fc.property(anyLaw, fc.double({ min: 0, max: 1e4, noNaN: true }), (of, n) => {
        const { alpha, beta, gamma } = of;
        expect(throughputAt(of, n)).toBe((gamma * n) / (1 + alpha * (n - 1) + beta * n * (n - 1)));
      }),
    );
  });

  test('half of β moves the peak out by the square root of two', () => {
    const before = peakOf(law);
    const after = peakOf(tried(law, { ...asItIs, beta: 0.5 }));
    expect((after?.n ?? 0) / (before?.n ?? 1)).toBeCloseTo(Math.SQRT2, 6);
    expect(peakOf(tried(law, { ...asItIs, beta: 0 }))).toBeNull();
  });

  test('twice the speed of a session is twice the throughput, and nothing tried changes nothing', () => {
    expect(throughputAt(tried(law, { ...asItIs, speed: 2 }), 17)).toBeCloseTo(2 * throughputAt(law, 17), 9);
    expect(isTried(asItIs)).toBe(false);
    expect(atBest(law, asItIs, 17)).toBe(throughputAt(law, 17));
  });

  test('law: more cores are at best never worse, and never more than so many times as much', () => {
    fc.assert(
      fc.property(
        anyLaw,
        fc.double({ min: 4, max: 1e3, noNaN: true }),
        fc.constantFrom(1.5, 2, 4),
        (of, n, cores) => {
          const now = throughputAt(of, n);
          const best = atBest(of, { ...asItIs, cores }, n);
          expect(best).toBeGreaterThanOrEqual(now * (1 - 1e-9));
          expect(best).toBeLessThanOrEqual(cores * Math.max(throughputAt(of, n / cores), 0) * (1 + 1e-9));
        },
      ),
    );
  });
});

test('The points of the law are saved with what the law says of each', () => {
  const bins = [{ n: 1, x: 99, count: 7 }];
  const head = 'sessions at work,statements a second,steps,the law\r\n';
  expect(pointsCsv({ bins }, { alpha: 0.02, beta: 0.001, gamma: 100 })).toBe(`${head}1,99,7,100\r\n`);
  expect(pointsCsv({ bins }, null)).toBe(`${head}1,99,7,\r\n`);
});

describe('The address of headroom', () => {
  test('keeps what makes sense and leaves out the rest', () => {
    expect(
      parseHeadroomAddress({
        part: 'growth',
        of: 'indexes',
        sort: 'month',
        text: 2026,
        page: '2',
        per: 'week',
        schema: 'shop',
        table: 'orders',
        last: '90d',
      }),
    ).toEqual({
      part: 'growth',
      of: 'indexes',
      sort: 'month',
      text: '2026',
      page: 2,
      per: 'week',
      schema: 'shop',
      table: 'orders',
      last: '90d',
    });
    expect(
      parseHeadroomAddress({
        part: 'law',
        of: 'x',
        sort: 7,
        text: {},
        page: -1,
        per: 'year',
        schema: 'shop',
      }),
    ).toEqual({});
  });

  test('law: of anything it makes an address that reads the same again', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.constantFrom('part', 'of', 'sort', 'text', 'page', 'per', 'schema', 'table'),
          fc.anything(),
        ),
        (search) => {
          const once = parseHeadroomAddress(search);
          expect(parseHeadroomAddress({ ...once })).toEqual(once);
        },
      ),
    );
  });
});
