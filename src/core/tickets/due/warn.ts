import { sql } from 'kysely';
import type { TargetKind } from '../../../contract/tickets/queue.ts';
import { ticketWorkers } from '../../../contract/tickets/values.ts';
import { utcOf } from '../../database/time.ts';
import type { Job } from '../../jobs/job.ts';
import { clockPlaces } from '../clocks/clock.ts';
import { addTicketEvents, saveTicket, type TicketColumns } from '../work.ts';
import { batch, forEachDue, type Seen } from './each.ts';

/** Marks tickets whose deadline is near, or over: once for each deadline. */
export const warnOfBreaches: Job = {
  name: 'warn-of-breaches',
  everySeconds: 15,
  roles: ticketWorkers,
  async run(ground, signal) {
    for (const place of clockPlaces) {
      await forEachDue(ground, signal, {
        // By the index ticket_warn (place, warned, warn_at, id).
        async due(db, run, after) {
          const { rows } = await sql<Seen>`
            SELECT id, warn_at AS at FROM caretaker.ticket
            WHERE place = ${place} AND warned = 0 AND warn_at <= UTC_TIMESTAMP(6)
              AND warn_at >= ${after.at} AND (warn_at > ${after.at} OR id > ${BigInt(after.id)})
            ORDER BY warn_at, id LIMIT ${sql.lit(batch)}`.execute(db, run);
          return rows;
        },
        async work(trx, at) {
          const { id, warned, warn_at: warnAt, due_at: dueAt } = at.row;
          if (Number(warned) !== 0 || warnAt === null || warnAt > at.moment) return;
          const kind = dueAt <= at.moment ? 'overdue' : 'due-soon';
          const detail = { target: nearestOf(at.row), due: utcOf(dueAt) };
          await saveTicket(trx, at, { warned: 1 });
          await addTicketEvents(trx, [{ ticketId: id, kind, detail, byJob: true }]);
        },
      });
    }
  },
};

/** Which promise it is that comes due. */
function nearestOf({ due_at, first_due_at, next_due_at }: TicketColumns): TargetKind {
  if (due_at === first_due_at) return 'first';
  return due_at === next_due_at ? 'next' : 'solve';
}
