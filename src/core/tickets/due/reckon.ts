import { sql } from 'kysely';
import { ticketWorkers } from '../../../contract/tickets/values.ts';
import type { Job } from '../../jobs/job.ts';
import { clockPlaces } from '../clocks/clock.ts';
import { readRules } from '../clocks/rules.ts';
import { saveTicket } from '../work.ts';
import { batch, forEachDue, type Seen } from './each.ts';

/** Has the clocks that run go by the newest hours and targets; those that stand still do once they run again. */
export const reckonTickets: Job = {
  name: 'reckon-tickets',
  everySeconds: 15,
  roles: ticketWorkers,
  async run(ground, signal) {
    const { version } = await ground.database.readPrimary(signal, (db, run) => readRules(db, run));
    for (const place of clockPlaces) {
      await forEachDue(ground, signal, {
        // By the index ticket_rules (place, rules_version, id).
        async due(db, run, after) {
          const from = after.id === '0' ? 0 : Number(after.at);
          const { rows } = await sql<Seen>`
            SELECT id, rules_version AS at FROM caretaker.ticket
            WHERE place = ${place} AND rules_version < ${version}
              AND rules_version >= ${from} AND (rules_version > ${from} OR id > ${BigInt(after.id)})
            ORDER BY rules_version, id LIMIT ${sql.lit(batch)}`.execute(db, run);
          return rows;
        },
        async work(trx, at) {
          if (at.row.rules_version < version) await saveTicket(trx, at, {});
        },
      });
    }
  },
};
