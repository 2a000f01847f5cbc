import type { TicketId } from '../../../contract/tickets/values.ts';
import type { Database, Db, Run, Trx } from '../../database/database.ts';
import { failureOf } from '../../database/errors.ts';
import type { JobGround } from '../../jobs/job.ts';
import { lockTicket, type TicketAtMoment } from '../work.ts';

/** Where a look at an index ended. */
export interface Seen {
  readonly id: string;
  readonly at: string;
}

const first: Seen = { id: '0', at: '1970-01-01' };
export const batch = 50;

/**
 * Does something to each ticket whose moment has come, one after the other, each in a short transaction of its own. What
 * another console did meanwhile `work` sees in the ticket. One that cannot be done keeps none of the others waiting.
 */
export async function forEachDue(
  { database, log }: JobGround,
  signal: AbortSignal,
  o: {
    /** Those after what was seen, the longest due first; at most `batch`. */
    due(db: Db, run: Run, after: Seen): Promise<Seen[]>;
    work(trx: Trx, at: TicketAtMoment): Promise<void>;
  },
): Promise<void> {
  let after: Seen | undefined = first;
  while (after !== undefined) {
    const seen: Seen = after;
    const due: Seen[] = await database.readPrimary(signal, (db, run) => o.due(db, run, seen));
    for (const { id } of due) {
      if (signal.aborted) return;
      await workOn(database, id as TicketId, o.work).catch((error) => {
        if (failureOf(error) === 'lost') throw error;
        log.warn({ ticket: id, failure: failureOf(error) }, 'a ticket that is due could not be changed');
      });
    }
    after = due.length === batch ? due.at(-1) : undefined;
  }
}

function workOn(
  database: Database,
  ticketId: TicketId,
  work: (trx: Trx, at: TicketAtMoment) => Promise<void>,
): Promise<void> {
  return database.write(true, async (trx) => work(trx, await lockTicket(trx, ticketId)));
}
