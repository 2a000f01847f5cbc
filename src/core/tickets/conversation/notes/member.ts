import type { TicketId } from '../../../../contract/tickets/values.ts';
import type { MemberId } from '../../../../contract/values.ts';
import { Refused } from '../../../errors.ts';
import { memberNotFound, siteMember } from '../../../members/page/member.ts';
import { doOnce } from '../../../record/once.ts';
import type { SignedIn } from '../../../session/open.ts';
import { addWords } from '../../search/words.ts';
import { addTicketEvents, lockTicket, saveTicket } from '../../work.ts';
import { refuseIfMerged } from '../reply/newer.ts';

/** Says which member someone is who wrote without an account: an answer can reach them then. */
export async function setMember(
  signedIn: SignedIn,
  { requestId, ticketId, memberId }: { requestId: string; ticketId: TicketId; memberId: MemberId },
): Promise<void> {
  const entry = {
    requestId,
    action: 'ticket.member_set',
    subjectKind: 'ticket',
    subjectId: ticketId,
    detail: { member: memberId },
  } as const;
  await doOnce(signedIn, entry, async (trx) => {
    const at = await lockTicket(trx, ticketId);
    refuseIfMerged(at.row);
    if (at.row.member_id !== null) {
      throw new Refused(
        'CONFLICT',
        `This ticket is of member ${at.row.member_id} already. Nothing was changed.`,
      );
    }
    const member = await siteMember(trx, {}, memberId);
    if (!member) throw memberNotFound(memberId);
    await saveTicket(trx, at, { member_id: memberId });
    await addWords(trx, ticketId, member.nickname);
    await addTicketEvents(trx, [
      { ticketId, kind: 'member', detail: { member: memberId, nickname: member.nickname } },
    ]);
  });
}
