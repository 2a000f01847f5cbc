import type { MessageId, TicketId } from '../../../contract/tickets/values.ts';
import type { EntryId } from '../../../contract/values.ts';
import type { Trx } from '../../database/database.ts';
import { Refused } from '../../errors.ts';
import { doOnce } from '../../record/once.ts';
import type { SignedIn } from '../../session/open.ts';
import { reindex } from '../search/words.ts';
import { addTicketEvents, lockTicket, openTicket, type TicketAtMoment, type TicketColumns } from '../work.ts';
import { addMerge, keep } from './kept.ts';
import { newestOf } from './merge.ts';
import {
  isOfMember,
  lastColumns,
  messagesOf,
  moveMessages,
  refuseWhilePending,
  type Said,
  talkOf,
} from './messages.ts';
import { leftOver, saveStanding } from './union.ts';

interface Split {
  readonly requestId: string;
  readonly ticketId: TicketId;
  readonly messages: readonly MessageId[];
  /** Of the new ticket. */
  readonly subject: string;
}

/** Puts messages into a new ticket of the same member. Asked again, it gives what the first time made. */
export async function split(
  signedIn: SignedIn,
  { requestId, ticketId, messages, subject }: Split,
): Promise<{ mergeId: EntryId; ticketId: TicketId }> {
  const entry = {
    requestId,
    action: 'ticket.split',
    subjectKind: 'ticket',
    subjectId: ticketId,
    detail: { subject, messages: messages.length },
  } as const;
  await doOnce(signedIn, entry, async (trx) => {
    const at = await lockTicket(trx, ticketId);
    refuseIfMerged(at.row);
    const all = await messagesOf(trx, ticketId);
    await refuseWhilePending(trx, ticketId, all);
    const { chosen, rest } = choose(all, new Set<string>(messages));
    const newId = await openFor(trx, at, chosen, subject);
    const { row: opened } = await lockTicket(trx, newId);
    const after = await saveStanding(trx, at, await leftOver(trx, at, talkOf(rest)));
    const common = { tags: [], followers: [], lastMessageId: newestOf(all.map((it) => it.id)) };
    const mergeId = await addMerge(trx, {
      requestId,
      kind: 'split',
      fromId: ticketId,
      intoId: newId,
      from: keep({ ...common, before: at.row, after }),
      into: keep({ ...common, before: opened, after: opened }),
    });
    const ids = chosen.map((it) => it.id);
    await moveMessages(trx, mergeId, ids, newId);
    for (const id of [ticketId, newId]) await reindex(trx, id);
    await addTicketEvents(trx, [
      { ticketId, kind: 'split', detail: { into: newId, messages: ids.length } },
      { ticketId: newId, kind: 'split-from', detail: { from: ticketId, messages: ids.length } },
    ]);
  });
  return splitOf(signedIn, requestId);
}

function refuseIfMerged({ id, merged_into }: TicketColumns): void {
  if (merged_into === null) return;
  throw new Refused(
    'CONFLICT',
    `Ticket ${id} was merged into ticket ${merged_into}: its messages are there. Nothing was changed.`,
  );
}

/** @throws CONFLICT where one has moved on, INVALID_INPUT where no talk would be left on either side */
function choose(all: readonly Said[], wanted: ReadonlySet<string>) {
  const chosen = all.filter((it) => wanted.has(it.id));
  if (chosen.length < wanted.size || chosen.some((it) => it.withdrawn === 1)) {
    throw new Refused(
      'CONFLICT',
      'Some of these messages are not in this ticket any more. Nothing was changed; choose again.',
    );
  }
  const rest = all.filter((it) => !wanted.has(it.id));
  for (const [side, problem] of [
    [chosen, 'Choose at least one message from the member, or to them.'],
    [rest, 'Leave at least one message from the member, or to them.'],
  ] as const) {
    if (side.some(isOfMember)) continue;
    throw new Refused('INVALID_INPUT', `${problem} Nothing was changed.`, [{ path: 'messages', problem }]);
  }
  return { chosen, rest };
}

/** The new ticket waits for an answer where the last of its messages does; as long as the first of them. */
async function openFor(
  trx: Trx,
  { row, moment }: TicketAtMoment,
  chosen: readonly Said[],
  subject: string,
): Promise<TicketId> {
  const talk = talkOf(chosen);
  const [first, last] = [chosen.find(isOfMember), talk.last];
  if (!first || !last) throw new Error('a ticket of no talk');
  const isAnswered = talk.firstOutAt !== null;
  return openTicket(
    trx,
    {
      channel: row.channel,
      subject,
      member_id: row.member_id,
      name: row.name,
      email: row.email,
      status: talk.unansweredSince === null ? 'waiting' : isAnswered ? 'open' : 'new',
      priority: row.priority,
      team_id: row.team_id,
      assignee: row.assignee,
      ...(await lastColumns(trx, last)),
      messages: talk.count,
      opened_at: first.at,
      last_at: last.at,
      first_at: talk.firstOutAt,
      asked_at: talk.unansweredSince,
    },
    moment,
  );
}

/** By the index ticket_merge_request (request_id, from_id). */
async function splitOf({ database }: SignedIn, requestId: string) {
  const row = await database.readPrimary(undefined, (db, run) =>
    db
      .selectFrom('caretaker.ticket_merge')
      .select(['id', 'into_id'])
      .where('request_id', '=', requestId)
      .executeTakeFirstOrThrow(run),
  );
  return { mergeId: row.id as EntryId, ticketId: row.into_id as TicketId };
}
