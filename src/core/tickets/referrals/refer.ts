import { sql } from 'kysely';
import type { TicketId } from '../../../contract/tickets/values.ts';
import type { MemberId } from '../../../contract/values.ts';
import { idValue } from '../../database/cursor.ts';
import type { Trx } from '../../database/database.ts';
import { Refused } from '../../errors.ts';
import { viewOf } from '../../members/page/content.ts';
import { siteMember } from '../../members/page/member.ts';
import { doOnce } from '../../record/once.ts';
import type { SignedIn } from '../../session/open.ts';
import type { Site } from '../../site/contract.ts';
import { addTicketEvents, lockTicket, type TicketColumns } from '../work.ts';

interface Subject {
  /** `member`, or a kind of content that the site names. */
  readonly kind: string;
  readonly id: MemberId;
}

interface Referral {
  readonly requestId: string;
  readonly ticketId: TicketId;
  readonly subject: Subject;
  readonly reason: string;
  readonly note: string;
}

const kept = 'Nothing was handed over; what you typed is kept.';

/** Asks the moderators for a case. A job opens it, under an account that may; see `job.ts`. */
export async function refer(
  signedIn: SignedIn,
  { requestId, ticketId, subject, reason, note }: Referral,
): Promise<void> {
  const what = `${subject.kind} ${subject.id}`;
  const entry = {
    requestId,
    action: 'ticket.referred',
    subjectKind: 'ticket',
    subjectId: ticketId,
    detail: { subject: what, reason },
  } as const;
  await doOnce(signedIn, entry, async (trx) => {
    const { row } = await lockTicket(trx, ticketId);
    refuseIfMerged(row);
    await refuseUnlessThere(trx, signedIn.site, subject);
    await refuseTwice(trx, ticketId, subject);
    await trx
      .insertInto('caretaker.ticket_referral')
      .values({
        request_id: requestId,
        ticket_id: idValue(ticketId),
        subject_kind: subject.kind,
        subject_id: idValue(subject.id),
        reason,
        note,
      })
      .execute();
    const detail = { kind: subject.kind, id: subject.id, reason };
    await addTicketEvents(trx, [{ ticketId, kind: 'referred', detail }]);
    await trx.insertInto('caretaker.change_feed').values({ topic: 'ticket', subject_id: ticketId }).execute();
  });
}

function refuseIfMerged({ id, merged_into }: TicketColumns): void {
  if (merged_into === null) return;
  throw new Refused(
    'CONFLICT',
    `Ticket ${id} was merged into ticket ${merged_into}: hand that one over. ${kept}`,
  );
}

/** @throws INVALID_INPUT where the site has nothing of that kind and number */
async function refuseUnlessThere(trx: Trx, { contentKinds }: Site, { kind, id }: Subject): Promise<void> {
  const isThere =
    kind === 'member'
      ? (await siteMember(trx, {}, id)) !== undefined
      : contentKinds.includes(kind) && (await hasContent(trx, kind, id));
  if (isThere) return;
  const what = `${kind.replaceAll('_', ' ')} ${id}`;
  throw new Refused('INVALID_INPUT', `The site has no ${what}, or no longer. ${kept}`, [
    { path: 'subject', problem: 'not there' },
  ]);
}

async function hasContent(trx: Trx, kind: string, id: MemberId): Promise<boolean> {
  const { rows } = await sql`SELECT id FROM ${viewOf(kind)} WHERE id = ${idValue(id)} LIMIT 1`.execute(trx);
  return rows.length > 0;
}

/** By the index ticket_referral_ticket (ticket_id, id). @throws CONFLICT where its case is asked for, or not done yet */
async function refuseTwice(trx: Trx, ticketId: TicketId, { kind, id }: Subject): Promise<void> {
  const same = await trx
    .selectFrom('caretaker.ticket_referral')
    .select('case_id')
    .where('ticket_id', '=', idValue(ticketId))
    .where('subject_kind', '=', kind)
    .where('subject_id', '=', idValue(id))
    .where('case_state', '!=', 'done')
    .limit(1)
    .executeTakeFirst();
  if (same === undefined) return;
  const where = same.case_id === null ? 'a case is being opened' : `case ${same.case_id} is not decided yet`;
  throw new Refused('CONFLICT', `This was handed over already: ${where}. ${kept}`);
}
