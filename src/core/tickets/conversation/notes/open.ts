import type { TeamId, TicketId } from '../../../../contract/tickets/values.ts';
import type { MemberId } from '../../../../contract/values.ts';
import { serverMoment } from '../../../database/clock.ts';
import { idValue } from '../../../database/cursor.ts';
import type { Trx } from '../../../database/database.ts';
import { Refused } from '../../../errors.ts';
import { memberNotFound, siteMember } from '../../../members/page/member.ts';
import { doOnce } from '../../../record/once.ts';
import type { SignedIn } from '../../../session/open.ts';
import { applyTags, wantedBy } from '../../queue/change/parts.ts';
import { addWords } from '../../search/words.ts';
import { addTicketEvents, excerptOf, lockTicket, openTicket } from '../../work.ts';
import { follow } from '../followers.ts';
import { answer } from '../reply/answer.ts';
import { filledBody } from '../reply/fill.ts';
import { addNote } from './note.ts';

export interface ByHand {
  readonly requestId: string;
  readonly memberId: MemberId;
  readonly subject: string;
  /** What the member is written; null where only a note is kept. */
  readonly body: string | null;
  readonly note: string | null;
  readonly priority: number;
  readonly teamId: TeamId | null;
  readonly tags: readonly string[];
}

/**
 * Opens a ticket that nobody asked for, as the person's own: no first answer is owed in it. Asked again with the same
 * request, it is the same ticket.
 */
export async function openByHand(signedIn: SignedIn, it: ByHand): Promise<{ ticketId: TicketId }> {
  const entry = {
    requestId: it.requestId,
    action: 'ticket.opened',
    subjectKind: 'member',
    subjectId: it.memberId,
    detail: { subject: it.subject },
  } as const;
  await doOnce(signedIn, entry, (trx) => open(trx, signedIn, it));
  const made = await signedIn.database.readPrimary(undefined, (db, run) =>
    db
      .selectFrom('caretaker.ticket')
      .select('id')
      .where('request_id', '=', it.requestId)
      .executeTakeFirstOrThrow(run),
  );
  return { ticketId: made.id as TicketId };
}

async function open(trx: Trx, { person: { user } }: SignedIn, it: ByHand): Promise<void> {
  const member = await siteMember(trx, {}, it.memberId);
  if (!member) throw memberNotFound(it.memberId);
  await refuseLostTeam(trx, it.teamId);
  const moment = await serverMoment(trx);
  const ticketId = await openTicket(
    trx,
    {
      request_id: it.requestId,
      channel: 'staff',
      subject: it.subject,
      member_id: it.memberId,
      name: member.nickname,
      priority: it.priority,
      team_id: it.teamId,
      assignee: user,
      excerpt: excerptOf(it.note ?? it.subject),
      awaits_us: 0,
      opened_at: moment,
      last_at: moment,
      first_at: moment,
    },
    moment,
  );
  await applyTags(trx, ticketId, wantedBy({ addTags: [...it.tags] }));
  await follow(trx, ticketId, [user]);
  await addWords(trx, ticketId, it.subject, member.nickname);
  await addTicketEvents(trx, [{ ticketId, kind: 'opened', detail: { by: user } }]);
  if (it.note !== null) {
    const at = await lockTicket(trx, ticketId);
    await addNote(trx, at, { requestId: null, body: it.note, mentions: [] });
  }
  if (it.body !== null) {
    const at = await lockTicket(trx, ticketId);
    await answer(trx, at, {
      requestId: it.requestId,
      user,
      body: await filledBody(trx, at.row, user, it.body),
      files: [],
      change: {},
      scheduledId: null,
    });
  }
}

async function refuseLostTeam(trx: Trx, teamId: TeamId | null): Promise<void> {
  if (teamId === null) return;
  const team = await trx
    .selectFrom('caretaker.team')
    .select('id')
    .where('id', '=', idValue(teamId))
    .executeTakeFirst();
  if (team) return;
  throw new Refused(
    'INVALID_INPUT',
    'There is no such team any more. Nothing was opened; what you typed is kept.',
    [{ path: 'teamId', problem: 'no such team' }],
  );
}
