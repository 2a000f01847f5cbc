import type { ReferredTicket } from '../../../contract/tickets/conversation.ts';
import { Channel, type TicketId } from '../../../contract/tickets/values.ts';
import { idValue } from '../../database/cursor.ts';
import type { Db, Run } from '../../database/database.ts';
import { realUtc, utcOf } from '../../database/time.ts';
import { nicknamesOf } from '../../members/nicknames.ts';
import type { SignedIn } from '../../session/open.ts';
import { staffNames } from '../../staff/names.ts';
import type { TicketColumns } from '../work.ts';

/** The most that is shown of each. */
const mostTickets = 20;
const mostMessages = 50;
/** Merged one into the other more often than anyone does. */
const deepest = 8;

/** Tickets that became a case, with what the member and support said to each other; not what support said among itself. */
export async function ticketsOfCase(
  { database }: SignedIn,
  caseId: string,
  signal: AbortSignal | undefined,
): Promise<ReferredTicket[]> {
  return database.readPrimary(signal, async (db, run) => {
    // By the index ticket_referral_case (case_id, id).
    const referrals = await db
      .selectFrom('caretaker.ticket_referral')
      .select(['ticket_id', 'note', 'actor', 'at'])
      .where('case_id', '=', idValue(caseId))
      .orderBy('id')
      .limit(mostTickets)
      .execute(run);
    const names = await staffNames(
      db,
      run,
      referrals.map((it) => it.actor),
    );
    const tickets: ReferredTicket[] = [];
    for (const { ticket_id, note, actor, at } of referrals) {
      const ticket = await presentTicket(db, run, ticket_id);
      if (!ticket) continue;
      tickets.push({
        ticketId: ticket.id as TicketId,
        subject: ticket.subject,
        channel: Channel.parse(ticket.channel),
        note,
        by: { user: actor, name: names.get(actor) ?? actor },
        at: utcOf(at),
        messages: await talkOf(db, run, ticket),
      });
    }
    return tickets;
  });
}

/** The ticket, or the one that it was merged into. */
async function presentTicket(db: Db, run: Run, ticketId: string): Promise<TicketColumns | undefined> {
  let id: string | null = ticketId;
  let ticket: TicketColumns | undefined;
  for (let step = 0; id !== null && step < deepest; step += 1) {
    ticket = await db
      .selectFrom('caretaker.ticket')
      .selectAll()
      .where('id', '=', idValue(id))
      .executeTakeFirst(run);
    id = ticket?.merged_into ?? null;
  }
  return ticket;
}

/** The newest, oldest first; by the index ticket_message_ticket (ticket_id, id). */
async function talkOf(db: Db, run: Run, ticket: TicketColumns): Promise<ReferredTicket['messages']> {
  const rows = await db
    .selectFrom('caretaker.ticket_message')
    .select(['at', 'kind', 'author', 'member_id', 'name', 'body'])
    .where('ticket_id', '=', idValue(ticket.id))
    .where('withdrawn', '=', 0)
    .where('kind', 'in', ['in', 'out'])
    .orderBy('id', 'desc')
    .limit(mostMessages)
    .execute(run);
  const nicknames = await nicknamesOf(
    db,
    run,
    rows.flatMap((row) => row.member_id ?? []),
  );
  const names = await staffNames(
    db,
    run,
    rows.flatMap((row) => row.author ?? []),
  );
  return rows.toReversed().map((row) => ({
    at: realUtc(row.at),
    from:
      row.kind === 'in'
        ? (nicknames.get(row.member_id ?? '') ?? row.name ?? ticket.name)
        : (names.get(row.author ?? '') ?? row.author ?? 'Support'),
    body: row.body,
  }));
}
