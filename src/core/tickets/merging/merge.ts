import type { TicketId } from '../../../contract/tickets/values.ts';
import type { EntryId } from '../../../contract/values.ts';
import type { Trx } from '../../database/database.ts';
import { Refused } from '../../errors.ts';
import { doOnce } from '../../record/once.ts';
import type { SignedIn } from '../../session/open.ts';
import { reindex } from '../search/words.ts';
import { addTicketEvents, lockTickets, type TicketAtMoment, type TicketColumns } from '../work.ts';
import { giveFollowers, giveTags } from './company.ts';
import { addMerge, keep } from './kept.ts';
import { messagesOf, moveMessages, refuseWhilePending } from './messages.ts';
import { saveStanding, unionOf, upToNow } from './union.ts';

interface Merge {
  readonly requestId: string;
  /** Into which. */
  readonly ticketId: TicketId;
  readonly from: readonly TicketId[];
}

/** Puts all of some tickets into one, one after the other. Asked again, it gives what the first time made. */
export async function merge(signedIn: SignedIn, { requestId, ticketId, from }: Merge): Promise<EntryId[]> {
  const others = [...new Set(from)];
  if (others.includes(ticketId)) {
    throw new Refused('INVALID_INPUT', 'A ticket cannot be merged into itself. Nothing was changed.', [
      { path: 'from', problem: 'the ticket itself' },
    ]);
  }
  const entry = {
    requestId,
    action: 'ticket.merged',
    subjectKind: 'ticket',
    subjectId: ticketId,
    detail: { from: others.join(', ') },
  } as const;
  await doOnce(signedIn, entry, async (trx) => {
    const locked = await lockTickets(trx, [ticketId, ...others]);
    const at = new Map(locked.map((it) => [it.row.id, it]));
    let into = of(at, ticketId);
    for (const id of others) into = { ...into, row: await mergeOne(trx, requestId, of(at, id), into) };
    await reindex(trx, ticketId);
  });
  return mergesOf(signedIn, requestId);
}

function of(tickets: ReadonlyMap<string, TicketAtMoment>, id: TicketId): TicketAtMoment {
  const found = tickets.get(id);
  if (!found) throw new Error(`ticket ${id} was not locked`);
  return found;
}

async function mergeOne(
  trx: Trx,
  requestId: string,
  from: TicketAtMoment,
  into: TicketAtMoment,
): Promise<TicketColumns> {
  refuseApart(from.row, into.row);
  const moved = await messagesOf(trx, from.row.id);
  const kept = await messagesOf(trx, into.row.id);
  await refuseWhilePending(trx, from.row.id, moved);
  await refuseWhilePending(trx, into.row.id, kept);
  const union = unionOf(await upToNow(trx, into), await upToNow(trx, from));
  const tags = await giveTags(trx, from.row.id, into.row.id);
  const followers = await giveFollowers(trx, from.row.id, into.row.id);
  const after = {
    into: await saveStanding(trx, into, union),
    from: await saveStanding(trx, from, { merged_into: into.row.id, messages: 0, ask_at: null }),
  };
  const lastMessageId = newestOf([...moved, ...kept].map((it) => it.id));
  const mergeId = await addMerge(trx, {
    requestId,
    kind: 'merge',
    fromId: from.row.id,
    intoId: into.row.id,
    from: keep({ before: from.row, after: after.from, tags: [], followers: [], lastMessageId }),
    into: keep({ before: into.row, after: after.into, tags, followers, lastMessageId }),
  });
  await moveMessages(
    trx,
    mergeId,
    moved.map((it) => it.id),
    into.row.id,
  );
  await reindex(trx, from.row.id);
  await addTicketEvents(trx, [
    { ticketId: from.row.id, kind: 'merged', detail: { into: into.row.id } },
    { ticketId: into.row.id, kind: 'took-in', detail: { from: from.row.id, messages: moved.length } },
  ]);
  return after.into;
}

export function newestOf(ids: readonly string[]): string {
  return String(ids.reduce((newest, id) => (BigInt(id) > newest ? BigInt(id) : newest), 0n));
}

/** @throws CONFLICT where one lies in another already, or they are of different members */
function refuseApart(from: TicketColumns, into: TicketColumns): void {
  for (const { id, merged_into } of [from, into]) {
    if (merged_into === null) continue;
    throw new Refused(
      'CONFLICT',
      `Ticket ${id} was merged into ticket ${merged_into} before. Nothing was changed; merge with that one.`,
    );
  }
  if (from.member_id !== null && into.member_id !== null && from.member_id !== into.member_id) {
    throw new Refused(
      'CONFLICT',
      `Tickets ${from.id} and ${into.id} are of different members, and an answer reaches only one of them. Nothing was changed.`,
    );
  }
}

/** By the index ticket_merge_request (request_id, from_id). */
async function mergesOf({ database }: SignedIn, requestId: string): Promise<EntryId[]> {
  const rows = await database.readPrimary(undefined, (db, run) =>
    db
      .selectFrom('caretaker.ticket_merge')
      .select('id')
      .where('request_id', '=', requestId)
      .orderBy('id')
      .execute(run),
  );
  return rows.map((row) => row.id as EntryId);
}
