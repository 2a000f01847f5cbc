import { z } from 'zod';
import { procedure } from '../procedure.ts';
import { EntryId } from '../values.ts';
import { TicketChange } from './queue.ts';
import { Priority, TeamId, ticketWorkers } from './values.ts';

/** Several changes and a text at once; without changes it is a template, without a text a set of changes. */
export const Macro = z.object({
  id: EntryId,
  name: z.string(),
  /** Null for everyone. */
  teamId: TeamId.nullable(),
  change: TicketChange,
  /** A template: see `templates.ts`. Null where it says nothing. */
  body: z.string().nullable(),
  /** Whether the text is a note, and not a reply. */
  asNote: z.boolean(),
  version: z.int(),
});
export type Macro = z.infer<typeof Macro>;

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'a time such as 09:00');

/** Open hours of a day, one after the other, in local time. */
export const OpenHours = z
  .array(z.object({ from: timeOfDay, to: timeOfDay }))
  .max(4)
  .refine(
    (spans) => spans.every(({ from, to }, i) => from < to && (i === 0 || (spans[i - 1]?.to ?? '') <= from)),
    'each span ends after it begins, and none overlaps the one before',
  );

export const BusinessHours = z.object({
  /** An IANA time zone. */
  zone: z.string().max(60).refine(isZone, 'not a time zone'),
  /** Seven, Monday first. At least one is open. */
  week: z
    .array(OpenHours)
    .length(7)
    .refine((week) => week.some((day) => day.length > 0), 'open on no day'),
  /** Local days on which nobody works. */
  holidays: z.array(z.object({ day: z.iso.date(), name: z.string().trim().max(60) })).max(400),
});
export type BusinessHours = z.infer<typeof BusinessHours>;

/** Minutes of business hours. Null promises nothing. */
const Minutes = z.int().min(1).max(525_600).nullable();
export const Target = z.object({
  /** Null for every team that has none of its own. */
  teamId: TeamId.nullable(),
  priority: Priority,
  first: Minutes,
  next: Minutes,
  solve: Minutes,
});
export type Target = z.infer<typeof Target>;

export const ticketRules = {
  /** By name. */
  macros: procedure(ticketWorkers)
    .input(z.undefined())
    .output(z.object({ macros: z.array(Macro) })),
  /** CONFLICT where it was saved since `version`. `id` null makes a new one. */
  saveMacro: procedure(['admin'])
    .input(
      z.object({
        requestId: z.uuid(),
        id: EntryId.nullable(),
        version: z.int().nullable(),
        name: z.string().trim().min(1, 'give it a name').max(60),
        teamId: TeamId.nullable(),
        change: TicketChange,
        body: z.string().trim().max(4000).nullable(),
        asNote: z.boolean(),
      }),
    )
    .output(z.object({ id: EntryId, version: z.int() })),
  /** Takes it out of use, or back into it. */
  removeMacro: procedure(['admin'])
    .input(z.object({ requestId: z.uuid(), id: EntryId, removed: z.boolean() }))
    .output(z.object({})),
  /** Hours and targets that hold, with the version that a change is made on. */
  rules: procedure(ticketWorkers)
    .input(z.undefined())
    .output(
      z.object({ version: z.int(), hours: BusinessHours, targets: z.array(Target), warnMinutes: z.int() }),
    ),
  /** CONFLICT where they were saved since `version`. All open tickets are reckoned anew by a job. */
  saveRules: procedure(['admin'])
    .input(
      z.object({
        requestId: z.uuid(),
        version: z.int(),
        hours: BusinessHours,
        targets: z.array(Target).max(400),
        /** So many minutes of business hours before a breach the ticket is marked. */
        warnMinutes: z.int().min(0).max(1440),
      }),
    )
    .output(z.object({ version: z.int() })),
};

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
