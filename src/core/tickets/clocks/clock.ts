import { type TargetKind, targetKinds } from '../../../contract/tickets/queue.ts';
import type { TicketPlace } from '../../../contract/tickets/values.ts';
import { utcOf } from '../../database/time.ts';
import { type Rules, targetOf } from './rules.ts';

/** What the clocks of a ticket go by, and what they show: its columns. Seconds are of business hours. */
export interface ClockColumns {
  readonly status: string;
  readonly merged_into: string | null;
  readonly priority: number;
  readonly team_id: string | null;
  readonly first_at: string | null;
  readonly asked_at: string | null;
  readonly first_used: number;
  readonly next_used: number;
  readonly solve_used: number;
  readonly clock_since: string | null;
}

export interface Reckoned {
  readonly first_used: number;
  readonly next_used: number;
  readonly solve_used: number;
  readonly clock_since: string | null;
  readonly first_due_at: string | null;
  readonly next_due_at: string | null;
  readonly solve_due_at: string | null;
  readonly due_at: string;
  readonly warn_at: string | null;
  readonly rules_version: number;
}

/** Where tickets lie whose clocks may run. */
export const clockPlaces: readonly TicketPlace[] = ['todo', 'snoozed'];

/** A deadline that never comes: where no clock runs. */
export const farAway = '9999-01-01 00:00:00';

/**
 * Lets the clocks that ran in `before` run up to `moment`, and shows the deadlines of `after`. The first answer is owed
 * until there is one; the next one from when the member asks again until they are answered; the solution until it is
 * there. All stand still while the ticket waits for the member or someone else; put off until later it does not.
 *
 * Only whole seconds are counted, up to the moment at which the last of them was full: however often a ticket is saved,
 * its deadlines stay where they are, to the millisecond.
 */
export function reckon(rules: Rules, before: ClockColumns, after: ClockColumns, moment: string): Reckoned {
  const now = timeOf(moment);
  const { office } = rules;
  const since = before.clock_since === null ? startOf(before, after, now) : timeOf(before.clock_since);
  const passed = Math.floor(office.between(since, now));
  const upTo = office.after(since, passed) ?? now;

  const isRunning = runs(after);
  const nextUsed = () => {
    if (after.asked_at === null) return 0;
    if (after.asked_at === before.asked_at) return after.next_used + (before.first_at === null ? 0 : passed);
    return isRunning ? Math.round(office.between(timeOf(after.asked_at), upTo)) : 0;
  };
  const used: Record<TargetKind, number> = {
    first: after.first_used + (before.first_at === null ? passed : 0),
    next: nextUsed(),
    solve: after.solve_used + passed,
  };
  const target = targetOf(rules, after);
  const dueOf = (kind: TargetKind, warning: (minutes: number) => number): string | null => {
    const minutes = isRunning && isOwed(kind, after) ? target[kind] : null;
    if (minutes === null) return null;
    const due = office.after(upTo, (minutes - warning(minutes)) * 60 - used[kind]);
    return due === null ? null : columnAt(due);
  };
  const dues = targetKinds.map((kind) => dueOf(kind, () => 0));
  // Half of a short target is time enough: what came in just now is not yet warned of.
  const warnings = targetKinds.map((kind) =>
    dueOf(kind, (minutes) => Math.min(rules.warnMinutes, minutes / 2)),
  );
  const [first_due_at = null, next_due_at = null, solve_due_at = null] = dues;
  return {
    first_used: used.first,
    next_used: used.next,
    solve_used: used.solve,
    clock_since: isRunning ? columnAt(upTo) : null,
    first_due_at,
    next_due_at,
    solve_due_at,
    due_at: earliest(dues) ?? farAway,
    warn_at: earliest(warnings),
    rules_version: rules.version,
  };
}

/** Whether clocks run: while the member waits for us. What lies in another ticket is answered there. */
function runs({ status, merged_into }: ClockColumns): boolean {
  return (status === 'new' || status === 'open') && merged_into === null;
}

/** What was asked before anyone had answered at all is answered by the first answer. */
function isOwed(kind: TargetKind, { first_at, asked_at }: ClockColumns): boolean {
  switch (kind) {
    case 'first':
      return first_at === null;
    case 'next':
      return first_at !== null && asked_at !== null;
    case 'solve':
      return true;
  }
}

/** Clocks that stood still start when the member asked, which may have been before anyone read it; else now. */
function startOf(before: ClockColumns, after: ClockColumns, now: number): number {
  const isAskedAnew = after.asked_at !== null && after.asked_at !== before.asked_at;
  return isAskedAnew && runs(after) ? Math.min(now, timeOf(after.asked_at)) : now;
}

function earliest(columns: readonly (string | null)[]): string | null {
  return columns.filter((it) => it !== null).toSorted()[0] ?? null;
}

/** Milliseconds of a column. */
export function timeOf(column: string): number {
  return Date.parse(utcOf(column));
}

function columnAt(time: number): string {
  return new Date(time).toISOString().replace('T', ' ').replace('Z', '000');
}
