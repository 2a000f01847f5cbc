import { type Selectable, sql } from 'kysely';
import type { ScheduledReply, TicketEvent } from '../../../contract/tickets/conversation.ts';
import type { Colleague, TicketId } from '../../../contract/tickets/values.ts';
import type { EntryId } from '../../../contract/values.ts';
import { idValue } from '../../database/cursor.ts';
import type { Db, Run } from '../../database/database.ts';
import type { Schema } from '../../database/schema.ts';
import { realUtc, utcOf } from '../../database/time.ts';
import { detailOf } from '../../record/detail.ts';
import { staffNames } from '../../staff/names.ts';
import type { TicketColumns } from '../work.ts';
import { fileIdsOf, looseFiles } from './files/files.ts';
import { colleagueOf } from './messages.ts';

/**
 * What is few of one ticket is put in order here and not by the server: to have it in the order of the primary key, it may go
 * through the whole table.
 */
const byNumber = (a: { readonly id: string }, b: { readonly id: string }) =>
  BigInt(a.id) < BigInt(b.id) ? -1 : 1;

/** The most that is shown of each. */
const most = { events: 100, scheduled: 20, followers: 100, referrals: 20, merges: 50 } as const;

type EventRow = Selectable<Schema['caretaker.ticket_event']>;

/** The newest, oldest first; by the index ticket_event_ticket (ticket_id, id). */
export async function readEvents(db: Db, run: Run, ticketId: TicketId): Promise<TicketEvent[]> {
  const { rows } = await sql<EventRow>`
    SELECT id, at, actor, kind, by_job, detail FROM caretaker.ticket_event FORCE INDEX (ticket_event_ticket)
    WHERE ticket_id = ${idValue(ticketId)} ORDER BY id DESC LIMIT ${sql.lit(most.events)}`.execute(db, run);
  return rows.toReversed().map((row) => ({
    id: row.id as EntryId,
    at: utcOf(row.at),
    actor: Number(row.by_job) === 1 ? null : row.actor,
    kind: row.kind,
    detail: detailOf(row.detail),
  }));
}

/** Those that wait, of the ticket and those merged into it; by the index ticket_scheduled_ticket (ticket_id, state, id). */
export async function readScheduled(
  db: Db,
  run: Run,
  family: readonly TicketId[],
): Promise<ScheduledReply[]> {
  const rows = await db
    .selectFrom('caretaker.ticket_scheduled')
    .select(['id', 'owner', 'body', 'attachments', 'send_at'])
    .where('ticket_id', 'in', family.map(idValue))
    .where('state', '=', 'waiting')
    .limit(most.scheduled)
    .execute(run);
  if (rows.length === 0) return [];
  const [names, files] = await Promise.all([
    staffNames(
      db,
      run,
      rows.map((row) => row.owner),
    ),
    looseFiles(
      db,
      run,
      rows.flatMap((row) => fileIdsOf(row.attachments)),
    ),
  ]);
  return rows.toSorted(byNumber).flatMap((row) => {
    const owner = colleagueOf(row.owner, names);
    if (owner === null) return [];
    const attachments = fileIdsOf(row.attachments).flatMap((id) => files.get(id) ?? []);
    return { id: row.id as EntryId, owner, body: row.body, attachments, sendAt: realUtc(row.send_at) };
  });
}

/** By the index ticket_follower_ticket. */
export async function readFollowers(db: Db, run: Run, ticketId: TicketId): Promise<Colleague[]> {
  const rows = await db
    .selectFrom('caretaker.ticket_follower')
    .select('user')
    .where('ticket_id', '=', idValue(ticketId))
    .limit(most.followers)
    .execute(run);
  const names = await staffNames(
    db,
    run,
    rows.map((row) => row.user),
  );
  const users = rows.map((row) => row.user).sort();
  return users.flatMap((user) => colleagueOf(user, names) ?? []);
}

/** Cases that the ticket became; by the index ticket_referral_ticket (ticket_id, id). */
export async function readCases(db: Db, run: Run, ticketId: TicketId) {
  const rows = await db
    .selectFrom('caretaker.ticket_referral')
    .select(['id', 'case_id', 'case_state', 'outcome', 'at'])
    .where('ticket_id', '=', idValue(ticketId))
    .limit(most.referrals)
    .execute(run);
  return rows.toSorted(byNumber).map((row) => ({
    caseId: row.case_id,
    state: row.case_state,
    outcome: row.outcome,
    at: utcOf(row.at),
  }));
}

/** Tickets that lie in this one by a merge that stands; by the index ticket_merge_into (into_id, id). */
export async function readMerged(db: Db, run: Run, ticketId: TicketId) {
  const { rows } = await sql<{ id: string; subject: string; merge_id: string }>`
    SELECT ticket.id, ticket.subject, merge.id AS merge_id
    FROM caretaker.ticket_merge AS merge JOIN caretaker.ticket ON ticket.id = merge.from_id
    WHERE merge.into_id = ${idValue(ticketId)} AND merge.kind = 'merge' AND merge.undone_at IS NULL
    LIMIT ${sql.lit(most.merges)}`.execute(db, run);
  const inOrder = rows.toSorted((a, b) => byNumber({ id: a.merge_id }, { id: b.merge_id }));
  return inOrder.map(({ id, subject, merge_id }) => ({
    id: id as TicketId,
    subject,
    mergeId: merge_id as EntryId,
  }));
}

/** The latest tickets of a member; by the index ticket_member (member_id, id). */
export async function ticketsOfMember(
  db: Db,
  run: Run,
  memberId: string,
  limit: number,
): Promise<TicketColumns[]> {
  const { rows } = await sql<TicketColumns>`
    SELECT * FROM caretaker.ticket FORCE INDEX (ticket_member)
    WHERE member_id = ${idValue(memberId)} ORDER BY id DESC LIMIT ${sql.lit(limit)}`.execute(db, run);
  return rows;
}
