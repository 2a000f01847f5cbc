import { z } from 'zod';
import { Utc } from '../../values.ts';
import { Seconds, Unit } from '../values.ts';

const BackTest = z.object({
  /** As a share of the limit; null where it could not be tested. */
  errorShare: z.number().nullable(),
  errorDays: z.number().nullable(),
  text: z.string(),
});

/** `perWeek` in the unit of the entry; of redo, whose limit may have changed, as a share of the limit at the time. */
const trend = { perWeek: z.number(), backTest: BackTest };

export const Forecast = z.discriminatedUnion('kind', [
  /** It cannot be read. `turnOn` says how it could. */
  z.object({ kind: z.literal('unknown'), because: z.string(), turnOn: z.string() }),
  /** Too little is known for a date. */
  z.object({ kind: z.literal('refused'), because: z.string() }),
  z.object({ kind: z.literal('never'), because: z.string(), ...trend }),
  /** `latest` is null where it may also never be reached. */
  z.object({ kind: z.literal('range'), earliest: Seconds, latest: Seconds.nullable(), ...trend }),
]);
export type Forecast = z.infer<typeof Forecast>;

export const calendarKinds = ['ids', 'disk', 'connections', 'redo'] as const;

export const CalendarEntry = z.object({
  kind: z.enum(calendarKinds),
  /** `schema.table`, a file system, or what it is. */
  name: z.string(),
  /** What it is counted in: a type of ids, a setting. */
  detail: z.string(),
  used: z.number().nullable(),
  limit: z.number().nullable(),
  unit: Unit,
  /** There is nothing left, or one at most. */
  reached: z.boolean(),
  forecast: Forecast,
});
export type CalendarEntry = z.infer<typeof CalendarEntry>;

export const Calendar = z.object({
  entries: z.array(CalendarEntry),
  /** Tables whose ids are too far from their end for an entry. */
  others: z.int(),
  /** Tables whose ids have no known end, and why. */
  unknownIds: z.array(z.object({ name: z.string(), because: z.string() })),
  /** When tables were last measured; null before the first time. */
  asOf: Utc.nullable(),
  /** By the server's clock. */
  now: Seconds,
});
export type Calendar = z.infer<typeof Calendar>;

/** What has run out, what has a date, what is too new for one by how full it is, what is unknown, what does not end. */
export function soonestFirst(a: CalendarEntry, b: CalendarEntry): number {
  return (
    rankOf(a) - rankOf(b) ||
    dateOf(a) - dateOf(b) ||
    shareOf(b) - shareOf(a) ||
    (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)
  );
}

function rankOf({ reached, forecast }: CalendarEntry): number {
  if (reached) return 0;
  return { range: 1, refused: 2, unknown: 3, never: 4 }[forecast.kind];
}

function dateOf({ forecast }: CalendarEntry): number {
  return forecast.kind === 'range' ? forecast.earliest : 0;
}

function shareOf({ used, limit }: CalendarEntry): number {
  return used === null || limit === null || limit <= 0 ? 0 : used / limit;
}
