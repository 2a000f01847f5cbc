import { sql } from 'kysely';
import type { TicketRules } from '../../../contract/tickets/rules.ts';
import type { Database, Trx } from '../../database/database.ts';
import { Refused } from '../../errors.ts';
import { addEntry } from '../../record/entry.ts';
import { newestRules } from '../clocks/rules.ts';
import { tellRulesChange } from './tell.ts';

/** Keeps new hours and targets. The job `reckon-tickets` then has the clocks that run go by them. */
export async function saveRules(
  database: Database,
  o: { requestId: string; seenVersion: number; rules: TicketRules },
): Promise<{ version: number }> {
  const version = o.seenVersion + 1;
  const { targets, warnMinutes } = o.rules;
  const hours = {
    ...o.rules.hours,
    holidays: o.rules.hours.holidays.toSorted((a, b) => (a.day < b.day ? -1 : 1)),
  };
  return database.write(true, async (trx) => {
    await addEntry(trx, {
      requestId: o.requestId,
      action: 'ticket.rules_saved',
      subjectKind: 'ticket',
      subjectId: 'rules',
      detail: {
        version,
        zone: hours.zone,
        holidays: hours.holidays.length,
        targets: targets.length,
        warnMinutes,
      },
    });
    await lockRules(trx);
    const present = await newestRules(trx).executeTakeFirstOrThrow();
    if (present.version !== o.seenVersion) {
      throw new Refused(
        'CONFLICT',
        `${present.saved_by} saved other hours or targets meanwhile. Nothing was changed; what you set is kept.`,
      );
    }
    await trx
      .insertInto('caretaker.ticket_rules')
      .values({
        version,
        hours: JSON.stringify(hours),
        targets: JSON.stringify(targets),
        warn_minutes: warnMinutes,
      })
      .execute();
    await tellRulesChange(trx, 'rules');
    return { version };
  });
}

/** By the first of them, which always is there to wait for: of two admins, the later then reads what the first saved. */
async function lockRules(trx: Trx): Promise<void> {
  await sql`SELECT version FROM caretaker.ticket_rules ORDER BY version LIMIT 1 FOR UPDATE`.execute(trx);
}
