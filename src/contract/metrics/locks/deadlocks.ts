import { z } from 'zod';
import { Cursor, Utc } from '../../values.ts';

const text = z.string();
const count = z.int().min(0);

/** A lock: on which table and index, and how: `X record`, `S gap`, `X insert intention`, `X record and gap`, `IX table`. */
export const DeadlockLock = z.object({ table: text, index: text.nullable(), mode: text });
export type DeadlockLock = z.infer<typeof DeadlockLock>;

/** One of the transactions that waited for each other. Null is what the server's report does not say. */
export const DeadlockTransaction = z.object({
  /** Its number in the report, from 1; each waits for the next, the last for the first. */
  number: z.int(),
  transaction: text.nullable(),
  thread: text.nullable(),
  /** How long it had lasted. */
  seconds: count.nullable(),
  doing: text.nullable(),
  user: text.nullable(),
  host: text.nullable(),
  rowLocks: count.nullable(),
  /** Rows that it had changed, as entries of its undo log. */
  changes: count.nullable(),
  /** Up to its first text, with ? for numbers. */
  statement: text.nullable(),
  holds: z.array(DeadlockLock),
  waitsFor: DeadlockLock.nullable(),
});
export type DeadlockTransaction = z.infer<typeof DeadlockTransaction>;

/** A deadlock as a report tells it. */
export const ReadDeadlock = z.object({
  /** By the server's own clock and zone: `2026-11-30 01:40:23`. */
  toldAt: text,
  /** False where the report was cut, or is not as a server writes it. */
  complete: z.boolean(),
  transactions: z.array(DeadlockTransaction),
  /** The number of the one that was rolled back. */
  rolledBack: z.int().nullable(),
});
export type ReadDeadlock = z.infer<typeof ReadDeadlock>;

export const DeadlockId = z
  .string()
  .regex(/^[1-9]\d{0,18}$/)
  .brand<'DeadlockId'>();
export type DeadlockId = z.infer<typeof DeadlockId>;

/** Names all deadlocks of the same statements on the same indexes. */
export const Fingerprint = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .brand<'Fingerprint'>();
export type Fingerprint = z.infer<typeof Fingerprint>;

export const DeadlockRow = z.object({
  id: DeadlockId,
  at: Utc,
  fingerprint: Fingerprint,
  tables: z.array(text),
  /** What each transaction ran, in the report's order. */
  statements: z.array(text.nullable()),
  complete: z.boolean(),
});
export type DeadlockRow = z.infer<typeof DeadlockRow>;

/** Deadlocks of one fingerprint in the last 30 days. */
export const DeadlockKind = z.object({
  fingerprint: Fingerprint,
  last: DeadlockRow,
  week: count,
  month: count,
  /** One number for each of the last 30 days, today last. */
  days: z.array(count).length(30),
});
export type DeadlockKind = z.infer<typeof DeadlockKind>;

export const Deadlock = z.object({
  id: DeadlockId,
  at: Utc,
  fingerprint: Fingerprint,
  deadlock: ReadDeadlock,
  /** How many came between this and the one before that were not caught; null for the first. */
  missed: count.nullable(),
  /** Of the same fingerprint, this one too; `capped` where there are more. */
  same: z.object({ count, capped: z.boolean(), since: Utc }),
});
export type Deadlock = z.infer<typeof Deadlock>;

export const DeadlockKinds = z.object({
  /** The most frequent first, at most 50. */
  kinds: z.array(DeadlockKind),
  /** Caught in the last 30 days, and how many more the server counted without keeping them until they were read. */
  caught: count,
  missed: count,
  /** How many the server has counted since it started; null with the reason in `unknown` where it does not say. */
  counted: count.nullable(),
  unknown: text.nullable(),
  asOf: Utc,
});
export type DeadlockKinds = z.infer<typeof DeadlockKinds>;

export const DeadlockPage = z.object({
  rows: z.array(DeadlockRow),
  next: Cursor.nullable(),
  asOf: Utc,
});
export type DeadlockPage = z.infer<typeof DeadlockPage>;
