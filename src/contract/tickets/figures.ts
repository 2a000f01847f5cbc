import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { ExportProgress } from '../exports.ts';
import { procedure } from '../procedure.ts';
import { Utc } from '../values.ts';
import { Channel, TeamId, ticketWorkers } from './values.ts';

/** Days of the office’s time zone, both included; at most ten years. */
export const FigureRange = z
  .object({
    from: z.iso.date(),
    to: z.iso.date(),
    teamId: TeamId.nullable().default(null),
    channel: Channel.nullable().default(null),
  })
  .refine(({ from, to }) => from <= to && Date.parse(to) - Date.parse(from) <= 3660 * 86_400_000, {
    message: 'a range of at most ten years, its end not before its beginning',
  });
export type FigureRange = z.infer<typeof FigureRange>;

/** Minutes of business hours, or null where there was nothing to measure. Within 3%: see `core/tickets/figures`. */
export const Spread = z.object({
  count: z.int(),
  median: z.number().nullable(),
  p90: z.number().nullable(),
  /** Share of those with a target that kept it. */
  within: z.number().nullable(),
});
export type Spread = z.infer<typeof Spread>;

const Named = z.object({ name: z.string(), count: z.int() });

/** What a point of the chart stands for: the longer the range, the more. */
export const figureSteps = ['day', 'week', 'month'] as const;

export const Figures = z.object({
  step: z.enum(figureSteps),
  /** Each step of the range in order, by its first day; those without anything too. */
  days: z.array(
    z.object({ day: z.iso.date(), opened: z.int(), solved: z.int(), first: Spread, solution: Spread }),
  ),
  opened: z.int(),
  solved: z.int(),
  first: Spread,
  solution: Spread,
  channels: z.array(Named),
  /** Of those that were solved, the 30 most used. */
  tags: z.array(Named),
  /** 24, by the office’s local hour. */
  hours: z.array(z.int()).length(24),
  teams: z.array(
    z.object({
      id: TeamId.nullable(),
      name: z.string(),
      opened: z.int(),
      solved: z.int(),
      first: Spread,
      solution: Spread,
    }),
  ),
  /** What is not solved now, by how long it is open. */
  backlog: z.array(z.object({ name: z.string(), count: z.int(), capped: z.boolean() })),
  /** How many rated 1, 2, 3, 4 and 5. */
  ratings: z.array(z.int()).length(5),
  /** Words of subjects, those that grew most first: the last seven days against the seven before. Of all tickets. */
  asked: z.array(z.object({ word: z.string(), now: z.int(), before: z.int() })),
  /** Until when the figures are complete; null before the first. */
  asOf: Utc.nullable(),
});
export type Figures = z.infer<typeof Figures>;

export const figures = {
  get: procedure(ticketWorkers).input(FigureRange).output(Figures),
  /** Writes the days of the range as CSV on the machine the console runs on. */
  export: procedure(ticketWorkers).input(FigureRange).output(eventIterator(ExportProgress)),
};
