import { Temporal } from 'temporal-polyfill';
import type { BusinessHours } from '../../../contract/tickets/rules.ts';

const dayMs = 86_400_000;
/** Further than this no clock is reckoned: an office that is closed for longer keeps no promise. */
const mostYears = 10;

/** From `from` on, in milliseconds since 1970, and up to but not at `to`. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** A year of UTC: its stretches of one offset from it, and when the office is open, all in order. */
interface Year {
  readonly offsets: readonly (Span & { readonly offset: number })[];
  readonly open: readonly (Span & {
    /** Milliseconds open in the year before it. */ readonly before: number;
  })[];
  readonly total: number;
}

/**
 * Reckons in business hours: the office is open whenever its clock on the wall shows a time within the hours of the day,
 * so an hour that daylight saving skips does not count, and one that comes twice counts twice. Each year is laid out
 * once, and then asked by halving.
 */
export class OfficeHours {
  readonly zone: string;
  readonly #week: readonly (readonly Span[])[];
  readonly #holidays: ReadonlySet<string>;
  readonly #years = new Map<number, Year>();

  constructor({ zone, week, holidays }: BusinessHours) {
    this.zone = zone;
    this.#week = week.map((day) => day.map(({ from, to }) => ({ from: timeMs(from), to: timeMs(to) })));
    this.#holidays = new Set(holidays.map((it) => it.day));
  }

  /** Seconds of business hours between two moments in milliseconds; 0 where `to` is not after `from`. */
  between(from: number, to: number): number {
    if (to <= from) return 0;
    const [last, first] = [yearOf(to), Math.max(yearOf(from), yearOf(to) - mostYears)];
    let open =
      openBefore(this.#year(last), to) - (first === yearOf(from) ? openBefore(this.#year(first), from) : 0);
    for (let year = first; year < last; year += 1) open += this.#year(year).total;
    return open / 1000;
  }

  /**
   * The first moment, in milliseconds, by which so many seconds of business hours have passed since `from`; with less
   * than 0, the first from which on so many passed until `from`; with 0 `from` itself. Null where the office is not open
   * for so long within ten years.
   */
  after(from: number, seconds: number): number | null {
    if (seconds === 0) return from;
    const first = yearOf(from);
    const way = Math.sign(seconds);
    let wanted = openBefore(this.#year(first), from) + seconds * 1000;
    for (let year = first; Math.abs(year - first) <= mostYears; year += way) {
      const { open, total } = this.#year(year);
      if (way < 0 && year !== first) wanted += total;
      if (wanted > 0 && wanted <= total) {
        const span = open[countOf(open, (it) => it.before < wanted) - 1];
        return span === undefined ? null : span.from + wanted - span.before;
      }
      if (way > 0) wanted -= total;
    }
    return null;
  }

  /** The local day of a moment, `2026-11-29`. */
  dayOf(moment: number): string {
    return dayName(this.#local(moment));
  }

  /** The local hour of a moment, 0 to 23. */
  hourOf(moment: number): number {
    return new Date(this.#local(moment)).getUTCHours();
  }

  /** What UTC would show at what the clock on the wall does. */
  #local(moment: number): number {
    const { offsets } = this.#year(yearOf(moment));
    return moment + (offsets[countOf(offsets, (it) => it.from <= moment) - 1]?.offset ?? 0);
  }

  #year(year: number): Year {
    const known = this.#years.get(year);
    if (known) return known;
    const offsets = offsetsOf(this.zone, { from: Date.UTC(year), to: Date.UTC(year + 1) });
    let total = 0;
    const open = offsets.flatMap((stretch) =>
      this.#openIn(stretch).map(({ from, to }) => {
        const before = total;
        total += to - from;
        return { from, to, before };
      }),
    );
    const laidOut = { offsets, open, total };
    this.#years.set(year, laidOut);
    return laidOut;
  }

  #openIn(stretch: Span & { readonly offset: number }): Span[] {
    const spans: Span[] = [];
    const end = stretch.to + stretch.offset;
    for (let day = Math.floor((stretch.from + stretch.offset) / dayMs) * dayMs; day < end; day += dayMs) {
      for (const { from, to } of this.#hoursOn(day)) {
        const span = {
          from: Math.max(stretch.from, day + from - stretch.offset),
          to: Math.min(stretch.to, day + to - stretch.offset),
        };
        if (span.from < span.to) spans.push(span);
      }
    }
    return spans;
  }

  /** Milliseconds since the day’s midnight. */
  #hoursOn(day: number): readonly Span[] {
    // 1970 began on a Thursday.
    return this.#holidays.has(dayName(day)) ? [] : (this.#week[(day / dayMs + 3) % 7] ?? []);
  }
}

/** Stretches in which the zone keeps one offset, in milliseconds. */
function offsetsOf(zone: string, within: Span): Year['offsets'] {
  const stretches: (Span & { offset: number })[] = [];
  let at = Temporal.Instant.fromEpochMilliseconds(within.from).toZonedDateTimeISO(zone);
  for (let from = within.from; from < within.to; ) {
    const next = at.getTimeZoneTransition('next');
    const to = Math.min(within.to, next?.epochMilliseconds ?? within.to);
    stretches.push({ from, to, offset: at.offsetNanoseconds / 1e6 });
    if (next === null) break;
    at = next;
    from = to;
  }
  return stretches;
}

function openBefore({ open }: Year, moment: number): number {
  const span = open[countOf(open, (it) => it.from <= moment) - 1];
  return span === undefined ? 0 : span.before + Math.min(span.to, moment) - span.from;
}

/** How many of them, from the first on, it holds of; of those after them it does not. */
function countOf<Item>(items: readonly Item[], holds: (item: Item) => boolean): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(items[middle] as Item)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function yearOf(moment: number): number {
  return new Date(moment).getUTCFullYear();
}

function dayName(local: number): string {
  return new Date(local).toISOString().slice(0, 10);
}

function timeMs(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return (hours * 60 + minutes) * 60_000;
}
