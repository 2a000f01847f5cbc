import type { TicketId } from '../../../../contract/tickets/values.ts';
import type { EntryId, Utc } from '../../../../contract/values.ts';
import { idValue } from '../../../database/cursor.ts';
import type { Db, Run } from '../../../database/database.ts';
import { columnOf, utcOf } from '../../../database/time.ts';
import { Refused } from '../../../errors.ts';
import { momentWords } from '../../../members/actions/words.ts';
import { doOnce } from '../../../record/once.ts';
import type { SignedIn } from '../../../session/open.ts';
import { setOf } from '../../queue/change/apply.ts';
import { addTicketEvents, lockTicket } from '../../work.ts';
import { emptyDrafts } from '../drafts/give-back.ts';
import { familyOf } from '../family.ts';
import { refuseUnlessLoose } from '../files/files.ts';
import { type Reply, readyToSend } from '../reply/reply.ts';
import { cancelScheduled } from './cancel.ts';

const yearMs = 366 * 86_400_000;

/** Has an answer go at a moment within a year. Asked again with the same request, it is the same one. */
export async function schedule(
  signedIn: SignedIn,
  it: Reply & { readonly sendAt: Utc },
): Promise<{ scheduledId: EntryId }> {
  const entry = {
    requestId: it.requestId,
    action: 'ticket.reply_scheduled',
    subjectKind: 'ticket',
    subjectId: it.ticketId,
    detail: { sendAt: it.sendAt },
  } as const;
  await doOnce(signedIn, entry, async (trx) => {
    const { at, body } = await readyToSend(trx, signedIn, it);
    refuseUnlessWithinYear(it.sendAt, utcOf(at.moment));
    // What cannot be set is refused now, and not when nobody is there to read it.
    await setOf(trx, at, it.change);
    await refuseUnlessLoose(trx, await familyOf(trx, {}, it.ticketId), it.attachments);
    await trx
      .insertInto('caretaker.ticket_scheduled')
      .values({
        request_id: it.requestId,
        ticket_id: idValue(it.ticketId),
        body,
        attachments: JSON.stringify(it.attachments),
        actions: JSON.stringify(it.change),
        send_at: columnOf(it.sendAt),
      })
      .execute();
    await emptyDrafts(trx, { ticketId: it.ticketId, owner: signedIn.person.user, body: it.body });
    await addTicketEvents(trx, [{ ticketId: it.ticketId, kind: 'scheduled', detail: { sendAt: it.sendAt } }]);
    await trx
      .insertInto('caretaker.change_feed')
      .values({ topic: 'ticket', subject_id: it.ticketId })
      .execute();
  });
  const made = await signedIn.database.readPrimary(undefined, (db, run) =>
    db
      .selectFrom('caretaker.ticket_scheduled')
      .select('id')
      .where('request_id', '=', it.requestId)
      .executeTakeFirstOrThrow(run),
  );
  return { scheduledId: made.id as EntryId };
}

function refuseUnlessWithinYear(sendAt: Utc, moment: Utc): void {
  const ahead = Date.parse(sendAt) - Date.parse(moment);
  if (ahead > 0 && ahead <= yearMs) return;
  const why = ahead > 0 ? 'more than a year ahead' : 'past';
  throw new Refused(
    'INVALID_INPUT',
    `${momentWords(sendAt)} is ${why}. Nothing was scheduled; what you typed is kept.`,
    [{ path: 'sendAt', problem: why }],
  );
}

/** Stops a scheduled answer, whoever's: its text is its owner's draft again. @throws CONFLICT where it has gone */
export async function unschedule(
  signedIn: SignedIn,
  { requestId, scheduledId }: { requestId: string; scheduledId: EntryId },
): Promise<void> {
  const found = await signedIn.database.readPrimary(undefined, (db, run) =>
    readScheduled(db, scheduledId, run),
  );
  if (!found) throw new Refused('NOT_FOUND', 'There is no such scheduled answer.');
  const ticketId = found.ticket_id as TicketId;
  const entry = {
    requestId,
    action: 'ticket.reply_unscheduled',
    subjectKind: 'ticket',
    subjectId: ticketId,
  } as const;
  await doOnce(signedIn, entry, async (trx) => {
    await lockTicket(trx, ticketId);
    const [stopped] = await cancelScheduled(trx, { id: scheduledId });
    if (!stopped) {
      const { state } = (await readScheduled(trx, scheduledId)) ?? found;
      const why = state === 'sent' ? 'This answer has gone by now' : 'This answer was stopped before';
      throw new Refused('CONFLICT', `${why}. Nothing was changed.`);
    }
    await addTicketEvents(trx, [{ ticketId, kind: 'unscheduled', detail: { owner: stopped.owner } }]);
    await trx.insertInto('caretaker.change_feed').values({ topic: 'ticket', subject_id: ticketId }).execute();
  });
}

async function readScheduled(db: Db, id: EntryId, run?: Run) {
  return db
    .selectFrom('caretaker.ticket_scheduled')
    .select(['ticket_id', 'state'])
    .where('id', '=', idValue(id))
    .executeTakeFirst(run);
}
