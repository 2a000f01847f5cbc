import { sql } from 'kysely';
import { closeAfterDays, ticketWorkers } from '../../../contract/tickets/values.ts';
import type { Job } from '../../jobs/job.ts';
import { timeOf } from '../clocks/clock.ts';
import { addTicketEvents, saveTicket } from '../work.ts';
import { batch, forEachDue, type Seen } from './each.ts';

const closeAfterMs = closeAfterDays * 86_400_000;

/** Closes tickets that were solved a while ago: what their members write now is about something else. */
export const closeTickets: Job = {
  name: 'close-tickets',
  everySeconds: 300,
  roles: ticketWorkers,
  async run(ground, signal) {
    await forEachDue(ground, signal, {
      // By the index ticket_solved (place, solved_at, id).
      async due(db, run, after) {
        const { rows } = await sql<Seen>`
          SELECT id, solved_at AS at FROM caretaker.ticket
          WHERE place = 'solved' AND solved_at <= UTC_TIMESTAMP(6) - INTERVAL ${sql.lit(closeAfterDays)} DAY
            AND solved_at >= ${after.at} AND (solved_at > ${after.at} OR id > ${BigInt(after.id)})
          ORDER BY solved_at, id LIMIT ${sql.lit(batch)}`.execute(db, run);
        return rows;
      },
      async work(trx, at) {
        const { status, solved_at: solvedAt, merged_into } = at.row;
        if (status !== 'solved' || merged_into !== null || solvedAt === null) return;
        if (timeOf(at.moment) - timeOf(solvedAt) < closeAfterMs) return;
        await saveTicket(trx, at, { status: 'closed', ask_at: null });
        await addTicketEvents(trx, [{ ticketId: at.row.id, kind: 'closed', byJob: true }]);
      },
    });
  },
};
