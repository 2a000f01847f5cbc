import { sql } from 'kysely';
import { memberReaders } from '../../contract/roles.ts';
import { ticketWorkers } from '../../contract/tickets/values.ts';
import { idValue } from '../database/cursor.ts';
import type { Database, Trx } from '../database/database.ts';
import { failureOf, refusalOf } from '../database/errors.ts';
import type { Job, JobGround } from '../jobs/job.ts';
import type { Site } from '../site/contract.ts';

const batch = 50;
/** 1, 2, 4 … minutes after a failure, and at most so many. */
const longestPauseMinutes = 60;

/** Hands the site the messages that are due, each once, and tries again later what the site did not take. */
export const deliverOutbox: Job = {
  name: 'deliver-outbox',
  everySeconds: 5,
  roles: memberReaders,
  run: (ground, signal) => deliverDue(ground, 'decisions', signal),
};

/** As `deliverOutbox`, what is of tickets: only those who answer members may read the files that go with it. */
export const deliverReplies: Job = {
  name: 'deliver-replies',
  everySeconds: 5,
  roles: ticketWorkers,
  run: (ground, signal) => deliverDue(ground, 'tickets', signal),
};

type Of = 'decisions' | 'tickets';

async function deliverDue({ database, site, log }: JobGround, of: Of, signal: AbortSignal): Promise<void> {
  let due: string[];
  do {
    due = await dueMessages(database, of, signal);
    for (const id of due) {
      if (signal.aborted) return;
      try {
        await deliver(database, site, id);
      } catch (error) {
        // A line that is lost says nothing of the message: the job begins anew when the line is back.
        if (failureOf(error) === 'lost') throw error;
        log.warn({ message: id, failure: failureOf(error) }, 'a message could not be delivered');
        await putOff(database, id, error);
      }
    }
  } while (due.length === batch);
}

/** By the index outbox_due_of (state, of_ticket, due_at, id). */
async function dueMessages(database: Database, of: Of, signal: AbortSignal): Promise<string[]> {
  const rows = await database.readPrimary(signal, (db, run) =>
    db
      .selectFrom('caretaker.outbox')
      .select('id')
      .where('state', '=', 'waiting')
      .where('of_ticket', '=', Number(of === 'tickets'))
      .where('due_at', '<=', sql<string>`UTC_TIMESTAMP(6)`)
      .orderBy('due_at')
      .orderBy('id')
      .limit(batch)
      .execute(run),
  );
  return rows.map((row) => row.id);
}

/**
 * In one transaction with the note that it was delivered, and with its files. Done twice it sends once: the site knows the
 * message by its request id. A message that another console is at just now is left to that one.
 */
async function deliver(database: Database, site: Site, id: string): Promise<void> {
  await database.write(true, async (trx) => {
    const message = await trx
      .selectFrom('caretaker.outbox')
      .select(['request_id', 'member_id', 'decision_id', 'ticket_message_id', 'body'])
      .where('id', '=', idValue(id))
      .where('state', '=', 'waiting')
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
    if (!message) return;
    await sql`CALL caretaker_site.notify_member(
      ${message.request_id}, ${BigInt(message.member_id)}, ${message.body})`.execute(trx);
    if (message.ticket_message_id !== null && site.procedures.includes('notify_attach')) {
      await sendFiles(trx, message.request_id, message.ticket_message_id);
    }
    await trx
      .updateTable('caretaker.outbox')
      .set({ state: 'delivered', done_at: sql`UTC_TIMESTAMP(6)`, last_error: null })
      .where('id', '=', idValue(id))
      .execute();
    await tellOthers(trx, message);
  });
}

/** One after the other: a file is large. */
async function sendFiles(trx: Trx, requestId: string, messageId: string): Promise<void> {
  const files = await trx
    .selectFrom('caretaker.ticket_attachment')
    .select('id')
    .where('message_id', '=', idValue(messageId))
    .orderBy('id')
    .execute();
  for (const [index, { id }] of files.entries()) {
    const { name, type, content } = await trx
      .selectFrom('caretaker.ticket_attachment')
      .select(['name', 'type', 'content'])
      .where('id', '=', idValue(id))
      .executeTakeFirstOrThrow();
    await sql`CALL caretaker_site.notify_attach(
      ${requestId}, ${index + 1}, ${name}, ${type}, ${content})`.execute(trx);
  }
}

/** What the site itself refuses is not asked again; anything else later, and later each time. */
async function putOff(database: Database, id: string, error: unknown): Promise<void> {
  const isRefused = failureOf(error) === 'refused';
  const why = refusalOf(error)?.message ?? (error instanceof Error ? error.message : String(error));
  const next = isRefused
    ? { state: 'refused', done_at: sql<string>`UTC_TIMESTAMP(6)` }
    : {
        due_at: sql<string>`UTC_TIMESTAMP(6)
          + INTERVAL LEAST(POW(2, LEAST(tries, 10)), ${sql.lit(longestPauseMinutes)}) MINUTE`,
      };
  await database.write(false, async (trx) => {
    const message = await trx
      .selectFrom('caretaker.outbox')
      .select(['member_id', 'decision_id'])
      .where('id', '=', idValue(id))
      .executeTakeFirstOrThrow();
    // MySQL sets columns from left to right: `tries` comes last, so that `due_at` is reckoned from the old one.
    await trx
      .updateTable('caretaker.outbox')
      .set({ ...next, last_error: why.slice(0, 500), tries: sql<number>`tries + 1` })
      .where('id', '=', idValue(id))
      .where('state', '=', 'waiting')
      .execute();
    await tellOthers(trx, message);
  });
}

/** The page of the member shows it. Of a case, which whoever is at this may not read, a trigger tells. */
async function tellOthers(
  trx: Trx,
  message: { readonly member_id: string; readonly decision_id: string | null },
): Promise<void> {
  if (message.decision_id === null) return;
  await trx
    .insertInto('caretaker.change_feed')
    .values({ topic: 'member', subject_id: message.member_id })
    .execute();
}
