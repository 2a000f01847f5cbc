import { Temporal } from 'temporal-polyfill';
import type { BusinessHours } from '../../../contract/tickets/rules.ts';

/** A stretch of open hours, in milliseconds since 1970: `from` is open, `to` no longer. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** Further than this no clock is reckoned: an office that is closed for longer keeps no promise. */
const mostDays = 3660;

/** Reckons in business hours, through daylight saving and holidays. Days once reckoned are kept. */
export class OfficeHours {
  readonly zone: string;
  readonly #week: BusinessHours['week'];
  readonly #holidays: ReadonlySet<string>;
  readonly #days = new Map<string, readonly Span[]>();

  constructor({ zone, week, holidays }: BusinessHours) {
    this.zone = zone;
    this.#week = week;
    this.#holidays = new Set(holidays.map((it) => it.day));
  }

  /** Seconds of business hours between two moments in milliseconds; 0 where `to` is not after `from`. */
  between(from: number, to: number): number {
    let open = 0;
    for (const span of this.#spans(from, to)) {
      open += Math.max(0, Math.min(span.to, to) - Math.max(span.from, from));
    }
    return open / 1000;
  }

  /**
   * The first moment, in milliseconds, by which so many seconds of business hours have passed since `from`; null where
   * the office is not open for so long within ten years. With 0 seconds that is `from`.
   */
  after(from: number, seconds: number): number | null {
    let left = seconds * 1000;
    if (left <= 0) return from;
    for (const span of this.#spans(from, Number.POSITIVE_INFINITY)) {
      const begin = Math.max(span.from, from);
      if (span.to <= begin) continue;
      if (span.to - begin >= left) return begin + left;
      left -= span.to - begin;
    }
    return null;
  }

  /** The local day of a moment, `2026-11-29`. */
  dayOf(moment: number): string {
    return this.#local(moment).toPlainDate().toString();
  }

  /** The local hour of a moment, 0 to 23. */
  hourOf(moment: number): number {
    return this.#local(moment).hour;
  }

  /** Spans from the day of `from` on, in order, until one begins after `to`. */
  *#spans(from: number, to: number): Generator<Span> {
    let day = this.#local(from).toPlainDate();
    for (let count = 0; count < mostDays; count += 1) {
      for (const span of this.#spansOn(day)) {
        if (span.from >= to) return;
        yield span;
      }
      day = day.add({ days: 1 });
      if (to !== Number.POSITIVE_INFINITY && this.#momentAt(day, '00:00') >= to) return;
    }
  }

  #spansOn(day: Temporal.PlainDate): readonly Span[] {
    const name = day.toString();
    const known = this.#days.get(name);
    if (known) return known;
    const open = this.#holidays.has(name) ? [] : (this.#week[day.dayOfWeek - 1] ?? []);
    const spans = open.map(({ from, to }) => ({
      from: this.#momentAt(day, from),
      to: this.#momentAt(day, to),
    }));
    this.#days.set(name, spans);
    return spans;
  }

  /** A time that daylight saving skips is the one after the gap; of one that comes twice it is the first. */
  #momentAt(day: Temporal.PlainDate, time: string): number {
    const isMidnight = time === '24:00';
    const on = isMidnight ? day.add({ days: 1 }) : day;
    const plainTime = Temporal.PlainTime.from(isMidnight ? '00:00' : time);
    return on.toZonedDateTime({ timeZone: this.zone, plainTime }).epochMilliseconds;
  }

  #local(moment: number): Temporal.ZonedDateTime {
    return Temporal.Instant.fromEpochMilliseconds(Math.floor(moment)).toZonedDateTimeISO(this.zone);
  }
}
