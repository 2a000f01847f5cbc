import { type TicketId, type TicketPlace, ticketWorkers } from '../../../contract/tickets/values.ts';
import { serverMoment } from '../../database/clock.ts';
import type { Database, Db, Run, Trx } from '../../database/database.ts';
import { utcOf } from '../../database/time.ts';
import type { Job } from '../../jobs/job.ts';
import { addTicketEvents, lockTicket, saveTicket, type TicketAtMoment, type TicketColumns } from '../work.ts';
import { readRules } from './rules.ts';

/** Tickets looked up at once; each is then written in a transaction of its own. */
const batch = 200;
/** Where tickets lie whose clocks may run. */
const places: readonly TicketPlace[] = ['todo', 'snoozed'];

/** Marks tickets whose deadline is near, or over: once for each deadline. */
export const warnOfBreaches: Job = {
  name: 'warn-of-breaches',
  everySeconds: 15,
  roles: ticketWorkers,
  async run({ database }, signal) {
    await eachTicket(
      { database, signal },
      async (db, run, place) =>
        // By the index ticket_warn (place, warned, warn_at, id).
        db
          .selectFrom('caretaker.ticket')
          .select('id')
          .where('place', '=', place)
          .where('warned', '=', 0)
          .where('warn_at', '<=', await serverMoment(db, run))
          .orderBy('warn_at')
          .orderBy('id')
          .limit(batch)
          .execute(run),
      async (trx, ticket) => {
        const { row, moment } = ticket;
        if (Number(row.warned) !== 0 || row.warn_at === null || row.warn_at > moment) return;
        const isOver = row.due_at <= moment;
        await addTicketEvents(trx, [
          {
            ticketId: row.id,
            kind: isOver ? 'overdue' : 'due-soon',
            detail: { target: nearestOf(row), due: utcOf(row.due_at) },
            byJob: true,
          },
        ]);
        await saveTicket(trx, ticket, { warned: 1 });
      },
    );
  },
};

/** Has the clocks that run go by the newest hours and targets. */
export const reckonTickets: Job = {
  name: 'reckon-tickets',
  everySeconds: 15,
  roles: ticketWorkers,
  async run({ database }, signal) {
    await eachTicket(
      { database, signal },
      async (db, run, place) =>
        // By the index ticket_rules (place, rules_version, id).
        db
          .selectFrom('caretaker.ticket')
          .select('id')
          .where('place', '=', place)
          .where('rules_version', '<', (await readRules(db, run)).version)
          .orderBy('rules_version')
          .orderBy('id')
          .limit(batch)
          .execute(run),
      async (trx, ticket) => {
        await saveTicket(trx, ticket, {});
      },
    );
  },
};

/** Finds tickets a batch at a time and works on each, locked, until none is found, or until those found stay. */
async function eachTicket(
  { database, signal }: { database: Database; signal: AbortSignal },
  find: (db: Db, run: Run, place: TicketPlace) => Promise<{ id: string }[]>,
  work: (trx: Trx, ticket: TicketAtMoment) => Promise<void>,
): Promise<void> {
  for (const place of places) {
    let before = '';
    while (!signal.aborted) {
      const found = await database.readPrimary(signal, (db, run) => find(db, run, place));
      const ids = found.map((it) => it.id as TicketId);
      if (ids.length === 0 || ids.join() === before) break;
      before = ids.join();
      for (const id of ids) {
        if (signal.aborted) return;
        await database.write(true, async (trx) => work(trx, await lockTicket(trx, id)));
      }
    }
  }
}

/** Which promise it is that comes due. */
function nearestOf(row: TicketColumns): string {
  if (row.due_at === row.first_due_at) return 'first';
  return row.due_at === row.next_due_at ? 'next' : 'solve';
}
