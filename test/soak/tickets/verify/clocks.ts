import { type TicketView, ticketViews } from '../../../../src/contract/tickets/queue.ts';
import { farAway } from '../../../../src/core/tickets/clocks/clock.ts';
import type { Tables } from './tables.ts';

/** Clocks that run where the member does not wait for us, or stand where they do; deadlines that are not the nearest. */
export function wrongClocks({ tickets }: Tables): string[] {
  return [...tickets.values()].flatMap((it) => {
    const isRunning = ['new', 'open'].includes(it.status) && it.merged_into === null;
    const dues = [it.first_due_at, it.next_due_at, it.solve_due_at].filter((due) => due !== null).toSorted();
    const say = (what: string) => [`ticket ${it.id} is ${it.status}: ${what}`];
    return [
      ...(isRunning === (it.clock_since !== null) ? [] : say(`its clocks run since ${it.clock_since}`)),
      ...(isRunning || dues.length === 0 ? [] : say(`is due at ${dues}`)),
      ...(it.due_at.slice(0, 19) === (dues[0] ?? farAway).slice(0, 19) ? [] : say(`is due at ${it.due_at}`)),
      ...(it.first_at === null || it.first_due_at === null
        ? []
        : say('was answered, and owes the first answer')),
    ];
  });
}

/** Counts of the views that are not what stands in the table, for someone whose no ticket is. */
export function wrongCounts(
  { tickets }: Tables,
  counts: Readonly<Record<TicketView, { readonly count: number; readonly capped: boolean }>>,
): string[] {
  const all = [...tickets.values()];
  const at = (...places: string[]) => all.filter((it) => places.includes(it.place)).length;
  const free = all.filter((it) => it.place === 'todo' && it.assignee === null).length;
  const expected: Partial<Record<TicketView, number>> = {
    next: free,
    mine: 0,
    unassigned: free,
    waiting: at('waiting'),
    snoozed: at('snoozed'),
    hold: at('hold'),
    solved: at('solved', 'closed'),
    all: all.length - at('merged'),
  };
  return ticketViews.flatMap((view) => {
    const count = expected[view];
    const shown = counts[view];
    return count === undefined || (shown.capped === count > 10_000 && shown.count === Math.min(count, 10_000))
      ? []
      : [`${view} says ${shown.count}, and there are ${count}`];
  });
}
