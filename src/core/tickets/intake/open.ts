import { serverMoment } from '../../database/clock.ts';
import { idValue } from '../../database/cursor.ts';
import type { Trx } from '../../database/database.ts';
import { nicknamesOf } from '../../members/nicknames.ts';
import type { Incoming } from '../channels/channel.ts';
import { addWords } from '../search/words.ts';
import { addTicketEvents, excerptOf, openTicket, type TicketColumns } from '../work.ts';
import { keepMessage } from './message.ts';

/** Opens a ticket of a request. `former` is the closed one that it answers: the same team goes on with it. */
export async function openFor(trx: Trx, request: Incoming, former: TicketColumns | null): Promise<void> {
  const { memberId, email, at, body } = request;
  const nickname = memberId === null ? undefined : (await nicknamesOf(trx, {}, [memberId])).get(memberId);
  const name = request.name || nickname || 'Someone';
  const subject = subjectOf(request, former);
  const ticketId = await openTicket(
    trx,
    {
      channel: 'site',
      subject,
      member_id: memberId,
      name,
      email,
      team_id: former?.team_id ?? null,
      excerpt: excerptOf(body) || subject.slice(0, 160),
      messages: 1,
      opened_at: at,
      last_at: at,
      asked_at: at,
    },
    await serverMoment(trx),
  );
  const messageId = await keepMessage(trx, ticketId, request, { name });
  // The ticket was written a moment ago, by this transaction: nobody knows of a version of it yet.
  await trx
    .updateTable('caretaker.ticket')
    .set({ last_message_id: messageId })
    .where('id', '=', idValue(ticketId))
    .execute();
  await addWords(trx, ticketId, subject, name, nickname ?? '', email ?? '', body);
  const detail = { channel: 'site', ...(former === null ? {} : { former: former.id }) };
  await addTicketEvents(trx, [{ ticketId, kind: 'opened', detail, byJob: true }]);
}

function subjectOf({ subject, body, rating }: Incoming, former: TicketColumns | null): string {
  const beginning = [...excerptOf(body)].slice(0, 80).join('').trim();
  const rated = rating === null ? 'Without a subject' : `Rated ${rating} of 5, but not which answer`;
  return subject || former?.subject || beginning || rated;
}
