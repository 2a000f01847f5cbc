import type { TicketId } from '../../../contract/tickets/values.ts';
import type { Trx } from '../../database/database.ts';
import type { Incoming } from '../channels/channel.ts';
import { familyOf } from '../conversation/family.ts';
import { cancelScheduled } from '../conversation/scheduled/cancel.ts';
import { addWords } from '../search/words.ts';
import { addTicketEvents, excerptOf, saveTicket, type TicketAtMoment, type TicketSet } from '../work.ts';
import { keepMessage } from './message.ts';

/** The column holds more, and nobody writes so many; a client of someone's own may say so. */
const mostMessages = 4_000_000_000;

/** Puts an answer into its ticket, which is locked: the member waits for us again, also in one that was solved. */
export async function takeAnswer(trx: Trx, at: TicketAtMoment, request: Incoming): Promise<void> {
  const { row } = at;
  const ticketId = row.id as TicketId;
  const said = await keep(trx, at, request, false);
  // Its writer did not know of this answer.
  const stopped = await cancelScheduled(trx, { ticketIds: await familyOf(trx, {}, ticketId) });
  await saveTicket(trx, waitingSince(at, request.at), {
    ...said,
    status: row.status === 'new' ? 'new' : 'open',
    snoozed_until: null,
    awaits_us: 1,
    asked_at: row.asked_at ?? request.at,
  });
  await addTicketEvents(trx, [
    {
      ticketId,
      kind: 'answered',
      detail: { message: said.last_message_id ?? null, was: row.status, woke: row.snoozed_until !== null },
      byJob: true,
    },
    ...stopped.map(({ owner }) => ({
      ticketId,
      kind: 'not-sent',
      detail: { owner, why: 'The member wrote before it was to go.' },
      byJob: true,
    })),
  ]);
}

/** What came in while nobody read it has waited since then, unless the desk did something about the ticket later. */
function waitingSince({ row, moment }: TicketAtMoment, askedAt: string): TicketAtMoment {
  return { row, moment: askedAt > (row.clock_since ?? row.last_at) ? askedAt : moment };
}

/** Keeps a bare “thanks”: the ticket stays where it lies. */
export async function takeThanks(trx: Trx, at: TicketAtMoment, request: Incoming): Promise<void> {
  await saveTicket(trx, at, await keep(trx, at, request, true));
}

/** Notes how the member was helped, and keeps what they say to it, which asks nothing. */
export async function takeRating(
  trx: Trx,
  at: TicketAtMoment,
  request: Incoming & { readonly rating: number },
): Promise<void> {
  const { row } = at;
  const { rating } = request;
  const hasWords = request.body.trim() !== '';
  if (!hasWords) await keepMessage(trx, row.id, request, { name: row.name, thanks: true, hidden: true });
  const said = hasWords ? await keep(trx, at, request, true) : {};
  await saveTicket(trx, at, { ...said, rating, ask_at: null });
  await addTicketEvents(trx, [{ ticketId: row.id, kind: 'rated', detail: { rating }, byJob: true }]);
}

/** @returns what is last said in the ticket with it */
async function keep(
  trx: Trx,
  { row }: TicketAtMoment,
  request: Incoming,
  thanks: boolean,
): Promise<TicketSet> {
  const messageId = await keepMessage(trx, row.id, request, { name: request.name || row.name, thanks });
  await addWords(trx, row.id, request.name, request.body);
  return {
    messages: Math.min(Number(row.messages) + 1, mostMessages),
    last_message_id: messageId,
    last_at: request.at > row.last_at ? request.at : row.last_at,
    excerpt: excerptOf(request.body) || row.excerpt,
  };
}
