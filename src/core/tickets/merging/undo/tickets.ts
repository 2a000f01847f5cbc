import type { Trx } from '../../../database/database.ts';
import { reckon, timeOf } from '../../clocks/clock.ts';
import { readRules } from '../../clocks/rules.ts';
import { type TicketAtMoment, type TicketColumns, writeTicket } from '../../work.ts';
import { takeFollowers, takeTags } from '../company.ts';
import type { Kept } from '../kept.ts';
import { isOfMember, messagesOf, type Said, talkOf } from '../messages.ts';
import { leftOver, saveStanding, unionOf, upToNow } from '../union.ts';
import { isAsLeft, refuseIfChanged } from './hindrance.ts';

type Party = TicketAtMoment & { readonly kept: Kept };

/** The tickets of a merge or a split that is taken back, its messages being in `from` again. */
export interface Undoing {
  readonly from: Party;
  readonly into: Party;
}

/** Takes a merge back: what was merged is what it was; the other, unless messages came since, as well. */
export async function takeApart(trx: Trx, { from, into }: Undoing): Promise<void> {
  await revive(trx, from);
  await takeTags(trx, into.row.id, into.kept.tags);
  await takeFollowers(trx, into.row.id, into.kept.followers);
  const left = await messagesOf(trx, into.row.id);
  if (hasNews(into, left)) await saveStanding(trx, into, await without(trx, into, left));
  else {
    refuseIfChanged(into.row, into.kept.after);
    await putAsBefore(trx, into);
  }
}

/** Takes a split back: the new ticket lies in the one that it came from, unless messages came since, which keep it. */
export async function putTogether(trx: Trx, { from, into }: Undoing): Promise<void> {
  const left = await messagesOf(trx, into.row.id);
  const isKept = left.some((it) => it.withdrawn === 0);
  if (!isKept) refuseIfChanged(into.row, into.kept.after);
  if (isAsLeft(from.row, from.kept.after)) await putAsBefore(trx, from);
  else {
    const given = isKept ? into.kept.after : await upToNow(trx, into);
    await saveStanding(trx, from, unionOf(await upToNow(trx, from), given));
  }
  await saveStanding(
    trx,
    into,
    isKept
      ? await leftOver(trx, into, talkOf(left))
      : { merged_into: from.row.id, messages: 0, ask_at: null },
  );
}

/** As it was; but where an answer was taken back since, because it never reached the site, its question is open again. */
async function revive(trx: Trx, from: Party): Promise<void> {
  const row = await putAsBefore(trx, from);
  const talk = talkOf(await messagesOf(trx, row.id));
  if ((talk.last?.id ?? null) === row.last_message_id) return;
  const at = { row, moment: from.moment };
  const isOwed = row.status === 'waiting' && talk.unansweredSince !== null;
  await saveStanding(trx, at, {
    ...(await leftOver(trx, at, talk)),
    asked_at: talk.unansweredSince,
    ...(isOwed ? { status: talk.firstOutAt === null ? 'new' : 'open', first_at: talk.firstOutAt } : {}),
  });
}

/** Whether the member was written to or from since; or what was written before was taken back. */
function hasNews({ row, kept }: Party, left: readonly Said[]): boolean {
  const since = left.filter((it) => isOfMember(it) && BigInt(it.id) > BigInt(kept.lastMessageId));
  return since.length > 0 || row.last_message_id !== kept.after.last_message_id;
}

/**
 * As it was, its clocks too, which go on as if nothing had been. What a merge or a split does not touch stays as it is by
 * now; so do notes that came since.
 */
async function putAsBefore(
  trx: Trx,
  { row, moment, kept: { before, after } }: Party,
): Promise<TicketColumns> {
  const { priority, team_id, opened_at: _, ...standing } = before;
  const isNews = row.last_at !== after.last_at;
  const stands: TicketColumns = {
    ...row,
    ...standing,
    messages: before.messages + (row.messages - after.messages),
    ...(isNews ? { last_at: row.last_at } : {}),
  };
  const isOfSame = Number(row.priority) === Number(priority) && row.team_id === team_id;
  const clocks = isOfSame ? {} : reckon(await readRules(trx), stands, stands, moment);
  return writeTicket(trx, row, { ...stands, ...clocks });
}

/** What a ticket is without what was merged into it, but with what came since. */
async function without(trx: Trx, at: Party, left: readonly Said[]): Promise<TicketColumns> {
  const talk = talkOf(left);
  const lost = await leftOver(trx, at, talk);
  const given = await givenSeconds(trx, at.kept);
  const firstAt = at.kept.before.first_at ?? talk.firstOutAt;
  return {
    ...lost,
    status: lost.status === 'open' && firstAt === null ? 'new' : lost.status,
    first_at: firstAt,
    first_used: Math.max(0, lost.first_used - given.first),
    solve_used: Math.max(0, lost.solve_used - given.solve),
  };
}

/** How much further a merge put the clocks of a ticket. */
async function givenSeconds(trx: Trx, { before, after }: Kept): Promise<{ first: number; solve: number }> {
  const { office } = await readRules(trx);
  const [from, to] = [before.clock_since, after.clock_since];
  const ran = from === null || to === null ? 0 : Math.round(office.between(timeOf(from), timeOf(to)));
  return {
    first: after.first_used - before.first_used - (before.first_at === null ? ran : 0),
    solve: after.solve_used - before.solve_used - ran,
  };
}
