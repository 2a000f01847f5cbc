import type { TicketChange } from '../../../src/contract/tickets/queue.ts';
import type { MessageId, TeamId, TicketId } from '../../../src/contract/tickets/values.ts';
import { type MemberId, Utc } from '../../../src/contract/values.ts';
import { derivedId } from '../../../src/core/members/actions/request-id.ts';
import type { SignedIn } from '../../../src/core/session/open.ts';
import { saveDraft } from '../../../src/core/tickets/conversation/drafts/save.ts';
import { note } from '../../../src/core/tickets/conversation/notes/note.ts';
import { reply } from '../../../src/core/tickets/conversation/reply/reply.ts';
import { schedule } from '../../../src/core/tickets/conversation/scheduled/schedule.ts';
import { changeTicket } from '../../../src/core/tickets/queue/change/change.ts';
import { refer } from '../../../src/core/tickets/referrals/refer.ts';
import type { TicketColumns } from '../../../src/core/tickets/work.ts';
import { DAY } from '../world/calendar.ts';
import type { Random } from '../world/random.ts';
import { adviceOn } from './advice.ts';

/** A ticket before the person at whose desk it is. */
export interface Desk {
  readonly who: SignedIn;
  readonly colleague: SignedIn;
  /** By name. */
  readonly teams: ReadonlyMap<string, TeamId>;
  /** The numbers of this ticket alone: the same in every start. */
  readonly random: Random;
  readonly row: TicketColumns;
}

/** What is done with a ticket, by the console's own calls. Done again it is done once: each request has an id of its own. */
export type Deed = (desk: Desk) => Promise<unknown>;

export const answer: Deed = (desk) => replyWith(desk, adviceOn(desk.row).answer, sorted(desk));

export const solve: Deed = (desk) =>
  replyWith(desk, adviceOn(desk.row).solution, { ...sorted(desk), status: 'solved' });

export const askAndHold: Deed = async (desk) => {
  await replyWith(desk, 'Hello {nickname}, I am asking our engineers and will come back to you. {me}', {
    ...sorted(desk),
    status: 'hold',
  });
  await noteOn(desk, 'Waits for the engineers: asked them with the number of this ticket.', []);
};

export const sleep: Deed = async (desk) => {
  const days = 1 + desk.random.below(4);
  await change(desk, 'sleep', { ...sorted(desk), assignee: user(desk.who), snoozedUntil: inDays(days) });
};

export const handOver: Deed = async (desk) => {
  const { colleague } = desk;
  await change(desk, 'hand over', { assignee: user(colleague), priority: 3 });
  await noteOn(desk, desk.random.pick(forColleague), [user(colleague)]);
};

export const sort: Deed = (desk) => change(desk, 'sort', { ...sorted(desk), priority: 3 });

export const raise: Deed = (desk) =>
  change(desk, 'raise', { ...sorted(desk), priority: 4, assignee: user(desk.who) });

/** Somebody began to answer, and was called away. */
export const begin: Deed = async (desk) => {
  await change(desk, 'take', { assignee: user(desk.who) });
  await saveDraft(desk.who, {
    ticketId: idOf(desk.row),
    owner: user(desk.who),
    kind: 'reply',
    body: `Hello {nickname}, thank you for writing. I had a look, and`,
    attachments: [],
    shared: desk.random.chance(0.5),
    sequence: 1,
  });
};

export const answerAndPromise: Deed = async (desk) => {
  const messageId = await replyWith(desk, adviceOn(desk.row).answer, sorted(desk));
  await schedule(desk.who, {
    requestId: requestOf(desk.row, 'schedule'),
    ticketId: idOf(desk.row),
    seen: messageId,
    body: 'Hello {nickname}, does it work by now? If not, tell us what you see. {me}',
    attachments: [],
    change: {},
    sendAt: inDays(2),
  });
};

export const handToModerators: Deed = async (desk) => {
  const { row, who } = desk;
  if (row.member_id === null) return sort(desk);
  await replyWith(desk, 'Hello {nickname}, I have passed this on to our community managers. {me}', {
    ...sorted(desk),
    status: 'hold',
  });
  await refer(who, {
    requestId: requestOf(row, 'refer'),
    ticketId: idOf(row),
    subject: { kind: 'member', id: row.member_id as MemberId },
    reason: 'harassment',
    note: 'They say that someone follows them with new accounts. Can you see who it is?',
  });
};

/** What a ticket is about says whose it is. */
function sorted({ row, teams }: Desk): TicketChange {
  const { team, tag } = adviceOn(row);
  const teamId = teams.get(team);
  return { addTags: [tag], ...(teamId === undefined ? {} : { teamId }) };
}

async function replyWith({ who, row }: Desk, body: string, set: TicketChange): Promise<MessageId | null> {
  // Who wrote without an account is answered by mail, which is noted.
  if (row.member_id === null) {
    const requestId = requestOf(row, 'by mail');
    const ticketId = idOf(row);
    await note(who, { requestId, ticketId, body: 'Answered by mail.', mentions: [], attachments: [] });
    await changeTicket(who, {
      requestId: requestOf(row, 'answered by mail'),
      ticketId,
      seenVersion: row.version + 1,
      change: { ...set, status: 'solved', assignee: user(who) },
    });
    return null;
  }
  const { messageId } = await reply(who, {
    requestId: replyIdOf(row),
    ticketId: idOf(row),
    seen: row.last_message_id as MessageId | null,
    body,
    attachments: [],
    change: set,
  });
  return messageId;
}

async function noteOn({ who, row }: Desk, body: string, mentions: readonly string[]): Promise<void> {
  const ticketId = idOf(row);
  await note(who, { requestId: requestOf(row, 'note'), ticketId, body, mentions, attachments: [] });
}

async function change({ who, row }: Desk, what: string, set: TicketChange): Promise<void> {
  await changeTicket(who, {
    requestId: requestOf(row, what),
    ticketId: idOf(row),
    seenVersion: row.version,
    change: set,
  });
}

const forColleague = [
  'You answered them in spring: do you remember how it ended?',
  'In German, and I am not sure how it is meant.',
  'I cannot see the payment. Can you?',
] as const;

export function idOf({ id }: Pick<TicketColumns, 'id'>): TicketId {
  return id as TicketId;
}

export function requestOf({ id }: Pick<TicketColumns, 'id'>, what: string): string {
  return derivedId('demo ticket', what, id);
}

/** Of the first answer: what a member answers names it. */
export function replyIdOf(row: Pick<TicketColumns, 'id'>): string {
  return requestOf(row, 'reply');
}

function user({ person }: SignedIn): string {
  return person.user;
}

function inDays(days: number): Utc {
  return Utc.parse(new Date(Date.now() + days * DAY).toISOString());
}
