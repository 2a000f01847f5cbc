import fc from 'fast-check';
import type { BusinessHours } from '../../src/contract/tickets/rules.ts';

const minuteMs = 60_000;

/** An office asked minute by minute whether it is open: slow, and so simple that it can be read to be right. */
export class OfficeModel {
  readonly #hours: BusinessHours;

  constructor(hours: BusinessHours) {
    this.#hours = hours;
  }

  /** Whether the clock on the wall shows a time within the hours of the day. */
  isOpen(moment: number): boolean {
    const { day, time, weekday } = wallClock(this.#hours.zone, Math.floor(moment / minuteMs));
    const { week, holidays } = this.#hours;
    if (holidays.some((it) => it.day === day)) return false;
    return (week[weekday] ?? []).some(({ from, to }) => from <= time && time < to);
  }

  between(from: number, to: number): number {
    let open = 0;
    for (let at = from; at < to; ) {
      const next = Math.min(to, (Math.floor(at / minuteMs) + 1) * minuteMs);
      if (this.isOpen(at)) open += next - at;
      at = next;
    }
    return open / 1000;
  }

  /** Null where it is not within so many days. */
  after(from: number, seconds: number, days: number): number | null {
    let left = seconds * 1000;
    for (let at = from; at < from + days * 1440 * minuteMs; ) {
      if (left <= 0) return at + left;
      const next = (Math.floor(at / minuteMs) + 1) * minuteMs;
      if (this.isOpen(at)) left -= next - at;
      at = next;
    }
    return null;
  }
}

interface WallClock {
  readonly day: string;
  readonly time: string;
  /** Monday is 0. */
  readonly weekday: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();
const shown = new Map<string, WallClock>();

function wallClock(zone: string, minute: number): WallClock {
  const key = `${zone} ${minute}`;
  const known = shown.get(key);
  if (known) return known;
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    });
  formats.set(zone, format);
  const parts = Object.fromEntries(format.formatToParts(minute * minuteMs).map((it) => [it.type, it.value]));
  const day = `${parts.year}-${parts.month}-${parts.day}`;
  const weekday = (new Date(`${day}T12:00Z`).getUTCDay() + 6) % 7;
  const clock = { day, time: `${parts.hour}:${parts.minute}`, weekday };
  shown.set(key, clock);
  return clock;
}

export const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  // By half an hour.
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  // At midnight.
  'America/Havana',
] as const;

/** Moments about which clocks are changed in these zones, in UTC, and the end of a year. */
const turns = [
  '2026-03-08T05:00Z',
  '2026-03-29T01:00Z',
  '2026-04-04T15:00Z',
  '2026-10-03T15:30Z',
  '2026-10-25T01:00Z',
  '2026-11-01T05:00Z',
  '2026-12-31T23:00Z',
].map((it) => Date.parse(it));

const timeOf = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** Up to three spans a day, which may begin at midnight, end at 24:00, or touch. */
const openHours = fc
  .uniqueArray(fc.oneof(fc.integer({ min: 0, max: 1440 }), fc.constantFrom(0, 60, 120, 150, 180, 1440)), {
    maxLength: 6,
  })
  .map((minutes) => minutes.toSorted((a, b) => a - b))
  .map((minutes) =>
    Array.from({ length: Math.floor(minutes.length / 2) }, (_, at) => ({
      from: timeOf(minutes[at * 2] ?? 0),
      to: timeOf(minutes[at * 2 + 1] ?? 0),
    })),
  );

/** A moment within a day and a half of a change of clocks, to the millisecond. */
export const aboutTurns = fc
  .tuple(fc.constantFrom(...turns), fc.integer({ min: -36 * 3_600_000, max: 36 * 3_600_000 }))
  .map(([turn, by]) => turn + by);

const holiday = aboutTurns.map((at) => ({ day: new Date(at).toISOString().slice(0, 10), name: 'Closed' }));

/** Business hours of any of the zones, open on some day. */
export const businessHours: fc.Arbitrary<BusinessHours> = fc
  .record({
    zone: fc.constantFrom(...zones),
    week: fc.array(openHours, { minLength: 7, maxLength: 7 }),
    holidays: fc.uniqueArray(holiday, { maxLength: 2, selector: (it) => it.day }),
  })
  .filter(({ week }) => week.some((day) => day.length > 0));

export const alwaysOpen = (zone: string): BusinessHours => ({
  zone,
  week: Array.from({ length: 7 }, () => [{ from: '00:00', to: '24:00' }]),
  holidays: [],
});
