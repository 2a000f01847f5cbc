import { z } from 'zod';
import { Utc } from '../../values.ts';
import { ChartData, Seconds } from '../values.ts';

/** A kind of statement, by its number in the console's own tables. */
export const DigestId = z.int().min(1).max(4_294_967_295);

/** From `from` until before `to`, in seconds since 1970. What is kept reaches back 400 days. */
const StatementRange = z
  .object({ from: Seconds, to: Seconds })
  .refine(({ from, to }) => from < to && to - from <= 20 * 366 * 86_400, {
    message: 'a range of at most twenty years, its end after its beginning',
  });
export type StatementRange = z.infer<typeof StatementRange>;

export const statementSorts = [
  'total',
  'calls',
  'mean',
  'change',
  'examined',
  'sent',
  'tmp-disk',
  'no-index',
  'errors',
  'lock',
  'first-seen',
  'last-seen',
] as const;
export const StatementSort = z.enum(statementSorts);
export type StatementSort = z.infer<typeof StatementSort>;

export const mostStatements = 200;

export const StatementQuery = z.object({
  range: StatementRange,
  /** The greatest first; of moments, the latest. */
  sort: StatementSort.default('total'),
  limit: z.int().min(1).max(mostStatements).default(100),
  /** Part of the text or of the schema's name. */
  search: z.string().trim().max(200).default(''),
  /** Only kinds that the server has first seen since then. */
  newSince: Seconds.nullable().default(null),
});
export type StatementQuery = z.infer<typeof StatementQuery>;

/** Time against the same range a week before, each by the seconds that were read. */
export const Change = z.discriminatedUnion('kind', [
  /** −0.25 is a quarter less. */
  z.object({ kind: z.literal('ratio'), ratio: z.number() }),
  /** First seen since. */
  z.object({ kind: z.literal('new') }),
  /** It was there, and never among the costliest of a step. */
  z.object({ kind: z.literal('risen') }),
  /** Nothing was read a week before. */
  z.object({ kind: z.literal('unknown') }),
]);
export type Change = z.infer<typeof Change>;

export const StatementFigures = z.object({
  calls: z.number(),
  totalMs: z.number(),
  /** Of the time of all statements; 0 to 1. */
  share: z.number(),
  callsPerSecond: z.number(),
  meanMs: z.number(),
  /**
   * Rows examined for each that was sent or changed; a call that found nothing counts as one. Null where none was examined.
   */
  examinedPerRow: z.number().nullable(),
  rowsExamined: z.number(),
  rowsSent: z.number(),
  rowsAffected: z.number(),
  tmpTables: z.number(),
  tmpDiskTables: z.number(),
  /** Calls that read a table without an index. */
  noIndex: z.number(),
  errors: z.number(),
  /** Of its own time, spent waiting for table locks; 0 to 1. Waits for row locks are not counted in it. */
  lockShare: z.number(),
});
export type StatementFigures = z.infer<typeof StatementFigures>;

export const StatementRow = StatementFigures.extend({
  id: DigestId,
  /** Empty where it ran without a default schema. */
  schema: z.string(),
  /** With ? where the values were; cut off in a list. */
  text: z.string(),
  change: Change,
  /** As the server knew it, since it last started or was told to forget. */
  firstSeen: Utc,
  lastSeen: Utc,
});
export type StatementRow = z.infer<typeof StatementRow>;

/** What is wrong with the source, what to do, and a text to copy for it. */
export const SourceTrouble = z.object({
  why: z.string(),
  how: z.string(),
  copy: z.string().nullable(),
});
export type SourceTrouble = z.infer<typeof SourceTrouble>;

export const StatementSource = z.object({
  /** When the server's counters were last read; null before the first time. */
  readAt: Utc.nullable(),
  /** What the last reading took, as the console saw it. */
  tookMs: z.number().nullable(),
  /** Nothing can be told: why, and how to turn it on. */
  unknown: SourceTrouble.nullable(),
  /** Something is missing in what is told. */
  partial: SourceTrouble.nullable(),
});
export type StatementSource = z.infer<typeof StatementSource>;

export const StatementList = z.object({
  rows: z.array(StatementRow),
  /** How many kinds match, of the 2,000 costliest of the range. */
  found: z.int(),
  /** All statements of the range, and those of them that are of no kind in the list's 2,000. */
  all: StatementFigures,
  others: StatementFigures,
  /** What the figures stand for: steps are whole at the ends of a range that lies far back. */
  covered: z.object({ from: Seconds, to: Seconds }),
  /** How many seconds of it the server was read. */
  seconds: z.number(),
  source: StatementSource,
});
export type StatementList = z.infer<typeof StatementList>;

export const StatementDetail = z.object({
  statement: StatementRow,
  /** Calls a second, mean ms, share of the time of all, rows examined per row. */
  chart: ChartData,
  seconds: z.number(),
});
export type StatementDetail = z.infer<typeof StatementDetail>;
