import { z } from 'zod';
import { procedure } from '../procedure.ts';
import { EntryId, Utc } from '../values.ts';
import { TicketChange } from './queue.ts';
import { Priority, ReplyBody, TeamId, ticketWorkers } from './values.ts';

/** What a macro changes: only what can be said of any ticket. */
export const MacroChange = TicketChange.pick({
  status: true,
  priority: true,
  teamId: true,
  assignee: true,
  addTags: true,
  removeTags: true,
});
export type MacroChange = z.infer<typeof MacroChange>;

const macroParts = {
  name: z.string().trim().min(1, 'give it a name').max(60),
  /** Null for everyone. */
  teamId: TeamId.nullable(),
  change: MacroChange,
  /** A template: see `templates.ts`. Null where it says nothing. */
  body: ReplyBody.nullable(),
  /** Whether the text is a note, and not a reply. */
  asNote: z.boolean(),
};

/** Several changes and a text at once; without changes it is a template, without a text a set of changes. */
export const MacroDraft = z.object(macroParts).refine(doesSomething, {
  message: 'give it a text, or something to change',
  path: ['body'],
});
export type MacroDraft = z.infer<typeof MacroDraft>;

export const Macro = z.object({
  ...macroParts,
  id: EntryId,
  version: z.int(),
  /** Out of use. */
  removed: z.boolean(),
});
export type Macro = z.infer<typeof Macro>;

/** Whether there is a text, or at least one change. */
export function doesSomething({ change, body }: { change: MacroChange; body: string | null }): boolean {
  return body !== null || Object.values(change).some((part) => !Array.isArray(part) || part.length > 0);
}

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
  holidays: z
    .array(z.object({ day: z.iso.date(), name: z.string().trim().max(60) }))
    .max(400)
    .refine((days) => areUnique(days.map((it) => it.day)), 'a day stands there twice'),
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

export const TicketRules = z.object({
  hours: BusinessHours,
  targets: z
    .array(Target)
    .max(400)
    .refine(
      (targets) => areUnique(targets.map((it) => `${it.teamId} ${it.priority}`)),
      'two targets for one team and priority',
    ),
  /** So many minutes of business hours before a breach the ticket is marked; for short targets half of them. */
  warnMinutes: z.int().min(0).max(1440),
});
export type TicketRules = z.infer<typeof TicketRules>;

export const ticketRules = {
  /** By name; those out of use only where they are asked for. */
  macros: procedure(ticketWorkers)
    .input(z.object({ removed: z.boolean().default(false) }))
    .output(z.object({ macros: z.array(Macro) })),
  /** CONFLICT where it was saved since `seenVersion`, or another has the name. `id` null makes a new one. */
  saveMacro: procedure(['admin'])
    .input(
      z.object({
        requestId: z.uuid(),
        id: EntryId.nullable(),
        seenVersion: z.int().min(0),
        macro: MacroDraft,
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
    .output(z.object({ version: z.int(), rules: TicketRules, savedAt: Utc, savedBy: z.string() })),
  /** How the nearest 2,000 deadlines of tickets that are to be answered would change. */
  tryRules: procedure(['admin'])
    .input(z.object({ rules: TicketRules }))
    .output(
      z.object({
        looked: z.int(),
        /** How many of these are past a deadline as it is, and would be. */
        overdue: z.object({ before: z.int(), after: z.int() }),
        sooner: z.int(),
        later: z.int(),
      }),
    ),
  /** CONFLICT where they were saved since `seenVersion`. All tickets whose clocks run are reckoned anew by a job. */
  saveRules: procedure(['admin'])
    .input(z.object({ requestId: z.uuid(), seenVersion: z.int(), rules: TicketRules }))
    .output(z.object({ version: z.int() })),
};

function areUnique(values: readonly string[]): boolean {
  return new Set(values).size === values.length;
}

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
