import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { fillTemplate } from '../../../contract/templates.ts';
import { type MessageId, ticketWorkers } from '../../../contract/tickets/values.ts';
import type { MemberId } from '../../../contract/values.ts';
import { idValue } from '../../database/cursor.ts';
import type { Trx } from '../../database/database.ts';
import type { Job } from '../../jobs/job.ts';
import { nicknamesOf } from '../../members/nicknames.ts';
import { queueMessages } from '../../outbox/message.ts';
import { addTicketEvents, excerptOf, saveTicket, type TicketAtMoment, type TicketColumns } from '../work.ts';
import { batch, forEachDue, type Seen } from './each.ts';

const question =
  'Hello {nickname}, your request “{subject}” is solved, as far as we know. How did we do? Give us 1 to 5, where 5 is best. And if something is still open, just answer.';

/** Asks members of tickets that were solved a while ago how it was: each ticket's once. */
export const askSatisfaction: Job = {
  name: 'ask-satisfaction',
  everySeconds: 30,
  roles: ticketWorkers,
  async run(ground, signal) {
    if (!ground.site.procedures.includes('notify_member')) return;
    await forEachDue(ground, signal, {
      // By the index ticket_ask (ask_at, id).
      async due(db, run, after) {
        const { rows } = await sql<Seen>`
          SELECT id, ask_at AS at FROM caretaker.ticket
          WHERE ask_at <= UTC_TIMESTAMP(6)
            AND ask_at >= ${after.at} AND (ask_at > ${after.at} OR id > ${BigInt(after.id)})
          ORDER BY ask_at, id LIMIT ${sql.lit(batch)}`.execute(db, run);
        return rows;
      },
      async work(trx, at) {
        const { ask_at: askAt } = at.row;
        if (askAt === null || askAt > at.moment) return;
        if (await isToBeAsked(trx, at.row)) await ask(trx, at);
        else await saveTicket(trx, at, { ask_at: null });
      },
    });
  },
};

async function isToBeAsked(trx: Trx, row: TicketColumns): Promise<boolean> {
  const isSolved = row.status === 'solved' && row.merged_into === null;
  if (!isSolved || row.member_id === null || row.rating !== null) return false;
  // By the index ticket_message_ticket (ticket_id, id).
  const before = await trx
    .selectFrom('caretaker.ticket_message')
    .select('id')
    .where('ticket_id', '=', idValue(row.id))
    .where('kind', '=', 'question')
    .limit(1)
    .executeTakeFirst();
  return before === undefined;
}

async function ask(trx: Trx, at: TicketAtMoment): Promise<void> {
  const { row } = at;
  const memberId = row.member_id as MemberId;
  const nickname = (await nicknamesOf(trx, {}, [memberId])).get(memberId) ?? row.name;
  const body = fillTemplate(question, { nickname, subject: row.subject });
  // Nobody can guess it, who might answer for someone else.
  const requestId = randomUUID();
  const { insertId } = await trx
    .insertInto('caretaker.ticket_message')
    .values({ ticket_id: idValue(row.id), kind: 'question', request_id: requestId, body })
    .executeTakeFirstOrThrow();
  const messageId = String(insertId);
  await saveTicket(trx, at, {
    ask_at: null,
    messages: row.messages + 1,
    last_message_id: messageId,
    last_at: at.moment,
    excerpt: excerptOf(body),
    awaits_us: 0,
  });
  await queueMessages(
    trx,
    { of: 'ticket', messageId: messageId as MessageId },
    [{ requestId, memberId, body }],
    0,
  );
  await addTicketEvents(trx, [{ ticketId: row.id, kind: 'asked', byJob: true }]);
}
