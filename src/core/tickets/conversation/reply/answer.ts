import type { TicketChange } from '../../../../contract/tickets/queue.ts';
import { type MessageId, type TicketId, undoSendSeconds } from '../../../../contract/tickets/values.ts';
import type { MemberId } from '../../../../contract/values.ts';
import { idValue } from '../../../database/cursor.ts';
import type { Trx } from '../../../database/database.ts';
import { Refused } from '../../../errors.ts';
import { queueMessages } from '../../../outbox/message.ts';
import type { Site } from '../../../site/contract.ts';
import { canReach } from '../../channels/site.ts';
import { type Step, setOf } from '../../queue/change/apply.ts';
import { addWords } from '../../search/words.ts';
import {
  addTicketEvents,
  excerptOf,
  saveTicket,
  type TicketAtMoment,
  type TicketColumns,
  type TicketSet,
} from '../../work.ts';
import { familyOf } from '../family.ts';
import { bindFiles } from '../files/files.ts';
import { follow } from '../followers.ts';
import { keepBefore } from './before.ts';

const kept = 'Nothing was sent; what you typed is kept.';

/** What goes to a member. */
export interface Answer {
  /** Of the message, and of what the site takes once. */
  readonly requestId: string;
  /** In whose name. */
  readonly user: string;
  /** As the member reads it: see `fill.ts`. */
  readonly body: string;
  readonly files: readonly string[];
  readonly change: TicketChange;
  /** The reply that this was scheduled as; it goes at once. */
  readonly scheduledId: string | null;
}

/** @throws CONFLICT where nothing can be told to who wrote, INVALID_INPUT where files cannot be sent */
export function refuseUnreachable(
  row: TicketColumns,
  { procedures }: Pick<Site, 'procedures'>,
  files: readonly string[],
): void {
  const { reachable, whyNot } = canReach(row);
  if (!reachable) throw new Refused('CONFLICT', `${whyNot} ${kept}`);
  if (files.length > 0 && !procedures.includes('notify_attach')) {
    throw new Refused('INVALID_INPUT', `The site takes no files with an answer. ${kept}`, [
      { path: 'attachments', problem: 'not taken by the site' },
    ]);
  }
}

/**
 * Writes an answer into a ticket that is locked, and all that follows from it: the change that goes with it, the ticket’s
 * columns and clocks, the message to the site, files, followers, history and words.
 */
export async function answer(trx: Trx, at: TicketAtMoment, it: Answer): Promise<MessageId> {
  const { row } = at;
  const step = await setOf(trx, at, it.change);
  const set = answeredSet(at, step, it);
  const messageId = await write(trx, at, it, keepBefore(row, step, set));
  await saveTicket(trx, at, { ...set, last_message_id: messageId });
  await step.applyTags();
  await queueMessages(
    trx,
    { of: 'ticket', messageId },
    [{ requestId: it.requestId, memberId: row.member_id as MemberId, body: it.body }],
    it.scheduledId === null ? undoSendSeconds : 0,
  );
  await bindFiles(trx, {
    ids: it.files,
    ticketIds: it.files.length === 0 ? [] : await familyOf(trx, {}, row.id as TicketId),
    messageId,
  });
  await follow(trx, row.id, [it.user]);
  await addWords(trx, row.id, it.body);
  const byJob = it.scheduledId !== null;
  await addTicketEvents(trx, [
    ...step.events.map((event) => ({ ...event, byJob })),
    { ticketId: row.id, kind: 'replied', detail: { message: messageId, by: it.user }, byJob },
  ]);
  return messageId;
}

/** Who answers has the ticket where nobody had it; what waited for us waits for the member now, unless it is said. */
function answeredSet(
  { row, moment }: TicketAtMoment,
  { set }: Step,
  { user, body, change }: Answer,
): TicketSet {
  const waitedForUs = row.status === 'new' || row.status === 'open';
  const assignee = set.assignee === undefined ? row.assignee : set.assignee;
  return {
    ...set,
    status: change.status === undefined && waitedForUs ? 'waiting' : (set.status ?? row.status),
    assignee: change.assignee === undefined ? (assignee ?? user) : assignee,
    first_at: row.first_at ?? moment,
    asked_at: null,
    awaits_us: 0,
    last_at: moment,
    messages: row.messages + 1,
    excerpt: excerptOf(body),
  };
}

/** The server says whose it is, and when. */
async function write(trx: Trx, { row }: TicketAtMoment, it: Answer, before: string): Promise<MessageId> {
  const { insertId } = await trx
    .insertInto('caretaker.ticket_message')
    .values({
      ticket_id: idValue(row.id),
      kind: 'out',
      request_id: it.requestId,
      body: it.body,
      scheduled_id: it.scheduledId === null ? null : idValue(it.scheduledId),
      before_ticket: before,
    })
    .executeTakeFirstOrThrow();
  return String(insertId) as MessageId;
}
