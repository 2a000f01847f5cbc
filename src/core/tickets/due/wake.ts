import { sql } from 'kysely';
import { ticketWorkers } from '../../../contract/tickets/values.ts';
import type { Job } from '../../jobs/job.ts';
import { addTicketEvents, saveTicket } from '../work.ts';
import { batch, forEachDue, type Seen } from './each.ts';

/** Puts tickets back on the desk that were put to sleep until now. */
export const wakeTickets: Job = {
  name: 'wake-tickets',
  everySeconds: 10,
  roles: ticketWorkers,
  async run(ground, signal) {
    await forEachDue(ground, signal, {
      // By the index ticket_snoozed (place, snoozed_until, id).
      async due(db, run, after) {
        const { rows } = await sql<Seen>`
          SELECT id, snoozed_until AS at FROM caretaker.ticket
          WHERE place = 'snoozed' AND snoozed_until <= UTC_TIMESTAMP(6)
            AND snoozed_until >= ${after.at} AND (snoozed_until > ${after.at} OR id > ${BigInt(after.id)})
          ORDER BY snoozed_until, id LIMIT ${sql.lit(batch)}`.execute(db, run);
        return rows;
      },
      async work(trx, at) {
        const { snoozed_until: until } = at.row;
        if (until === null || until > at.moment) return;
        await saveTicket(trx, at, { snoozed_until: null });
        await addTicketEvents(trx, [{ ticketId: at.row.id, kind: 'woken', byJob: true }]);
      },
    });
  },
};
