import { z } from 'zod';

export const planProblems = [
  'full-scan',
  'full-index',
  'no-key',
  'filesort',
  'temporary',
  'join-buffer',
  'many-rows',
] as const;
export type PlanProblem = (typeof planProblems)[number];

/** A row of the server's EXPLAIN: a table and how it is read. Every part as the server names it. */
export const PlanStep = z.object({
  id: z.string(),
  select: z.string(),
  table: z.string(),
  type: z.string(),
  possibleKeys: z.string(),
  key: z.string(),
  keyLength: z.string(),
  ref: z.string(),
  rows: z.number().nullable(),
  /** Percent of the rows that are left. */
  filtered: z.number().nullable(),
  extra: z.string(),
  problems: z.array(z.enum(planProblems)),
});
export type PlanStep = z.infer<typeof PlanStep>;

export const explainRefusals = [
  'not-a-read',
  'cut-off',
  'unsafe',
  'unreadable',
  'not-allowed',
  'not-explained',
  'too-slow',
] as const;

export const Explained = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('plan'),
    steps: z.array(PlanStep),
    /** The server's own plan in full, its values masked. */
    json: z.string(),
    /** What was asked, to be run by oneself. */
    explain: z.string(),
  }),
  z.object({
    outcome: z.literal('refused'),
    reason: z.enum(explainRefusals),
    /** Why, as a sentence. */
    message: z.string(),
    /** To be run by oneself, with an account that may; null where it would be no use. */
    explain: z.string().nullable(),
    /** What a database administrator would grant for it. */
    grant: z.string().nullable(),
  }),
]);
export type Explained = z.infer<typeof Explained>;
