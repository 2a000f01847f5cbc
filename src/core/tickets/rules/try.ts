import type { TicketRules } from '../../../contract/tickets/rules.ts';
import { serverMoment } from '../../database/clock.ts';
import type { Database } from '../../database/database.ts';
import { reckon } from '../clocks/clock.ts';
import { rulesOf } from '../clocks/rules.ts';

const looked = 2000;

/** How the nearest deadlines of tickets that are to be answered would change under other hours and targets. */
export async function tryRules(
  database: Database,
  wanted: TicketRules,
  signal: AbortSignal | undefined,
): Promise<{ looked: number; overdue: { before: number; after: number }; sooner: number; later: number }> {
  return database.read(signal, async (db, run) => {
    // By the index ticket_place (place, due_at, id).
    const rows = await db
      .selectFrom('caretaker.ticket')
      .selectAll()
      .where('place', '=', 'todo')
      .orderBy('due_at')
      .orderBy('id')
      .limit(looked)
      .execute(run);
    const moment = await serverMoment(db, run);
    const rules = rulesOf(0, wanted);
    const dues = rows.map((row) => [row.due_at, reckon(rules, row, row, moment).due_at] as const);
    const count = (holds: (before: string, after: string) => boolean) =>
      dues.filter(([before, after]) => holds(before, after)).length;
    return {
      looked: rows.length,
      overdue: { before: count((before) => before <= moment), after: count((_, after) => after <= moment) },
      sooner: count((before, after) => after < before),
      later: count((before, after) => after > before),
    };
  });
}
