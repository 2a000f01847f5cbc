import { utcOf } from '../../database/time.ts';
import { type Rules, targetOf } from './rules.ts';

/** What the clocks of a ticket go by, and what they show: its columns. Seconds are of business hours. */
export interface ClockColumns {
  readonly status: string;
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

/** A deadline that never comes: where no clock runs. */
export const farAway = '9999-01-01 00:00:00';

/** Clocks run while the member waits for us. */
const running: readonly string[] = ['new', 'open'];

/**
 * Lets the clocks that ran in `before` run up to `moment`, and shows the deadlines of `after`. The first answer is owed
 * until there is one; the next one from when the member asks again until they are answered; the solution until it is
 * there. All stand still while the ticket waits for the member or someone else.
 */
export function reckon(rules: Rules, before: ClockColumns, after: ClockColumns, moment: string): Reckoned {
  const now = timeOf(moment);
  const passed =
    before.clock_since === null ? 0 : Math.round(rules.office.between(timeOf(before.clock_since), now));
  const runs = {
    first: before.first_at === null,
    next: before.first_at !== null && before.asked_at !== null,
    solve: true,
  };
  const used = {
    first: after.first_used + (runs.first ? passed : 0),
    // Asked anew, it begins anew.
    next:
      after.asked_at === null || after.asked_at !== before.asked_at
        ? 0
        : after.next_used + (runs.next ? passed : 0),
    solve: after.solve_used + passed,
  };
  const isRunning = running.includes(after.status);
  const target = targetOf(rules, after);
  const owed = {
    first: after.first_at === null,
    next: after.first_at !== null && after.asked_at !== null,
    solve: true,
  };
  const dueOf = (kind: 'first' | 'next' | 'solve', sooner = 0): number | null => {
    const minutes = target[kind];
    if (!isRunning || !owed[kind] || minutes === null) return null;
    const left = minutes * 60 - used[kind] - sooner;
    // Past its end a clock does not run on: when it ended is what it ended at before.
    return left <= 0 ? now + left * 1000 : rules.office.after(now, left);
  };
  const dues = { first: dueOf('first'), next: dueOf('next'), solve: dueOf('solve') };
  const kept = (kind: 'first' | 'next' | 'solve', former: string | null | undefined): string | null => {
    const due = dues[kind];
    if (due === null) return null;
    return due <= now && former != null && timeOf(former) <= now ? former : columnAt(due);
  };
  const former = before as Partial<Reckoned>;
  const first = kept('first', former.first_due_at);
  const next = kept('next', former.next_due_at);
  const solve = kept('solve', former.solve_due_at);
  const nearest = [first, next, solve].filter((it) => it !== null).sort()[0] ?? null;
  const warnings = (['first', 'next', 'solve'] as const).flatMap(
    (kind) => dueOf(kind, rules.warnMinutes * 60) ?? [],
  );
  return {
    first_used: used.first,
    next_used: used.next,
    solve_used: used.solve,
    clock_since: isRunning ? moment : null,
    first_due_at: first,
    next_due_at: next,
    solve_due_at: solve,
    due_at: nearest ?? farAway,
    warn_at: warnings.length === 0 ? null : columnAt(Math.max(now, Math.min(...warnings))),
    rules_version: rules.version,
  };
}

/** Milliseconds of a column. */
export function timeOf(column: string): number {
  return Date.parse(utcOf(column));
}

function columnAt(time: number): string {
  return new Date(time).toISOString().replace('T', ' ').replace('Z', '000');
}
