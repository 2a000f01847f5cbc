import { sql } from 'kysely';
import { TicketChange } from '../../../../contract/tickets/queue.ts';
import { type TicketId, ticketWorkers } from '../../../../contract/tickets/values.ts';
import type { EntryId } from '../../../../contract/values.ts';
import { idValue } from '../../../database/cursor.ts';
import type { Database, Db, Trx } from '../../../database/database.ts';
import { failureOf } from '../../../database/errors.ts';
import { Refused } from '../../../errors.ts';
import type { Job, JobGround } from '../../../jobs/job.ts';
import { addTicketEvents, lockTicket, type TicketAtMoment } from '../../work.ts';
import { fileIdsOf } from '../files/files.ts';
import { answer, refuseUnreachable } from '../reply/answer.ts';
import { cancelScheduled } from './cancel.ts';

const batch = 50;

/** Sends the answers whose moment has come, each once, in the name of whom they are by. */
export const sendScheduledReplies: Job = {
  name: 'send-scheduled-replies',
  everySeconds: 5,
  roles: ticketWorkers,
  async run(ground, signal) {
    let after: Due | null = null;
    do {
      const due: Due[] = await dueReplies(ground.database, after, signal);
      for (const { id } of due) {
        if (signal.aborted) return;
        await sendOrGiveBack(ground, id);
      }
      after = due.length === batch ? (due.at(-1) ?? null) : null;
    } while (after !== null);
  },
};

interface Due {
  readonly id: EntryId;
  readonly send_at: string;
}

/** By the index ticket_scheduled_due (state, send_at, id): after the last one seen, so that none keeps others from going. */
async function dueReplies(database: Database, after: Due | null, signal: AbortSignal): Promise<Due[]> {
  const from = after ?? { send_at: '1970-01-01', id: '0' };
  const { rows } = await database.readPrimary(signal, (db, run) =>
    sql<Due>`
      SELECT id, send_at FROM caretaker.ticket_scheduled
      WHERE state = 'waiting' AND send_at <= UTC_TIMESTAMP(6)
        AND send_at >= ${from.send_at} AND (send_at > ${from.send_at} OR id > ${BigInt(from.id)})
      ORDER BY send_at, id LIMIT ${sql.lit(batch)}`.execute(db, run),
  );
  return rows;
}

/** What cannot go any more is its owner's draft again, and its ticket says why. Anything else is tried again. */
async function sendOrGiveBack({ database, site, log }: JobGround, id: EntryId): Promise<void> {
  try {
    await database.write(true, (trx) => send(trx, site, id));
  } catch (error) {
    if (failureOf(error) === 'lost') throw error;
    if (error instanceof Refused) await database.write(true, (trx) => giveBack(trx, id, error.message));
    else log.warn({ reply: id, failure: failureOf(error) }, 'a scheduled reply could not be sent');
  }
}

/** Safe to do twice: what is sent waits no longer. */
async function send(trx: Trx, site: JobGround['site'], id: EntryId): Promise<void> {
  const at = await lockWhereItGoes(trx, id);
  const scheduled = at && (await stillWaiting(trx, id));
  if (!at || !scheduled) return;
  const files = fileIdsOf(scheduled.attachments);
  refuseUnreachable(at.row, site, files);
  await answer(trx, at, {
    requestId: scheduled.request_id,
    user: scheduled.owner,
    body: scheduled.body,
    files,
    change: changeOf(scheduled.actions),
    scheduledId: id,
  });
  await trx
    .updateTable('caretaker.ticket_scheduled')
    .set({ state: 'sent' })
    .where('id', '=', idValue(id))
    .execute();
}

/** The ticket that it was written to, or the one that this was merged into by now. */
async function lockWhereItGoes(trx: Trx, id: EntryId): Promise<TicketAtMoment | null> {
  let ticketId = await ticketOf(trx, id);
  while (ticketId !== null) {
    const at = await lockTicket(trx, ticketId);
    if (at.row.merged_into === null) return at;
    ticketId = at.row.merged_into as TicketId;
  }
  return null;
}

async function ticketOf(db: Db, id: EntryId): Promise<TicketId | null> {
  const row = await db
    .selectFrom('caretaker.ticket_scheduled')
    .select('ticket_id')
    .where('id', '=', idValue(id))
    .where('state', '=', 'waiting')
    .executeTakeFirst();
  return (row?.ticket_id ?? null) as TicketId | null;
}

async function stillWaiting(trx: Trx, id: EntryId) {
  return trx
    .selectFrom('caretaker.ticket_scheduled')
    .select(['request_id', 'owner', 'body', 'attachments', 'actions'])
    .where('id', '=', idValue(id))
    .where('state', '=', 'waiting')
    .forUpdate()
    .executeTakeFirst();
}

/** @throws INVALID_INPUT for what no console would have written */
function changeOf(actions: string): TicketChange {
  try {
    return TicketChange.parse(JSON.parse(actions));
  } catch {
    throw new Refused('INVALID_INPUT', 'What was to change with this answer cannot be read any more.');
  }
}

async function giveBack(trx: Trx, id: EntryId, why: string): Promise<void> {
  const at = await lockWhereItGoes(trx, id);
  if (!at) return;
  const [stopped] = await cancelScheduled(trx, { id });
  if (!stopped) return;
  const detail = { owner: stopped.owner, why };
  await addTicketEvents(trx, [{ ticketId: at.row.id, kind: 'not-sent', detail, byJob: true }]);
  await trx.insertInto('caretaker.change_feed').values({ topic: 'ticket', subject_id: at.row.id }).execute();
}
