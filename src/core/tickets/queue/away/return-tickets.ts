import { ticketWorkers } from '../../../../contract/tickets/values.ts';
import { serverMoment } from '../../../database/clock.ts';
import type { Db, Run } from '../../../database/database.ts';
import type { Job } from '../../../jobs/job.ts';
import { timeOf } from '../../clocks/clock.ts';
import { readRules } from '../../clocks/rules.ts';
import { handBack, type Reason } from './hand-back.ts';

/** Of business hours: who was not at the desk for so long is not soon back at it. */
const longSeconds = 4 * 3600;
/** More than any team that this console is for. */
const most = 500;

/**
 * Gives back to the queue what waits for an answer of someone who is away, or works here no more; and of someone who has
 * not been at the desk for long, what comes near its deadline.
 */
export const returnTickets: Job = {
  name: 'return-tickets',
  everySeconds: 60,
  roles: ticketWorkers,
  async run({ database }, signal) {
    const absent = await database.readPrimary(signal, absentPeople);
    for (const reason of ['away', 'gone', 'not at the desk'] as const) {
      const users = absent.get(reason) ?? [];
      const onlyNear = reason === 'not at the desk';
      await handBack(database, { users, reason, onlyNear, byJob: true }, signal);
    }
  },
};

/** All of the staff are read, who are few. */
async function absentPeople(db: Db, run: Run): Promise<Map<Reason, string[]>> {
  const [people, rules, moment] = await Promise.all([
    db
      .selectFrom('caretaker.staff as staff')
      .leftJoin('caretaker.support_person as person', 'person.user', 'staff.user')
      .select(['staff.user', 'staff.role', 'staff.removed_at', 'person.away_until', 'person.seen_at'])
      .orderBy('staff.user')
      .limit(most)
      .execute(run),
    readRules(db, run),
    serverMoment(db, run),
  ]);
  const workers: readonly string[] = ticketWorkers;
  const reasonOf = (it: (typeof people)[number]): Reason | null => {
    if (it.removed_at !== null || !workers.includes(it.role)) return 'gone';
    if (it.away_until !== null && it.away_until > moment) return 'away';
    const seen = it.seen_at;
    const isLong = seen === null || rules.office.between(timeOf(seen), timeOf(moment)) >= longSeconds;
    return isLong ? 'not at the desk' : null;
  };
  const absent = new Map<Reason, string[]>();
  for (const person of people) {
    const reason = reasonOf(person);
    if (reason !== null) absent.set(reason, [...(absent.get(reason) ?? []), person.user]);
  }
  return absent;
}
