import { describe, expect, test } from 'vitest';
import { type CalendarEntry, soonestFirst } from '../../src/contract/metrics/headroom/calendar.ts';
import { connectionPeaks } from '../../src/core/metrics/headroom/calendar/connections.ts';
import { sinceTheFall } from '../../src/core/metrics/headroom/calendar/ids.ts';
import { sharesOf } from '../../src/core/metrics/headroom/calendar/redo.ts';
import { lastIdOf } from '../../src/core/metrics/headroom/measure/id-types.ts';
import { afterReading, type IndexUse } from '../../src/core/metrics/headroom/measure/index-uses.ts';

describe('The last id of a type', () => {
  test.each([
    ['tinyint(4)', 127n],
    ['tinyint(3) unsigned', 255n],
    ['smallint(6)', 32_767n],
    ['smallint unsigned', 65_535n],
    ['mediumint(9)', 8_388_607n],
    ['mediumint(8) unsigned', 16_777_215n],
    ['int', 2_147_483_647n],
    ['int(11)', 2_147_483_647n],
    ['int(10) unsigned', 4_294_967_295n],
    ['INT(10) UNSIGNED ZEROFILL', 4_294_967_295n],
    ['int(10) zerofill', 4_294_967_295n],
    ['bigint(20)', 9_223_372_036_854_775_807n],
    ['bigint unsigned', 18_446_744_073_709_551_615n],
  ])('of %s is %d', (type, last) => expect(lastIdOf(type)).toBe(last));

  test.each([
    'double',
    'float unsigned',
    'decimal(10,0)',
    'varchar(10)',
    '',
    'int(10',
    'point',
    'constructor',
  ])('is not told for %s', (type) => expect(lastIdOf(type)).toBeNull());
});

describe('What a reading says of the use of an index', () => {
  const at = '2026-11-30 12:00:00.000000';
  const reading = (uses: bigint, serverStartedOn = '2026-01-01') => ({
    uses,
    today: '2026-11-30',
    serverStartedOn,
    at,
  });
  const known = (o: Partial<IndexUse> = {}): IndexUse => ({
    seenFrom: '2026-11-01',
    seenOn: '2026-11-28',
    daysSeen: 27,
    uses: 5n,
    usedAt: null,
    ...o,
  });

  test('begins with no day seen, though the server ran before', () => {
    expect(afterReading(null, reading(0n))).toMatchObject({
      daysSeen: 0,
      seenFrom: '2026-11-30',
      usedAt: null,
    });
    expect(afterReading(null, reading(7n))).toMatchObject({ daysSeen: 0, usedAt: at });
  });

  test('counts all days that the counter covers, also those on which no console was open', () => {
    expect(afterReading(known(), reading(5n))).toMatchObject({
      daysSeen: 29,
      usedAt: null,
      seenOn: '2026-11-30',
    });
  });

  test('begins anew with a use', () => {
    expect(afterReading(known(), reading(6n))).toEqual({
      seenFrom: '2026-11-30',
      seenOn: '2026-11-30',
      daysSeen: 0,
      uses: 6n,
      usedAt: at,
    });
  });

  test('does not count days in which the server was restarted, since what was before is lost', () => {
    expect(afterReading(known(), reading(0n, '2026-11-29'))).toMatchObject({ daysSeen: 27, uses: 0n });
    expect(afterReading(known({ uses: 0n }), reading(0n, '2026-11-28'))).toMatchObject({ daysSeen: 27 });
  });

  test('takes what a restarted server counted for a use, though it is less than before', () => {
    expect(afterReading(known(), reading(1n, '2026-11-29'))).toMatchObject({ daysSeen: 0, usedAt: at });
    expect(afterReading(known(), reading(5n, '2026-11-29'))).toMatchObject({ daysSeen: 0, usedAt: at });
  });

  test('does not count days where the counter fell without a restart: the table was made anew', () => {
    expect(afterReading(known(), reading(0n))).toMatchObject({ daysSeen: 27, uses: 0n });
  });

  test('counts a day once, however often it is read', () => {
    const once = afterReading(known(), reading(5n));
    expect(afterReading(once, reading(5n))).toEqual(once);
  });

  test('does not count backwards where a clock was set back', () => {
    expect(afterReading(known({ seenOn: '2026-12-05' }), reading(5n)).daysSeen).toBe(27);
  });
});

describe('The calendar', () => {
  const trend = { perWeek: 1, backTest: { errorShare: null, errorDays: null, text: '' } };
  const entry = (name: string, forecast: CalendarEntry['forecast'], o: Partial<CalendarEntry> = {}) => ({
    kind: 'ids' as const,
    name,
    detail: '',
    used: 1,
    limit: 10,
    unit: 'count' as const,
    reached: false,
    forecast,
    ...o,
  });

  test('puts first what has run out, then what does so soonest, and last what does not', () => {
    const range = (earliest: number) => ({ kind: 'range' as const, earliest, latest: null, ...trend });
    const refused = { kind: 'refused' as const, because: '' };
    const entries = [
      entry('never', { kind: 'never', because: '', ...trend }),
      entry('new', refused),
      entry('new and full', refused, { used: 9 }),
      entry('later', range(2000)),
      entry('unknown', { kind: 'unknown', because: '', turnOn: '' }, { used: null, limit: null }),
      entry('soon', range(1000)),
      entry('over', refused, { reached: true }),
    ];
    expect(entries.sort(soonestFirst).map((it) => it.name)).toEqual([
      'over',
      'soon',
      'later',
      'new and full',
      'new',
      'unknown',
      'never',
    ]);
  });

  test('takes ids from before a table was emptied for another history', () => {
    const samples = [10, 20, 30, 1, 5].map((value, at) => ({ at, value }));
    expect(sinceTheFall(samples).map((it) => it.value)).toEqual([1, 5]);
    expect(sinceTheFall(samples.slice(0, 3))).toHaveLength(3);
    expect(sinceTheFall([])).toEqual([]);
  });

  test('dates the highest of all connections by the hour in which it rose, and forgets it at a restart', () => {
    const hour = (at: number, low: number, high = low) => ({ at, low, high });
    const connected = [0, 1, 2, 3, 4, 5].map((at) => hour(at, 10 + at));
    // Up to 90 long ago; it rises to 95 in hour 2, the server restarts in hour 4.
    const most = [hour(0, 90), hour(1, 90), hour(2, 90, 95), hour(3, 95), hour(4, 3, 95), hour(5, 3, 15)];
    expect(connectionPeaks(connected, most)).toEqual([
      { at: 0, value: 10 },
      { at: 1, value: 11 },
      { at: 2, value: 95 },
      { at: 3, value: 13 },
      { at: 4, value: 14 },
      { at: 5, value: 15 },
    ]);
  });

  test('reckons redo as a share of what the log was at the time', () => {
    const hour = (at: number, high: number) => ({ at, low: high, high });
    expect(sharesOf([hour(0, 50), hour(1, 50), hour(2, 50)], [hour(0, 100), hour(1, 200)])).toEqual([
      { at: 0, value: 0.5 },
      { at: 1, value: 0.25 },
    ]);
  });
});
