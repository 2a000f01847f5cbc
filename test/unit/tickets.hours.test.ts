import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BusinessHours } from '../../src/contract/tickets/rules.ts';
import { OfficeHours } from '../../src/core/tickets/clocks/hours.ts';
import { aboutTurns, alwaysOpen, businessHours, OfficeModel, zones } from '../support/office-model.ts';

const at = (text: string) => Date.parse(text);
const dayMs = 86_400_000;
const weekdays = (zone: string, holidays: string[] = []): BusinessHours => ({
  zone,
  week: [1, 2, 3, 4, 5, 6, 7].map((day) => (day < 6 ? [{ from: '09:00', to: '17:00' }] : [])),
  holidays: holidays.map((day) => ({ day, name: '' })),
});

test('the hours between two moments are those in which the clock on the wall says open, minute by minute', () => {
  fc.assert(
    fc.property(businessHours, aboutTurns, fc.integer({ min: 0, max: 3 * dayMs }), (hours, from, span) => {
      expect(new OfficeHours(hours).between(from, from + span)).toBe(
        new OfficeModel(hours).between(from, from + span),
      );
    }),
    { numRuns: 150 },
  );
});

test('so many hours after a moment is where the minute-by-minute model arrives', () => {
  fc.assert(
    fc.property(
      businessHours,
      aboutTurns,
      fc.integer({ min: 1, max: 2 * 86_400 }),
      (hours, from, seconds) => {
        const slow = new OfficeModel(hours).after(from, seconds, 4);
        const fast = new OfficeHours(hours).after(from, seconds);
        if (slow === null) expect(fast ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(from + 4 * dayMs);
        else expect(fast).toBe(slow);
      },
    ),
    { numRuns: 150 },
  );
});

test('after and between undo one another, forwards and backwards, over months', () => {
  const seconds = fc.integer({ min: -4_000_000, max: 4_000_000 }).filter((it) => it !== 0);
  fc.assert(
    fc.property(businessHours, aboutTurns, seconds, (hours, from, wanted) => {
      const office = new OfficeHours(hours);
      const to = office.after(from, wanted);
      if (to === null) return;
      const passed = (moment: number) =>
        wanted > 0 ? office.between(from, moment) : -office.between(moment, from);
      expect(passed(to)).toBe(wanted);
      // The first such moment.
      expect(passed(to - 1)).toBeLessThan(wanted);
      // In two steps it is the same one.
      const part = Math.trunc(wanted / 3);
      const half = part === 0 ? from : office.after(from, part);
      expect(half === null ? null : office.after(half, wanted - part)).toBe(to);
    }),
  );
});

test('later moments have more hours before them, never fewer', () => {
  const moments = fc.tuple(aboutTurns, aboutTurns, aboutTurns).map((it) => it.toSorted((a, b) => a - b));
  fc.assert(
    fc.property(businessHours, moments, (hours, [a = 0, b = 0, c = 0]) => {
      const office = new OfficeHours(hours);
      expect(office.between(a, b) + office.between(b, c)).toBeCloseTo(office.between(a, c), 6);
      expect(office.between(a, c)).toBeLessThanOrEqual((c - a) / 1000);
      expect(office.between(c, a)).toBe(0);
    }),
  );
});

test('an office that never closes counts every second, whatever its clocks are changed to', () => {
  fc.assert(
    fc.property(fc.constantFrom(...zones), aboutTurns, fc.nat({ max: 400 * dayMs }), (zone, from, span) => {
      const office = new OfficeHours(alwaysOpen(zone));
      expect(office.between(from, from + span)).toBe(span / 1000);
      expect(office.after(from, 86_400)).toBe(from + dayMs);
    }),
  );
});

test('the local day and hour of a moment are those of the clock on the wall', () => {
  fc.assert(
    fc.property(fc.constantFrom(...zones), aboutTurns, (zone, moment) => {
      const office = new OfficeHours(alwaysOpen(zone));
      const shown = new Intl.DateTimeFormat('sv-SE', {
        timeZone: zone,
        dateStyle: 'short',
        timeStyle: 'short',
      }).format(moment);
      expect(`${office.dayOf(moment)} ${String(office.hourOf(moment)).padStart(2, '0')}`).toBe(
        shown.slice(0, 13),
      );
    }),
  );
});

test('an hour that is skipped does not count, and one that comes twice counts twice', () => {
  const nights = new OfficeHours({
    ...weekdays('Europe/Berlin'),
    week: Array.from({ length: 7 }, () => [{ from: '01:30', to: '03:30' }]),
  });
  expect(nights.between(at('2026-03-28T12:00Z'), at('2026-03-29T12:00Z'))).toBe(3600);
  expect(nights.between(at('2026-10-24T12:00Z'), at('2026-10-25T12:00Z'))).toBe(3 * 3600);
  expect(nights.between(at('2026-06-24T12:00Z'), at('2026-06-25T12:00Z'))).toBe(2 * 3600);
});

test('a deadline passes over the week-end and a holiday', () => {
  const office = new OfficeHours(weekdays('America/New_York', ['2026-11-26']));
  // Wednesday, an hour before it closes; Thursday is Thanksgiving.
  expect(office.after(at('2026-11-25T21:00Z'), 2 * 3600)).toBe(at('2026-11-27T15:00Z'));
  expect(office.after(at('2026-11-27T21:00Z'), 2 * 3600)).toBe(at('2026-11-30T15:00Z'));
});

test('an office that is closed for ten years keeps no promise', () => {
  const holidays = Array.from({ length: 365 }, (_, day) =>
    new Date(at('2027-01-01T00:00Z') + day * dayMs).toISOString().slice(0, 10),
  );
  const office = new OfficeHours({
    ...weekdays('UTC', holidays),
    week: [[], [], [], [], [], [], [{ from: '09:00', to: '09:01' }]],
  });
  expect(office.after(at('2026-12-30T00:00Z'), 60)).toBe(at('2028-01-02T09:01Z'));
  expect(office.after(at('2026-12-30T00:00Z'), 3600 * 24)).toBeNull();
});

test('hours are refused that end before they begin, overlap, stand on no day, or in no zone', () => {
  const good = weekdays('Europe/Berlin');
  const monday = (...spans: [string, string][]) => ({
    ...good,
    week: [spans.map(([from, to]) => ({ from, to })), ...good.week.slice(1)],
  });
  expect(BusinessHours.safeParse(monday(['09:00', '12:00'], ['12:00', '24:00'])).success).toBe(true);
  const bad = [
    monday(['17:00', '09:00']),
    monday(['09:00', '12:00'], ['11:59', '13:00']),
    monday(['24:00', '24:00']),
    monday(['9:00', '12:00']),
    { ...good, week: Array.from({ length: 7 }, () => []) },
    { ...good, zone: 'Europe/Atlantis' },
    weekdays('UTC', ['2026-02-30']),
    weekdays('UTC', ['2026-12-25', '2026-12-25']),
  ];
  for (const hours of bad) expect(BusinessHours.safeParse(hours).success).toBe(false);
});
