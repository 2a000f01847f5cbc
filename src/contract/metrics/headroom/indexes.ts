import { z } from 'zod';
import { Utc } from '../../values.ts';
import { TableName } from './growth.ts';

/** Fewer full days without a use say nothing: work is done by the month. */
export const unusedAfterDays = 30;

const found = {
  ...TableName.shape,
  indexName: z.string(),
  /** `a, b(10), c DESC` */
  columns: z.string(),
  /** What dropping it wins; null where the server keeps no statistics of it. */
  bytes: z.number().nullable(),
};

/** To copy. `undo` is null where the index cannot be written down from here: `noUndo` says why. */
const statements = { drop: z.string(), undo: z.string().nullable(), noUndo: z.string().nullable() };

export const RedundantIndex = z.object({
  ...found,
  ...statements,
  /** The index that does the same. */
  by: z.object({ indexName: z.string(), columns: z.string() }),
  because: z.string(),
  /** What to look at before; null for nothing in particular. */
  caution: z.string().nullable(),
});
export type RedundantIndex = z.infer<typeof RedundantIndex>;

export const UnusedIndex = z.object({
  ...found,
  daysSeen: z.int(),
  usedAt: Utc.nullable(),
  /** What the table must have it for; the server would refuse to drop it. Then there are no statements. */
  neededFor: z.string().nullable(),
  statements: z.object(statements).nullable(),
});
export type UnusedIndex = z.infer<typeof UnusedIndex>;

export const IndexAdvice = z.object({
  redundant: z.array(RedundantIndex),
  unused: z.array(UnusedIndex),
  /** Whether uses are counted now; if not, why, and how to turn it on. */
  counting: z.discriminatedUnion('on', [
    z.object({ on: z.literal(true) }),
    z.object({ on: z.literal(false), because: z.string(), turnOn: z.string() }),
  ]),
  /** Without a use so far, but not seen for long enough; and the longest that one of them has been. */
  waiting: z.object({ count: z.int(), daysSeen: z.int() }),
  /** How many indexes were looked at. */
  all: z.int(),
  asOf: Utc,
  /** When uses were last counted; null before the first time. */
  countedOn: z.iso.date().nullable(),
});
export type IndexAdvice = z.infer<typeof IndexAdvice>;
