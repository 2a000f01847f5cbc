import { type RawBuilder, sql } from 'kysely';
import type { QueueView } from '../../../../contract/reports/queue.ts';
import type { CaseState } from '../../../../contract/reports/values.ts';

/** Cases, as `c`, that a view shows together. */
export interface Part {
  readonly state: CaseState;
  /** What they have in common apart from their state. */
  readonly where: readonly RawBuilder<unknown>[];
  /** Those that people hold or keep have an index of their own, and are few: they are put in order once they are read. */
  readonly index: 'report_case_holder' | 'report_case_set' | null;
}

const inForce = sql`c.claimed_until > UTC_TIMESTAMP(6)`;

/** The parts that views are made of, as they are for a person. */
const parts = {
  /** Handed over by a colleague, and not looked at yet. */
  handed: (user: string): Part => ({
    state: 'open',
    where: [sql`c.holder = ${user}`, sql`c.handed = 1`, inForce],
    index: 'report_case_holder',
  }),
  claimed: (user: string): Part => ({
    state: 'open',
    // Handed over or not: said, so that the whole index on (holder, handed, claimed_until) serves.
    where: [sql`c.holder = ${user}`, sql`c.handed IN (0, 1)`, inForce],
    index: 'report_case_holder',
  }),
  /** Put on hold by the person. */
  kept: (user: string): Part => ({
    state: 'held',
    where: [sql`c.set_by = ${user}`],
    index: 'report_case_set',
  }),
  /** Nobody's, or no longer. */
  free: (): Part => ({ state: 'open', where: [sql`c.claimed_until <= UTC_TIMESTAMP(6)`], index: null }),
  open: (): Part => ({ state: 'open', where: [], index: null }),
  /** Anyone's. */
  taken: (): Part => ({
    state: 'open',
    where: [sql`c.holder IS NOT NULL`, inForce],
    index: 'report_case_holder',
  }),
  held: (): Part => ({ state: 'held', where: [], index: null }),
  escalated: (): Part => ({ state: 'escalated', where: [], index: null }),
  done: (): Part => ({ state: 'done', where: [], index: null }),
};
export type PartName = keyof typeof parts;

export function partOf(name: PartName, user: string): Part {
  return parts[name](user);
}

/** What each view shows: groups one after the other, in each its parts among one another in their order. */
export const groupsOf: Record<QueueView, readonly (readonly PartName[])[]> = {
  next: [['handed'], ['free']],
  unclaimed: [['free']],
  mine: [['claimed', 'kept']],
  held: [['held']],
  escalated: [['escalated']],
  done: [['done']],
};
