import { z } from 'zod';
import { Utc } from '../../values.ts';

const text = z.string();
const count = z.int().min(0);

/** The number of a session, which the server counts in 64 bits. */
export const Thread = z.string().regex(/^[1-9]\d{0,18}$/);

/** A session with an open transaction. Null is what is not known of it. */
export const LockSession = z.object({
  thread: text,
  transaction: text,
  /** Tells its transaction from the next; null where the session is not among the 500 oldest. */
  mark: text.nullable(),
  user: text.nullable(),
  host: text.nullable(),
  db: text.nullable(),
  /** `idle` has a transaction open and runs nothing: it waits for its client. */
  doing: z.enum(['runs', 'waits', 'idle', 'rolls-back', 'unknown']),
  /** How long its transaction lasts. */
  seconds: count.nullable(),
  rowsLocked: count.nullable(),
  rowsChanged: count.nullable(),
  /** Up to its first text, with ? for numbers; null while it runs nothing. */
  statement: text.nullable(),
});
export type LockSession = z.infer<typeof LockSession>;

export const LockWait = z.object({
  seconds: count.nullable(),
  table: text.nullable(),
  index: text.nullable(),
  mode: text.nullable(),
  /** False where the server tells only that some transaction holds the lock which has read so far. */
  certain: z.boolean(),
});
export type LockWait = z.infer<typeof LockWait>;

/** A row of the tree, which is told from its top: a row stands below the nearest before it with one less `depth`. */
export const LockNode = z.object({
  session: LockSession,
  depth: count,
  /** For whose lock above it waits; null at depth 0. */
  wait: LockWait.nullable(),
  /** How many wait for it, directly and through others. */
  blocks: count,
  /** It stands further up already, with all that is below it. */
  again: z.boolean(),
});
export type LockNode = z.infer<typeof LockNode>;

export const LockTree = z.object({
  asOf: Utc,
  nodes: z.array(LockNode),
  waiting: count,
  longestSeconds: count.nullable(),
  /** Why it cannot be told who waits for whom, and how to turn it on. */
  unknown: text.nullable(),
  /** More sessions wait than are shown. */
  capped: z.boolean(),
  /** The 20 oldest transactions that nobody waits for. */
  long: z.array(LockSession),
});
export type LockTree = z.infer<typeof LockTree>;

/** Ends a session with its transaction (`whole`), or only the statement that it runs. */
export const KillRequest = z.object({
  requestId: z.uuid(),
  thread: Thread,
  /** Of the transaction as it was seen. */
  mark: z.string().min(1).max(64),
  whole: z.boolean(),
  reason: z.string().trim().min(3).max(500),
});
export type KillRequest = z.infer<typeof KillRequest>;
